// SPDX-License-Identifier: Apache-2.0
#include "capture/file_format.h"

#include <gtest/gtest.h>
#include <memory>
#include <rapidcheck/gtest.h>

#include "tests/capture/capture_bytes.h"

namespace vedette::capture {
namespace {

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

TEST(PcapMagic, SaysKindAndOrder) {
  constexpr std::pair<std::uint32_t, PcapKind> kinds[] = {
      {micro_magic, PcapKind::microseconds}, {nano_magic, PcapKind::nanoseconds}, {modified_magic, PcapKind::modified}};
  for (const auto order : {std::endian::little, std::endian::big}) {
    for (const auto& [magic, kind] : kinds) {
      const std::string file = pcap({}, 1, magic, order);
      EXPECT_EQ(file_format(core::as_bytes(file)), FileFormat::pcap);
      EXPECT_EQ(pcap_magic(core::as_bytes(file)).kind, kind);
      EXPECT_EQ(pcap_magic(core::as_bytes(file)).little, order == std::endian::little);
    }
  }
}

TEST(Compression, IsToldByTheMagic) {
  EXPECT_EQ(compression(core::as_bytes("\x1f\x8b")), Compression::gzip);
  EXPECT_EQ(compression(core::as_bytes("\x28\xb5\x2f\xfd")), Compression::zstd);
  EXPECT_EQ(compression(core::as_bytes("\x1f")), Compression::none);
  EXPECT_EQ(compression(core::as_bytes("\x28\xb5\x2f")), Compression::none);
  EXPECT_EQ(compression(core::as_bytes(pcap({}))), Compression::none);
}

RC_GTEST_PROP(DescribeHead, SurvivesAnything, (const std::vector<std::uint8_t>& noise)) {
  const auto block = std::make_unique<std::uint8_t[]>(noise.size());
  std::copy(noise.begin(), noise.end(), block.get());
  RC_ASSERT(!describe_head({block.get(), noise.size()}).empty());
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
