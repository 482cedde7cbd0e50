// SPDX-License-Identifier: Apache-2.0
#include "core/byte_cursor.h"

#include <gtest/gtest.h>
#include <memory>
#include <rapidcheck/gtest.h>
#include <vector>

namespace vedette::core {
namespace {

constexpr std::uint8_t counting[] = {1, 2, 3, 4, 5, 6, 7, 8};

TEST(ByteCursor, ReadsBothByteOrders) {
  EXPECT_EQ(ByteCursor{counting}.u8(), 0x01u);
  EXPECT_EQ(ByteCursor{counting}.be16(), 0x0102u);
  EXPECT_EQ(ByteCursor{counting}.be24(), 0x010203u);
  EXPECT_EQ(ByteCursor{counting}.be32(), 0x01020304u);
  EXPECT_EQ(ByteCursor{counting}.be64(), 0x0102030405060708u);
  EXPECT_EQ(ByteCursor{counting}.le16(), 0x0201u);
  EXPECT_EQ(ByteCursor{counting}.le32(), 0x04030201u);
  EXPECT_EQ(ByteCursor{counting}.le64(), 0x0807060504030201u);
}

TEST(ByteCursor, LatchesFailure) {
  ByteCursor in{counting};
  in.skip(6);
  EXPECT_EQ(in.be32(), 0u);
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.u8(), 0u) << "two octets are left, but what they mean is lost";
  EXPECT_EQ(in.remaining(), 0u);
  EXPECT_TRUE(in.peek().empty());
  EXPECT_TRUE(in.rest().empty());
}

TEST(ByteCursor, RefusesLengthsThatWrapAround) {
  ByteCursor in{counting};
  in.skip(1);
  in.skip(SIZE_MAX);
  EXPECT_FALSE(in.ok());
}

TEST(ByteCursor, SubEndsWhereItsParentAllows) {
  ByteCursor in{counting};
  ByteCursor child = in.sub(3);
  EXPECT_EQ(in.offset(), 3u);
  EXPECT_EQ(child.be24(), 0x010203u);
  EXPECT_EQ(child.u8(), 0u);
  EXPECT_FALSE(child.ok());
  EXPECT_TRUE(in.ok()) << "a child's failure is its own";
  EXPECT_FALSE(in.sub(6).ok());
  EXPECT_FALSE(in.ok()) << "a child that can't be is its parent's failure too";
}

/// Bytes at the end of a heap block of their own size, so that a sanitizer sees a read past them.
RC_GTEST_PROP(ByteCursor, NeverLeavesItsBytes, (std::vector<std::uint8_t> bytes, std::vector<std::uint16_t> steps)) {
  const auto block = std::make_unique<std::uint8_t[]>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), block.get());
  ByteCursor in{Bytes{block.get(), bytes.size()}};
  std::size_t at = 0;
  bool failed = false;
  for (const auto step : steps) {
    const std::size_t size = step % 7;
    const bool fits = !failed && size <= bytes.size() - at;
    if (step & 0x8000) {
      const ByteCursor child = in.sub(size);
      RC_ASSERT(child.ok() == fits);
      RC_ASSERT(child.remaining() == (fits ? size : 0));
    } else {
      const Bytes got = in.bytes(size);
      RC_ASSERT(got.size() == (fits ? size : 0));
      for (std::size_t i = 0; i < got.size(); ++i) RC_ASSERT(got[i] == bytes[at + i]);
    }
    at += fits ? size : 0;
    failed = !fits;
    RC_ASSERT(in.ok() == fits);
    RC_ASSERT(in.offset() == at);
  }
  RC_ASSERT(in.remaining() == (failed ? 0 : bytes.size() - at));
}

RC_GTEST_PROP(ByteCursor, ReadsWhatWasWritten, (std::uint64_t value)) {
  std::vector<std::uint8_t> big, little;
  for (unsigned i = 0; i < 8; ++i) {
    big.push_back(static_cast<std::uint8_t>(value >> (56 - 8 * i)));
    little.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  RC_ASSERT(ByteCursor{big}.be64() == value);
  RC_ASSERT(ByteCursor{little}.le64() == value);
  RC_ASSERT(ByteCursor{big}.be32() == value >> 32);
  RC_ASSERT(ByteCursor{little}.le32() == (value & 0xffffffff));
}

}  // namespace
}  // namespace vedette::core
