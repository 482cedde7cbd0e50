// SPDX-License-Identifier: Apache-2.0
#include "core/arena.h"

#include <cstdint>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace vedette::core {
namespace {

TEST(Arena, AlignsWhatItGives) {
  Arena arena{128};
  for (int i = 0; i < 20; ++i) {
    arena.allocate<char>(1);
    const auto numbers = arena.allocate<double>(3);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(numbers.data()) % alignof(double), 0u);
    for (double& number : numbers) number = 1;
  }
}

TEST(Arena, GivesMoreThanABlock) {
  Arena arena{16};
  const std::string text(1000, 'x');
  EXPECT_EQ(arena.copy(std::string_view{text}), text);
}

TEST(Arena, GivesTheSameMemoryAgainAfterReset) {
  Arena arena{64};
  const auto first = arena.copy(std::string_view{"one"});
  for (int i = 0; i < 100; ++i) arena.copy(std::string_view{"more than a block in all"});
  arena.reset();
  EXPECT_EQ(arena.copy(std::string_view{"two"}).data(), first.data());
}

RC_GTEST_PROP(Arena, KeepsEveryCopyApart, (std::vector<std::string> texts)) {
  Arena arena{32};
  for (int round = 0; round < 2; ++round) {
    std::vector<std::string_view> copies;
    for (const auto& text : texts) copies.push_back(arena.copy(std::string_view{text}));
    for (std::size_t i = 0; i < texts.size(); ++i) RC_ASSERT(copies[i] == texts[i]);
    arena.reset();
  }
}

}  // namespace
}  // namespace vedette::core
