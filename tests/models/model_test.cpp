// SPDX-License-Identifier: Apache-2.0
#include "models/model.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "core/digest.h"
#include "models/file.h"
#include "tests/models/model_fixture.h"

using namespace vedette;
using namespace vedette::models;

namespace {

std::string refusal(const std::string& text) {
  const auto model = parse_model_yaml("m.yaml", "version: 1\n" + text);
  return model ? "accepted" : model.error().message;
}
std::string rate_refusal(const std::string& rate) {
  return refusal("roles:\n  plc:\n    rates:\n      - " + rate + "\n");
}

}  // namespace

TEST(Model, IsAFileThatPeopleRead) {
  EXPECT_EQ(write_model(small_model("x", "e1", 2)), R"(version: 1
site: x
parts:
  - { sensor: north-1, epoch: e1, from: 1970-01-01T00:33:20Z, to: 1970-01-01T00:38:20Z, packets: 2000, observations: 1800 }
roles:
  plc:
    template: modbus_server
    devices: 1
    observed_s: 300
    exposure:
      - { seconds: 2 }
      - { age_log2: 8, seconds: 46 }
    first_sights:
      - { feature: peer, class: read, events: 1 }
    rates:
      - rate: reads
        window: 10s
        windows: 30
        sum: 60
        sum_of_squares: 120
        histogram:
          - { from: 2, windows: 30 }
        device_means:
          - { from: 2000, windows: 1 }
    things:
      - { feature: function, class: read, what: read_holding_registers, count: 600, devices: 1, first_seen: 1970-01-01T00:33:21Z, last_seen: 1970-01-01T00:38:19Z }
devices:
  plc-1:
    role: plc
    ip: [10.20.1.11]
    mac: ["00:1d:9c:00:00:11"]
    first_seen: 1970-01-01T00:33:20Z
    last_seen: 1970-01-01T00:38:20Z
    things:
      - { feature: peer, class: read, what: "hmi: 1", count: 2, first_seen: 1970-01-01T00:33:20Z, last_seen: 1970-01-01T00:33:20Z }
    rates:
      - rate: reads
        window: 10s
        windows: 30
        sum: 60
        sum_of_squares: 120
        histogram:
          - { from: 2, windows: 30 }
)");
}

TEST(Model, IsReadAsItWasWritten) {
  const Model model = small_model("x", "e1", 2);
  const std::string text = write_model(model);
  const auto loaded = parse_model_yaml("m.yaml", text);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->model, model);
  EXPECT_EQ(write_model(loaded->model), text);
  EXPECT_EQ(loaded->digest, core::sha256_hex(text));
  EXPECT_EQ(digest(model), loaded->digest);
}

TEST(Model, HasABinaryForm) {
  const Model model = small_model("x", "e1", 2);
  const std::string bytes = serialize_model(model);
  const auto again = parse_model("state", bytes);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, model);
  EXPECT_EQ(serialize_model(*again), bytes);
}

TEST(Model, TheBinaryFormIsCheckedToo) {
  EXPECT_EQ(parse_model("state", "\xff\xff").error().message, "state: not a vedette model");
  EXPECT_EQ(parse_model("state", "").error().message, "state: version: found 0; allowed: 1");
  EXPECT_EQ(parse_model("state", "\x08\x02").error().message,
            "state: version: found 2; allowed: 1 (written by a newer vedette)");
  Model impossible = small_model("x", "e1", 2);
  impossible.roles["plc"].rates.begin()->second.sum_of_squares = 1;
  EXPECT_EQ(parse_model("state", serialize_model(impossible)).error().message.substr(0, 59),
            "state: roles.plc.rates[0].sum_of_squares: found 1, which 30");
}

TEST(Model, RefusesSumsThatNoCountsHave) {
  const std::string allowed = "; allowed: at least the sum and its square divided by windows, at most its square";
  // 10 counts that add up to 100 have squares of 1000 at least.
  EXPECT_EQ(rate_refusal("{ rate: reads, window: 10s, windows: 10, sum: 100, sum_of_squares: 999 }"),
            "m.yaml:5:76: roles.plc.rates[0].sum_of_squares: found 999, which 10 counts with the sum 100 can't have" +
                allowed);
  EXPECT_EQ(rate_refusal("{ rate: reads, window: 10s, windows: 10, sum: 100, sum_of_squares: 1000 }"), "accepted");
  EXPECT_EQ(rate_refusal("{ rate: reads, window: 10s, windows: 10, sum: 100, sum_of_squares: 10001 }"),
            "m.yaml:5:76: roles.plc.rates[0].sum_of_squares: found 10001, which 10 counts with the sum 100 can't have" +
                allowed);
  EXPECT_EQ(
      rate_refusal("{ rate: reads, window: 10s, sum: 1, sum_of_squares: 1 }"),
      "m.yaml:5:61: roles.plc.rates[0].sum_of_squares: found 1, which 0 counts with the sum 1 can't have" + allowed);
}

TEST(Model, RefusesContradictions) {
  EXPECT_EQ(rate_refusal("{ rate: reads, window: 1500ms }"),
            "m.yaml:5:32: roles.plc.rates[0].window: found '1500ms'; allowed: whole seconds, 1s to 30d");
  EXPECT_EQ(rate_refusal("{ rate: reads, window: 10s, windows: 2, histogram: [{ from: 0, windows: 3 }] }"),
            "m.yaml:5:81: roles.plc.rates[0].histogram[0].windows: the buckets hold more than all the 2 windows; "
            "allowed: as many in all");
  EXPECT_EQ(
      rate_refusal("{ rate: reads, window: 10s }\n      - { rate: reads, window: 10s }"),
      "m.yaml:6:17: roles.plc.rates[1].rate: 'reads' per 10 s stands here a second time; allowed: each rate once");
  EXPECT_EQ(refusal("parts:\n  - { sensor: a, epoch: e, from: 2026-01-02T00:00:00Z, to: 2026-01-01T00:00:00Z }\n"),
            "m.yaml:3:60: parts[0].to: found 2026-01-01T00:00:00.000000Z, before from at line 3 "
            "(2026-01-02T00:00:00.000000Z); allowed: not before from");
  EXPECT_EQ(refusal("parts:\n  - { sensor: a, epoch: e }\n  - { sensor: a, epoch: e }\n"),
            "m.yaml:4:5: parts[1]: the part 'e' of 'a' stands here a second time; allowed: each part once");
  EXPECT_EQ(refusal("devices: { d: { role: plc } }\n"),
            "m.yaml:2:23: devices.d.role: found 'plc'; allowed: none, since there are none");
  EXPECT_EQ(refusal("roles: { plc: { devices: 1, things: [{ feature: peer, devices: 2 }] } }\n"),
            "m.yaml:2:64: roles.plc.things[0].devices: found 2; allowed: at most 1, the devices learned from");
  EXPECT_EQ(refusal("roles: { plc: { first_sights: [{ feature: peer, age_log2: 64 }] } }\n"),
            "m.yaml:2:59: roles.plc.first_sights[0].age_log2: found 64; allowed: 0 to 63");
  EXPECT_EQ(refusal("roles: { plc: { first_sights: [{ feature: peer, age_log2: -1 }] } }\n"),
            "m.yaml:2:59: roles.plc.first_sights[0].age_log2: found '-1'; allowed: a whole number from 0 to "
            "4294967295");
}

TEST(Model, OfANewerVersionIsNamedAsSuch) {
  const auto model = parse_model_yaml("m.yaml", "version: 3\nnovelties: {}\n");
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().kind, core::ErrorKind::usage);
  EXPECT_EQ(model.error().message, "m.yaml:1:10: version: found 3; allowed: 1 (written by a newer vedette)");
}
