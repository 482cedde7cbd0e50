// SPDX-License-Identifier: Apache-2.0
#include "baselines/entity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Endpoint;
using core::IpAddress;
using core::MacAddress;
using core::Timestamp;

IpAddress ip(std::string_view text) {
  return *IpAddress::parse(text);
}
MacAddress mac(std::string_view text) {
  return *MacAddress::parse(text);
}
Endpoint only_mac(std::string_view text) {
  return {mac(text), {}, {}, {}};
}

TEST(EntityTable, ADeviceIsItsAddressWhateverMacItComesWith) {
  EntityTable table({});
  const EntityId id = table.resolve(host(11), start);
  Endpoint through_router = host(11);
  through_router.mac = mac("02:00:00:00:00:fe");
  EXPECT_EQ(table.resolve(through_router, start + 1s), id);
  EXPECT_NE(table.resolve(host(12), start), id);
  EXPECT_EQ(table.at(id).name, "10.20.1.11");
  EXPECT_EQ(table.at(id).mac, host(11).mac);  // the first it was seen with
  EXPECT_EQ(table.at(id).first_seen, start);
  EXPECT_EQ(table.at(id).last_seen, start + 1s);
}

TEST(EntityTable, TheMacCountsOnlyWithoutAnAddress) {
  EntityTable table({});
  const EntityId by_mac = table.resolve(only_mac("02:00:00:00:00:0b"), start);
  EXPECT_EQ(table.at(by_mac).name, "02:00:00:00:00:0b");
  EXPECT_EQ(table.resolve(only_mac("02:00:00:00:00:0b"), start), by_mac);
  EXPECT_NE(table.resolve(host(11), start), by_mac);  // same MAC, and an address
}

TEST(EntityTable, GroupsAndNobodyAreNoDevices) {
  EntityTable table({});
  Endpoint end;
  EXPECT_FALSE(table.resolve(end, start).is_set());
  for (const auto* address : {"224.0.0.251", "255.255.255.255", "0.0.0.0", "ff02::1", "::"}) {
    end.ip = ip(address);
    EXPECT_FALSE(table.resolve(end, start).is_set()) << address;
  }
  EXPECT_FALSE(table.resolve(only_mac("ff:ff:ff:ff:ff:ff"), start).is_set());
  EXPECT_FALSE(table.resolve(only_mac("01:00:5e:00:00:fb"), start).is_set());
  EXPECT_EQ(table.size(), 0U);
}

// Whoever is asked for by ARP stands beside the broadcast address of the frame, as a network's own broadcast address
// does.
TEST(EntityTable, WhoIsAddressedByAGroupOfTheLinkIsNobody) {
  EntityTable table({});
  EXPECT_FALSE(table.resolve(arp_request(start, 1, 11).target, start).is_set());
  const EntityId id = table.resolve(host(11), start + 1s);
  EXPECT_FALSE(table.resolve(arp_request(start, 1, 11).target, start + 2s).is_set());
  EXPECT_EQ(table.at(id).mac, host(11).mac);
  Endpoint everybody = host(255);
  everybody.mac = mac("ff:ff:ff:ff:ff:ff");
  EXPECT_FALSE(table.resolve(everybody, start).is_set());
  EXPECT_EQ(table.size(), 1U);
}

TEST(EntityTable, WrittenDownDevicesAreFoundByWhatWasWritten) {
  Inventory inventory;
  inventory.devices = {{"plc-1", "plc", {ip("10.20.1.11"), ip("fd00::11")}, {mac("02:00:00:00:00:aa")}},
                       {"sensor", "", {}, {mac("02:00:00:00:00:0c")}}};
  EntityTable table(inventory);
  const EntityId plc = table.resolve(host(11), start);
  EXPECT_EQ(table.at(plc).name, "plc-1");
  EXPECT_EQ(table.at(plc).role, "plc");
  EXPECT_TRUE(table.at(plc).known);
  Endpoint six = host(99);
  six.ip = ip("fd00::11");
  EXPECT_EQ(table.resolve(six, start), plc);
  // Its address was written down, so its MAC may be a router's and proves nothing.
  Endpoint behind = host(77);
  behind.mac = mac("02:00:00:00:00:aa");
  EXPECT_NE(table.resolve(behind, start), plc);
  // Written down by its MAC alone: found under any address, and without one.
  const EntityId sensor = table.resolve(host(12), start);
  EXPECT_EQ(table.at(sensor).name, "sensor");
  Endpoint moved = host(13);
  moved.mac = mac("02:00:00:00:00:0c");
  EXPECT_EQ(table.resolve(moved, start), sensor);
  EXPECT_EQ(table.resolve(only_mac("02:00:00:00:00:0c"), start), sensor);
}

TEST(EntityTable, ZonesAreNetworksBeforeVlans) {
  Inventory inventory;
  inventory.zones = {{"office", {}, {{7}}}, {"cell", {*core::IpPrefix::parse("10.20.1.0/24")}, {}}};
  inventory.devices = {
      {"plc-1", "", {ip("10.20.1.11")}, {}}, {"by-mac", "", {}, {host(12).mac}}, {"far", "", {ip("10.9.9.9")}, {}}};
  EntityTable table(inventory);
  const auto zone = [&](Endpoint end) { return table.at(table.resolve(end, start)).zone; };
  EXPECT_EQ(zone(host(11)), "cell");
  EXPECT_EQ(zone(host(21)), "cell");
  Endpoint tagged = host(22);
  tagged.vlan = {7};
  EXPECT_EQ(zone(tagged), "cell");
  tagged.ip = ip("192.168.1.1");
  EXPECT_EQ(zone(tagged), "office");
  tagged.ip = ip("192.168.1.2");
  tagged.vlan = {8};
  EXPECT_EQ(zone(tagged), "");
  // What the file leaves open shows on the wire.
  EXPECT_EQ(zone(host(12)), "cell");
  tagged.ip = ip("10.9.9.9");
  tagged.vlan = {7};
  EXPECT_EQ(zone(tagged), "office");
}

Endpoint spoofed(std::uint32_t n) {
  Endpoint end;
  end.ip = IpAddress::v4(172U << 24 | n);
  end.mac = {{2, 1, 0, 0, 0, 1}};
  return end;
}

TEST(EntityTable, AtTheCapTheLongestUnseenAreForgottenInBulk) {
  Inventory inventory;
  inventory.devices = {{"plc-1", "plc", {ip("10.20.1.11")}, {}}};
  EntityTable table(inventory, 65);  // the written one and 64 others
  for (std::uint32_t i = 0; i < 64; ++i) table.resolve(spoofed(i), start + i * 1s);
  const EntityId kept = table.resolve(spoofed(0), start + 100s);  // seen again
  EXPECT_EQ(table.generation(), 0U);
  const EntityId fresh = table.resolve(spoofed(1000), start + 101s);
  EXPECT_EQ(table.size(), 65U);
  EXPECT_EQ(table.generation(), 1U);
  EXPECT_EQ(table.evictions(), 8U);
  EXPECT_EQ(table.forgotten().size(), 8U);
  EXPECT_THAT(table.forgotten(),
              ::testing::Contains(::testing::Field(&Forgotten::id, fresh)));  // its number is used again
  EXPECT_EQ(table.at(fresh).name, "172.0.3.232");
  EXPECT_EQ(table.resolve(spoofed(0), start + 102s), kept);
  EXPECT_EQ(table.resolve(host(11), start + 102s), EntityId{0});  // written down: never forgotten
  // Seven more fit without forgetting anybody, and one that was forgotten comes back as new.
  for (std::uint32_t i = 1; i < 8; ++i) table.resolve(spoofed(i), start + 103s);
  EXPECT_EQ(table.generation(), 1U);
  EXPECT_EQ(table.at(table.resolve(spoofed(1), start + 104s)).first_seen, start + 103s);
  EXPECT_EQ(table.size(), 65U);
}

TEST(EntityTable, TheForgottenLeaveNothingBehind) {
  EntityTable table({}, 16);
  for (std::uint32_t i = 0; i < 17; ++i) table.resolve(spoofed(i), start + i * 1s);
  std::size_t seen = 0;
  for (std::uint32_t i = 0; i < table.size(); ++i) seen += table.at({i}).seen ? 1U : 0U;
  EXPECT_EQ(seen, 17U - table.evictions());
}

TEST(EntityTable, AFloodIsBoundedAndNeverLosesTheNewest) {
  EntityTable table({}, 64);
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    const EntityId id = table.resolve(spoofed(i), start + i * 1ms);
    ASSERT_EQ(table.resolve(spoofed(i), start + i * 1ms), id);
    ASSERT_EQ(table.at(id).ip, spoofed(i).ip);
  }
  EXPECT_EQ(table.size(), 64U);
}

// One who borrows the MAC of a device written down by it is not that device for long.
TEST(EntityTable, ManyAddressesBehindAWrittenMacAreDevicesOfTheirOwn) {
  Inventory inventory;
  inventory.devices = {{"gateway", "", {}, {mac("02:00:00:00:00:aa")}}};
  EntityTable table(inventory, 4'096);
  const auto behind = [](std::uint8_t last) {
    Endpoint end = host(last);
    end.mac = mac("02:00:00:00:00:aa");
    return end;
  };
  for (std::uint8_t i = 1; i <= 3; ++i) ASSERT_EQ(table.resolve(behind(i), start), EntityId{0});
  EXPECT_NE(table.resolve(behind(4), start), EntityId{0});
  EXPECT_EQ(table.resolve(behind(1), start), EntityId{0});  // the first stays
  EXPECT_NE(table.resolve(behind(2), start), EntityId{0});
  EXPECT_NE(table.resolve(behind(3), start), table.resolve(behind(2), start));
  EXPECT_EQ(table.identity_stats().splits, 2U);
  EXPECT_EQ(table.resolve(only_mac("02:00:00:00:00:aa"), start), EntityId{0});
}

}  // namespace
}  // namespace vedette::baselines
