// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/service.h"

#include <ctime>
#include <gtest/gtest.h>

#include "tests/decoders/bacnet/service_walked.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr Which read_property{.service = 12}, read_property_multiple{.service = 14}, write_property{.service = 15};
constexpr Which read_property_ack{.service = 12, .part = Part::ack};
constexpr Which i_am{.confirmed = false, .service = 0}, who_is{.confirmed = false, .service = 8};

Walked walked_hex(Which which, const char* hex) {
  return walked(which, from_hex(hex));
}

TEST(BacnetService, FlawsAreNamedWhereTheyStand) {
  struct Case {
    Which which;
    const char* hex;
    Defect defect;
    std::size_t offset;
  };
  const Case cases[]{
      {read_property, "0c00000005d100", Defect::bad_tag, 5},
      {read_property, "0c000000051d0955", Defect::bad_length, 5},
      {read_property, "0b000005 1955", Defect::bad_length, 0},
      {read_property, "0c00000005", Defect::missing_parameter, 5},
      {read_property, "1955", Defect::missing_parameter, 0},
      {read_property, "0c00000005 3955", Defect::unexpected_tag, 5},
      {read_property, "0c00000005 1955 4901", Defect::trailing_bytes, 7},
      {read_property, "0c00000005 1955 4f", Defect::unexpected_tag, 7},
      {read_property_multiple, "0c00000005 1e0955", Defect::missing_parameter, 8},
      {read_property_multiple, "0c00000005 1e09552f", Defect::unexpected_tag, 8},
      {write_property, "0c00800001 1955 3e44433400003f 4911", Defect::out_of_range, 14},
      {write_property, "0c00800001 1955 3e44433400004f", Defect::unexpected_tag, 13},
      {write_property, "0c00800001 1955 3e4443340000", Defect::missing_parameter, 13},
      {i_am, "c400c00003 220400 9103 2163", Defect::out_of_range, 0},
      {i_am, "c402000003 220400 9104 2163", Defect::out_of_range, 8},
      {who_is, "0c00400000 1c00400000", Defect::out_of_range, 0},
      {{.service = 3}, "2101", Defect::trailing_bytes, 0},
  };
  for (const Case& c : cases) {
    const Walked got = walked_hex(c.which, c.hex);
    ASSERT_TRUE(got.flaw) << c.hex;
    EXPECT_EQ(to_string(got.flaw->defect), to_string(c.defect)) << c.hex;
    EXPECT_EQ(got.flaw->offset, c.offset) << c.hex;
  }
}

TEST(BacnetService, WhatWasReadBeforeAFlawIsTold) {
  const Walked got = walked_hex(write_property, "0c00800001 1955 3e4443340000");
  EXPECT_EQ(got.fields,
            "objects.0.type=analog_value; objects.0.type_code=2; objects.0.instance=1; "
            "objects.0.property=present_value; objects.0.property_code=85; objects.0.value=180.000000");
}

TEST(BacnetService, NestingHasABound) {
  const auto nested = [](std::size_t depth) {
    std::vector<std::uint8_t> bytes = from_hex("0c008000011a0200");
    bytes.push_back(0x3e);
    bytes.insert(bytes.end(), depth - 1, 0x0e);
    bytes.insert(bytes.end(), depth - 1, 0x0f);
    bytes.push_back(0x3f);
    return walked(write_property, bytes);
  };
  EXPECT_FALSE(nested(32).flaw);
  const Walked deep = nested(33);
  ASSERT_TRUE(deep.flaw);
  EXPECT_EQ(deep.flaw->defect, Defect::nesting_too_deep);
  EXPECT_EQ(deep.flaw->offset, 8u + 32);
}

// The commands of an action list hold values, which may be action lists.
TEST(BacnetService, NestingOfKnownTypesHasABound) {
  std::vector<std::uint8_t> bytes = from_hex("0c01c00001 1902 3e");
  for (int i = 0; i < 400; ++i) {
    const auto command = from_hex("0e 1c01c00001 2902 4e");
    bytes.insert(bytes.end(), command.begin(), command.end());
  }
  const Walked deep = walked(write_property, bytes);
  ASSERT_TRUE(deep.flaw);
  EXPECT_EQ(deep.flaw->defect, Defect::nesting_too_deep);
}

TEST(BacnetService, ObjectsAreToldWithWhatIsDoneToThem) {
  const Walked got = walked_hex(write_property, "0c0100000a 1957 2903 3e443f8000003f 4908");
  ASSERT_EQ(got.objects.size(), 1u);
  const ObjectUse& use = got.objects[0];
  EXPECT_EQ(use.type, 4);
  EXPECT_EQ(use.instance, 10u);
  EXPECT_EQ(use.property, 87u);
  EXPECT_EQ(use.index, 3u);
  EXPECT_EQ(use.priority, 8);
  EXPECT_EQ(use.value, 1.0);
}

TEST(BacnetService, ObjectsInsideValuesAreNotWhatAServiceIsAbout) {
  const Walked got = walked_hex(read_property_ack, "0c02000001 194c 3ec402000001c4000000053f");
  ASSERT_EQ(got.objects.size(), 1u);
  EXPECT_EQ(got.objects[0].instance, 1u);
  EXPECT_EQ(suites::first_missing(got.fields,
                                  "objects.0.value.0.type=device; objects.0.value.1.type=analog_input; "
                                  "objects.0.value.1.instance=5"),
            "")
      << got.fields;
}

TEST(BacnetService, AnObjectWithoutPropertiesIsAnEntryToo) {
  const Walked got = walked_hex(read_property_multiple, "0c000000011e1f 0c000000021e09551f");
  ASSERT_EQ(got.objects.size(), 2u);
  EXPECT_EQ(got.objects[0].instance, 1u);
  EXPECT_FALSE(got.objects[0].property);
  EXPECT_EQ(got.objects[1].property, 85u);
}

TEST(BacnetService, DevicesAndNamesAreTold) {
  const Walked announced = walked_hex(i_am, "c402000003 220400 9103 2163");
  EXPECT_EQ(announced.device, (std::pair<std::uint32_t, std::uint16_t>{3, 99}));
  const Walked found = walked_hex({.confirmed = false, .service = 1}, "c402000008 c400000003 7507004f4154656d70");
  EXPECT_EQ(found.object_name, "OATemp");
}

TEST(BacnetService, PasswordsAndPayloadsAreNeverTold) {
  for (const auto& [which, hex] : std::initializer_list<std::pair<Which, const char*>>{
           {{.service = 17}, "1901 2d08 0023656762646621"},
           {{.service = 20}, "0901 1d08 0023656762646621"},
           {{.service = 19}, "0c02000005 2900 3d08 0023656762646621"},
           {{.service = 18}, "0919 1908 2e 7508 0023656762646621 6507 23656762646621 3d0723656762646621 2f"},
           {{.service = 7}, "c402800001 0e 3100 6507 23656762646621 0f"}}) {
    const Walked got = walked_hex(which, hex);
    EXPECT_FALSE(got.flaw) << hex;
    EXPECT_EQ(got.fields.find("egbdf"), std::string::npos) << got.fields;
    EXPECT_EQ(got.fields.find("6567"), std::string::npos) << got.fields;
  }
}

TEST(BacnetService, ServicesWithoutAKnownFormAreTags) {
  const Walked got = walked_hex({.service = 200}, "2105 1e0955 1f");
  EXPECT_FALSE(got.flaw);
  EXPECT_EQ(got.fields,
            "parameters=5; parameters.1.tag=1; parameters.1.values.0.tag=0; parameters.1.values.0.length=1; "
            "parameters.1.values.0.hex=55");
  EXPECT_FALSE(walked_hex({.confirmed = false, .service = 200}, "").flaw);
  EXPECT_TRUE(walked_hex({.service = 200}, "1f").flaw);
}

TEST(BacnetService, ErrorsOfManyFormsAreRead) {
  const Walked plain = walked_hex({.service = 16, .part = Part::error}, "91029128");
  EXPECT_FALSE(plain.flaw);
  EXPECT_EQ(plain.fields, "error_class=2; error_class_name=property; error_code=40; error=write_access_denied");
  const Walked full = walked_hex({.service = 16, .part = Part::error}, "0e910291280f 1e0c0080000119551f");
  EXPECT_FALSE(full.flaw);
  EXPECT_EQ(
      suites::first_missing(full.fields, "error_code=40; objects.0.type=analog_value; objects.0.property_code=85"), "")
      << full.fields;
  EXPECT_FALSE(walked_hex({.service = 8, .part = Part::error}, "0e910291280f 1901").flaw);
}

/// Of this thread: how busy the machine is doesn't matter.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Many small parts take time in proportion to their number.
TEST(BacnetService, WorkIsLinear) {
  const auto seconds = [](std::size_t size, std::initializer_list<const char*> parts) {
    std::vector<std::uint8_t> bytes = from_hex("0c02000001 194c 3e");
    for (const char* const part : parts) {
      const auto unit = from_hex(part);
      for (std::size_t i = 0; i < size; ++i) bytes.insert(bytes.end(), unit.begin(), unit.end());
    }
    bytes.push_back(0x3f);
    Walked ignored;
    Watch watch{ignored, nullptr};
    double best = 1e9;
    for (int i = 0; i < 7; ++i) {
      const double start = cpu_seconds();
      EXPECT_FALSE(walk_confirmed(12, Part::ack, bytes, watch));
      best = std::min(best, cpu_seconds() - start);
    }
    return best;
  };
  // Eight times as much, with room for noise; quadratic work would take sixty-four times as long.
  EXPECT_LT(seconds(64'000, {"10"}), 24 * seconds(8'000, {"10"}));
  EXPECT_LT(seconds(16'000, {"0e0e0e0f0f0f"}), 24 * seconds(2'000, {"0e0e0e0f0f0f"}));
}

}  // namespace
}  // namespace vedette::decoders::bacnet
