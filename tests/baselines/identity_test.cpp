// SPDX-License-Identifier: Apache-2.0
// The rules of docs/decisions/0008-who-is-a-device.md, one test each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "baselines/entity.h"
#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Endpoint;
using core::IdentityKind;
using core::IpAddress;
using core::Observation;
using core::Timestamp;
using ::testing::SizeIs;

core::MacAddress mac(std::uint8_t last) {
  return {{2, 0, 0, 0, 0, last}};
}
Endpoint end(std::string_view address, std::uint8_t mac_last, std::uint16_t vlan = 0) {
  return {.mac = mac(mac_last), .vlan = {vlan}, .ip = *IpAddress::parse(address)};
}
Observation claim(const Endpoint& source, Timestamp time, IdentityKind kind = IdentityKind::link_address,
                  std::uint32_t number = 0, std::string_view text = {}) {
  Observation o;
  o.time = time;
  o.verb = core::Verb::discover;
  o.source = source;
  o.target = source;
  o.target.ip = {};
  o.target.mac = {};
  o.claim = {kind, number, text};
  return o;
}

class Identification : public ::testing::Test {
 protected:
  EntityTable& table() {
    if (!table_) table_.emplace(inventory, cap);
    return *table_;
  }
  EntityId who(const Endpoint& e, core::Duration after = {}) { return table().resolve(e, start + after); }
  void claims(const Endpoint& e, core::Duration after = {}) { table().note(claim(e, start + after)); }
  void names(const Endpoint& e, IdentityKind kind, std::uint32_t number, std::string_view text,
             core::Duration after = {}) {
    table().note(claim(e, start + after, kind, number, text));
  }
  void cross(const Endpoint& a, const Endpoint& b) {
    Observation o;
    o.time = start;
    o.source = a;
    o.target = b;
    table().note(o);
  }
  const Entity& at(const Endpoint& e) { return table().at(who(e)); }
  const Station& station(std::uint8_t mac_last) { return *table().stations().find({{0}, mac(mac_last)}); }

  Inventory inventory;
  std::size_t cap = EntityTable::default_cap;
  std::optional<EntityTable> table_;
};

TEST_F(Identification, AddressesClaimedWithOneMacAreOneDevice) {
  const auto id = who(end("10.0.0.5", 5));
  claims(end("10.0.0.5", 5));
  claims(end("2001:db8::5", 5));
  EXPECT_EQ(who(end("10.0.0.5", 5)), id);
  EXPECT_EQ(who(end("2001:db8::5", 5)), id);
  EXPECT_EQ(table().at(id).name, "10.0.0.5");
  EXPECT_THAT(table().at(id).addresses.all(), SizeIs(2));
  Endpoint bare;
  bare.mac = mac(5);
  EXPECT_EQ(who(bare), id);
}

TEST_F(Identification, WhatWasKnownByItsMacGetsItsAddressAndKeepsItsName) {
  Endpoint bare;
  bare.mac = mac(5);
  const auto id = who(bare);
  claims(end("10.0.0.5", 5), 1s);
  EXPECT_EQ(who(end("10.0.0.5", 5)), id);
  EXPECT_EQ(table().at(id).name, "02:00:00:00:00:05");
  EXPECT_EQ(table().at(id).ip.to_string(), "10.0.0.5");
}

TEST_F(Identification, AClaimJoinsWhatUseHadKeptApartAndTheOlderGoesOn) {
  const auto one = who(end("10.0.0.5", 5));
  const auto other = who(end("10.0.0.6", 5), 1s);
  ASSERT_NE(one, other);
  claims(end("10.0.0.6", 5), 2s);
  EXPECT_EQ(who(end("10.0.0.5", 5)), one);  // nothing was said of this one
  EXPECT_NE(who(end("10.0.0.6", 5)), one);
  claims(end("10.0.0.5", 5), 3s);
  EXPECT_EQ(who(end("10.0.0.5", 5)), one);
  EXPECT_EQ(who(end("10.0.0.6", 5)), one);
  ASSERT_THAT(table().forgotten(), SizeIs(1));
  EXPECT_EQ(table().forgotten()[0].id, other);
  EXPECT_EQ(table().forgotten()[0].into, one);
  EXPECT_THAT(table().at(one).former_names, ::testing::ElementsAre("10.0.0.6"));
}

TEST_F(Identification, LinkLocalAddressesBelongToTheirMac) {
  claims(end("10.0.0.5", 5));
  EXPECT_EQ(who(end("fe80::5", 5)), who(end("10.0.0.5", 5)));
  EXPECT_NE(who(end("fe80::6", 6)), who(end("10.0.0.5", 5)));
}

TEST_F(Identification, PrivacyAddressesOfAClaimedNetworkAreTheSameDeviceAndBounded) {
  claims(end("2001:db8::5", 5));
  const auto id = who(end("2001:db8::5", 5));
  for (int day = 1; day <= 40; ++day)
    EXPECT_EQ(who(end(fmt::format("2001:db8::{:x}", 0x1000 + day), 5), day * 24h), id) << day;
  EXPECT_NE(who(end("2001:db8:0:1::7", 5)), id);  // another network: maybe from behind it
  EXPECT_THAT(table().at(id).addresses.all(), SizeIs(Bindings::cap));
  EXPECT_EQ(table().identity_stats().dropped, 41U - Bindings::cap);
  EXPECT_EQ(table().address_count(), Bindings::cap + 1);
}

TEST_F(Identification, ChangedByDhcpItIsTheSameDevice) {
  claims(end("10.0.0.5", 5));
  const auto id = who(end("10.0.0.5", 5));
  claims(end("10.0.0.9", 5), 1h);
  EXPECT_EQ(who(end("10.0.0.9", 5), 1h), id);
  EXPECT_EQ(table().at(id).ip.to_string(), "10.0.0.9");
  EXPECT_EQ(table().at(id).name, "10.0.0.5");  // for the run
  // The address it left goes to whoever claims it next.
  claims(end("10.0.0.5", 6), 2h);
  const auto next = who(end("10.0.0.5", 6), 2h);
  EXPECT_NE(next, id);
  EXPECT_EQ(table().at(next).name, "10.0.0.5 at 02:00:00:00:00:06");
  EXPECT_EQ(table().identity_stats().moves, 1U);
  EXPECT_EQ(table().identity_stats().conflicts, 0U);
}

TEST_F(Identification, AnAddressInUseIsNotGivenToAnotherMac) {
  claims(end("10.0.0.5", 5));
  const auto id = who(end("10.0.0.5", 5));
  claims(end("10.0.0.66", 66));
  const auto liar = who(end("10.0.0.66", 66));
  for (int i = 0; i < 10; ++i) claims(end("10.0.0.5", 66), i * 1min);
  EXPECT_EQ(who(end("10.0.0.5", 66), 9min), id);
  EXPECT_NE(id, liar);
  ASSERT_THAT(table().at(id).conflicts, SizeIs(1));
  EXPECT_EQ(table().at(id).conflicts[0].mac, mac(66));
  EXPECT_EQ(table().at(id).conflicts[0].count, table().identity_stats().conflicts);
  // Its own traffic keeps it, even where no claim does: just below and at the limit.
  who(end("10.0.0.5", 5), 20min);
  claims(end("10.0.0.5", 66), 30min - 1s);
  EXPECT_EQ(who(end("10.0.0.5", 66), 30min), id);
  claims(end("10.0.0.5", 66), 40min);
  EXPECT_EQ(who(end("10.0.0.5", 66), 40min), liar);
}

TEST_F(Identification, WhatIsWrittenKeepsItsAddress) {
  inventory.devices = {{"plc-1", "plc", {*IpAddress::parse("10.0.0.5")}, {mac(5)}},
                       {"plc-2", "plc", {*IpAddress::parse("10.0.0.6")}, {}}};
  claims(end("10.0.0.5", 66));
  claims(end("10.0.0.5", 66), 10h);
  EXPECT_EQ(who(end("10.0.0.5", 66), 10h), EntityId{0});
  EXPECT_EQ(table().identity_stats().conflicts, 2U);
  claims(end("10.0.0.5", 5), 11h);
  claims(end("fe80::5", 5), 11h);
  EXPECT_EQ(who(end("fe80::5", 5), 11h), EntityId{0});
  // Where no MAC is written, the first to claim it holds it, and new hardware after a silence is the same device.
  claims(end("10.0.0.6", 6));
  claims(end("10.0.0.6", 7), 1s);
  EXPECT_EQ(table().identity_stats().conflicts, 3U);
  claims(end("10.0.0.6", 7), 1h);
  EXPECT_EQ(table().identity_stats().conflicts, 3U);
  EXPECT_EQ(who(end("10.0.0.6", 7), 1h), EntityId{1});
}

TEST_F(Identification, ManyUnclaimedAddressesMakeARouter) {
  claims(end("10.0.0.1", 1));
  for (std::uint8_t i = 1; i <= 3; ++i) who(end(fmt::format("10.0.9.{}", i), 1));
  EXPECT_EQ(station(1).forwards, Forwards::no);
  const auto fourth = who(end("10.0.9.4", 1));
  EXPECT_EQ(station(1).forwards, Forwards::many_behind);
  EXPECT_EQ(why_router(station(1)), "4 addresses came from behind it");
  EXPECT_NE(fourth, who(end("10.0.0.1", 1)));
  EXPECT_EQ(who(end("fe80::1", 1)), who(end("10.0.0.1", 1)));  // never forwarded
}

TEST_F(Identification, AddressesClaimedLaterAreNotBehindIt) {
  for (std::uint8_t i = 1; i <= 4; ++i) who(end(fmt::format("10.0.0.{}", i), 1));
  EXPECT_TRUE(station(1).stands_for_others());
  claims(end("10.0.0.1", 1));
  EXPECT_FALSE(station(1).stands_for_others());
}

TEST_F(Identification, OnePublicAddressBesideAPrivateOneMakesARouter) {
  claims(end("10.0.0.1", 1));
  const auto outside = who(end("93.184.216.34", 1));
  EXPECT_NE(outside, who(end("10.0.0.1", 1)));
  EXPECT_EQ(station(1).forwards, Forwards::from_outside);
}

TEST_F(Identification, ARouterThatSaysSoGivesUpWhatItOnlyHandedOn) {
  claims(end("2001:db8::1", 1));
  const auto id = who(end("2001:db8::1", 1));
  ASSERT_EQ(who(end("2001:db8::77", 1)), id);
  table().note(claim(end("fe80::1", 1), start, IdentityKind::router));
  EXPECT_EQ(who(end("2001:db8::1", 1)), id);
  EXPECT_NE(who(end("2001:db8::77", 1)), id);
  EXPECT_EQ(station(1).forwards, Forwards::advertised);
}

TEST_F(Identification, AVirtualRoutersMacIsARouters) {
  Endpoint e = end("10.0.0.1", 1);
  e.mac = {{0, 0, 0x5e, 0, 1, 7}};
  who(e);
  EXPECT_EQ(table().stations().find({{0}, e.mac})->forwards, Forwards::virtual_mac);
}

TEST_F(Identification, AProxyKeepsItsFirstAddressOnly) {
  for (std::uint8_t i = 1; i <= 8; ++i) claims(end(fmt::format("10.0.0.{}", i), 1));
  const auto id = who(end("10.0.0.1", 1));
  EXPECT_EQ(who(end("10.0.0.8", 1)), id);
  claims(end("10.0.0.9", 1));
  EXPECT_TRUE(station(1).proxy);
  EXPECT_EQ(who(end("10.0.0.1", 1)), id);
  EXPECT_NE(who(end("10.0.0.8", 1)), id);
  EXPECT_NE(who(end("10.0.0.9", 1)), who(end("10.0.0.8", 1)));
  // The true one may come forward.
  claims(end("10.0.0.8", 8));
  claims(end("fe80::8", 8));
  EXPECT_EQ(who(end("fe80::8", 8)), who(end("10.0.0.8", 1)));
  EXPECT_EQ(table().identity_stats().conflicts, 0U);
}

TEST_F(Identification, VlansAreApartUntilTrafficCrosses) {
  const auto one = who(end("10.0.0.5", 5, 10));
  const auto other = who(end("10.0.0.5", 6, 20), 1s);
  const auto untagged = who(end("10.0.0.5", 7), 2s);
  EXPECT_EQ((std::set{one, other, untagged}.size()), 3U);
  EXPECT_EQ(table().at(other).name, "10.0.0.5 vlan 20");
  const auto before = table().generation();
  cross(end("10.0.0.8", 8, 20), end("10.0.0.9", 9, 10));
  EXPECT_GT(table().generation(), before);
  EXPECT_EQ(who(end("10.0.0.5", 6, 20)), one);  // the older one goes on
  EXPECT_EQ(who(end("10.0.0.5", 5, 10)), one);
  EXPECT_EQ(who(end("10.0.0.5", 7)), untagged);
  cross(end("10.0.0.8", 8), end("10.0.0.9", 9, 20));
  EXPECT_EQ(who(end("10.0.0.5", 7)), one);
  EXPECT_EQ(table().realms().joins(), 2U);
}

TEST_F(Identification, VlansStayApartWhereTheSiteSaysAlways) {
  inventory.vlan_in_identity = core::VlanInIdentity::always;
  cross(end("10.0.0.8", 8, 20), end("10.0.0.9", 9, 10));
  EXPECT_NE(who(end("10.0.0.5", 5, 10)), who(end("10.0.0.5", 5, 20)));
}

TEST_F(Identification, VlansSayNothingWhereTheSiteSaysNever) {
  inventory.vlan_in_identity = core::VlanInIdentity::never;
  EXPECT_EQ(who(end("10.0.0.5", 5, 10)), who(end("10.0.0.5", 5, 20)));
  Endpoint tunnelled = end("10.0.0.5", 5);
  tunnelled.network = 7;
  EXPECT_NE(who(tunnelled), who(end("10.0.0.5", 5)));
}

TEST_F(Identification, TheSameWrittenAddressIsToldApartByItsVlan) {
  const auto ip = *IpAddress::parse("10.0.0.5");
  inventory.devices = {{.name = "a", .role = "", .ips = {ip}, .macs = {}, .vlans = {{10}}},
                       {.name = "b", .role = "", .ips = {ip}, .macs = {}, .vlans = {{20}}}};
  EXPECT_EQ(at(end("10.0.0.5", 5, 20)).name, "b");
  EXPECT_EQ(at(end("10.0.0.5", 5, 10)).name, "a");
  EXPECT_EQ(at(end("10.0.0.5", 5, 30)).known, false);
  cross(end("10.0.0.8", 8, 20), end("10.0.0.9", 9, 10));
  EXPECT_EQ(at(end("10.0.0.5", 5, 20)).name, "b");
}

TEST_F(Identification, AnInstanceFindsADeviceWrittenWithoutAddress) {
  inventory.devices = {
      {.name = "ahu-3", .role = "", .ips = {}, .macs = {}, .identities = {{IdentityKind::bacnet_instance, 1203, {}}}}};
  const auto stranger = who(end("10.0.0.5", 5));
  names(end("10.0.0.5", 5), IdentityKind::bacnet_instance, 1203, {}, 1s);
  EXPECT_EQ(who(end("10.0.0.5", 5)), EntityId{0});
  EXPECT_EQ(table().forgotten().back().id, stranger);
  // Another who uses the name while it is there does not become it.
  names(end("10.0.0.66", 66), IdentityKind::bacnet_instance, 1203, {}, 2s);
  EXPECT_NE(who(end("10.0.0.66", 66)), EntityId{0});
  EXPECT_THAT(table().at({0}).conflicts, SizeIs(1));
  // Gone from there, it may be found elsewhere.
  names(end("10.0.0.7", 7), IdentityKind::bacnet_instance, 1203, {}, 1h);
  EXPECT_EQ(who(end("10.0.0.7", 7), 1h), EntityId{0});
}

TEST_F(Identification, ClientsBehindOneAddressAreToldApartByPort) {
  inventory.devices = {
      {.name = "c-7", .role = "", .ips = {}, .macs = {}, .identities = {{IdentityKind::mqtt_client_id, 0, "c-7"}}},
      {.name = "c-8", .role = "", .ips = {}, .macs = {}, .identities = {{IdentityKind::mqtt_client_id, 0, "c-8"}}}};
  Endpoint one = end("10.0.0.5", 5), other = one;
  one.port = {1000};
  other.port = {1001};
  names(one, IdentityKind::mqtt_client_id, 0, "c-7");
  names(other, IdentityKind::mqtt_client_id, 0, "c-8");
  EXPECT_EQ(at(one).name, "c-7");
  EXPECT_EQ(at(other).name, "c-8");
  EXPECT_EQ(at(end("10.0.0.5", 5)).name, "c-7");
}

TEST_F(Identification, ANameOfADeviceWithAWrittenAddressIsOnlyCompared) {
  inventory.devices = {{.name = "ahu",
                        .role = "",
                        .ips = {*IpAddress::parse("10.0.0.5")},
                        .macs = {},
                        .identities = {{IdentityKind::bacnet_instance, 3, {}}}}};
  names(end("10.0.0.6", 6), IdentityKind::bacnet_instance, 3, {});
  EXPECT_NE(who(end("10.0.0.6", 6)), EntityId{0});
  EXPECT_EQ(table().identity_stats().conflicts, 1U);
}

TEST(Realms, AreBoundedAndCountWhatIsPastTheBound) {
  Realms realms(core::VlanInIdentity::automatic, 4);
  std::set<RealmId> seen;
  for (std::uint16_t vlan = 0; vlan < 10; ++vlan) seen.insert(realms.of({.vlan = {vlan}}));
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_EQ(realms.overflows(), 6U);
  EXPECT_FALSE(realms.cross({.vlan = {1}}, {.vlan = {9}}));  // that would join strangers
  EXPECT_FALSE(realms.cross({.vlan = {1}}, {.vlan = {2}, .network = 5}));
  EXPECT_TRUE(realms.cross({.vlan = {1}}, {.vlan = {2}}));
  EXPECT_FALSE(realms.cross({.vlan = {2}}, {.vlan = {1}}));
  EXPECT_NE(realms.of({.outer_vlan = {1}}), realms.of({.vlan = {1}}));
}

TEST(Stations, AreBounded) {
  Stations stations(8);
  for (std::uint8_t i = 0; i < 200; ++i) stations.at({{0}, mac(i)}, start + i * 1s);
  EXPECT_LE(stations.size(), 8U);
  EXPECT_EQ(stations.evictions(), 200U - stations.size());
  EXPECT_NE(stations.find({{0}, mac(199)}), nullptr);
}

}  // namespace
}  // namespace vedette::baselines
