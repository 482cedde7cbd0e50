// SPDX-License-Identifier: Apache-2.0
// Each refusal with its exact message: file, line, column, path, what was found, what is allowed.
#include "models/yaml_reader.h"

#include <gtest/gtest.h>

#include "models/schema/model.pb.h"
#include "models/schema/site.pb.h"
#include "models/schema/template.pb.h"

using namespace vedette;
using models::read_yaml;

namespace {

template <typename Message = v1::Site>
std::string refusal(std::string_view text) {
  Message message;
  const auto file = read_yaml("f.yaml", text, message);
  return file ? "accepted" : file.error().message;
}

}  // namespace

TEST(YamlReader, ReadsEveryKindOfField) {
  v1::Site site;
  const auto file = read_yaml("f.yaml",
                              "version: 1\nsite: x\nvlan_in_identity: never\nzones: { a: { vlan: [1, 2] } }\n"
                              "roles:\n  r:\n    modbus:\n      - { registers: [{ table: t, min: -1.5e0 }] }\n"
                              "    heartbeat: { every: 60s }\n    tls: { required: true }\n"
                              "devices:\n  - { ip: 10.0.0.1 }\n  - { ip: [10.0.0.2, 10.0.0.3], bacnet_instance: 0 }\n",
                              site);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(site.vlan_in_identity(), v1::VLAN_IN_IDENTITY_NEVER);
  EXPECT_EQ(site.zones().at("a").vlan(1), 2U);
  const auto& role = site.roles().at("r");
  EXPECT_EQ(role.modbus(0).registers(0).min(), -1.5);
  EXPECT_FALSE(role.modbus(0).registers(0).has_max());
  EXPECT_EQ(role.heartbeat().every(), 60'000'000'000);
  EXPECT_TRUE(role.tls().required());
  EXPECT_EQ(site.devices(0).ip(0), "10.0.0.1");
  EXPECT_EQ(site.devices(1).ip_size(), 2);
  EXPECT_TRUE(site.devices(1).has_bacnet_instance());
}

TEST(YamlReader, KnowsWhereThingsStand) {
  v1::Site site;
  const auto file = read_yaml("f.yaml", "version: 1\nroles:\n  plc:\n    modbus:\n      - { from: [a] }\n", site);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->place()["roles"]["plc"]["modbus"][0]["from"].line(), 5U);
  EXPECT_EQ(file->place()["roles"]["plc"]["modbus"][0]["from"].path(), "roles.plc.modbus[0].from");
  EXPECT_EQ(file->place()["roles"]["plc"]["zone"].node(), nullptr);
}

TEST(YamlReader, NamesTheKeyThatWasMeant) {
  EXPECT_EQ(refusal("version: 1\nroles:\n  plc:\n    modbus:\n      - { function: [a] }\n"),
            "f.yaml:5:11: roles.plc.modbus[0].function: unknown key; did you mean 'functions'? "
            "allowed: from, functions, registers");
  EXPECT_EQ(refusal("version: 1\nxyzzy: 1\n"),
            "f.yaml:2:1: xyzzy: unknown key; allowed: version, site, zones, roles, devices, honeytokens, points, "
            "budget, vlan_in_identity");
}

TEST(YamlReader, RefusesWrongTypes) {
  EXPECT_EQ(refusal("version: 1\nsite: [a]\n"), "f.yaml:2:7: site: found a list; allowed: text");
  EXPECT_EQ(refusal("version: 1\nsite:\n"), "f.yaml:2:1: site: found nothing; allowed: text");
  EXPECT_EQ(refusal("version: 1\nzones: a\n"), "f.yaml:2:8: zones: found 'a'; allowed: a mapping");
  EXPECT_EQ(refusal("version: 1\nzones: { a: [] }\n"), "f.yaml:2:13: zones.a: found a list; allowed: a mapping");
  EXPECT_EQ(refusal("version: 1\ndevices: { a: 1 }\n"),
            "f.yaml:2:10: devices: found a mapping; allowed: a list of mappings");
  EXPECT_EQ(refusal("version: 1\ndevices: [a]\n"), "f.yaml:2:11: devices[0]: found 'a'; allowed: a mapping");
  EXPECT_EQ(refusal("version: 1\nroles: { r: { domains: a } }\n"),
            "f.yaml:2:24: roles.r.domains: found 'a'; allowed: a list");
  EXPECT_EQ(refusal("version: 1\nroles: { r: { tls: { required: yes } } }\n"),
            "f.yaml:2:32: roles.r.tls.required: found 'yes'; allowed: true or false");
  EXPECT_EQ(refusal("version: 1\nvlan_in_identity: sometimes\n"),
            "f.yaml:2:19: vlan_in_identity: found 'sometimes'; allowed: auto, always, never");
  EXPECT_EQ(refusal("version: 1\nroles: { r: { heartbeat: { every: 60 } } }\n"),
            "f.yaml:2:35: roles.r.heartbeat.every: found '60'; allowed: a duration such as 250ms, 60s, 5m, 12h or 30d");
  EXPECT_EQ(refusal<v1::Model>("version: 1\nparts: [{ from: yesterday }]\n"),
            "f.yaml:2:17: parts[0].from: found 'yesterday'; allowed: a time such as 2026-03-02T08:00:00Z");
  EXPECT_EQ(refusal("- 1\n"), "f.yaml:1:1: found a list; allowed: a mapping");
}

TEST(YamlReader, RefusesNumbersThatDoNotFit) {
  const auto vlan = [](const std::string& value) {
    return refusal("version: 1\nzones: { a: { vlan: [" + value + "] } }\n");
  };
  const std::string allowed = "; allowed: a whole number from 0 to 4294967295";
  EXPECT_EQ(vlan("4294967295"), "accepted");
  for (const std::string value : {"4294967296", "-1", "1.0", "0x10", "010", "1_000", "+1", "1e3"}) {
    EXPECT_EQ(vlan(value), "f.yaml:2:22: zones.a.vlan[0]: found '" + value + "'" + allowed);
  }
  EXPECT_EQ(vlan("\"1\""), "f.yaml:2:22: zones.a.vlan[0]: found the text '1'" + allowed);
  const auto real = [](const std::string& value) {
    return refusal("version: 1\nbudget: { false_alerts_per_device_day: " + value + " }\n");
  };
  EXPECT_EQ(real("1e-3"), "accepted");
  for (const std::string value : {".nan", ".inf", "nan", "inf", "1e999", "one"}) {
    EXPECT_EQ(real(value), "f.yaml:2:40: budget.false_alerts_per_device_day: found '" + value + "'; allowed: a number");
  }
}

TEST(YamlReader, RefusesOtherVersions) {
  EXPECT_EQ(refusal("site: x\n"), "f.yaml:1:1: version: missing; allowed: 1");
  EXPECT_EQ(refusal("version: 0\n"), "f.yaml:1:10: version: found 0; allowed: 1");
  EXPECT_EQ(refusal("version: one\n"), "f.yaml:1:10: version: found 'one'; allowed: 1");
  EXPECT_EQ(refusal("version: 2\nnew_key: 1\n"),
            "f.yaml:1:10: version: found 2; allowed: 1 (written by a newer vedette)");
}

TEST(YamlReader, RefusesAKeyTwice) {
  EXPECT_EQ(refusal("version: 1\nsite: a\nsite: b\n"),
            "f.yaml:3:1: the key 'site' stands already at line 2; allowed: each key once");
  EXPECT_EQ(refusal("version: 1\nzones:\n  a: {}\n  a: {}\n"),
            "f.yaml:4:3: the key 'a' stands already at line 3; allowed: each key once");
}

TEST(YamlReader, RefusesWhatMakesSmallFilesLarge) {
  const std::string allowed = "found an anchor or alias; allowed: every value written out where it stands";
  EXPECT_EQ(refusal("version: 1\nsite: &a x\n"), "f.yaml:2:7: " + allowed);
  EXPECT_EQ(refusal("version: &a 1\nb: [*a, *a]\n"), "f.yaml:1:10: " + allowed);
  EXPECT_EQ(refusal("version: 1\nsite: !!str x\n"),
            "f.yaml:2:7: found the tag 'tag:yaml.org,2002:str'; allowed: values without tags");
  EXPECT_EQ(refusal("version: 1\nsite: " + std::string(40, '[') + std::string(40, ']') + "\n"),
            "f.yaml:2:38: nested too deeply; allowed: 32 levels");
}

TEST(YamlReader, RefusesWhatIsNoFileOfOurs) {
  EXPECT_EQ(refusal(""), "f.yaml: the file is empty");
  EXPECT_EQ(refusal("# only a comment\n"), "f.yaml: the file is empty");
  EXPECT_EQ(refusal("version: 1\n---\nversion: 1\n"), "f.yaml:3:1: found a second document; allowed: one");
  EXPECT_EQ(refusal("version: 1\nsite: a\x04z\n"), "f.yaml:2: found the control character 0x04; allowed: text");
  EXPECT_EQ(refusal("version: 1\nsite: \xff\n"), "f.yaml:2: found a byte that is not UTF-8 text");
  EXPECT_EQ(refusal("version: 1\n? [a]\n: b\n"), "f.yaml:2:3: found a list or mapping as a key; allowed: text");
  EXPECT_EQ(refusal("version: 1\nsite: [x\n"), "f.yaml:3:1: not YAML: end of sequence flow not found");
  EXPECT_EQ(refusal(std::string(models::max_yaml_bytes + 1, ' ')), "f.yaml: found 64 MiB; allowed: 64 MiB");
}

TEST(YamlReader, RefusesAFileThatWasCutInAText) {
  EXPECT_EQ(refusal("version: 1\nsite: \"x\n"), "f.yaml:2:7: found a text whose quote \" is not closed");
  EXPECT_EQ(refusal("version: 1\nsite: 'x''\n"), "f.yaml:2:7: found a text whose quote ' is not closed");
  EXPECT_EQ(refusal("version: 1\nsite: \"x\\\"\n"), "f.yaml:2:7: found a text whose quote \" is not closed");
  EXPECT_EQ(refusal("\xef\xbb\xbfversion: 1\nsite: 'é''s'\n"), "accepted");
  EXPECT_EQ(refusal("version: 1\nzones: { é: {} }\nsite: \"a\\\\\"\n"), "accepted");
}

TEST(YamlReader, ShowsOnlyTheStartOfLongText) {
  const auto message = refusal("version: 1\nvlan_in_identity: " + std::string(1000, 'x') + "\n");
  EXPECT_LT(message.size(), 200U);
}
