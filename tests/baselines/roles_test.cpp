// SPDX-License-Identifier: Apache-2.0
// How devices come to their roles, and what a role knows by them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/behaviour.h"
#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Observation;
using core::VerbClass;

BehaviourConfig with_rules(std::vector<KnownDevice> devices = {}) {
  BehaviourConfig config;
  config.inventory.devices = std::move(devices);
  config.role_rules = {{"server", {"modbus"}, {}}, {"client", {}, {"modbus"}}};
  return config;
}

class Roles : public ::testing::Test {
 protected:
  explicit Roles(BehaviourConfig config = with_rules()) : behaviour(std::move(config)) {}
  void see(const Observation& o) {
    behaviour.observe(o);
    behaviour.accept();
  }
  EntityId id(std::uint8_t last) { return behaviour.entities().resolve(host(last), behaviour.now()); }
  std::string role(std::uint8_t last) { return behaviour.entities().at(id(last)).role; }
  /// Devices of the role that do it; nothing where the role does not know it.
  std::optional<std::uint32_t> doing(const std::string& name, Feature feature, VerbClass verb_class,
                                     std::string_view what) {
    const Role& pool = behaviour.role(name);
    const auto found = pool.things.find(thing_key(feature, verb_class, what));
    return found == pool.things.end() ? std::nullopt : std::optional{found->second.devices};
  }

  Behaviour behaviour;
};

TEST_F(Roles, ComeFromWhatADeviceServesAndUses) {
  see(read(start, 21, 11));
  EXPECT_EQ(role(21), "client");
  EXPECT_EQ(role(11), "server");
  see(connect(start, 31, 32, 443));
  EXPECT_EQ(role(31), "");
  EXPECT_EQ(behaviour.role("client").devices, 1U);
}

TEST_F(Roles, EarlierRulesWinWhileADeviceIsYoung) {
  see(read(start, 31, 11));
  EXPECT_EQ(role(31), "client");
  see(read(start + 30s, 21, 31));
  EXPECT_EQ(role(31), "server");
  EXPECT_EQ(behaviour.role("client").devices, 1U);  // 21
  EXPECT_EQ(behaviour.role("server").devices, 2U);  // 11 and 31
}

TEST_F(Roles, StickOnceADeviceHasSettled) {
  see(read(start, 31, 11));
  see(read(start + 61s, 21, 31));
  EXPECT_EQ(role(31), "client");
  EXPECT_EQ(behaviour.likely_role(id(31)), "client");
}

TEST_F(Roles, ADeviceThatWasQuietGetsItsRoleLate) {
  see(connect(start, 31, 32, 443));
  see(read(start + 1h, 31, 11));
  EXPECT_EQ(role(31), "client");
}

struct WrittenRoles : Roles {
  WrittenRoles() : Roles(with_rules({{"plc-1", "plc", {host(11).ip}, {}}, {"box", "", {host(31).ip}, {}}})) {}
};

TEST_F(WrittenRoles, AreNotInferredButKnowWhatTheyAreLike) {
  see(read(start, 21, 11));
  EXPECT_EQ(role(11), "plc");
  EXPECT_EQ(behaviour.likely_role(id(11)), "server");
  EXPECT_EQ(behaviour.template_of(id(11)), "server");
}

TEST_F(WrittenRoles, LeftOpenAreInferredLikeAStrangers) {
  see(read(start, 31, 11));
  EXPECT_EQ(role(31), "client");
  see(read(start + 30s, 21, 31));
  EXPECT_EQ(role(31), "server");
  EXPECT_EQ(behaviour.likely_role(id(31)), "server");
}

TEST_F(Roles, CountDevicesNotMessages) {
  for (int i = 0; i < 5; ++i) {
    see(read(start + i * 1s, 21, 11));
    see(read(start + i * 1s, 22, 11));
    see(read(start + i * 1s, 22, 12));
  }
  see(write(start + 6s, 22, 12));
  EXPECT_EQ(behaviour.role("client").devices, 2U);
  EXPECT_EQ(doing("client", Feature::side, VerbClass::read, "uses modbus"), 2U);
  // Both clients ask servers, one of them two: pooled by the peer's role, each counts once.
  EXPECT_EQ(doing("client", Feature::peer, VerbClass::read, "to role server"), 2U);
  EXPECT_EQ(doing("client", Feature::peer, VerbClass::write, "to role server"), 1U);
  EXPECT_EQ(doing("server", Feature::peer, VerbClass::read, "from role client"), 2U);
  EXPECT_EQ(doing("server", Feature::function, VerbClass::write, "serves write_single_register"), 1U);
  EXPECT_EQ(doing("server", Feature::peer, VerbClass::write, "to role server"), std::nullopt);
}

TEST_F(Roles, ADeviceThatChangesItsRoleTakesItsThingsAlong) {
  see(read(start, 31, 11));
  see(read(start, 21, 11));
  ASSERT_EQ(doing("client", Feature::side, VerbClass::read, "uses modbus"), 2U);
  see(read(start + 1s, 21, 31));  // 31 is a gateway
  EXPECT_EQ(doing("client", Feature::side, VerbClass::read, "uses modbus"), 1U);
  EXPECT_EQ(doing("server", Feature::side, VerbClass::read, "uses modbus"), 1U);
}

TEST_F(Roles, FirstSightsSayWhatTheirRoleKnows) {
  see(read(start, 21, 11));
  see(read(start, 22, 12));
  std::map<std::string, FirstSight> by_what;
  const auto o = write(start + 1s, 21, 11);
  for (const auto& first : behaviour.observe(o).first_sights) by_what[first.name.what] = first;
  EXPECT_FALSE(by_what.at("uses write_single_register").role_knows);
  behaviour.accept();
  by_what.clear();
  for (const auto& first : behaviour.observe(write(start + 2s, 22, 12)).first_sights) by_what[first.name.what] = first;
  const FirstSight& first = by_what.at("uses write_single_register");
  EXPECT_TRUE(first.role_knows);
  EXPECT_EQ(first.role_devices_doing, 1U);
  EXPECT_EQ(first.role_devices, 2U);
  EXPECT_EQ(first.age, 2s);
}

TEST_F(Roles, APeerOfTheSameRoleIsASibling) {
  see(read(start, 21, 11));
  see(read(start, 21, 12));
  bool sibling = false;
  for (const auto& first : behaviour.observe(write(start + 90s, 11, 12)).first_sights) {
    sibling = sibling || first.sibling;
    EXPECT_EQ(first.sibling, first.name.what == "to 10.20.1.12");
  }
  EXPECT_TRUE(sibling);
  for (const auto& first : behaviour.observe(write(start + 91s, 21, 12)).first_sights) EXPECT_FALSE(first.sibling);
}

TEST_F(Roles, ExposureIsTheTimeOfTheirDevicesByAge) {
  see(read(start, 21, 11));
  see(read(start + 100s, 22, 11));
  see(read(start + 300s, 21, 11));
  see(read(start + 300s, 22, 11));
  behaviour.flush();
  Role& clients = behaviour.role("client");
  behaviour.refresh_exposure(clients);
  EXPECT_EQ(clients.exposure_s[0], 4U);  // both, up to two seconds
  EXPECT_EQ(clients.exposure_s[6], 128U);
  EXPECT_EQ(clients.exposure_s[7], 128U + 72U);  // 300 s and 200 s
  EXPECT_EQ(clients.exposure_s[8], 44U);
  std::uint64_t all = 0;
  for (const auto seconds : clients.exposure_s) all += seconds;
  EXPECT_EQ(all, 500U);
}

// A laptop that came by for a minute has not been quiet for the hour since.
TEST_F(Roles, WhoIsGoneIsNotExposed) {
  see(read(start, 21, 11));
  see(read(start + 60s, 21, 11));
  for (int i = 0; i < 60; ++i) see(read(start + i * 1min, 22, 11));
  behaviour.flush();
  Role& clients = behaviour.role("client");
  behaviour.refresh_exposure(clients);
  std::uint64_t all = 0;
  for (const auto seconds : clients.exposure_s) all += seconds;
  EXPECT_EQ(all, 60U + 59U * 60U);
}

TEST_F(Roles, FirstSightsAreCountedAtTheAgeOfTheirDevice) {
  see(read(start, 21, 11));
  see(write(start + 100s, 21, 11));
  const auto& events = behaviour.role("client").first_sights[static_cast<std::size_t>(Feature::function)];
  EXPECT_EQ(events[static_cast<std::size_t>(VerbClass::read)][0], 1U);
  EXPECT_EQ(events[static_cast<std::size_t>(VerbClass::write)][6], 1U);
}

struct CrowdedRoles : Roles {
  static BehaviourConfig small() {
    auto config = with_rules();
    config.entity_cap = 16;
    return config;
  }
  CrowdedRoles() : Roles(small()) {}
};

TEST_F(CrowdedRoles, CountOnlyThoseWhoAreStillKnown) {
  for (std::uint8_t i = 1; i <= 100; ++i) {
    see(read(start + i * 1s, i, 200));
    const Role& clients = behaviour.role("client");
    std::uint32_t devices = 0;
    for (std::uint32_t e = 0; e < behaviour.entities().size(); ++e)
      devices += behaviour.entities().at({e}).role == "client" ? 1U : 0U;
    ASSERT_EQ(clients.devices, devices);
    ASSERT_EQ(doing("client", Feature::peer, VerbClass::read, "to role server"), devices);
  }
}

}  // namespace
}  // namespace vedette::baselines
