// SPDX-License-Identifier: Apache-2.0
#include "exporters/boundary.h"

#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>

#include "exporters/json.h"
#include "exporters/utf8.h"
#include "models/schema/alert.pb.h"
#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using testing::HasSubstr;

TEST(Boundary, CarriesEveryField) {
  EXPECT_EQ(must(decode(encode(full_alert()))), full_alert());
}

TEST(Boundary, CarriesAnAlertWithNothingButItsName) {
  EXPECT_EQ(must(decode(encode(small_alert(3)))), small_alert(3));
}

TEST(Boundary, CutsAndRepairsWhatWouldBeRefused) {
  core::Alert alert = full_alert();
  alert.title = std::string(100'000, 'x') + "\xFF";
  alert.device.name = "\xFF\xFE";
  alert.p_value = std::numeric_limits<double>::quiet_NaN();
  alert.expected.high = std::numeric_limits<double>::infinity();
  alert.contributions.assign(1000, {std::string(1000, 'f'), 2.0});
  alert.evidence.assign(100, {1, core::timestamp_from_ns(-1), ""});
  alert.first_seen = core::timestamp_from_ns(-5);
  const std::string frame = encode(alert);
  EXPECT_LE(frame.size(), max_frame);
  const core::Alert read = must(decode(frame));
  EXPECT_EQ(read.title, std::string(512, 'x'));
  EXPECT_EQ(read.device.name, "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_FALSE(read.p_value || read.expected.high);
  EXPECT_EQ(read.contributions.size(), 32U);
  EXPECT_EQ(read.evidence.size(), core::max_evidence);
}

TEST(Boundary, TheGreatestAlertFitsAFrame) {
  core::Alert alert = full_alert();
  const std::string longest(5'000, 'x');
  for (std::string* text :
       {&alert.id, &alert.site, &alert.sensor, &alert.detector, &alert.title, &alert.explanation, &alert.protocol,
        &alert.object, &alert.observed, &alert.expected.text, &alert.nearest_normal, &alert.incident,
        &alert.model_digest, &alert.site_digest, &alert.response.playbook, &alert.response.quarantine_identity,
        &alert.response.quarantine_segment}) {
    *text = longest;
  }
  alert.device = alert.peer = {longest, longest, longest, longest, longest, longest};
  alert.contributions.assign(50, {longest, 1});
  alert.evidence.assign(50, {~0ULL, core::Timestamp::max(), longest});
  alert.attack.assign(50, {longest, longest, longest});
  EXPECT_TRUE(decode(encode(alert)));
}

/// What no honest watch sends, made by changing one thing in a sound message.
class Refused : public testing::TestWithParam<std::pair<const char*, std::function<void(v1::WatchMessage&)>>> {};

TEST_P(Refused, WithTheReason) {
  v1::WatchMessage message;
  ASSERT_TRUE(message.ParseFromString(encode(full_alert())));
  const auto& [reason, spoil] = GetParam();
  spoil(message);
  const auto result = decode(message.SerializeAsString());
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr(reason));
}

using Message = v1::WatchMessage;
INSTANTIATE_TEST_SUITE_P(
    Boundary, Refused,
    testing::Values(
        std::pair{"version 2", [](Message& m) { m.set_version(2); }},
        std::pair{"empty", [](Message& m) { m.clear_alert(); }},
        std::pair{"unknown", [](Message& m) { add_unknown_field(*m.mutable_alert()->mutable_device()); }},
        std::pair{"unknown", [](Message& m) { add_unknown_field(*m.mutable_alert()->mutable_evidence(1)); }},
        std::pair{"id is empty", [](Message& m) { m.mutable_alert()->clear_id(); }},
        std::pair{"detector", [](Message& m) { m.mutable_alert()->clear_detector(); }},
        std::pair{"revision", [](Message& m) { m.mutable_alert()->clear_revision(); }},
        std::pair{"severity", [](Message& m) { m.mutable_alert()->set_severity(static_cast<v1::Alert::Severity>(5)); }},
        std::pair{"status", [](Message& m) { m.mutable_alert()->set_status(static_cast<v1::Alert::Status>(-1)); }},
        std::pair{"time_digits", [](Message& m) { m.mutable_alert()->set_time_digits(7); }},
        std::pair{"before 1970", [](Message& m) { m.mutable_alert()->set_last_seen(-1); }},
        std::pair{"p_value", [](Message& m) { m.mutable_alert()->set_p_value(1.5); }},
        std::pair{"p_value",
                  [](Message& m) { m.mutable_alert()->set_p_value(std::numeric_limits<double>::quiet_NaN()); }},
        std::pair{"return_period",
                  [](Message& m) {
                    m.mutable_alert()->set_return_period_device_days(std::numeric_limits<double>::infinity());
                  }},
        std::pair{"interval",
                  [](Message& m) {
                    m.mutable_alert()->mutable_expected()->set_low(std::numeric_limits<double>::infinity());
                  }},
        std::pair{"share", [](Message& m) { m.mutable_alert()->mutable_contributions(0)->set_share(-0.1); }},
        std::pair{"evidence",
                  [](Message& m) {
                    for (int i = 0; i < 7; ++i) m.mutable_alert()->add_evidence();
                  }},
        std::pair{"contributions",
                  [](Message& m) {
                    for (int i = 0; i < 31; ++i) m.mutable_alert()->add_contributions();
                  }},
        std::pair{"techniques",
                  [](Message& m) {
                    for (int i = 0; i < 8; ++i) m.mutable_alert()->add_attack();
                  }},
        std::pair{"longer", [](Message& m) { m.mutable_alert()->set_object(std::string(2049, 'x')); }},
        std::pair{"too long", [](Message& m) { m.mutable_alert()->set_object(std::string(70'000, 'x')); }}));

RC_GTEST_PROP(Boundary, AnyBytesAreDecodedOrRefused, (const std::string& bytes)) {
  const auto alert = decode(bytes);
  if (alert) RC_ASSERT(must(decode(encode(*alert))) == *alert);
}

RC_GTEST_PROP(Boundary, AChangedByteGivesAnAlertThatIsSoundOrNone, ()) {
  std::string frame = encode(full_alert());
  const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
  frame[at] = static_cast<char>(*rc::gen::arbitrary<std::uint8_t>());
  const auto alert = decode(frame);
  if (!alert) return;
  RC_ASSERT(is_utf8(to_json(*alert)));
  RC_ASSERT(must(decode(encode(*alert))) == *alert);
}

}  // namespace
}  // namespace vedette::exporters
