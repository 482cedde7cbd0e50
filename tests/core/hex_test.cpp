// SPDX-License-Identifier: Apache-2.0
#include "core/hex.h"

#include <array>
#include <gtest/gtest.h>

namespace vedette::core {
namespace {

constexpr std::array<std::uint8_t, 4> octets{0x00, 0x0a, 0xf0, 0xff};

TEST(Hex, HasTwoDigitsForEachByte) {
  EXPECT_EQ(to_hex({}), "");
  EXPECT_EQ(to_hex(octets), "000af0ff");
  EXPECT_EQ(to_hex(octets, ':'), "00:0a:f0:ff");
  EXPECT_EQ(to_hex(Bytes{octets}.first(1), ':'), "00");
  EXPECT_EQ(to_hex(Bytes{octets}.first(0), ':'), "");
}

TEST(Hex, WritesOnlyWholeBytes) {
  std::array<char, 8> room{};
  EXPECT_EQ(write_hex(room, octets), "000af0ff");
  EXPECT_EQ(write_hex(room, octets, ':'), "00:0a:f0");
  EXPECT_EQ(write_hex(std::span{room}.first(7), octets), "000af0");
  EXPECT_EQ(write_hex(std::span{room}.first(7), octets, ':'), "00:0a");
  EXPECT_EQ(write_hex(std::span{room}.first(1), octets), "");
}

}  // namespace
}  // namespace vedette::core
