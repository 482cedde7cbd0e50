// SPDX-License-Identifier: Apache-2.0
#include "decoders/flow_table.h"

#include <gtest/gtest.h>
#include <list>
#include <rapidcheck/gtest.h>
#include <set>

namespace vedette::decoders {
namespace {

core::FlowKey key_of(std::uint16_t number) {
  const core::Endpoint a{.mac = {}, .vlan = {}, .port = {number}, .ip = core::IpAddress::v4(0x0a000001)};
  const core::Endpoint b{.mac = {}, .vlan = {}, .port = {502}, .ip = core::IpAddress::v4(0x0a000002)};
  return core::make_flow_key(a, b, core::IpProtocol::tcp).key;
}

core::Timestamp at(std::uint64_t packet) {
  return core::timestamp_from_ns(static_cast<std::int64_t>(packet));
}

// The oracle: a plain list in the order of activity.
RC_GTEST_PROP(FlowTableProperty, BehavesLikeAListInOrderOfActivity, ()) {
  constexpr std::size_t capacity = 100;
  FlowTable table(capacity, *rc::gen::arbitrary<std::uint64_t>());
  std::list<std::uint16_t> expected;
  const auto numbers = *rc::gen::container<std::vector<std::uint16_t>>(1000, rc::gen::inRange<std::uint16_t>(0, 300));
  std::uint64_t packet = 0;
  for (const std::uint16_t number : numbers) {
    ++packet;
    Flow* flow = table.find(key_of(number));
    const bool known = std::ranges::find(expected, number) != expected.end();
    RC_ASSERT((flow != nullptr) == known);
    if (number % 7 == 0 && flow) {
      table.erase(*flow);
      expected.remove(number);
      continue;
    }
    if (!flow) {
      if (table.is_full()) {
        RC_ASSERT(table.eviction_candidate()->key == key_of(expected.front()));
        table.erase(*table.eviction_candidate());
        expected.pop_front();
      }
      flow = &table.insert(key_of(number), FlowKind::tcp);
    }
    table.touch(*flow, at(packet), packet);
    expected.remove(number);
    expected.push_back(number);
    RC_ASSERT(table.size() == expected.size());
    RC_ASSERT(table.oldest(FlowKind::tcp)->key == key_of(expected.front()));
  }
}

TEST(FlowTable, EvictsFirstWhatIsOverOrNeverBeganThenWhatHasNoConnection) {
  FlowTable table(4, 1);
  Flow& tcp = table.insert(key_of(1), FlowKind::tcp);
  table.touch(tcp, at(1), 1);
  Flow& other = table.insert(key_of(2), FlowKind::other);
  table.touch(other, at(2), 2);
  Flow& closed = table.insert(key_of(3), FlowKind::tcp);
  table.touch(closed, at(3), 3);
  table.set_kind(closed, FlowKind::closed);
  Flow& attempt = table.insert(key_of(4), FlowKind::attempt);
  table.touch(attempt, at(4), 4);
  EXPECT_TRUE(table.is_full());
  EXPECT_EQ(table.eviction_candidate(), &closed);
  table.touch(closed, at(5), 5);
  EXPECT_EQ(table.eviction_candidate(), &attempt) << "the longer silent of the two";
  table.erase(attempt);
  table.erase(closed);
  EXPECT_EQ(table.eviction_candidate(), &other) << "though the connection has been silent for longer";
  table.erase(other);
  EXPECT_EQ(table.eviction_candidate(), &tcp);
}

TEST(FlowTable, AReusedFlowRemembersNothing) {
  FlowTable table(1, 1);
  Flow& first = table.insert(key_of(1), FlowKind::tcp);
  first.tcp.ended = true;
  first.id = {77};
  table.erase(first);
  const Flow& second = table.insert(key_of(2), FlowKind::other);
  EXPECT_EQ(&second, &first);
  EXPECT_FALSE(second.tcp.ended);
  EXPECT_EQ(second.id, core::FlowId{});
}

}  // namespace
}  // namespace vedette::decoders
