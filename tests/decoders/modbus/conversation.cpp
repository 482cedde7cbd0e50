// SPDX-License-Identifier: Apache-2.0
#include "tests/decoders/modbus/conversation.h"

#include <charconv>

namespace vedette::decoders::modbus {

std::vector<std::uint8_t> hex(std::string_view digits) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < digits.size();) {
    if (digits[i] == ' ') {
      ++i;
      continue;
    }
    std::from_chars(digits.data() + i, digits.data() + i + 2, bytes.emplace_back(), 16);
    i += 2;
  }
  return bytes;
}

std::vector<std::uint8_t> adu(std::string_view pdu, std::uint16_t transaction_id) {
  const auto body = hex(pdu);
  std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(transaction_id >> 8),
                                  static_cast<std::uint8_t>(transaction_id),
                                  0,
                                  0,
                                  0,
                                  static_cast<std::uint8_t>(body.size() + 1),
                                  1};
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

std::string Talk::say(core::Direction direction, const std::vector<std::uint8_t>& bytes) {
  conversation_.give(direction, bytes, ++frame_);
  const auto& messages = conversation_.transcript().messages;
  std::string lines;
  for (; told_ < messages.size(); ++told_) lines += (lines.empty() ? "" : "\n") + messages[told_].text;
  return lines;
}

}  // namespace vedette::decoders::modbus
