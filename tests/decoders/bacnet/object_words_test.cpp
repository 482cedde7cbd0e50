// SPDX-License-Identifier: Apache-2.0
// Every word is the standard's, and its hash the one that the word itself has.
#include "decoders/bacnet/object_words.h"

#include <gtest/gtest.h>

#include "decoders/bacnet/names.h"
#include "decoders/bacnet/operations.h"

namespace vedette::decoders::bacnet {
namespace {

TEST(BacnetObjectWords, NameTypesOfObjects) {
  for (std::uint16_t type = 0; type < 1024; ++type) {
    const core::HashedWord& word = word_of_object_type(type);
    const std::string_view name = name_of_object_type(type);
    EXPECT_EQ(word.word, name.empty() ? vendor_space : name);
    EXPECT_EQ(word.hash, core::hashed_space(word.word).hash);
  }
}

TEST(BacnetObjectWords, NameProperties) {
  std::vector<std::uint32_t> numbers{4'194'303, 4'194'400, 0xffff'fffe, 0xffff'ffff};
  for (std::uint32_t number = 0; number < 600; ++number) numbers.push_back(number);
  for (std::uint32_t number = 4'194'304; number < 4'194'350; ++number) numbers.push_back(number);
  for (const std::uint32_t number : numbers) {
    const core::HashedWord& word = word_of_property(number);
    EXPECT_EQ(word.word, name_of_property(number));
    EXPECT_EQ(word.hash, core::hashed_text(word.word).hash);
  }
}

TEST(BacnetObjectWords, MakeTheSameObjectAsPlainWords) {
  const core::ObjectRef plain =
      core::hashed({.space = "analog_input", .first = 7, .count = 1, .text = "present_value"});
  const core::ObjectRef words = core::hashed(word_of_object_type(0), 7, 1, word_of_property(85));
  EXPECT_EQ(words.hash, plain.hash);
  EXPECT_EQ(words.space, plain.space);
  EXPECT_EQ(words.first, plain.first);
  EXPECT_EQ(words.count, plain.count);
  EXPECT_EQ(words.text, plain.text);
  EXPECT_EQ(core::hashed(word_of_object_type(0), 7, 1, {}).hash,
            core::hashed({.space = "analog_input", .first = 7, .count = 1, .text = {}}).hash);
}

}  // namespace
}  // namespace vedette::decoders::bacnet
