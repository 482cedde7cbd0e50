// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/functions.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace vedette::decoders::modbus {
namespace {

TEST(ModbusFunctions, PublicCodesAreThoseOfTheSpecification) {
  // MODBUS Application Protocol Specification V1.1b3, section 5.1.
  const std::set<int> expected{1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, 43};
  std::set<int> found;
  for (int code = 0; code < 128; ++code) {
    if (function_info(static_cast<std::uint8_t>(code)).is_public) found.insert(code);
  }
  EXPECT_EQ(found, expected);
}

TEST(ModbusFunctions, EveryCodeHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int code = 0; code < 128; ++code) names.insert(function_info(static_cast<std::uint8_t>(code)).name);
  EXPECT_EQ(names.size(), 128u);
  EXPECT_EQ(function_info(100).name, "function_100");
  EXPECT_EQ(function_info(9).name, "function_9");
  EXPECT_EQ(function_info(0x83).name, "read_holding_registers") << "the exception bit doesn't matter";
}

TEST(ModbusFunctions, WhatWritesHasATable) {
  for (int code = 0; code < 128; ++code) {
    const FunctionInfo& info = function_info(static_cast<std::uint8_t>(code));
    EXPECT_FALSE(info.verb == core::Verb::write && info.space.empty()) << info.name;
  }
}

TEST(ModbusFunctions, UnassignedNumbersKeepTheirNumber) {
  EXPECT_EQ(exception_name(4), "server_device_failure");
  EXPECT_EQ(exception_name(11), "gateway_target_device_failed_to_respond");
  EXPECT_EQ(exception_name(0), "exception_0");
  EXPECT_EQ(exception_name(9), "exception_9");
  EXPECT_EQ(exception_name(255), "exception_255");
  EXPECT_EQ(device_object_name(6), "user_application_name");
  EXPECT_EQ(device_object_name(0x80), "object_128");
  EXPECT_EQ(diagnostic_name(5), "");
  EXPECT_EQ(diagnostic_verb(5), core::Verb::other);
}

TEST(ModbusFunctions, WhatStopsOrErasesIsControl) {
  constexpr std::uint16_t control[] = {1, 3, 4, 10, 20}, read[] = {2, 11, 18};
  for (const std::uint16_t sub_function : control) EXPECT_EQ(diagnostic_verb(sub_function), core::Verb::control);
  for (const std::uint16_t sub_function : read) EXPECT_EQ(diagnostic_verb(sub_function), core::Verb::read);
}

}  // namespace
}  // namespace vedette::decoders::modbus
