// SPDX-License-Identifier: Apache-2.0
// One CoAP message as read. Options stay in the chunk; the paths are put together, since on the wire each segment is an
// option of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "decoders/coap/defects.h"

namespace vedette::decoders::coap {

enum class Type : std::uint8_t { confirmable, non_confirmable, acknowledgement, reset };

/// Block options (RFC 7959, section 2.2).
struct Block {
  std::uint32_t number = 0;
  bool more = false;
  std::uint16_t size = 0;
};

struct Message {
  std::uint32_t size = 0;
  std::optional<Type> type;
  std::uint8_t code = 0;  ///< class in the upper three bits
  std::uint16_t message_id = 0;
  core::Bytes token;
  core::Bytes options;  ///< encoded, up to the payload marker
  core::Bytes payload;

  std::optional<std::string_view> uri_host, proxy_scheme;
  std::optional<std::uint32_t> uri_port, observe, content_format, accept, max_age;
  std::optional<Block> block1, block2;
  std::string uri_path;       ///< "/a/b"; of a response the one that its request named
  std::string location_path;  ///< of responses that created something
  std::size_t query_count = 0;

  bool has_path = false;
  bool matched = false;
  std::uint64_t request_frame = 0;
  std::uint8_t request_code = 0;
  bool request_observes = false;
  std::optional<Defect> defect;

  unsigned code_class() const { return code >> 5U; }
  unsigned code_detail() const { return code & 0x1fU; }
  bool is_empty() const { return code == 0; }
  bool is_request() const { return code_class() == 0 && code != 0; }
  bool is_response() const { return code_class() >= 2; }
};

}  // namespace vedette::decoders::coap
