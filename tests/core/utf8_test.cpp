// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.h"

#include <gtest/gtest.h>
#include <initializer_list>

namespace vedette::core {
namespace {

// RFC 3629, section 4: the only well-formed sequences.
TEST(Utf8, IsThatOfItsSpecification) {
  EXPECT_TRUE(is_utf8("K\xC3\xBChlung \xE2\x82\xAC \xF0\x9F\x8D\xBA"));
  for (const std::string_view bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF", "\xED\xA0\x80",
                                     "\xE2\x82", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"}) {
    EXPECT_FALSE(read_utf8(bad).valid) << static_cast<unsigned>(static_cast<unsigned char>(bad[0]));
    EXPECT_EQ(read_utf8(bad).length, 1U);
  }
  EXPECT_FALSE(read_utf8("").valid);
}

TEST(Utf8, EveryCodePointIsReadAsItIsWritten) {
  for (char32_t c = 0; c <= 0x10ffff; ++c) {
    if (!is_code_point(c)) continue;
    const Utf8Bytes bytes{c};
    const Utf8 read = read_utf8(bytes.view());
    ASSERT_TRUE(read.valid && read.code_point == c && read.length == bytes.view().size()) << static_cast<unsigned>(c);
  }
}

TEST(Utf8, WritesWhatIsNoCodePointAsTheReplacement) {
  for (const char32_t c : {char32_t{0xd800}, char32_t{0xdfff}, char32_t{0x110000}, char32_t{0xffff'ffff}})
    EXPECT_EQ(Utf8Bytes{c}.view(), "\xEF\xBF\xBD");
  EXPECT_EQ(Utf8Bytes{U'\u20ac'}.view(), "\xE2\x82\xAC");
}

}  // namespace
}  // namespace vedette::core
