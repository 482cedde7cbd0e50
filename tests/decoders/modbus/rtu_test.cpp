// SPDX-License-Identifier: Apache-2.0
// RTU framing: the CRC against the specification's example, where messages end, and what tells that a conversation is
// in it. Whole conversations are in fixtures/.
#include "decoders/modbus/rtu.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
// GoogleTest first: the next one builds on it.
#include <rapidcheck/gtest.h>

#include "decoders/modbus/envelope.h"
#include "tests/decoders/modbus/conversation.h"

namespace vedette::decoders::modbus {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Unit and PDU with their CRC.
std::vector<std::uint8_t> rtu(std::string_view digits) {
  auto bytes = hex(digits);
  const std::uint16_t crc = crc16(bytes);
  bytes.push_back(static_cast<std::uint8_t>(crc));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8));
  return bytes;
}
std::vector<std::uint8_t> joined(std::vector<std::uint8_t> a, const std::vector<std::uint8_t>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Serial Line, section 6.2.2: of 02 07 it is 1241.
TEST(ModbusRtu, CrcIsThatOfTheSpecification) {
  EXPECT_EQ(crc16(hex("02 07")), 0x1241);
  EXPECT_EQ(crc16(hex("02 07 41 12")), 0);
}

TEST(ModbusRtu, OneWrongByteIsSeen) {
  auto bytes = rtu("11 03 00 6B 00 03");
  Adu adu;
  EXPECT_EQ(read_rtu(bytes, RtuSide::request, true, adu), RtuFraming::whole);
  for (std::size_t i = 2; i < bytes.size(); ++i) {
    bytes[i] ^= 0x10;
    EXPECT_EQ(read_rtu(bytes, RtuSide::request, true, adu), RtuFraming::bad_crc);
    bytes[i] ^= 0x10;
  }
}

/// Told by the side where the two differ, and by the CRC where the side is not known.
TEST(ModbusRtu, TheEndOfAMessageDependsOnItsSide) {
  const auto request = rtu("11 03 00 6B 00 03"), response = rtu("11 03 06 02 2B 00 00 00 64");
  const auto followed = hex("11 03 00");
  Adu adu;
  for (const RtuSide side : {RtuSide::request, RtuSide::either}) {
    EXPECT_EQ(read_rtu(joined(request, followed), side, false, adu), RtuFraming::whole);
    EXPECT_EQ(adu.size, request.size());
    EXPECT_EQ(adu.pdu.size(), 5U);
    EXPECT_EQ(adu.unit_id, 0x11);
  }
  for (const RtuSide side : {RtuSide::response, RtuSide::either}) {
    EXPECT_EQ(read_rtu(joined(response, followed), side, false, adu), RtuFraming::whole);
    EXPECT_EQ(adu.size, response.size());
  }
  EXPECT_EQ(read_rtu(request, RtuSide::response, true, adu), RtuFraming::bad_crc);
  EXPECT_EQ(read_rtu(response, RtuSide::request, true, adu), RtuFraming::bad_crc);
}

TEST(ModbusRtu, ByItselfEveryMessageIsTold) {
  EXPECT_EQ(tell_envelope(rtu("01 03 00 00 00 0A"), false), Envelope::rtu);
  EXPECT_EQ(tell_envelope(rtu("01 83 02"), false), Envelope::rtu);
  EXPECT_EQ(tell_envelope(adu("03 00 00 00 0A"), false), Envelope::mbap);
  EXPECT_EQ(tell_envelope(hex("01 03 00 64 00"), false), Envelope::awaiting);
  EXPECT_EQ(tell_envelope(hex("01 03 00 64 00"), true), Envelope::untold);
  EXPECT_EQ(tell_envelope(hex("01 03 00 00 00"), false), Envelope::untold) << "it may get a header as well";
  EXPECT_EQ(tell_envelope(hex("01 03 00 64 00 01 00 00"), false), Envelope::untold) << "a wrong CRC";
}

TEST(ModbusRtu, WhatFollowsAMessageMustBeOneToo) {
  const auto message = rtu("01 03 00 00 00 0A");
  EXPECT_EQ(tell_envelope(joined(message, message), false), Envelope::rtu);
  EXPECT_EQ(tell_envelope(joined(message, hex("01 03")), false), Envelope::rtu);
  EXPECT_NE(tell_envelope(joined(message, hex("DE AD")), false), Envelope::rtu);
}

TEST(ModbusRtu, IsProbedByARightCrcAndAPublicFunction) {
  const auto probe = [](const std::vector<std::uint8_t>& bytes, bool finished) {
    return Decoder::probe({.bytes = bytes, .direction = from_client, .time = {}, .finished = finished});
  };
  auto message = rtu("11 03 00 6B 00 03");
  EXPECT_EQ(probe(message, false), Verdict::yes);
  EXPECT_EQ(probe(rtu("FA 03 00 6B 00 03"), false), Verdict::maybe) << "a reserved unit";
  EXPECT_EQ(probe(rtu("11 64 01 02 03"), false), Verdict::maybe) << "a vendor's function";
  EXPECT_EQ(probe(rtu("11 03 00 6B 00 7E"), true), Verdict::maybe) << "more registers than a message holds";
  message.back() ^= 1;
  EXPECT_EQ(probe(message, true), Verdict::no);
  message.pop_back();
  EXPECT_EQ(probe(message, false), Verdict::maybe);
  EXPECT_EQ(probe(message, true), Verdict::no);
}

TEST(ModbusRtu, AConversationStaysWhatItIs) {
  Talk talk;
  EXPECT_THAT(talk.say(from_client, rtu("11 03 00 6B 00 03")), HasSubstr("framing=rtu"));
  EXPECT_THAT(talk.ask("03 00 00 00 01"), HasSubstr("bad_crc"));
  Talk other;
  EXPECT_THAT(other.ask("03 00 00 00 01"), StartsWith("kind=request; transaction_id=1"));
  EXPECT_THAT(other.say(from_client, rtu("11 03 00 6B 00 03")), HasSubstr("bad_protocol_id"));
}

TEST(ModbusRtu, SidesAreToldByTheMessagesWhereNothingElseDoes) {
  Talk talk{Opening{}};
  EXPECT_THAT(talk.say(from_server, rtu("11 03 02 00 07")), StartsWith("kind=response; framing=rtu; unit_id=17"));
  EXPECT_THAT(talk.say(from_client, rtu("11 06 00 01 00 03")), StartsWith("kind=request"));
  EXPECT_THAT(talk.say(from_server, rtu("11 06 00 01 00 03")), StartsWith("kind=response"));
}

TEST(ModbusRtu, AnyTailOfAMessageIsPassedOverUntilTheNext) {
  const auto message = rtu("11 10 00 01 00 02 04 00 0A 01 02");
  for (std::size_t lost = 1; lost < message.size(); ++lost) {
    Talk talk;
    talk.say(from_client, message);
    talk.lose(from_client);
    talk.say(from_client, {message.begin() + static_cast<std::ptrdiff_t>(lost), message.end()});
    EXPECT_THAT(talk.say(from_client, joined(rtu("11 03 00 05 00 01"), rtu("11 03 00 06 00 01"))),
                HasSubstr("address=6"))
        << lost;
  }
}

RC_GTEST_PROP(ModbusRtu, AnyBytesAreReadWithinThem, (const std::vector<std::uint8_t>& bytes, bool finished)) {
  for (const RtuSide side : {RtuSide::either, RtuSide::request, RtuSide::response}) {
    Adu adu;
    if (bytes.empty()) continue;
    const RtuFraming framing = read_rtu(bytes, side, finished, adu);
    RC_ASSERT(adu.size <= bytes.size() || framing == RtuFraming::partial);
    if (framing == RtuFraming::whole) RC_ASSERT(crc16(core::Bytes{bytes}.first(adu.size)) == 0);
  }
}

}  // namespace
}  // namespace vedette::decoders::modbus
