// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/framing.h"

#include <gtest/gtest.h>

#include "tests/decoders/modbus/conversation.h"

namespace vedette::decoders::modbus {
namespace {

Verdict probe(const std::vector<std::uint8_t>& bytes) {
  return Decoder::probe({.bytes = bytes, .direction = from_client, .time = {}});
}
Verdict probe(std::string_view text) {
  return Decoder::probe({.bytes = core::as_bytes(text), .direction = from_client, .time = {}});
}

TEST(ModbusProbe, SaysYesToWholeMessagesOnly) {
  const auto request = adu("03 00 00 00 01");
  EXPECT_EQ(probe(request), Verdict::yes);
  EXPECT_EQ(probe(adu("03 02 00 01")), Verdict::yes);
  EXPECT_EQ(probe(adu("83 02")), Verdict::yes);
  for (std::size_t length = 1; length < request.size(); ++length)
    EXPECT_EQ(probe(std::vector(request.begin(), request.begin() + static_cast<std::ptrdiff_t>(length))),
              Verdict::maybe);
}

TEST(ModbusProbe, WhatItCannotKnowIsMaybe) {
  EXPECT_EQ(probe(adu("5A 00 02")), Verdict::maybe) << "a vendor's function";
  EXPECT_EQ(probe(adu("03 00 00")), Verdict::maybe) << "a request cut short";
}

TEST(ModbusProbe, SaysNoToOtherProtocols) {
  EXPECT_EQ(probe("GET / HTTP/1.1\r\nHost: plc\r\n\r\n"), Verdict::no);
  EXPECT_EQ(probe("SSH-2.0-OpenSSH_9.2\r\n"), Verdict::no);
  EXPECT_EQ(probe(hex("16 03 01 00 c8 01 00 00 c4 03 03")), Verdict::no) << "TLS client hello";
  EXPECT_EQ(probe(hex("00 1d 12 34 01 00 00 01 00 00 00 00 00 00 03 77 77 77")), Verdict::no) << "DNS over TCP";
  EXPECT_EQ(probe(hex("00 1d 00 00 01 00 00 01 00 00 00 00 00 00 03 77 77 77")), Verdict::no) << "DNS, id 0";
  EXPECT_EQ(probe(hex("10 10 00 04 4d 51 54 54 04 02 00 3c 00 04 74 65 73 74")), Verdict::no) << "MQTT connect";
  EXPECT_EQ(probe(hex("03 00 00 16 11 e0 00 00 00 01 00 c0 01 0a c1 02 01 00")), Verdict::no) << "TPKT, as S7 has it";
  EXPECT_EQ(probe(std::vector<std::uint8_t>(64, 0)), Verdict::no);
}

TEST(ModbusProbe, LooksAtWhatFollows) {
  auto bytes = adu("03 00 00 00 01");
  const auto other = hex("de ad be ef de ad be ef");
  bytes.insert(bytes.end(), other.begin(), other.end());
  EXPECT_EQ(probe(bytes), Verdict::no);
}

TEST(ModbusFraming, FindsTheNextMessage) {
  auto bytes = hex("01 02 03 00 00 00");
  const auto message = adu("03 00 00 00 01");
  const std::size_t at = bytes.size();
  bytes.insert(bytes.end(), message.begin(), message.end());
  EXPECT_EQ(find_message(bytes, 0, true), at);
  EXPECT_EQ(find_message(bytes, at + 1, true), bytes.size());
}

TEST(ModbusFraming, WaitsForWhatMayBecomeOne) {
  const auto bytes = hex("ff ff ff ff ff 00 01 00 00 00");
  EXPECT_EQ(find_message(bytes, 0, false), 5u);
  EXPECT_EQ(find_message(bytes, 0, true), bytes.size()) << "not when nothing more comes";
}

}  // namespace
}  // namespace vedette::decoders::modbus
