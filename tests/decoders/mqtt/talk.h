// SPDX-License-Identifier: Apache-2.0
// What the tests of the MQTT decoder have in common: packets and WebSocket frames built by hand, and both ends as text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decoders/mqtt/decoder.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::mqtt {

using Octets = std::vector<std::uint8_t>;
using suites::from_client;
using suites::from_server;

inline Octets joined(const std::vector<Octets>& parts) {
  Octets all;
  for (const Octets& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}
inline Octets text(std::string_view text) {
  Octets bytes{static_cast<std::uint8_t>(text.size() >> 8), static_cast<std::uint8_t>(text.size())};
  bytes.insert(bytes.end(), text.begin(), text.end());
  return bytes;
}
inline Octets packet(std::uint8_t first, const Octets& body) {
  Octets bytes{first};
  std::size_t left = body.size();
  do {
    const std::size_t digit = left % 128;
    left /= 128;
    bytes.push_back(static_cast<std::uint8_t>(digit | (left > 0 ? 0x80U : 0U)));
  } while (left > 0);
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}
inline Octets connect(std::uint8_t version = 4) {
  const Octets properties = version == 5 ? Octets{0} : Octets{};
  return packet(0x10, joined({text("MQTT"), {version, 2, 0, 60}, properties, text("c")}));
}
inline Octets publish(std::string_view topic, const Octets& rest, std::uint8_t first = 0x30) {
  return packet(first, joined({text(topic), rest}));
}
inline const Octets connack{0x20, 2, 0, 0}, ping{0xc0, 0};

/// A frame, masked unless a server sends it.
inline Octets frame(const Octets& payload, bool masked = true, std::uint8_t first = 0x82) {
  Octets bytes{first};
  const std::uint8_t bit = masked ? 0x80 : 0;
  const std::size_t size = payload.size();
  if (size < 126) {
    bytes.push_back(static_cast<std::uint8_t>(bit | size));
  } else if (size < 65536) {
    bytes.insert(bytes.end(), {static_cast<std::uint8_t>(bit | 126), static_cast<std::uint8_t>(size >> 8),
                               static_cast<std::uint8_t>(size)});
  } else {
    bytes.push_back(static_cast<std::uint8_t>(bit | 127));
    for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(size >> shift));
  }
  const std::array<std::uint8_t, 4> key{0x37, 0xfa, 0x21, 0x3d};
  if (masked) bytes.insert(bytes.end(), key.begin(), key.end());
  for (std::size_t i = 0; i < size; ++i)
    bytes.push_back(static_cast<std::uint8_t>(payload[i] ^ (masked ? key[i % 4] : 0)));
  return bytes;
}

/// Both ends, frame by frame.
class Talk {
 public:
  explicit Talk(const Opening& opening = {.from_client = from_client, .to_port = from_client, .port = {1883}})
      : conversation_(opening) {}
  /// What the decoder makes of one segment: its messages' lines, joined by newlines.
  std::string say(core::Direction direction, const Octets& bytes) {
    conversation_.give(direction, bytes, ++frame_);
    const auto& messages = conversation_.transcript().messages;
    std::string lines;
    for (; told_ < messages.size(); ++told_) lines += (lines.empty() ? "" : "\n") + messages[told_].text;
    return lines;
  }
  std::string ask(const Octets& bytes) { return say(from_client, bytes); }
  std::string answer(const Octets& bytes) { return say(from_server, bytes); }
  /// In segments of so many bytes.
  std::string ask_in_pieces(const Octets& bytes, std::size_t size) {
    std::string lines;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, bytes.size()));
      const std::string said = ask(Octets(begin, end));
      if (!said.empty()) lines += (lines.empty() ? "" : "\n") + said;
    }
    return lines;
  }
  void lose(core::Direction direction) { conversation_.lose(direction); }
  bool refused() const { return conversation_.transcript().refused; }
  const std::vector<std::string>& observations() const { return conversation_.transcript().observations; }

 private:
  suites::Conversation<Decoder> conversation_;
  std::uint64_t frame_ = 0;
  std::size_t told_ = 0;
};

}  // namespace vedette::decoders::mqtt
