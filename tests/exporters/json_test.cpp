// SPDX-License-Identifier: Apache-2.0
#include "exporters/json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using Ordered = nlohmann::ordered_json;

TEST(Json, HoldsTheContractsFieldsInItsOrder) {
  const Ordered json = Ordered::parse(to_json(full_alert(), 7));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"id",
                                            "revision",
                                            "status",
                                            "site",
                                            "sensor",
                                            "sequence",
                                            "severity",
                                            "detector",
                                            "title",
                                            "explanation",
                                            "first_seen",
                                            "last_seen",
                                            "count",
                                            "device",
                                            "peer",
                                            "protocol",
                                            "object",
                                            "observed",
                                            "expected",
                                            "p_value",
                                            "return_period_device_days",
                                            "contributions",
                                            "nearest_normal",
                                            "evidence",
                                            "attack",
                                            "response",
                                            "model_digest",
                                            "site_digest",
                                            "incident"}));
  EXPECT_EQ(json["severity"], "high");
  EXPECT_EQ(json["status"], "updated");
  EXPECT_EQ(json["sequence"], 7);
  EXPECT_EQ(json["first_seen"], "2026-03-02T08:00:00.000001Z");
  EXPECT_EQ(json["device"]["identity"], "unit 1");
  EXPECT_EQ(json["expected"], Ordered::parse(R"({"value":"no writes","interval":[0,0.5],"samples":8640})"));
  EXPECT_EQ(json["p_value"], 1.25e-9);
  EXPECT_EQ(json["contributions"][1], Ordered::parse(R"({"feature":"object","share":0.25})"));
  EXPECT_EQ(json["evidence"][0]["pcap_cnt"], 1201);
  EXPECT_EQ(json["evidence"][0]["community_id"], "1:wCb3OG7yAFWelaUydu0D+125CLM=");
  EXPECT_EQ(json["attack"][0]["id"], "T0836");
  EXPECT_EQ(json["response"]["quarantine"]["segment"], "control");
}

TEST(Json, LeavesOutWhatIsEmpty) {
  core::Alert alert;
  alert.id = "x";
  alert.detector = "policy";
  alert.precision = core::TimePrecision::seconds;
  EXPECT_EQ(to_json(alert), R"({"id":"x","revision":1,"status":"open","severity":"info","detector":"policy",)"
                            R"("first_seen":"1970-01-01T00:00:00Z","last_seen":"1970-01-01T00:00:00Z","count":0})");
}

TEST(Json, ShowsAnOpenIntervalAndTheCapturesPrecision) {
  core::Alert alert = full_alert();
  alert.expected.low.reset();
  alert.precision = core::TimePrecision::nanoseconds;
  const Ordered json = Ordered::parse(to_json(alert));
  EXPECT_EQ(json["expected"]["interval"], Ordered::parse("[null,0.5]"));
  EXPECT_EQ(json["last_seen"], "2026-03-02T08:12:00.500000000Z");
  EXPECT_FALSE(json.contains("sequence"));
}

TEST(Json, IsOneLineOfUtf8WhateverTheTextsHold) {
  core::Alert alert = full_alert();
  alert.title = "\xFF\n\x1b[2J\"\\";
  const std::string line = to_json(alert);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  EXPECT_EQ(Ordered::parse(line)["title"], "\xEF\xBF\xBD\n\x1b[2J\"\\");
}

}  // namespace
}  // namespace vedette::exporters
