// SPDX-License-Identifier: Apache-2.0
// What the tests of the Modbus decoder have in common: PDUs as hex, with a header put before them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "decoders/modbus/decoder.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::modbus {

using suites::from_client;
using suites::from_server;

std::vector<std::uint8_t> hex(std::string_view digits);
/// A whole message of unit 1.
std::vector<std::uint8_t> adu(std::string_view pdu, std::uint16_t transaction_id = 1);

/// Both ends as text, frame by frame.
class Talk {
 public:
  explicit Talk(const Opening& opening = {.from_client = from_client, .to_port = from_client})
      : conversation_(opening) {}
  /// What the decoder makes of one segment: its messages' lines, joined by newlines.
  std::string say(core::Direction direction, const std::vector<std::uint8_t>& bytes);
  std::string ask(std::string_view pdu, std::uint16_t id = 1) { return say(from_client, adu(pdu, id)); }
  std::string answer(std::string_view pdu, std::uint16_t id = 1) { return say(from_server, adu(pdu, id)); }
  void lose(core::Direction direction) { conversation_.lose(direction); }
  const std::vector<std::string>& observations() const { return conversation_.transcript().observations; }

 private:
  suites::Conversation<Decoder> conversation_;
  std::uint64_t frame_ = 0;
  std::size_t told_ = 0;
};

}  // namespace vedette::decoders::modbus
