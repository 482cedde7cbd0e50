// SPDX-License-Identifier: Apache-2.0
#include "models/yaml_writer.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "models/schema/model.pb.h"
#include "models/schema/sensor.pb.h"
#include "models/schema/site.pb.h"
#include "models/schema/template.pb.h"
#include "models/schema/tuning.pb.h"
#include "models/yaml_reader.h"
#include "tests/models/random_message.h"

using namespace vedette;
using namespace vedette::models;

namespace {

template <typename Message>
void write_and_read() {
  Message message;
  fill_randomly(message);
  const std::string text = write_yaml(message);
  Message again;
  const auto file = read_yaml("f.yaml", text, again);
  if (!file) RC_FAIL(file.error().message + "\n" + text);
  if (!google::protobuf::util::MessageDifferencer::Equals(message, again)) RC_FAIL(text);
  RC_ASSERT(write_yaml(again) == text);
}

}  // namespace

RC_GTEST_PROP(YamlWriter, SiteIsReadAsWritten, ()) {
  write_and_read<v1::Site>();
}
RC_GTEST_PROP(YamlWriter, TuningIsReadAsWritten, ()) {
  write_and_read<v1::Tuning>();
}
RC_GTEST_PROP(YamlWriter, ModelIsReadAsWritten, ()) {
  write_and_read<v1::Model>();
}
RC_GTEST_PROP(YamlWriter, TemplateIsReadAsWritten, ()) {
  write_and_read<v1::RoleTemplate>();
}
RC_GTEST_PROP(YamlWriter, SensorIsReadAsWritten, ()) {
  write_and_read<v1::Sensor>();
}

TEST(YamlWriter, WritesAsPeopleDo) {
  v1::Site site;
  site.set_version(1);
  site.set_site("brewery-north");
  auto& zones = *site.mutable_zones();
  zones["telemetry"].add_cidr("10.20.2.0/24");
  zones["control"].add_cidr("10.20.1.0/24");
  zones["control"].add_vlan(20);
  auto& rule = *(*site.mutable_roles())["plc"].add_modbus();
  rule.add_from("hmi");
  auto& registers = *rule.add_registers();
  registers.set_table("holding");
  registers.set_range("0-199");
  registers.set_min(0);
  registers.set_max(1e-7);
  auto& device = *site.add_devices();
  device.set_name("plc-1");
  device.add_ip("10.20.1.11");
  device.add_mac("00:1d:9c:00:00:11");
  device.add_modbus_units(1);
  EXPECT_EQ(write_yaml(site), R"(version: 1
site: brewery-north
zones:
  control: { cidr: [10.20.1.0/24], vlan: [20] }
  telemetry: { cidr: [10.20.2.0/24] }
roles:
  plc:
    modbus:
      - from: [hmi]
        registers:
          - { table: holding, range: 0-199, min: 0, max: 1.0e-07 }
devices:
  - { name: plc-1, ip: 10.20.1.11, mac: "00:1d:9c:00:00:11", modbus_units: [1] }
)");
}

TEST(YamlWriter, QuotesWhatSomeReaderWouldTakeForSomethingElse) {
  for (const auto* text :
       {"",     "yes",      "No",         "ON", "y",  "n",  "null", "~",   "true", "5",  "010", "1e3",
        "0x1f", "12:30:45", "2026-03-02", ".5", "-a", "*a", "a: b", "a#b", "a ",   " a", "=",   "<<"}) {
    EXPECT_EQ(yaml_scalar(text), '"' + std::string{text} + '"');
  }
  for (const auto* text :
       {"plc-1", "read_coils", "holding 0-31", "0-199", "10.20.1.11", "10.20.1.0/24", "brewery/temperature"}) {
    EXPECT_EQ(yaml_scalar(text), text);
  }
  EXPECT_EQ(yaml_scalar("a\nb\"\\"), R"("a\x0ab\"\\")");
  EXPECT_EQ(yaml_scalar("\xe2\x80\xa8\xff"), "\"\\u2028\xef\xbf\xbd\"");
}
