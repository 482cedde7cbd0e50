// SPDX-License-Identifier: Apache-2.0
// Values as fields: primitive types, character sets, and the types of well-known properties.
#include "decoders/bacnet/value.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/decoders/bacnet/service_walked.h"

namespace vedette::decoders::bacnet {
namespace {

std::string hex_of(std::uint64_t value, int digits) {
  return fmt::format("{:0{}x}", value, digits);
}

/// The fields of what a read of that property is answered with, from `value` on.
std::string value_of(unsigned type, unsigned property, const std::string& value, const std::string& index = "") {
  const std::string hex = "0c" + hex_of(type << 22 | 1U, 8) +
                          (property > 255 ? "1a" + hex_of(property, 4) : "19" + hex_of(property, 2)) + index + "3e" +
                          value + "3f";
  const Walked got = walked({.service = 12, .part = Part::ack}, from_hex(hex));
  EXPECT_FALSE(got.flaw) << hex << " " << (got.flaw ? to_string(got.flaw->defect) : "");
  const std::size_t at = got.fields.find("objects.0.value");
  std::string rest = at == std::string::npos ? got.fields : got.fields.substr(at);
  for (std::size_t found; (found = rest.find("objects.0.")) != std::string::npos;) rest.erase(found, 10);
  return rest;
}
constexpr unsigned vendor_property = 600;
std::string plain(const std::string& value) {
  return value_of(2, vendor_property, value);
}

// 20.2.2 to 20.2.14, with the examples there.
TEST(BacnetValue, PrimitiveTypesAreWhatTheyAre) {
  EXPECT_EQ(plain("00"), "value=nan") << "null in JSON";
  EXPECT_EQ(plain("10"), "value=false");
  EXPECT_EQ(plain("11"), "value=true");
  EXPECT_EQ(plain("2148"), "value=72");
  EXPECT_EQ(plain("2508ffffffffffffffff"), "value=18446744073709551615");
  EXPECT_EQ(plain("3148"), "value=72");
  EXPECT_EQ(plain("31b8"), "value=-72");
  EXPECT_EQ(plain("35088000000000000000"), "value=-9223372036854775808");
  EXPECT_EQ(plain("4442900000"), "value=72.000000");
  EXPECT_EQ(plain("55084052000000000000"), "value=72.000000");
  EXPECT_EQ(plain("631234ff"), "value.length=3; value.hex=1234ff");
  EXPECT_EQ(plain("7519005468697320697320612042414" + std::string{"36e65742073747269"} + "6e6721"),
            "value=This is a BACnet string!");
  EXPECT_EQ(plain("8203a8"), "value=10101");
  EXPECT_EQ(plain("9100"), "value=0");
  EXPECT_EQ(plain("a45b011804"), "value=1991-01-24");
  EXPECT_EQ(plain("b411232d11"), "value=17:35:45.17");
  EXPECT_EQ(plain("c400c0000f"), "value.type=binary_input; value.type_code=3; value.instance=15");
}

TEST(BacnetValue, DatesAndTimesMayBePatterns) {
  EXPECT_EQ(plain("a4ffffffff"), "value=*-*-*");
  EXPECT_EQ(plain("a4ffff1805"), "value=*-*-24 friday");
  EXPECT_EQ(plain("a4ff0d20ff"), "value=*-odd-last");
  EXPECT_EQ(plain("a4ff0e21ff"), "value=*-even-odd");
  EXPECT_EQ(plain("a4ff0e22ff"), "value=*-even-even");
  EXPECT_EQ(plain("b4ffffffff"), "value=*:*:*.*");
  EXPECT_EQ(plain("b40c00ffff"), "value=12:00:*.*");
}

TEST(BacnetValue, TextIsUtf8WhateverItCameAs) {
  EXPECT_EQ(plain("7400c3a921"), "value=\xc3\xa9!");
  EXPECT_EQ(plain("7305e921"), "value=\xc3\xa9!") << "ISO 8859-1";
  EXPECT_EQ(plain("75050400e90021"), "value=\xc3\xa9!") << "UCS-2";
  EXPECT_EQ(plain("7504 04d83d20"), "value=\xef\xbf\xbd\xef\xbf\xbd") << "half a pair, half a character";
  EXPECT_EQ(plain("75050300 01f600"), "value=\xf0\x9f\x98\x80") << "UCS-4";
  EXPECT_EQ(plain("750503ffffffff"), "value=\xef\xbf\xbd");
  EXPECT_EQ(plain("7506010352 94e2a0"), "value.charset=dbcs; value.length=5");
  EXPECT_EQ(plain("73023021").substr(0, 27), "value.charset=jis_x_0208; v");
  EXPECT_EQ(plain("73093021").substr(0, 20), "value.charset_code=9");
  EXPECT_EQ(plain("7100"), "value=");
}

TEST(BacnetValue, LongTextIsCutBetweenCharacters) {
  std::string hex = "75fe020100";  // 513 bytes: the character set and 256 times é
  for (int i = 0; i < 256; ++i) hex += "c3a9";
  const std::string text = plain(hex);
  EXPECT_EQ(text.size(), std::string{"value="}.size() + 254);
  EXPECT_EQ(text.substr(text.size() - 2), "\xc3\xa9");
  std::string wide = "75fe020104";
  for (int i = 0; i < 256; ++i) wide += "00e9";
  EXPECT_EQ(plain(wide), text);
}

// Clause 12: what well-known properties mean.
TEST(BacnetValue, PropertiesHaveTheirMeaning) {
  EXPECT_EQ(value_of(0, 117, "913e"), "value=degrees_celsius; value_code=62");
  EXPECT_EQ(value_of(0, 117, "9204d2"), "value=proprietary_1234; value_code=1234");
  EXPECT_EQ(value_of(3, 85, "9101"), "value=active; value_code=1");
  EXPECT_EQ(value_of(19, 85, "2102"), "value=2");
  EXPECT_EQ(value_of(0, 111, "8204c0"), "value=in_alarm,fault");
  EXPECT_EQ(value_of(8, 107, "9103"), "value=no_segmentation; value_code=3");
  EXPECT_EQ(value_of(8, 97, "8204a0"), "value=acknowledge_alarm,confirmed_event_notification");
  EXPECT_EQ(value_of(4, 87, "00009101"), "value=nan,nan; value.2.name=active; value.2.code=1");
  EXPECT_EQ(value_of(8, 76, "c402000001"), "value.0.type=device; value.0.type_code=8; value.0.instance=1");
  EXPECT_EQ(value_of(8, 76, "2105", "2900"), "value=5") << "element 0 is how many there are";
  EXPECT_EQ(value_of(8, 76, "c402000001", "2901"), "value.type=device; value.type_code=8; value.instance=1");
  EXPECT_EQ(value_of(17, 123, "0eb408000000 44429000000f", "2901"),
            "value.day_schedule.0.time=08:00:00.00; value.day_schedule.0.value=72.000000");
  EXPECT_EQ(value_of(9, 78, "0c00000002 1955"),
            "value.type=analog_input; value.type_code=0; value.instance=2; value.property=present_value; "
            "value.property_code=85");
  EXPECT_EQ(value_of(8, 30, "c402000005 2101 6306c0a8"),
            "value.0.device.type=device; value.0.device.type_code=8; value.0.device.instance=5; "
            "value.0.address.network_number=1; value.0.address.mac_address=06c0a8");
  EXPECT_EQ(
      value_of(15, 102, "820 1fe b400000000 b4173b3b63 0c02000003 2109 11 8205e0"),
      "value.0.valid_days=monday,tuesday,wednesday,thursday,friday,saturday,sunday; value.0.from_time=00:00:00.00; "
      "value.0.to_time=23:59:59.99; value.0.recipient.device.type=device; value.0.recipient.device.type_code=8; "
      "value.0.recipient.device.instance=3; value.0.process_identifier=9; "
      "value.0.issue_confirmed_notifications=true; value.0.transitions=to_offnormal,to_fault,to_normal");
  EXPECT_EQ(value_of(17, 38, "0e2bff0101 0f 2eb408000000 91012f 3903"),
            "value.0.period.calendar_entry.week_n_day.week=1; value.0.period.calendar_entry.week_n_day.day=monday; "
            "value.0.list_of_time_values.0.time=08:00:00.00; value.0.list_of_time_values.0.value=1; "
            "value.0.event_priority=3");
}

TEST(BacnetValue, WhatIsNotAsItsPropertySaysIsWrittenAsItStands) {
  EXPECT_EQ(value_of(0, 117, "4442900000"), "value=72.000000");
  EXPECT_EQ(
      value_of(9, 78, "0c00000002 2955"),
      "value.type=analog_input; value.type_code=0; value.instance=2; more.0.tag=2; more.0.length=1; more.0.hex=55");
  EXPECT_EQ(value_of(8, 76, "c402000001 2105"), "value.0.type=device; value.0.type_code=8; value.0.instance=1; more=5");
  EXPECT_EQ(value_of(20, 131, "0ea45b011804b4000000000f 1e2c3f800000 39011f"),
            "value.0.timestamp.date=1991-01-24; value.0.timestamp.time=00:00:00.00; "
            "value.0.log_datum.real_value=1.000000; value.0.log_datum.more.0.tag=3; value.0.log_datum.more.0.length=1; "
            "value.0.log_datum.more.0.hex=01");
  EXPECT_EQ(plain(""), "type=analog_value; type_code=2; instance=1; property=proprietary_600; property_code=600")
      << "an empty array has no line of text";
}

}  // namespace
}  // namespace vedette::decoders::bacnet
