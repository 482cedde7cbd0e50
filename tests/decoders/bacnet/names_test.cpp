// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/names.h"

#include <cctype>
#include <cstdio>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>

namespace vedette::decoders::bacnet {
namespace {

using Table = std::map<std::uint32_t, std::string>;

/// The value tables of tshark's dissector, by field; empty where there is no tshark.
const std::map<std::string, Table>& tshark_tables() {
  static const auto tables = [] {
    std::map<std::string, Table> all;
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen("tshark -G values 2>/dev/null", "r"), pclose};
    std::string line;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
      if (c != '\n') {
        line += static_cast<char>(c);
        continue;
      }
      if (line.starts_with("V\tbacapp.")) {
        std::istringstream in{line};
        std::string kind, field, number, name;
        std::getline(in, kind, '\t'), std::getline(in, field, '\t'), std::getline(in, number, '\t'),
            std::getline(in, name, '\t');
        all[field][static_cast<std::uint32_t>(std::stoul(number, nullptr, 0))] = name;
      }
      line.clear();
    }
    return all;
  }();
  return tables;
}

/// Letters and digits alone: "confirmedCOVNotification" and "confirmed_cov_notification" are the same name.
std::string bare(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

struct Pair {
  const char* field;
  const Names* names;
  Table ours;  ///< where the standard's name is another than tshark's
};

class BacnetNamesOfTshark : public ::testing::TestWithParam<Pair> {};

TEST_P(BacnetNamesOfTshark, NumbersHaveTheSameNames) {
  if (tshark_tables().empty()) GTEST_SKIP() << "tshark is not there";
  const Pair& pair = GetParam();
  const auto table = tshark_tables().find(pair.field);
  ASSERT_NE(table, tshark_tables().end()) << pair.field;
  for (const auto& [number, name] : table->second) {
    const auto other = pair.ours.find(number);
    EXPECT_EQ(bare(pair.names->of(number)), bare(other == pair.ours.end() ? name : other->second)) << number;
  }
}

// 135-2020, clause 21. Left empty: numbers that were taken back.
const Pair pairs[]{
    {"bacapp.objectType", &names::object_types, {}},
    {"bacapp.property_identifier",
     &names::properties,
     {{0, "acked_transitions"},
      {5, "active_vt_sessions"},
      {18, ""},
      {23, "date_list"},
      {24, "daylight_savings_status"},
      {122, "vt_classes_supported"},
      {130, "event_time_stamps"},
      {400, "ip_address"},
      {401, "ip_default_gateway"},
      {402, "ip_dhcp_enable"},
      {403, "ip_dhcp_lease_time"},
      {404, "ip_dhcp_lease_time_remaining"},
      {405, "ip_dhcp_server"},
      {406, "ip_dns_server"},
      {411, "ip_subnet_mask"},
      {466, ""},
      {489, "subordinate_relationships"},
      {4194311, "sc_direct_connect_binding"},
      {4194315, "sc_failed_connection_requests"}}},
    {"bacapp.error_class", &names::error_classes, {}},
    {"bacapp.error_code", &names::error_codes, {{33, ""}}},
    {"bacapp.confirmed_service", &names::confirmed_services, {}},
    {"bacapp.unconfirmed_service", &names::unconfirmed_services, {}},
    {"bacapp.reject_reason", &names::reject_reasons, {}},
    {"bacapp.abort_reason", &names::abort_reasons, {}},
    {"bacapp.event_type", &names::event_types, {}},
    {"bacapp.from_state", &names::event_states, {}},
    {"bacapp.notify_type", &names::notify_types, {}},
    {"bacapp.restart_reason", &names::restart_reasons, {}},
};
INSTANTIATE_TEST_SUITE_P(Tables, BacnetNamesOfTshark, ::testing::ValuesIn(pairs),
                         [](const auto& info) { return bare(std::string_view{info.param.field}.substr(7)); });

TEST(BacnetNames, AreTokensAndEachIsOnlyThere) {
  for (const Names* const names : {&names::object_types, &names::properties, &names::units, &names::error_codes,
                                   &names::confirmed_services, &names::reliabilities, &names::access_events}) {
    std::set<std::string_view> seen;
    for (const auto run : {names->low, names->high}) {
      for (const std::string_view name : run) {
        if (name.empty()) continue;
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos) << name;
        // Two properties of 135-1995 came back under another number.
        static const std::set<std::string_view> twice{"group_member_names", "member_status_flags", "node_subtype",
                                                      "node_type", "requested_update_interval"};
        EXPECT_TRUE(seen.insert(name).second || twice.contains(name)) << name;
      }
    }
  }
}

TEST(BacnetNames, WhatHasNoNameKeepsItsNumber) {
  EXPECT_EQ(name_of_property(85), "present_value");
  EXPECT_EQ(name_of_property(512), "");
  EXPECT_EQ(NameText(names::properties, 512).text(), "proprietary_512");
  EXPECT_EQ(NameText(names::properties, 4194303).text(), "proprietary_4194303");
  EXPECT_EQ(NameText(names::properties, 4294967295).text(), "reserved_4294967295");
  EXPECT_EQ(NameText(names::object_types, 127).text(), "reserved_127");
  EXPECT_EQ(NameText(names::object_types, 128).text(), "proprietary_128");
  EXPECT_EQ(NameText(names::units, 62).text(), "degrees_celsius");
  EXPECT_EQ(NameText(names::units, 47808).text(), "standard_cubic_feet_per_day");
  EXPECT_EQ(NameText(names::polarities, 2).text(), "reserved_2");
}

}  // namespace
}  // namespace vedette::decoders::bacnet
