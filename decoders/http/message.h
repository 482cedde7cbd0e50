// SPDX-License-Identifier: Apache-2.0
// One HTTP message as read: its start line and the headers that say who talks to whom about what. Texts point into the
// bytes of the message; bodies are passed over.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "decoders/http/defects.h"
#include "decoders/http/methods.h"

namespace vedette::decoders::http {

enum class Kind : std::uint8_t { request, response };

/// A text that doesn't stand in the message as it is: its start, as far as there is room.
class ShortText {
 public:
  static constexpr std::size_t capacity = 128;
  void clear() { size_ = 0; }
  void add(char c) {
    if (size_ < capacity) room_[size_++] = c;
  }
  void assign(std::string_view text) {
    size_ = static_cast<std::uint8_t>(std::min(text.size(), capacity));
    std::copy_n(text.begin(), size_, room_.begin());
  }
  std::string_view view() const { return {room_.data(), size_}; }

 private:
  std::array<char, capacity> room_;
  std::uint8_t size_ = 0;
};

/// What the headers say of where the body ends (RFC 9112, section 6).
struct Framing {
  std::optional<std::uint64_t> length;
  bool encoded = false;  ///< there is a Transfer-Encoding
  bool chunked = false;  ///< and its last coding is chunked
};

/// Which kind of credentials the user's name was taken from (RFC 7617, RFC 7616).
enum class Scheme : std::uint8_t { none, basic, digest };

struct Message {
  std::size_t size = 0;  ///< of start line and headers
  bool has_start = false;
  Kind kind = Kind::request;
  std::string_view protocol;  ///< "HTTP/1.1"

  Method method = Method::other;  ///< of a response: its request's, where that was seen
  std::string_view method_token;
  std::string_view path;  ///< without query and fragment; of CONNECT host and port
  std::string_view host;
  std::optional<std::uint16_t> port;
  bool host_in_target = false;  ///< then Host doesn't count (RFC 9112, section 3.2.2)
  std::uint16_t status = 0;
  std::string_view reason;

  std::string_view user_agent, content_type, server, upgrade, websocket_protocol, location;
  Scheme scheme = Scheme::none;
  ShortText user;
  Framing framing;

  bool new_agent = false;  ///< not what this side last called itself in this conversation
  bool matched = false, unmatched = false;
  std::uint64_t request_frame = 0;
  ShortText request_path;  ///< of a matched response
};

}  // namespace vedette::decoders::http
