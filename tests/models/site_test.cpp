// SPDX-License-Identifier: Apache-2.0
#include "models/site.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

#include "core/digest.h"
#include "models/file.h"

using namespace vedette;
using namespace vedette::models;
using testing::ElementsAre;

namespace {

const Vocabulary vocabulary{{"modbus",
                             {{"read_coils", "read_holding_registers", "read_input_registers", "write_single_coil",
                               "write_single_register", "write_multiple_registers"},
                              {"coil", "discrete", "input", "holding"}}}};

/// The contract's example, but for the secret whose values it leaves out.
constexpr std::string_view example = R"(version: 1
site: brewery-north
zones:
  control:   { cidr: [10.20.1.0/24], vlan: [20] }
  telemetry: { cidr: [10.20.2.0/24] }
roles:
  hmi: {}
  historian: {}
  bms: {}
  plc:
    zone: control
    modbus:                       # protocol scoping, as served by this role
      - { from: [hmi, historian], functions: [read_coils, read_holding_registers], registers: [{ table: holding, range: 0-199 }] }
      - { from: [hmi], functions: [write_single_register], registers: [{ table: holding, range: 100-119, min: 0, max: 1000 }] }
  cooler_gateway:
    zone: telemetry
    mqtt: { client_id: "cooler-*", username: "cooler-*", publish: ["brewery/+/temperature"], subscribe: ["brewery/+/command"] }
    domains: [time.brewery.example]
    heartbeat: { topic: "brewery/+/posture", every: 60s, expect: { firmware: ["2.4.*"] }, verify_key: posture.pub }
    tls: { required: true, min_version: "1.2", mutual: true, issuers: ["CN=site"], expires_within: 30d }
  ahu_controller:
    bacnet:
      - { from: [bms], services: [read_property, read_property_multiple, subscribe_cov] }
      - { from: [bms], services: [write_property], objects: ["analog-value:1-20/present-value"], priority: 9-16 }
devices:
  - { name: plc-1, role: plc, ip: 10.20.1.11, mac: "00:1d:9c:00:00:11", modbus_units: [1] }
  - { name: cooler-7, role: cooler_gateway, mqtt_client_id: cooler-7 }       # identity that outlives an address
  - { name: ahu-3, role: ahu_controller, bacnet_instance: 1203 }
honeytokens:
  - { name: decoy-keys, mqtt_topic: "brewery/admin/keys" }
  - { name: svc-backup, credential: { username: svc-backup } }
  - { name: spare-plc, ip: 10.20.1.250 }
  - { name: decoy-setpoint, modbus: { device: plc-1, table: holding, address: 4999 } }
  - { name: decoy-object, bacnet: { device: ahu-3, object: "analog-value:999" } }
  - { name: canary-domain, domain: vault.brewery.example }
points:
  - { name: boiler-temperature, modbus: { device: plc-1, unit: 1, table: input, address: 100, type: float32, words: big }, unit: degC, min: 0, max: 130 }
budget: { false_alerts_per_device_day: 0.001 }
vlan_in_identity: auto            # always | never
)";

std::string refusal(const std::string& text) {
  const auto site = parse_site("s.yaml", "version: 1\nsite: x\n" + text, vocabulary);
  return site ? "accepted" : site.error().message;
}
std::string rule_refusal(const std::string& rule) {
  return refusal("roles:\n  hmi: {}\n  plc:\n    modbus:\n      - " + rule + "\n");
}
std::string device_refusal(const std::string& devices) {
  return refusal("roles: { plc: {}, hmi: {} }\ndevices:\n" + devices);
}

}  // namespace

TEST(Site, ReadsTheContractsExample) {
  const auto site = parse_site("s.yaml", example, vocabulary);
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_EQ(site->name, "brewery-north");
  EXPECT_EQ(site->digest, vedette::core::sha256_hex(example));
  EXPECT_THAT(site->zones.at("control").cidr, ElementsAre(*core::IpPrefix::parse("10.20.1.0/24")));
  EXPECT_THAT(site->zones.at("control").vlan, ElementsAre(core::VlanId{20}));
  const auto& rules = *site->roles.at("plc").modbus;
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_THAT(rules[0].from, ElementsAre("hmi", "historian"));
  EXPECT_THAT(rules[0].functions, ElementsAre("read_coils", "read_holding_registers"));
  EXPECT_THAT(rules[0].registers, ElementsAre(RegisterRange{"holding", 0, 199, {}, {}}));
  EXPECT_THAT(rules[1].registers, ElementsAre(RegisterRange{"holding", 100, 119, 0, 1000}));
  EXPECT_EQ(rules[1].line, 14U);
  EXPECT_EQ(site->roles.at("plc").zone, "control");
  EXPECT_FALSE(site->roles.at("hmi").modbus);
  ASSERT_EQ(site->devices.size(), 3U);
  EXPECT_THAT(site->devices[0].ip, ElementsAre(*core::IpAddress::parse("10.20.1.11")));
  EXPECT_THAT(site->devices[0].modbus_units, ElementsAre(1));
  EXPECT_EQ(site->devices[1].mqtt_client_id, "cooler-7");
  EXPECT_EQ(site->devices[2].bacnet_instance, 1203U);
  EXPECT_EQ(site->vlan_in_identity, core::VlanInIdentity::automatic);
}

TEST(Site, SaysWhatItDoesNotEnforce) {
  const auto site = parse_site("s.yaml", example, vocabulary);
  ASSERT_TRUE(site);
  EXPECT_THAT(site->not_enforced,
              ElementsAre(NotEnforced{"roles.cooler_gateway.mqtt", 17}, NotEnforced{"roles.cooler_gateway.domains", 18},
                          NotEnforced{"roles.cooler_gateway.heartbeat", 19},
                          NotEnforced{"roles.cooler_gateway.tls", 20}, NotEnforced{"roles.ahu_controller.bacnet", 23},
                          NotEnforced{"honeytokens", 30}, NotEnforced{"points", 37}));
}

TEST(Site, ReadsThatOfTheBundledCaptures) {
  const auto path = std::string{VEDETTE_SOURCE_DIR} + "/pcaps/modbus/site.yaml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is absent";
  const auto site = load_site(path, vocabulary);
  ASSERT_TRUE(site) << site.error().message;
}

TEST(Site, TellsNoRulesFromNoneAllowed) {
  const auto site = parse_site("s.yaml", "version: 1\nsite: x\nroles: { a: {}, b: { modbus: [] } }\n", vocabulary);
  ASSERT_TRUE(site);
  EXPECT_FALSE(site->roles.at("a").modbus);
  EXPECT_TRUE(site->roles.at("b").modbus && site->roles.at("b").modbus->empty());
}

TEST(Site, ARangeThatIsLeftOutIsTheWholeTable) {
  const auto site = parse_site(
      "s.yaml",
      "version: 1\nsite: x\nroles: { a: { modbus: [{ registers: [{ table: coil }, { table: coil, range: 5 }] }] } }\n",
      vocabulary);
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_THAT((*site->roles.at("a").modbus)[0].registers,
              ElementsAre(RegisterRange{"coil", 0, 65535, {}, {}}, RegisterRange{"coil", 5, 5, {}, {}}));
}

TEST(Site, NeedsAName) {
  EXPECT_EQ(parse_site("s.yaml", "version: 1\n", vocabulary).error().message,
            "s.yaml:1:1: site: missing; allowed: a name");
  EXPECT_EQ(parse_site("s.yaml", "version: 1\nsite: \"*\"\n", vocabulary).error().message,
            "s.yaml:2:7: site: found '*'; allowed: a name; '*' is that of models of several sites");
}

TEST(Site, RefusesRulesOfWhatDoesNotExist) {
  EXPECT_EQ(rule_refusal("{ from: [hmis] }"),
            "s.yaml:7:18: roles.plc.modbus[0].from[0]: found 'hmis'; did you mean 'hmi'? allowed: hmi, plc");
  EXPECT_EQ(rule_refusal("{ functions: [read_coil] }").substr(0, 91),
            "s.yaml:7:23: roles.plc.modbus[0].functions[0]: found 'read_coil'; did you mean 'read_coils'");
  EXPECT_EQ(rule_refusal("{ registers: [{ table: coils }] }"),
            "s.yaml:7:32: roles.plc.modbus[0].registers[0].table: found 'coils'; did you mean 'coil'? "
            "allowed: coil, discrete, input, holding");
  EXPECT_EQ(rule_refusal("{ registers: [{ range: 5 }] }"),
            "s.yaml:7:23: roles.plc.modbus[0].registers[0].table: missing; allowed: coil, discrete, input, holding");
  EXPECT_EQ(refusal("roles: { plc: { zone: contrl } }\nzones: { control: {} }\n"),
            "s.yaml:3:23: roles.plc.zone: found 'contrl'; did you mean 'control'? allowed: control");
  EXPECT_EQ(refusal("roles: { plc: { zone: control } }\n"),
            "s.yaml:3:23: roles.plc.zone: found 'control'; allowed: none, since there are none");
}

TEST(Site, RefusesRangesThatAreNone) {
  for (const std::string range : {"199-0", "0-65536", "a", "0x10"}) {
    EXPECT_EQ(rule_refusal("{ registers: [{ table: coil, range: " + range + " }] }"),
              "s.yaml:7:45: roles.plc.modbus[0].registers[0].range: found '" + range +
                  "'; allowed: an address or a range such as 5 or 0-199, up to 65535");
  }
  EXPECT_EQ(rule_refusal("{ registers: [{ table: coil, min: 5, max: 4 }] }"),
            "s.yaml:7:43: roles.plc.modbus[0].registers[0].min: found 5, above max (4, line 7); allowed: at most 4");
}

TEST(Site, RefusesZonesThatOverlap) {
  EXPECT_EQ(refusal("zones:\n  a: { cidr: [10.0.0.0/8] }\n  b: { cidr: [10.1.0.0/16] }\n"),
            "s.yaml:5:15: zones.b.cidr[0]: 10.1.0.0/16 overlaps 10.0.0.0/8 at line 4 (zones.a.cidr[0]); "
            "allowed: zones that are apart, by address or by VLAN");
  EXPECT_EQ(refusal("zones:\n  a: { cidr: [10.1.0.0/16] }\n  b: { cidr: [10.0.0.0/8] }\n").substr(0, 32),
            "s.yaml:5:15: zones.b.cidr[0]: 10");
  EXPECT_EQ(refusal("zones:\n  a: { cidr: [10.0.0.0/8], vlan: [1] }\n  b: { cidr: [10.1.0.0/16], vlan: [2] }\n"),
            "accepted");
  EXPECT_EQ(refusal("zones:\n  a: { cidr: [10.0.0.0/8, 10.1.0.0/16] }\n  b: { cidr: [11.0.0.0/8] }\n"), "accepted");
  EXPECT_EQ(refusal("zones: { a: { cidr: [10.0.0.1/8] } }\n"),
            "s.yaml:3:22: zones.a.cidr[0]: found '10.0.0.1/8'; allowed: a network, whose bits behind its length are 0");
  EXPECT_EQ(refusal("zones: { a: { cidr: [10.0.0.0/33] } }\n"),
            "s.yaml:3:22: zones.a.cidr[0]: found '10.0.0.0/33'; allowed: a network such as 10.20.1.0/24");
  EXPECT_EQ(refusal("zones: { a: { vlan: [4095] } }\n"),
            "s.yaml:3:22: zones.a.vlan[0]: found 4095; allowed: 0 to 4094");
}

TEST(Site, RefusesDevicesThatContradictEachOther) {
  EXPECT_EQ(
      device_refusal("  - { name: a, role: plc, ip: 10.0.0.1 }\n  - { name: a, role: hmi, ip: 10.0.0.2 }\n"),
      "s.yaml:6:13: devices[1].name: 'a' stands already at line 5 (devices[0]) with the role 'plc', here with 'hmi'; "
      "allowed: each device once, with one role");
  EXPECT_EQ(device_refusal("  - { name: a, role: plc, ip: 10.0.0.1 }\n  - { name: b, role: hmi, ip: 10.0.0.1 }\n"),
            "s.yaml:6:31: devices[1].ip: '10.0.0.1' stands already at line 5 (devices[0].ip); "
            "allowed: each address once, unless the zones of both devices have different VLANs");
  EXPECT_EQ(device_refusal("  - { name: a, role: plc, mac: \"02:00:00:00:00:0a\" }\n  - { name: b, role: plc, mac: "
                           "\"02-00-00-00-00-0A\" }\n"),
            "s.yaml:6:32: devices[1].mac: '02:00:00:00:00:0a' stands already at line 5 (devices[0].mac); "
            "allowed: each MAC address once");
  EXPECT_EQ(device_refusal(
                "  - { name: a, role: plc, bacnet_instance: 7 }\n  - { name: b, role: plc, bacnet_instance: 7 }\n"),
            "s.yaml:6:44: devices[1].bacnet_instance: '7' stands already at line 5 (devices[0].bacnet_instance); "
            "allowed: each device instance once");
  EXPECT_EQ(refusal("zones: { a: { cidr: [10.0.0.0/8] } }\nroles: { plc: { zone: a } }\ndevices:\n  - { name: d, role: "
                    "plc, ip: 11.0.0.1 }\n"),
            "s.yaml:6:31: devices[0].ip: 11.0.0.1 is outside of zone 'a' (line 3), where role 'plc' lives; "
            "allowed: an address in that zone");
}

TEST(Site, OneAddressMayStandInTwoVlans) {
  const std::string zones =
      "zones: { a: { vlan: [1] }, b: { vlan: [2] } }\nroles: { p: { zone: a }, q: { zone: b } }\n"
      "devices:\n  - { name: a, role: p, ip: 10.0.0.1 }\n  - { name: b, role: q, ip: 10.0.0.1 }\n";
  EXPECT_EQ(refusal(zones), "accepted");
  EXPECT_NE(refusal(zones + "vlan_in_identity: never\n"), "accepted");
}

TEST(Site, RefusesIdentitiesThatAreNone) {
  EXPECT_EQ(device_refusal("  - { name: a, role: plc, ip: 10.0.0.256 }\n"),
            "s.yaml:5:31: devices[0].ip: found '10.0.0.256'; allowed: an address such as 10.20.1.11 or fd00::11");
  EXPECT_EQ(device_refusal("  - { name: a, role: plc, mac: \"01:00:5e:00:00:01\" }\n"),
            "s.yaml:5:32: devices[0].mac: found '01:00:5e:00:00:01'; allowed: a device's own address such as "
            "00:1d:9c:00:00:11");
  EXPECT_EQ(device_refusal("  - { name: a, role: plc, ip: 10.0.0.1, modbus_units: [256] }\n"),
            "s.yaml:5:56: devices[0].modbus_units[0]: found 256; allowed: 0 to 255");
  EXPECT_EQ(device_refusal("  - { name: a, role: plc }\n"),
            "s.yaml:5:5: devices[0]: the device has no identity; allowed: at least one of ip, mac, mqtt_client_id, "
            "bacnet_instance");
  EXPECT_EQ(device_refusal("  - { role: plc, ip: 10.0.0.1 }\n"),
            "s.yaml:5:5: devices[0].name: missing; allowed: a name");
  EXPECT_EQ(device_refusal("  - { name: a, ip: 10.0.0.1 }\n"),
            "s.yaml:5:5: devices[0].role: missing; allowed: hmi, plc");
}

TEST(Site, ChecksWhatItDoesNotEnforce) {
  const std::string device = "roles: { r: {} }\ndevices: [{ name: d, role: r, ip: 10.0.0.1 }]\n";
  EXPECT_EQ(refusal("honeytokens: [{ name: a, ip: 10.0.0.1, domain: b }]\n"),
            "s.yaml:3:15: honeytokens[0]: found 2 kinds of decoy; "
            "allowed: exactly one of mqtt_topic, credential, ip, modbus, bacnet, domain, secret");
  EXPECT_EQ(refusal(device + "honeytokens: [{ name: a, modbus: { device: e, table: coil, address: 1 } }]\n"),
            "s.yaml:5:44: honeytokens[0].modbus.device: found 'e'; did you mean 'd'? allowed: d");
  EXPECT_EQ(refusal(device + "points: [{ name: a, modbus: { device: d, table: coil, address: 65536 } }]\n"),
            "s.yaml:5:64: points[0].modbus.address: found 65536; allowed: 0 to 65535");
  EXPECT_EQ(refusal("points: [{ name: a }]\n"),
            "s.yaml:3:10: points[0]: the point stands nowhere; allowed: a key modbus that says where");
  EXPECT_EQ(refusal("roles: { r: { bacnet: [{ priority: 0-16 }] } }\n"),
            "s.yaml:3:36: roles.r.bacnet[0].priority: found '0-16'; allowed: a priority or a range such as 8 or 9-16, "
            "1 to 16");
  EXPECT_EQ(refusal("roles: { r: { tls: { min_version: \"1.4\" } } }\n"),
            "s.yaml:3:35: roles.r.tls.min_version: found '1.4'; did you mean '1.0'? allowed: 1.0, 1.1, 1.2, 1.3");
  EXPECT_EQ(refusal("budget: { false_alerts_per_device_day: 0 }\n"),
            "s.yaml:3:40: budget.false_alerts_per_device_day: found 0; allowed: a number above 0, at most 1000");
}
