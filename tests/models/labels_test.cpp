// SPDX-License-Identifier: Apache-2.0
#include "models/labels.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

using namespace vedette;
using namespace vedette::models;

namespace {

const std::string head = R"(version: 1
capture: x.pcap
site: brewery
seed: 7
from: 2026-03-02T08:00:00Z
to: 2026-03-02T09:00:00.5Z
packets: 1000
devices: 4
parties:
  plc-1: { ip: 10.20.1.11, mac: "00:1d:9c:00:00:11" }
  intruder: { ip: [10.20.1.66, "fe80::66"] }
events:
)";

std::string event(const std::string& more) {
  return "  - { id: a-1, scenario: rogue_master, intensity: loud, from: 2026-03-02T08:10:00Z, "
         "to: 2026-03-02T08:11:00Z, " +
         more + " }\n";
}

std::string refusal(const std::string& text) {
  const auto labels = parse_labels("l.yaml", text);
  return labels ? "accepted" : labels.error().message;
}

/// What is said of a `frames` text.
std::string frames(const std::string& text) {
  const auto labels = parse_labels("l.yaml", head + event("attacker: intruder, frames: \"" + text + "\""));
  if (!labels) return labels.error().message.substr(labels.error().message.find("frames: ") + 8);
  std::string read;
  for (const FrameRange& range : labels->events[0].frames)
    read += std::to_string(range.first) + ".." + std::to_string(range.last) + " ";
  return read;
}

}  // namespace

TEST(Labels, ReadsWhatIsKnown) {
  const auto labels = parse_labels("l.yaml", head +
                                                 R"(  - id: rogue_master-1
    scenario: rogue_master
    attack: T0855
    intensity: stealthy
    from: 2026-03-02T08:10:00Z
    to: 2026-03-02T08:10:00.25Z
    attacker: intruder
    victims: [plc-1]
    protocol: modbus
    causes: [peer, sender]
    frames: "7 12-40"
  - { id: maintenance-1, scenario: maintenance, benign: true, from: 2026-03-02T08:20:00Z, to: 2026-03-02T08:50:00Z, victims: [plc-1] }
)");
  ASSERT_TRUE(labels) << labels.error().message;
  EXPECT_EQ(labels->capture, "x.pcap");
  EXPECT_EQ(labels->site, "brewery");
  EXPECT_EQ(labels->seed, 7U);
  EXPECT_EQ(labels->packets, 1000U);
  EXPECT_EQ(labels->devices, 4U);
  EXPECT_EQ(core::format_time(labels->to, core::TimePrecision::milliseconds), "2026-03-02T09:00:00.500Z");
  EXPECT_EQ(labels->parties.at("plc-1").mac.at(0).to_string(), "00:1d:9c:00:00:11");
  ASSERT_EQ(labels->parties.at("intruder").ip.size(), 2U);
  EXPECT_EQ(labels->parties.at("intruder").ip[1].to_string(), "fe80::66");
  ASSERT_EQ(labels->events.size(), 2U);
  const LabelledEvent& rogue = labels->events[0];
  EXPECT_EQ(rogue.attack, std::vector<std::string>{"T0855"});
  EXPECT_EQ(rogue.to - rogue.from, std::chrono::milliseconds{250});
  EXPECT_EQ(rogue.victims, std::vector<std::string>{"plc-1"});
  EXPECT_EQ(rogue.causes, (std::vector<std::string>{"peer", "sender"}));
  EXPECT_EQ(rogue.frames, (std::vector<FrameRange>{{7, 7}, {12, 40}}));
  EXPECT_EQ(rogue.line, 13U);
  EXPECT_FALSE(rogue.benign);
  EXPECT_TRUE(labels->events[1].benign);
  EXPECT_TRUE(labels->events[1].intensity.empty());
}

TEST(Labels, WhatIsWrittenReadsBackEqual) {
  const auto labels =
      parse_labels("l.yaml", head + event("attacker: intruder, victims: [plc-1], attack: [T0855, T0836], protocol: "
                                          "modbus, causes: [peer], frames: 3 5-9 1000"));
  ASSERT_TRUE(labels) << labels.error().message;
  const std::string text = write_labels(*labels);
  const auto again = parse_labels("again.yaml", text);
  ASSERT_TRUE(again) << again.error().message << "\n" << text;
  EXPECT_EQ(write_labels(*again), text);
  EXPECT_EQ(again->seed, labels->seed);
  EXPECT_EQ(again->from, labels->from);
  EXPECT_EQ(again->to, labels->to);
  EXPECT_EQ(again->parties.at("intruder").ip, labels->parties.at("intruder").ip);
  const LabelledEvent &a = labels->events[0], &b = again->events[0];
  EXPECT_EQ(b.frames, a.frames);
  EXPECT_EQ(b.attack, a.attack);
  EXPECT_EQ(b.attacker, a.attacker);
  EXPECT_EQ(b.victims, a.victims);
  EXPECT_EQ(b.causes, a.causes);
  EXPECT_EQ(b.protocol, a.protocol);
  EXPECT_EQ(b.from, a.from);
  EXPECT_EQ(b.to, a.to);
}

TEST(Labels, NothingHappenedIsAnAnswerToo) {
  const auto quiet = parse_labels("l.yaml", "version: 1\n");
  ASSERT_TRUE(quiet) << quiet.error().message;
  EXPECT_TRUE(quiet->events.empty());
  EXPECT_EQ(quiet->packets, 0U);
  EXPECT_TRUE(parse_labels("l.yaml", write_labels(*quiet)));
}

TEST(Labels, FramesAreStrict) {
  EXPECT_EQ(frames("7"), "7..7 ");
  EXPECT_EQ(frames("1-3 5 7-1000"), "1..3 5..5 7..1000 ");
  const std::string allowed = "; allowed: ascending frames and ranges that don't touch, such as 7 12-40";
  EXPECT_EQ(frames("0"), "found '0'" + allowed);
  EXPECT_EQ(frames("07"), "found '07'" + allowed);
  EXPECT_EQ(frames("7 7"), "found '7'" + allowed);
  EXPECT_EQ(frames("7 8"), "found '8'" + allowed);
  EXPECT_EQ(frames("12-40 7"), "found '7'" + allowed);
  EXPECT_EQ(frames("9-9"), "found '9-9'" + allowed);
  EXPECT_EQ(frames("9-8"), "found '9-8'" + allowed);
  EXPECT_EQ(frames("7,9"), "found '7,9'" + allowed);
  EXPECT_EQ(frames("7  9"), "found ''" + allowed);
  EXPECT_EQ(frames("7 "), "found '7'" + allowed);
  EXPECT_EQ(frames(" 7"), "found ''" + allowed);
  EXPECT_EQ(frames("-7"), "found '-7'" + allowed);
  EXPECT_EQ(frames("7-"), "found '7-'" + allowed);
  EXPECT_EQ(frames("99999999999999999999"), "found '99999999999999999999'" + allowed);
  EXPECT_EQ(frames("7-1001"), "found frame 1001, and packets says 1000; allowed: frames from 1 to 1000");
}

TEST(Labels, RefusesWithPlaceAndWhatIsAllowed) {
  EXPECT_EQ(refusal("version: 1\npackets: 5\n"),
            "l.yaml:1:1: from: missing; allowed: a time such as 2026-03-02T08:00:00Z");
  EXPECT_EQ(refusal("version: 1\nparties:\n  x: { ip: 10.0.0 }\n"),
            "l.yaml:3:12: parties.x.ip: found '10.0.0'; allowed: an IPv4 or IPv6 address");
  EXPECT_EQ(refusal("version: 1\nparties:\n  x: {}\n"),
            "l.yaml:3:6: parties.x: found no address; allowed: ip, mac or both");
  EXPECT_EQ(refusal(head + event("attacker: intruda")),
            "l.yaml:13:121: events[0].attacker: found 'intruda'; did you mean 'intruder'? allowed: intruder, plc-1");
  EXPECT_EQ(refusal(head + event("victims: [plc-1, plc-9]")).substr(0, 43),
            "l.yaml:13:128: events[0].victims[1]: found ");
  EXPECT_EQ(refusal(head + event("attack: T855, attacker: intruder")),
            "l.yaml:13:119: events[0].attack: found 'T855'; allowed: a technique of MITRE ATT&CK such as T0855");
  EXPECT_EQ(refusal(head + event("attacker: intruder, benign: true")),
            "l.yaml:13:51: events[0].intensity: found 'loud'; allowed: none, since the event is benign");
  EXPECT_EQ(refusal(head + event("protocol: modbus")),
            "l.yaml:13:5: events[0]: nothing says what belongs to the event; allowed: attacker, victims or frames");
  EXPECT_EQ(refusal(head + event("attacker: intruder") + event("attacker: intruder")),
            "l.yaml:14:11: events[1].id: 'a-1' stands already at line 13 (events[0].id); allowed: each id once");
  EXPECT_EQ(
      refusal(head +
              "  - { id: a, scenario: s, from: 2026-03-02T08:10:00Z, to: 2026-03-02T08:11:00Z, attacker: intruder }\n"),
      "l.yaml:13:5: events[0].intensity: missing; allowed: loud, medium, stealthy");
  EXPECT_EQ(refusal(head + "  - { id: a, scenario: s, intensity: loud, from: 2026-03-02T08:10:00Z, to: "
                           "2026-03-02T08:09:00Z, attacker: intruder }\n"),
            "l.yaml:13:76: events[0].to: found an end before the beginning; allowed: a time not before from");
  EXPECT_EQ(refusal(head + "  - { id: a, scenario: s, intensity: loud, from: 2026-03-02T10:10:00Z, to: "
                           "2026-03-02T10:11:00Z, attacker: intruder }\n"),
            "l.yaml:13:50: events[0].from: found an event outside of the capture; allowed: times from "
            "2026-03-02T08:00:00.000000Z to 2026-03-02T09:00:00.500000Z");
  EXPECT_EQ(refusal(head + event("attacker: intruder, frame: 7")).find("l.yaml:13:"), 0U);
}

RC_GTEST_PROP(Labels, AFileWithAFewBytesChangedIsReadOrRefused, ()) {
  std::string text = head + event("attacker: intruder, victims: [plc-1], attack: T0855, frames: \"3 5-9 1000\"");
  const int changes = *rc::gen::inRange(1, 6);
  for (int i = 0; i < changes; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    text[at] = *rc::gen::arbitrary<char>();
  }
  const auto labels = parse_labels("l.yaml", text);
  if (labels) {
    RC_ASSERT(parse_labels("again.yaml", write_labels(*labels)).has_value());
  } else {
    RC_ASSERT(labels.error().message.starts_with("l.yaml"));
    RC_ASSERT(labels.error().message.find('\n') == std::string::npos);
  }
}
