// SPDX-License-Identifier: Apache-2.0
#include "core/ascii.h"

#include <gtest/gtest.h>

namespace vedette::core::ascii {
namespace {

TEST(Ascii, KnowsItsOwnLettersAndDigitsOnly) {
  unsigned letters = 0, digits = 0, changed = 0;
  for (int i = 0; i < 256; ++i) {
    const char c = static_cast<char>(i);
    letters += is_letter(c) ? 1U : 0U;
    digits += is_digit(c) ? 1U : 0U;
    changed += to_lower(c) != c ? 1U : 0U;
  }
  EXPECT_EQ(letters, 52U);
  EXPECT_EQ(digits, 10U);
  EXPECT_EQ(changed, 26U);
  EXPECT_TRUE(is_letter('A') && is_letter('z') && is_digit('0') && is_digit('9'));
  EXPECT_EQ(to_lower('Z'), 'z');
}

TEST(Ascii, TakesBlanksFromBothEnds) {
  EXPECT_EQ(trimmed(" \ta b\t ", " \t"), "a b");
  EXPECT_EQ(trimmed("a\r\n", " "), "a\r\n");
  EXPECT_EQ(trimmed(" \t ", " \t"), "");
  EXPECT_EQ(trimmed("", " \t"), "");
}

TEST(Ascii, ComparesWithoutCase) {
  EXPECT_TRUE(equal_ignoring_case("Content-Length", "content-LENGTH"));
  EXPECT_FALSE(equal_ignoring_case("host", "hosts"));
  EXPECT_FALSE(equal_ignoring_case("[", "{"));        // as far apart as a letter's two forms
  EXPECT_FALSE(equal_ignoring_case("\xC4", "\xE4"));  // letters of Latin-1
}

}  // namespace
}  // namespace vedette::core::ascii
