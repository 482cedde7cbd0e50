// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/capture/capture_bytes.h"
#include "tests/capture/memory_source.h"

namespace vedette::capture {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using namespace testing;

constexpr std::endian orders[] = {std::endian::little, std::endian::big};

std::string header(std::endian order, std::uint32_t magic, std::uint16_t major, std::uint16_t minor,
                   std::uint32_t snap_length, std::uint32_t link = 1) {
  return Writer{order}.u32(magic).u16(major).u16(minor).u32(0).u32(0).u32(snap_length).u32(link).str();
}

std::string record(std::endian order, std::uint32_t first_length, std::uint32_t second_length,
                   const std::string& bytes) {
  return Writer{order}.u32(5).u32(6).u32(first_length).u32(second_length).raw(bytes).str();
}

TEST(PcapReader, TheModifiedFormatHasLongerRecords) {
  for (const auto order : orders) {
    std::string file = header(order, modified_magic, 2, 4, 65535);
    for (const std::string bytes : {"first", "second!"}) {
      const auto size = static_cast<std::uint32_t>(bytes.size());
      // Interface, protocol, packet type, padding.
      file += Writer{order}.u32(7).u32(8).u32(size).u32(size + 1).u32(3).u16(0x800).u8(4).u8(0).raw(bytes).str();
    }
    const auto read = read_pcap(file);
    EXPECT_EQ(read.last, Found::end);
    ASSERT_THAT(read.packets, SizeIs(2));
    EXPECT_EQ(read.packets[1], (ReadPacket{7'000'008'000, 8, 1, 6, "second!"}));
  }
}

TEST(PcapReader, TheModifiedFormatMayExceedItsSnapLengthByAnEthernetHeader) {
  const auto bytes = std::string(30, 'x');
  const std::string body = Writer{std::endian::little}.u32(7).u32(8).u32(30).u32(30).u32(0).u32(0).raw(bytes).str();
  const auto of_link = [&](std::uint32_t link) {
    return read_pcap(header(std::endian::little, modified_magic, 2, 4, 10, link) + body).packets.at(0).bytes.size();
  };
  EXPECT_EQ(of_link(1), 24u);
  EXPECT_EQ(of_link(101), 10u);
}

TEST(PcapReader, OldVersionsHoldTheLengthsTheOtherWayRound) {
  for (const auto order : orders) {
    for (const auto& [major, minor] : {std::pair{2, 0}, {2, 2}, {543, 0}}) {
      const std::string head =
          header(order, micro_magic, static_cast<std::uint16_t>(major), static_cast<std::uint16_t>(minor), 65535);
      const auto read = read_pcap(head + record(order, 9, 3, "abc"));
      ASSERT_THAT(read.packets, SizeIs(1));
      EXPECT_EQ(read.packets[0].bytes, "abc");
      EXPECT_EQ(read.packets[0].wire, 9u);
    }
    // Of 2.3 both kinds exist: the smaller length is the captured one.
    const auto read =
        read_pcap(header(order, micro_magic, 2, 3, 65535) + record(order, 9, 3, "abc") + record(order, 3, 9, "def"));
    ASSERT_THAT(read.packets, SizeIs(2));
    EXPECT_EQ(read.packets[0].bytes, "abc");
    EXPECT_EQ(read.packets[1].bytes, "def");
    EXPECT_EQ(read.packets[1].wire, 9u);
  }
}

TEST(PcapReader, RefusesOtherVersions) {
  for (const auto& [major, minor] : {std::pair{1, 4}, {2, 5}, {3, 0}, {543, 1}, {0, 0}}) {
    const auto read = read_pcap(header(std::endian::little, micro_magic, static_cast<std::uint16_t>(major),
                                       static_cast<std::uint16_t>(minor), 65535));
    EXPECT_EQ(read.last, Found::damaged);
    EXPECT_THAT(read.damage, HasSubstr("version"));
  }
}

TEST(PcapReader, CutsToTheSnapLengthAndGoesOnBehindTheRecord) {
  const auto order = std::endian::little;
  const auto read =
      read_pcap(header(order, micro_magic, 2, 4, 4) + record(order, 8, 8, "abcdefgh") + record(order, 2, 8, "xy"));
  ASSERT_THAT(read.packets, SizeIs(2));
  EXPECT_EQ(read.packets[0].bytes, "abcd");
  EXPECT_EQ(read.packets[0].wire, 8u);
  EXPECT_EQ(read.packets[1].bytes, "xy");
}

TEST(PcapReader, ASnapLengthThatIsNoneLimitsNothing) {
  for (const std::uint32_t none : {0u, 0x80000000u, 0xffffffffu}) {
    const std::string bytes(max_captured, 'x');
    const auto order = std::endian::little;
    const auto read = read_pcap(header(order, micro_magic, 2, 4, none) + record(order, max_captured, 70000, bytes));
    ASSERT_THAT(read.packets, SizeIs(1)) << none;
    EXPECT_EQ(read.packets[0].bytes.size(), max_captured);
    EXPECT_EQ(read.packets[0].wire, max_captured) << "never less than what was captured";
  }
}

TEST(PcapReader, ARecordOverTheLimitIsDamage) {
  const auto order = std::endian::little;
  const auto read = read_pcap(header(order, micro_magic, 2, 4, 0xffff) + record(order, max_captured + 1, 1, "x"));
  EXPECT_EQ(read.last, Found::damaged);
  EXPECT_THAT(read.damage, HasSubstr("262145 captured bytes, over 262144"));
}

TEST(PcapReader, WhatStandsAboveTheLinkTypeIsNoPartOfIt) {
  // f = 1 and a frame check sequence of 4 bytes.
  const auto read = read_pcap(header(std::endian::big, micro_magic, 2, 4, 65535, 0x44000000 | 113) +
                              record(std::endian::big, 1, 1, "x"));
  ASSERT_THAT(read.packets, SizeIs(1));
  EXPECT_EQ(read.packets[0].link, 113u);
}

TEST(PcapReader, SecondsHaveNoSign) {
  std::string file = header(std::endian::little, nano_magic, 2, 4, 65535);
  file += Writer{std::endian::little}.u32(UINT32_MAX).u32(999'999'999).u32(0).u32(0).str();
  EXPECT_EQ(read_pcap(file).packets.at(0).ns, 4'294'967'295'999'999'999);
}

}  // namespace
}  // namespace vedette::capture
