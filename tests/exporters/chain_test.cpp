// SPDX-License-Identifier: Apache-2.0
#include "exporters/chain.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

/// Number of the first record that is refused and why; none where all are accepted.
std::optional<std::pair<std::uint64_t, Flaw>> verify(const std::vector<StoredEnvelope>& rows, std::uint64_t first = 1) {
  ChainVerifier verifier{{test_key().public_key()}, first};
  for (const StoredEnvelope& row : rows) {
    const auto record = verifier.next(core::as_bytes(row.envelope));
    if (!record) return std::pair{verifier.expected_sequence(), record.error().flaw};
  }
  return std::nullopt;
}

TEST(Chain, WhatIsWrittenIsAccepted) {
  const auto rows = make_chain(5);
  EXPECT_FALSE(verify(rows));
  EXPECT_FALSE(verify({rows.begin() + 2, rows.end()}, 3));
}

TEST(Chain, EachRecordHoldsTheDigestOfTheEnvelopeBefore) {
  const auto rows = make_chain(2);
  const std::vector keys{test_key().public_key()};
  EXPECT_EQ(open(core::as_bytes(rows[1].envelope), keys)->previous, sha256(core::as_bytes(rows[0].envelope)));
  EXPECT_FALSE(open(core::as_bytes(rows[0].envelope), keys)->previous);
}

RC_GTEST_PROP(Chain, ARecordLeftOutIsNoticed, ()) {
  auto rows = make_chain(*rc::gen::inRange<std::size_t>(3, 8));
  const auto at = *rc::gen::inRange<std::size_t>(0, rows.size() - 1);
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
  RC_ASSERT(verify(rows) == std::pair(std::uint64_t{at + 1}, Flaw::sequence));
}

RC_GTEST_PROP(Chain, TwoSwappedRecordsAreNoticed, ()) {
  auto rows = make_chain(*rc::gen::inRange<std::size_t>(3, 8));
  const auto a = *rc::gen::inRange<std::size_t>(0, rows.size() - 1);
  const auto b = *rc::gen::inRange<std::size_t>(a + 1, rows.size());
  std::swap(rows[a], rows[b]);
  RC_ASSERT(verify(rows) == std::pair(std::uint64_t{a + 1}, Flaw::sequence));
}

TEST(Chain, ARecordOfAnotherChainOfTheSameKeyIsNoticed) {
  auto rows = make_chain(4);
  rows[2] = make_chain(4)[2];
  EXPECT_EQ(verify(rows), std::pair(std::uint64_t{3}, Flaw::chain));
}

TEST(Chain, AForkOfTheSameChainIsNoticed) {
  const ChainHead begin{.chain = random_id(), .sequence = 0, .digest = std::nullopt};
  ChainWriter one{test_key(), begin, "s", "x"}, other{test_key(), begin, "s", "x"};
  const auto append = [](ChainWriter& writer, std::uint64_t n) {
    return StoredEnvelope{writer.head().sequence + 1, must(writer.append(small_alert(n), {})).envelope};
  };
  std::vector rows{append(one, 1)};
  append(other, 9);
  rows.push_back(append(other, 2));
  EXPECT_EQ(verify(rows), std::pair(std::uint64_t{2}, Flaw::previous));
}

}  // namespace
}  // namespace vedette::exporters
