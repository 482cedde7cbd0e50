// SPDX-License-Identifier: Apache-2.0
// What decoders remember is there until it has to go, never more than the limits, and the longest unused goes first.
#include "decoders/keep.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <list>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace vedette::decoders {
namespace {

std::string text_of(Keep& keep, KeepShare& share, std::uint64_t number) {
  const auto found = keep.find(share, {1, number});
  return found ? std::string{core::as_text(*found)} : "-";
}
bool put(Keep& keep, KeepShare& share, std::uint64_t number, std::string_view text) {
  return keep.put(share, {1, number}, core::as_bytes(text));
}

TEST(Keep, FindsWhatWasPut) {
  Keep keep{{}, 1};
  KeepShare one, other;
  EXPECT_EQ(text_of(keep, one, 7), "-");
  put(keep, one, 7, "site/line/temperature");
  put(keep, other, 7, "elsewhere");
  EXPECT_EQ(text_of(keep, one, 7), "site/line/temperature");
  EXPECT_EQ(text_of(keep, other, 7), "elsewhere");
  put(keep, one, 7, "");
  EXPECT_EQ(text_of(keep, one, 7), "");
  keep.erase(one, {1, 7});
  EXPECT_EQ(text_of(keep, one, 7), "-");
  EXPECT_FALSE(keep.find(one, {2, 7}));
}

TEST(Keep, AppendsUpToTheLongestValue) {
  Keep keep{{}, 1};
  KeepShare share;
  const std::vector<std::uint8_t> part(1000, 'x');
  for (std::size_t i = 0; i < Keep::max_value / part.size(); ++i) ASSERT_TRUE(keep.append(share, {1, 1}, part));
  EXPECT_EQ(keep.find(share, {1, 1})->size(), Keep::max_value / 1000 * 1000);
  EXPECT_FALSE(keep.append(share, {1, 1}, part));
  EXPECT_FALSE(keep.find(share, {1, 1}));
  EXPECT_EQ(keep.used(), 0u);
}

TEST(Keep, AConversationThatTakesMuchLosesItsOwn) {
  Keep keep{{.bytes_per_share = 4096, .bytes_in_all = 65536}, 1};
  KeepShare modest, greedy;
  put(keep, modest, 1, "mine");
  for (std::uint64_t i = 0; i < 1000; ++i) put(keep, greedy, i, "a topic of some thirty characters");
  EXPECT_EQ(text_of(keep, modest, 1), "mine");
  EXPECT_EQ(text_of(keep, greedy, 0), "-");
  EXPECT_EQ(text_of(keep, greedy, 999), "a topic of some thirty characters");
  EXPECT_GT(keep.evictions(), 900u);
  keep.forget(greedy);
  EXPECT_EQ(text_of(keep, greedy, 999), "-");
}

TEST(Keep, WhatWasUsedLastStays) {
  Keep keep{{.bytes_per_share = 1024, .bytes_in_all = 1024}, 1};
  KeepShare share;
  put(keep, share, 0, "kept");
  for (std::uint64_t i = 1; i < 100; ++i) {
    put(keep, share, i, "x");
    ASSERT_EQ(text_of(keep, share, 0), "kept");
  }
  EXPECT_EQ(text_of(keep, share, 1), "-");
}

/// Beside a list of all that was put, in the order of use, without any limit: what is there is right, and what is gone
/// was used before all that is there.
RC_GTEST_PROP(Keep, BesideAModel, (const std::vector<std::uint8_t>& program)) {
  const KeepLimits limits{.bytes_per_share = 2048, .bytes_in_all = 4096};
  Keep keep{limits, 3};
  std::array<KeepShare, 3> shares;
  struct Known {
    std::size_t share;
    std::uint64_t number;
    std::string value;
  };
  std::vector<Known> known;
  for (std::size_t i = 0; i + 2 < program.size(); i += 3) {
    const std::size_t share = program[i] % 3;
    const std::uint64_t number = program[i + 1] % 16;
    const auto same = [&](const Known& k) { return k.share == share && k.number == number; };
    const auto at = std::ranges::find_if(known, same);
    const auto found = keep.find(shares[share], {1, number});
    if (found) {
      RC_ASSERT(at != known.end());
      RC_ASSERT(core::as_text(*found) == at->value);
    }
    const std::string more(program[i + 2] * 3u, static_cast<char>('a' + program[i + 2] % 26));
    const bool appends = program[i] % 2 == 0;
    std::string value = appends && found ? at->value + more : more;
    const bool kept = appends ? keep.append(shares[share], {1, number}, core::as_bytes(more))
                              : keep.put(shares[share], {1, number}, core::as_bytes(more));
    std::erase_if(known, same);
    if (kept) known.push_back({share, number, std::move(value)});
    if (program[i] % 31 == 30) {
      keep.forget(shares[share]);
      std::erase_if(known, [&](const Known& k) { return k.share == share; });
    }
    RC_ASSERT(keep.used() <= limits.bytes_in_all);
    RC_ASSERT(keep.used() == shares[0].bytes + shares[1].bytes + shares[2].bytes);
    for (const KeepShare& each : shares) RC_ASSERT(each.bytes <= limits.bytes_per_share);
  }
  for (KeepShare& share : shares) keep.forget(share);
  RC_ASSERT(keep.used() == 0u);
}

}  // namespace
}  // namespace vedette::decoders
