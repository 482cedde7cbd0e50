// SPDX-License-Identifier: Apache-2.0
// Who is the client, which response belongs to which request, and what is said of one that belongs to none. The
// messages themselves are in fixtures/.
#include "decoders/modbus/decoder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
// GoogleTest first: the next one builds on it.
#include <rapidcheck/gtest.h>

#include "tests/decoders/modbus/conversation.h"
#include "tests/decoders/suites/flat_text.h"

namespace vedette::decoders::modbus {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

static_assert(ApplicationDecoder<Decoder>);

constexpr Opening nobody_knows{};
constexpr Opening port_tells{.from_client = {}, .to_port = from_client};

TEST(ModbusDecoder, AnEchoIsARequestOrAResponseByItsDirection) {
  for (const Opening& opening : {Opening{.from_client = from_client, .to_port = {}}, port_tells}) {
    Talk talk{opening};
    EXPECT_THAT(talk.answer("06 00 01 00 03"), StartsWith("kind=response"));
    EXPECT_THAT(talk.ask("06 00 01 00 03"), StartsWith("kind=request"));
  }
}

TEST(ModbusDecoder, WhereTheOpenerContradictsThePortTheMessagesTell) {
  Talk talk{{.from_client = from_server, .to_port = from_client}};
  EXPECT_THAT(talk.answer("81 06 00"), HasSubstr("kind=exception; transaction_id=1; unit_id=1; function_code=1"));
  EXPECT_THAT(talk.ask("06 00 01 00 03"), StartsWith("kind=request"));
}

TEST(ModbusDecoder, OnlyVendorsFunctionsMayBeOfLength255) {
  Talk talk;
  EXPECT_THAT(talk.ask("5A" + std::string(253 * 2, '0')), StartsWith("kind=request"));
  EXPECT_THAT(talk.ask("2B 0D" + std::string(252 * 2, '0')), StartsWith("defect=bad_length; offset=4"));
  EXPECT_THAT(talk.ask("03 00 00 00 01"), StartsWith("kind=request"));
}

TEST(ModbusDecoder, ShapesTellTheClientWhereNothingElseDoes) {
  Talk talk{nobody_knows};
  EXPECT_THAT(talk.answer("03 02 00 01"), StartsWith("kind=response"));
  EXPECT_THAT(talk.ask("06 00 01 00 03"), StartsWith("kind=request")) << "the echo's side follows from the first";
  EXPECT_THAT(talk.answer("06 00 01 00 03"), StartsWith("kind=response"));
}

TEST(ModbusDecoder, TheSecondOfTwoEchoesAnswersTheFirst) {
  Talk talk{nobody_knows};
  EXPECT_THAT(talk.ask("05 00 01 FF 00"), StartsWith("kind=request"));
  EXPECT_THAT(talk.answer("05 00 01 FF 00"), HasSubstr("kind=response"));
  EXPECT_THAT(talk.answer("06 00 01 00 03", 9), StartsWith("kind=response")) << "that settled who is who";
}

TEST(ModbusDecoder, AWrongGuessIsTakenBack) {
  Talk talk{nobody_knows};
  // A lost request with a client who never changes the transaction: the response comes first and looks like a request.
  EXPECT_THAT(talk.answer("06 00 01 00 03", 0), StartsWith("kind=request"));
  EXPECT_THAT(talk.ask("06 00 01 00 03", 0), StartsWith("kind=response"));
  EXPECT_THAT(talk.ask("03 00 00 00 01", 0), StartsWith("kind=request")) << "five bytes can only be a request";
  EXPECT_THAT(talk.answer("03 02 00 01", 0), StartsWith("kind=response"));
  EXPECT_THAT(talk.answer("06 00 01 00 03", 0), StartsWith("kind=response"));
}

TEST(ModbusDecoder, SettledSidesStandAgainstAForgedShape) {
  Talk talk{nobody_knows};
  for (std::uint16_t id = 0; id < 8; ++id) talk.ask("03 00 00 00 01", id);
  EXPECT_THAT(talk.ask("83 02"), HasSubstr("defect=bad_function_code"));
  EXPECT_THAT(talk.answer("03 02 00 01", 7), HasSubstr("address=0"));
}

TEST(ModbusDecoder, AnExceptionKnowsWhatItRefuses) {
  Talk talk;
  talk.ask("0F 00 10 00 04 01 0F");
  EXPECT_THAT(talk.answer("8F 02"), HasSubstr("address=16; quantity=4; request_pcap_cnt=1"));
  talk.ask("17 00 03 00 06 00 0E 00 01 02 00 FF");
  EXPECT_THAT(talk.answer("97 03"), HasSubstr("address=3; quantity=6; write_address=14; write_quantity=1"));
  talk.ask("08 00 04 00 00");
  EXPECT_THAT(talk.answer("88 01"), HasSubstr("sub_function=4"));
  talk.ask("2B 0E 01 00");
  EXPECT_THAT(talk.answer("AB 01"), HasSubstr("function=read_device_identification"));
}

TEST(ModbusDecoder, AnExceptionAnswersAMalformedRequestToo) {
  Talk talk;
  talk.ask("03 00 05 00 7E");
  EXPECT_THAT(talk.answer("83 03"), HasSubstr("address=5; quantity=126; request_pcap_cnt=1"));
}

TEST(ModbusDecoder, UnmatchedIsSaidOnlyWhereAllRequestsWereSeen) {
  Talk seen;
  seen.answer("03 02 00 01");
  EXPECT_THAT(seen.observations().back(), HasSubstr("unmatched"));

  Talk joined{port_tells};
  joined.answer("03 02 00 01", 1);
  EXPECT_THAT(joined.observations().back(), Not(HasSubstr("unmatched"))) << "its request may be before the capture";
  joined.ask("03 00 00 00 01", 2);
  joined.answer("03 02 00 01", 2);
  joined.answer("03 02 00 01", 3);
  EXPECT_THAT(joined.observations().back(), HasSubstr("unmatched")) << "since a match, nothing is missing";
  joined.lose(from_client);
  joined.answer("03 02 00 01", 4);
  EXPECT_THAT(joined.observations().back(), Not(HasSubstr("unmatched")));
}

TEST(ModbusDecoder, MoreThanSixteenOpenRequestsForgetTheOldest) {
  Talk talk;
  for (std::uint16_t id = 0; id < 17; ++id) talk.ask("03 00 00 00 01", id);
  EXPECT_THAT(talk.answer("03 02 00 01", 0), Not(HasSubstr("address")));
  EXPECT_THAT(talk.observations().back(), Not(HasSubstr("unmatched"))) << "forgotten here, not unasked for";
  EXPECT_THAT(talk.answer("03 02 00 01", 1), HasSubstr("address=0"));
}

TEST(ModbusDecoder, ABadBodyLeavesTheNextMessageInPlace) {
  Talk talk;
  auto bytes = adu("10 00 01 00 02 05 00 0A 01 02 03");
  const auto next = adu("06 00 01 00 03", 2);
  bytes.insert(bytes.end(), next.begin(), next.end());
  EXPECT_THAT(talk.say(from_client, bytes), HasSubstr("\nkind=request; transaction_id=2"));
}

TEST(ModbusDecoder, OnlyWriteRequestsAreObservedWithValues) {
  Talk talk;
  talk.ask("06 00 01 00 03");
  EXPECT_THAT(talk.observations().back(), HasSubstr("values=1:3"));
  talk.answer("06 00 01 00 03");
  EXPECT_THAT(talk.observations().back(), Not(HasSubstr("values"))) << "its echo writes nothing";
  talk.ask("03 00 00 00 01");
  talk.answer("03 02 00 01");
  EXPECT_THAT(talk.observations().back(), Not(HasSubstr("values")));
}

RC_GTEST_PROP(ModbusDecoder, RegistersWrittenAreObserved, (std::uint16_t address)) {
  const auto values = *rc::gen::resize(123, rc::gen::nonEmpty(rc::gen::arbitrary<std::vector<std::uint16_t>>()));
  RC_PRE(values.size() <= 123u);
  std::string pdu = fmt::format("10 {:04x} {:04x} {:02x}", address, values.size(), values.size() * 2);
  std::string expected;
  for (std::size_t i = 0; i < values.size(); ++i) {
    pdu += fmt::format("{:04x}", values[i]);
    expected += fmt::format("{}{}:{}", i == 0 ? "" : ",", address + i, values[i]);
  }
  Talk talk;
  talk.ask(pdu);
  RC_ASSERT(suites::first_missing(talk.observations().back(), fmt::format("values={}", expected)) == "");
}

RC_GTEST_PROP(ModbusDecoder, CoilsReadAreAsManyAsAskedFor, (std::uint16_t address)) {
  const auto coils = *rc::gen::nonEmpty(rc::gen::arbitrary<std::vector<bool>>());
  std::vector<std::uint8_t> packed((coils.size() + 7) / 8);
  std::string expected;
  for (std::size_t i = 0; i < coils.size(); ++i) {
    packed[i / 8] = static_cast<std::uint8_t>(packed[i / 8] | coils[i] << i % 8);
    expected += fmt::format("{}{}", i == 0 ? "" : ",", coils[i] ? 1 : 0);
  }
  std::string answer = fmt::format("01 {:02x}", packed.size());
  for (const std::uint8_t byte : packed) answer += fmt::format("{:02x}", byte);
  Talk talk;
  talk.ask(fmt::format("01 {:04x} {:04x}", address, coils.size()));
  RC_ASSERT(suites::first_missing(talk.answer(answer), fmt::format("values={}; address={}", expected, address)) == "");
}

}  // namespace
}  // namespace vedette::decoders::modbus
