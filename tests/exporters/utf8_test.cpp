// SPDX-License-Identifier: Apache-2.0
#include "exporters/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vedette::exporters {
namespace {

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(clean_utf8("a\xE2\x82\xAC", 4), "a\xE2\x82\xAC");
  EXPECT_EQ(clean_utf8("a\xE2\x82\xAC", 3), "a");
  EXPECT_EQ(clean_utf8("a\xFF", 10), "a\xEF\xBF\xBD");
  EXPECT_EQ(clean_utf8("a\xFF", 3), "a");
}

TEST(Utf8, ShowsWhatWouldChangeATerminalAsEscapes) {
  EXPECT_EQ(printable("\x1b[31mred\r\n"), "\\x1b[31mred\\x0d\\x0a");
  EXPECT_EQ(printable("\xC2\x9B"
                      "1m"),
            "\\x9b1m");  // C1 control as UTF-8
  EXPECT_EQ(printable("\x9B"
                      "1m"),
            "\\x9b1m");  // and as a bare byte
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a\\u202eb");  // right-to-left override
  EXPECT_EQ(printable("K\xC3\xBChlung"), "K\xC3\xBChlung");
}

RC_GTEST_PROP(Utf8, CleanTextIsValidAndWithinItsLimit, (const std::string& text)) {
  const auto limit = *rc::gen::inRange<std::size_t>(0, 40);
  const std::string clean = clean_utf8(text, limit);
  RC_ASSERT(is_utf8(clean));
  RC_ASSERT(clean.size() <= limit);
  if (is_utf8(text) && text.size() <= limit) RC_ASSERT(clean == text);
}

RC_GTEST_PROP(Utf8, PrintableTextHoldsNoControls, (const std::string& text)) {
  const std::string shown = printable(text);
  RC_ASSERT(is_utf8(shown));
  for (const char c : shown) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

}  // namespace
}  // namespace vedette::exporters
