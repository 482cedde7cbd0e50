// SPDX-License-Identifier: Apache-2.0
#include "app/traffic_notes.h"

#include <gtest/gtest.h>
#include <string>

namespace vedette::app {
namespace {

std::string said_of(const PipelineStats& stats) {
  ::testing::internal::CaptureStderr();
  say_traffic_notes(stats, {});
  return ::testing::internal::GetCapturedStderr();
}

TEST(TrafficNotes, SayNothingOfOrdinaryTraffic) {
  PipelineStats stats;
  stats.engine.packets = stats.engine.messages = 100;
  EXPECT_EQ(said_of(stats), "");
}

TEST(TrafficNotes, WarnOfWhatWasForgotten) {
  PipelineStats stats;
  stats.engine.forgotten = 1;
  EXPECT_EQ(
      said_of(stats),
      "vedette: warning: 1 name or part of a message was forgotten early for want of room: later messages may say "
      "less\n");
  stats.engine.forgotten = 12;
  stats.engine.evicted_flows = 3;
  EXPECT_EQ(
      said_of(stats),
      "vedette: warning: 3 conversations were forgotten early for want of room\n"
      "vedette: warning: 12 names and parts of messages were forgotten early for want of room: later messages may "
      "say less\n");
}

TEST(TrafficNotes, TellLossesInNotes) {
  PipelineStats stats;
  stats.engine.gaps = 2;
  stats.engine.gap_bytes = 1;
  EXPECT_EQ(said_of(stats), "2 gaps in TCP streams (1 byte is missing).\n");
}

}  // namespace
}  // namespace vedette::app
