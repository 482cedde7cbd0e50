// SPDX-License-Identifier: Apache-2.0
// What becomes of behaviour when two entities turn out to be one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/behaviour.h"
#include "baselines/census.h"
#include "baselines/model_io.h"
#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Observation;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Observation claims(core::Timestamp time, std::uint8_t who, std::uint8_t mac_of) {
  Observation o = arp_request(time, who, who);
  o.source.mac = host(mac_of).mac;
  o.claim.kind = core::IdentityKind::link_address;
  return o;
}

class Merge : public ::testing::Test {
 protected:
  Merge()
      : behaviour([] {
          BehaviourConfig config;
          config.role_rules = {{"modbus_server", {"modbus"}, {}}, {"modbus_client", {}, {"modbus"}}};
          return config;
        }()) {}

  const Sight& learn(Observation o) {
    // All of it comes from the same card, as behind a router, or with two addresses.
    if (o.source.ip == host(11).ip) o.source.mac = host(12).mac;
    if (o.target.ip == host(11).ip) o.target.mac = host(12).mac;
    const Sight& sight = behaviour.observe(o);
    census.observe(sight);
    first = {sight.first_sights.begin(), sight.first_sights.end()};
    familiar = sight.familiar;
    if (!sight.familiar) behaviour.accept();
    return sight;
  }
  void make_one() {
    learn(claims(start + 10s, 12, 12));
    learn(claims(start + 11s, 11, 12));
  }
  EntityId id(std::uint8_t last) { return behaviour.entities().resolve(host(last), behaviour.now()); }

  Behaviour behaviour;
  Census census{behaviour};
  std::vector<FirstSight> first;
  bool familiar = false;
};

TEST_F(Merge, TheOlderGoesOnWithWhatBothHaveDone) {
  learn(read(start, 21, 11));
  learn(read(start + 1s, 21, 12, 500));
  learn(read(start + 2s, 22, 12, 500));
  ASSERT_NE(id(11), id(12));
  EXPECT_EQ(behaviour.role("modbus_server").devices, 2U);
  const auto older = id(11);
  make_one();
  EXPECT_EQ(id(11), older);
  EXPECT_EQ(id(12), older);
  EXPECT_EQ(behaviour.role("modbus_server").devices, 1U);
  for (const auto& [key, pooled] : behaviour.role("modbus_server").things) EXPECT_EQ(pooled.devices, 1U);
  // Nothing of it is new, neither to the device nor to its peer, which knew it by another name.
  learn(read(start + 19s, 22, 12, 500));
  EXPECT_THAT(first, IsEmpty());
  learn(read(start + 20s, 21, 12, 500));
  EXPECT_THAT(first, IsEmpty());
  EXPECT_FALSE(familiar);
  learn(read(start + 21s, 21, 12, 500));
  EXPECT_TRUE(familiar);
  learn(read(start + 21s, 21, 12, 900));
  EXPECT_THAT(first, SizeIs(1));
}

TEST_F(Merge, CountsThatConversationsHeldBackReachTheOneThatGoesOn) {
  for (int i = 0; i < 5; ++i) learn(read(start + i * 1s, 21, 12));
  learn(read(start, 21, 11, 500));
  make_one();
  behaviour.flush();
  std::uint64_t reads = 0;
  for (const Thing& thing : behaviour.device(id(11)).things.all()) {
    if (behaviour.text(thing.text) == "serves holding 0-99") reads = thing.count;
  }
  EXPECT_EQ(reads, 5U);
}

TEST_F(Merge, TheModelHasThePresentNames) {
  learn(read(start, 21, 11));
  learn(read(start + 1s, 21, 12));
  make_one();
  const auto model = export_model(behaviour, {"site", "sensor", 0});
  ASSERT_EQ(model.devices.size(), 2U);
  EXPECT_EQ(model.devices.at("10.20.1.11").ip, (std::set<std::string>{"10.20.1.11", "10.20.1.12"}));
  const models::ThingKey peer{"peer", "read", "to 10.20.1.11"};
  const auto& things = model.devices.at("10.20.1.21").things;
  ASSERT_TRUE(things.contains(peer));
  EXPECT_EQ(things.at(peer).count, 2U);
  EXPECT_FALSE(things.contains({"peer", "read", "to 10.20.1.12"}));
}

TEST_F(Merge, TheCensusFollows) {
  learn(read(start, 21, 11));
  learn(read(start + 1s, 21, 12));
  make_one();
  const auto peers = census.peers(id(21));
  ASSERT_THAT(peers, SizeIs(1));
  EXPECT_EQ(peers[0], (std::pair{id(11), std::uint64_t{2}}));
  EXPECT_EQ(census.of(id(11))->serves.at("modbus"), 2U);
}

TEST_F(Merge, ThatTrafficCrossesIsNobodysBehaviour) {
  Observation o;
  o.time = start;
  o.protocol = {"vlan"};
  o.operation = "vlan_crossing";
  o.source = host(11);
  o.target = host(12);
  o.target.vlan = {20};
  const Sight& sight = learn(o);
  EXPECT_FALSE(sight.actor.is_set());
  EXPECT_TRUE(sight.familiar);
  EXPECT_EQ(behaviour.entities().size(), 0U);
  EXPECT_EQ(behaviour.entities().realms().joins(), 1U);
}

TEST_F(Merge, UnitsThatAnswerAreKept) {
  auto asked = read(start, 21, 11);
  asked.unit = 7;
  learn(asked);
  learn(answer(asked));
  auto refused = asked;
  refused.unit = 8;
  learn(answer(refused, 11));
  EXPECT_THAT(behaviour.entities().at(id(11)).identities.all(), SizeIs(1));
  EXPECT_EQ(to_string(behaviour.entities().at(id(11)).identities.all()[0]), "unit 7");
}

}  // namespace
}  // namespace vedette::baselines
