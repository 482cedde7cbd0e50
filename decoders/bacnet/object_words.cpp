// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/object_words.h"

#include <vector>

#include "decoders/bacnet/names.h"
#include "decoders/bacnet/operations.h"

namespace vedette::decoders::bacnet {
namespace {

using core::HashedWord;

std::vector<HashedWord> words(std::span<const std::string_view> names, HashedWord (*hashed)(std::string_view)) {
  std::vector<HashedWord> words;
  for (const std::string_view name : names) words.push_back(hashed(name));
  return words;
}

const std::vector<HashedWord> object_types = words(names::object_types.low, core::hashed_space);
const HashedWord vendor_object = core::hashed_space(vendor_space);

const std::vector<HashedWord> properties = words(names::properties.low, core::hashed_text);
const std::vector<HashedWord> high_properties = words(names::properties.high, core::hashed_text);
const HashedWord no_word;

}  // namespace

const HashedWord& word_of_object_type(std::uint16_t type) {
  return type < names::object_types.low.size() ? object_types[type] : vendor_object;
}

const HashedWord& word_of_property(std::uint32_t property) {
  if (property < names::properties.low.size()) return properties[property];
  const std::uint32_t high = property - names::properties.high_from;
  return property >= names::properties.high_from && high < high_properties.size() ? high_properties[high] : no_word;
}

}  // namespace vedette::decoders::bacnet
