// SPDX-License-Identifier: Apache-2.0
// Files that someone broke, by chance or on purpose: refused or read, never a crash, never an empty message.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "models/model.h"
#include "models/site.h"
#include "models/tuning.h"

using namespace vedette::models;

namespace {

constexpr std::string_view site_text = R"(version: 1
site: brewery-north
zones:
  control: { cidr: [10.20.1.0/24], vlan: [20] }
roles:
  plc:
    zone: control
    modbus:
      - { from: [plc], functions: [read_coils], registers: [{ table: holding, range: 0-199, min: 0, max: 1e3 }] }
    heartbeat: { topic: "a/+", every: 60s, expect: { firmware: ["2.4.*"] } }
devices:
  - { name: plc-1, role: plc, ip: 10.20.1.11, mac: "00:1d:9c:00:00:11", modbus_units: [1] }
)";

template <typename T>
void check(const vedette::core::Result<T>& result) {
  if (result) return;
  RC_ASSERT(!result.error().message.empty());
  RC_ASSERT(result.error().message.find('\n') == std::string::npos);
}

void read_all(const std::string& text) {
  check(parse_site("f", text, {}));
  check(parse_tuning("f", text, {}));
  check(parse_model_yaml("f", text));
  check(parse_model("f", text));
}

}  // namespace

RC_GTEST_PROP(HostileInput, AnyBytes, (const std::string& bytes)) {
  read_all(bytes);
}

RC_GTEST_PROP(HostileInput, AnyYamlMarks, ()) {
  const auto mark = rc::gen::element<std::string>(
      "{", "}", "[", "]", ",", ":", ": ", "- ", "? ", "\n", "\n  ", "\n    ", "a", "version: 1\n", "\"", "'", "|", ">",
      "&a ", "*a", "!t ", "#", "---\n", "...", "%YAML 1.2\n", "@", "`", "\t", "~", "<<: ", "\\", "roles");
  std::string text = "version: 1\n";
  for (const auto& part : *rc::gen::container<std::vector<std::string>>(mark)) text += part;
  read_all(text);
}

RC_GTEST_PROP(HostileInput, AFileWithAFewBytesChanged, ()) {
  std::string text{site_text};
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        text[at] = *rc::gen::arbitrary<char>();
        break;
      case 1:
        text.erase(at, *rc::gen::inRange<std::size_t>(1, 20));
        break;
      case 2:
        text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), 15));
        break;
      default:
        text[at] = *rc::gen::elementOf(std::string{"{}[]:,-?&*!|>'\"%@`#\n "});
        break;
    }
    if (text.empty()) text = "a";
  }
  read_all(text);
}

TEST(HostileInput, EveryTruncationOfASite) {
  for (std::size_t n = 0; n < site_text.size(); ++n) {
    const std::string text{site_text.substr(0, n)};
    const auto site = parse_site("f", text, {});
    EXPECT_TRUE(site || !site.error().message.empty());
  }
}

TEST(HostileInput, DeepAndWideFilesEnd) {
  for (const std::string unit : {"[", "{", "- ", "? ", "{a: ", "[[", "a: ", "\"", "|", "!a ", "? - "}) {
    std::string text = "version: 1\nsite: ";
    while (text.size() < 20'000) text += unit;
    EXPECT_FALSE(parse_site("f", text, {})) << unit;
  }
}
