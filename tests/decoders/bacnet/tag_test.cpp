// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/tag.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <memory>
#include <rapidcheck/gtest.h>
#include <vector>

#include "tests/decoders/bacnet/service_walked.h"

namespace vedette::decoders::bacnet {
namespace {

/// Reads the first tag of bytes that lie in a block of their exact size.
struct First {
  std::optional<Defect> defect;
  Tag tag;
  std::vector<std::uint8_t> content;
};
First first_of(const std::vector<std::uint8_t>& bytes) {
  const std::unique_ptr<std::uint8_t[]> exact{new std::uint8_t[bytes.size()]};
  std::ranges::copy(bytes, exact.get());
  core::ByteCursor in{core::Bytes{exact.get(), bytes.size()}};
  First first;
  first.defect = read_tag(in, first.tag);
  if (!first.defect) first.content.assign(first.tag.content.begin(), first.tag.content.end());
  return first;
}
std::optional<Defect> defect_of(const char* hex) {
  return first_of(from_hex(hex)).defect;
}

/// An encoder of its own, after clause 20.2.1.
std::vector<std::uint8_t> encode(std::uint8_t number, TagClass tag_class, const std::vector<std::uint8_t>& content) {
  std::vector<std::uint8_t> out;
  const std::uint8_t class_bit = tag_class == TagClass::application ? 0 : 8;
  const std::size_t size = content.size();
  unsigned field = size < 5 ? static_cast<unsigned>(size) : 5;
  if (tag_class == TagClass::opening) field = 6;
  if (tag_class == TagClass::closing) field = 7;
  out.push_back(static_cast<std::uint8_t>((number < 15 ? number * 16u : 0xf0u) | class_bit | field));
  if (number >= 15) out.push_back(number);
  if (field == 5) {
    if (size <= 253) {
      out.push_back(static_cast<std::uint8_t>(size));
    } else if (size <= 65535) {
      out.insert(out.end(), {254, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
    } else {
      out.insert(out.end(), {255, 0, static_cast<std::uint8_t>(size >> 16), static_cast<std::uint8_t>(size >> 8),
                             static_cast<std::uint8_t>(size)});
    }
  }
  out.insert(out.end(), content.begin(), content.end());
  return out;
}

RC_GTEST_PROP(BacnetTag, WhatIsEncodedIsRead, ()) {
  const auto tag_class = *rc::gen::element(TagClass::context, TagClass::opening, TagClass::closing);
  const auto number = *rc::gen::inRange<std::uint8_t>(0, 255);
  const auto size =
      tag_class == TagClass::context ? *rc::gen::element<std::size_t>(0, 1, 4, 5, 253, 254, 255, 65535, 65536) : 0;
  const std::vector<std::uint8_t> content(size, *rc::gen::arbitrary<std::uint8_t>());
  const First first = first_of(encode(number, tag_class, content));
  RC_ASSERT(!first.defect);
  RC_ASSERT(first.tag.number == number);
  RC_ASSERT(first.tag.tag_class == tag_class);
  RC_ASSERT(first.content == content);
}

RC_GTEST_PROP(BacnetTag, WhatIsCutShortIsBad, ()) {
  const std::vector<std::uint8_t> content(*rc::gen::element<std::size_t>(1, 4, 5, 253, 254, 300), 7);
  auto bytes = encode(*rc::gen::inRange<std::uint8_t>(0, 255), TagClass::context, content);
  bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
  RC_ASSERT(first_of(bytes).defect.has_value());
}

// 20.2.2 to 20.2.14: how long the content of each type is.
TEST(BacnetTag, ApplicationTagsHaveTheContentOfTheirType) {
  for (const char* const good :
       {"00", "10", "11", "2100", "2401020304", "3180", "4442900000", "55083ff0000000000000", "60", "7100", "72004d",
        "8100", "820560", "9101", "a45b011804", "b411000000", "c400c00001"})
    EXPECT_FALSE(defect_of(good)) << good;
  for (const char* const bad : {"0100", "20", "250901020304050607 0809", "30", "43429000", "5442900000", "70", "80",
                                "8108", "8107", "90", "95050102030405", "a35b0118", "b3110000", "c300c000"})
    EXPECT_EQ(defect_of(bad), Defect::bad_length) << bad;
}

TEST(BacnetTag, NumbersAndClassesThatCantBeAreBad) {
  EXPECT_TRUE(defect_of(""));
  EXPECT_EQ(defect_of("d100"), Defect::bad_tag) << "13 is reserved (20.2.1.4)";
  EXPECT_EQ(defect_of("f110"), Defect::bad_tag) << "an extended application tag";
  EXPECT_EQ(defect_of("06"), Defect::bad_tag) << "an opening tag has the class of context tags (20.2.1.3.2)";
  EXPECT_EQ(defect_of("12"), Defect::bad_tag) << "neither true nor false (20.2.3)";
  EXPECT_EQ(defect_of("f9ff00"), Defect::bad_tag) << "255 is reserved (20.2.1.2)";
  EXPECT_EQ(defect_of("fe"), Defect::bad_tag) << "its number is missing";
}

TEST(BacnetTag, ADeclaredLengthIsBoundedByWhatIsThere) {
  EXPECT_EQ(defect_of("0dffffffffff"), Defect::bad_length);
  EXPECT_EQ(defect_of("0dff00000001"), Defect::bad_length);
  EXPECT_FALSE(defect_of("0dff00000001aa")) << "a longer form than needed says the same";
}

}  // namespace
}  // namespace vedette::decoders::bacnet
