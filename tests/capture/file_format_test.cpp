// SPDX-License-Identifier: Apache-2.0
#include "capture/file_format.h"

#include <gtest/gtest.h>
#include <memory>
#include <rapidcheck/gtest.h>

#include "tests/capture/capture_bytes.h"

namespace vedette::capture {
namespace {

using core::TimePrecision;
using namespace testing;

TEST(FileFormat, IsToldByTheMagic) {
  for (const auto order : {std::endian::little, std::endian::big}) {
    EXPECT_EQ(file_format(core::as_bytes(pcap({}, 1, micro_magic, order))), FileFormat::pcap);
    EXPECT_EQ(file_format(core::as_bytes(pcap({}, 1, nano_magic, order))), FileFormat::pcap);
    EXPECT_EQ(file_format(core::as_bytes(pcapng({}, 6, order))), FileFormat::pcapng);
  }
  EXPECT_EQ(file_format(core::as_bytes("version: 1\n")), FileFormat::none);
  EXPECT_EQ(file_format(core::as_bytes("\xa1\xb2\xc3")), FileFormat::none);
}

TEST(StampPrecision, IsThatOfThePcapMagic) {
  for (const auto order : {std::endian::little, std::endian::big}) {
    EXPECT_EQ(stamp_precision(core::as_bytes(pcap({}, 1, micro_magic, order))), TimePrecision::microseconds);
    EXPECT_EQ(stamp_precision(core::as_bytes(pcap({}, 1, nano_magic, order))), TimePrecision::nanoseconds);
  }
}

TEST(StampPrecision, IsTheResolutionOfAPcapngInterface) {
  constexpr std::pair<int, TimePrecision> cases[] = {
      {-1, TimePrecision::microseconds},  // not said
      {0, TimePrecision::seconds},
      {3, TimePrecision::milliseconds},
      {6, TimePrecision::microseconds},
      {7, TimePrecision::nanoseconds},
      {9, TimePrecision::nanoseconds},
      {0x80 | 9, TimePrecision::milliseconds},
      {0x80 | 10, TimePrecision::microseconds},  // 1/1024 s is finer than a millisecond
      {0x80 | 30, TimePrecision::nanoseconds},
  };
  for (const auto& [resolution, precision] : cases) {
    for (const auto order : {std::endian::little, std::endian::big}) {
      EXPECT_EQ(stamp_precision(core::as_bytes(pcapng({}, resolution, order))), precision) << resolution;
    }
  }
}

TEST(StampPrecision, WaitsForTheWholeInterface) {
  const std::string whole = pcapng({}, 9);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(stamp_precision(core::as_bytes(whole).first(size)), std::nullopt) << size;
  }
}

RC_GTEST_PROP(StampPrecision, SurvivesAnything, (std::vector<std::uint8_t> noise, bool little)) {
  std::string head = pcapng({}, -1, little ? std::endian::little : std::endian::big).substr(0, 12);
  head.append(noise.begin(), noise.end());
  const auto block = std::make_unique<std::uint8_t[]>(head.size());
  std::copy(head.begin(), head.end(), block.get());
  stamp_precision({block.get(), head.size()});
  describe_head({block.get(), head.size()});
}

TEST(DescribeHead, SaysWhatPeopleKnow) {
  EXPECT_EQ(describe_head(core::as_bytes("\x1f\x8b\x08")), "gzip data");
  EXPECT_EQ(describe_head(core::as_bytes("\x28\xb5\x2f\xfd")), "zstd data");
  EXPECT_EQ(describe_head(core::as_bytes("PK\x03\x04")), "a zip archive");
  EXPECT_EQ(describe_head(core::as_bytes("version: 1\n")), "text");
  EXPECT_EQ(describe_head(core::as_bytes("\x7f"
                                         "ELF\x02")),
            "starts with 7f 45 4c 46");
  EXPECT_EQ(describe_head(core::as_bytes("\xff")), "starts with ff");
}

}  // namespace
}  // namespace vedette::capture
