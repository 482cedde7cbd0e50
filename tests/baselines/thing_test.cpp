// SPDX-License-Identifier: Apache-2.0
#include "baselines/thing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Verb;
using core::VerbClass;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> texts(const ThingNames& names) {
  std::vector<std::string> out;
  for (const auto& name : names.all()) {
    out.push_back(fmt::format("{}/{}: {}", to_string(name.feature), to_string(name.verb_class), name.what));
  }
  return out;
}

struct Seen {
  Party client{"hmi-1", "hmi"}, server{"plc-1", {}};
  ThingNames names;
  std::vector<std::string> actor(const core::Observation& o) {
    things_of_actor(o, server, names);
    return texts(names);
  }
  std::vector<std::string> target(const core::Observation& o) {
    things_of_target(o, client, names);
    return texts(names);
  }
};

TEST(Things, ARequestShowsPeerSideAndFunctionOfBothEnds) {
  Seen seen;
  EXPECT_THAT(seen.actor(read(start, 21, 11)), ElementsAre("peer/read: to plc-1", "side/read: uses modbus",
                                                           "function/read: uses read_holding_registers"));
  EXPECT_EQ(seen.names.all()[0].pooled(), "to role none");
  EXPECT_EQ(seen.names.all()[1].pooled(), "uses modbus");
  EXPECT_THAT(seen.target(write(start, 21, 11, 105)),
              ElementsAre("peer/write: from hmi-1", "side/write: serves modbus",
                          "function/write: serves write_single_register", "object/write: serves holding 100-199"));
  EXPECT_EQ(seen.names.all()[0].pooled(), "from role hmi");
}

TEST(Things, NothingOfAMessageIsLeftInTheNext) {
  Seen seen;
  EXPECT_EQ(seen.target(read(start, 21, 11, 50, 2'000)).size(), 24U);
  auto tried_in_vain = connect(start, 21, 11, 445);
  tried_in_vain.kind = core::MessageKind::request;
  tried_in_vain.refused = true;
  EXPECT_THAT(seen.actor(tried_in_vain), ElementsAre("peer/contact: tries plc-1", "service/contact: tries tcp/445"));
  EXPECT_TRUE(seen.names.all()[0].tentative);
  EXPECT_EQ(seen.names.all()[0].pooled(), "tries role none");
  EXPECT_THAT(seen.actor(read(start, 21, 11)), ElementsAre("peer/read: to plc-1", "side/read: uses modbus",
                                                           "function/read: uses read_holding_registers"));
  EXPECT_FALSE(seen.names.all()[0].tentative);
  EXPECT_EQ(seen.names.all()[2].pooled(), "uses read_holding_registers");
}

TEST(Things, AnUnresolvedPeerIsNoThing) {
  Seen seen;
  things_of_actor(read(start, 21, 11), std::nullopt, seen.names);
  EXPECT_THAT(texts(seen.names), ElementsAre("side/read: uses modbus", "function/read: uses read_holding_registers"));
}

TEST(Things, OpeningShowsTheServiceOfTheOneWhoOpens) {
  Seen seen;
  EXPECT_THAT(seen.actor(connect(start, 21, 11, 445)),
              ElementsAre("peer/contact: to plc-1", "service/contact: uses tcp/445"));
  EXPECT_THAT(seen.target(connect(start, 21, 11, 445)), IsEmpty());
  EXPECT_THAT(seen.actor(connect(start, 21, 11, 0)), ElementsAre("peer/contact: to plc-1"));
}

TEST(Things, WhatShowsNothingByItsNature) {
  Seen seen;
  auto disconnected = connect(start, 21, 11, 502);
  disconnected.verb = Verb::disconnect;
  auto malformed = read(start, 21, 11);
  malformed.verb = Verb::malformed;
  for (const auto& o : {answer(read(start, 21, 11)), disconnected, malformed, arp_request(start, 21, 11)}) {
    EXPECT_THAT(seen.actor(o), IsEmpty());
    EXPECT_THAT(seen.target(o), IsEmpty());
  }
}

std::vector<std::string> objects(std::uint64_t first, std::uint32_t count) {
  Seen seen;
  const auto all = seen.target(read(start, 21, 11, first, count));
  return {all.begin() + 3, all.end()};
}

TEST(Things, NumbersAreLearnedInBlocksOfAHundred) {
  EXPECT_THAT(objects(0, 1), ElementsAre("object/read: serves holding 0-99"));
  EXPECT_THAT(objects(99, 1), ElementsAre("object/read: serves holding 0-99"));
  EXPECT_THAT(objects(100, 1), ElementsAre("object/read: serves holding 100-199"));
  EXPECT_THAT(objects(99, 2), ElementsAre("object/read: serves holding 0-99", "object/read: serves holding 100-199"));
  EXPECT_EQ(objects(50, 2'000).size(), 21U);  // the longest read of coils, off a block's start
}

TEST(Things, OneMessageTouchesAtMostSoManyBlocks) {
  EXPECT_EQ(objects(0, 0xffff'ffff).size(), max_blocks);
  EXPECT_EQ(objects(0xffff'ffff'ffff'ff00, 10).size(), 1U);
}

TEST(Things, NamedObjectsGoByTheirText) {
  Seen seen;
  auto o = write(start, 21, 11);
  o.object = core::hashed({"topic", 0, 0, "brewery/tank", 0});
  EXPECT_EQ(seen.target(o).back(), "object/write: serves topic brewery/tank");
}

TEST(Things, KeysTellFeatureClassAndTextApart) {
  const auto key = thing_key(Feature::peer, VerbClass::read, "to plc-1");
  EXPECT_EQ(key, thing_key(Feature::peer, VerbClass::read, "to plc-1"));
  EXPECT_NE(key, thing_key(Feature::side, VerbClass::read, "to plc-1"));
  EXPECT_NE(key, thing_key(Feature::peer, VerbClass::write, "to plc-1"));
  EXPECT_NE(key, thing_key(Feature::peer, VerbClass::read, "to plc-2"));
}

TEST(Things, NamesOfFeaturesAndClassesAreReadBack) {
  for (std::size_t i = 0; i < feature_count; ++i)
    EXPECT_EQ(parse_feature(to_string(static_cast<Feature>(i))), static_cast<Feature>(i));
  for (std::size_t i = 0; i < class_count; ++i)
    EXPECT_EQ(parse_class(to_string(static_cast<VerbClass>(i))), static_cast<VerbClass>(i));
  EXPECT_FALSE(parse_feature("sibling"));
  EXPECT_FALSE(parse_class("execute"));
}

}  // namespace
}  // namespace vedette::baselines
