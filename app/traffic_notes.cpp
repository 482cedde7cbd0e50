// SPDX-License-Identifier: Apache-2.0
#include "app/traffic_notes.h"

#include <fmt/format.h>
#include <string>

namespace vedette::app {
namespace {

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

void say_losses(const PipelineStats& stats, const Console& console) {
  if (stats.engine.gaps > 0) {
    console.note(fmt::format("{} in TCP streams ({} missing).", counted(stats.engine.gaps, "gap", "gaps"),
                             counted(stats.engine.gap_bytes, "byte is", "bytes are")));
  }
  if (stats.source.snapped > 0) {
    console.note(fmt::format("{} shorter than on the wire (snap length): read as far as they go.",
                             counted(stats.source.snapped, "packet is", "packets are")));
  }
  const std::uint64_t unfinished = stats.dissector.expired_datagrams + stats.dissector.evicted_datagrams;
  if (unfinished > 0) {
    console.note(
        fmt::format("{} never became whole: fragments are missing.", counted(unfinished, "datagram", "datagrams")));
  }
  if (stats.engine.evicted_flows > 0) {
    console.warn(fmt::format("{} forgotten early for want of room",
                             counted(stats.engine.evicted_flows, "conversation was", "conversations were")));
  }
  if (stats.engine.forgotten > 0) {
    console.warn(fmt::format(
        "{} forgotten early for want of room: later messages may say less",
        counted(stats.engine.forgotten, "name or part of a message was", "names and parts of messages were")));
  }
}

void say_doubles(const PipelineStats& stats, const Console& console) {
  if (const std::uint64_t copies = stats.engine.copies + stats.dissector.fragment_copies; copies > 0) {
    console.note(fmt::format("{} left out: the mirror shows them more than once.",
                             counted(copies, "copy of a packet was", "copies of packets were")));
  }
  if (stats.engine.bad_checksums > 0) {
    console.note(
        fmt::format("{} a wrong checksum.", counted(stats.engine.bad_checksums, "packet bears", "packets bear")));
  }
}

void say_defects(const PipelineStats& stats, const Console& console) {
  std::string defects;
  std::uint64_t frames = 0;
  for (std::size_t i = 1; i < decoders::frame_defect_count; ++i) {
    const std::uint64_t n = stats.engine.frame_defects[i];
    if (n == 0) continue;
    frames += n;
    defects += fmt::format("{}{} {}", defects.empty() ? "" : ", ", n, to_string(static_cast<decoders::FrameDefect>(i)));
  }
  if (frames == 0) return;
  console.note(
      fmt::format("{} the rules of link, network or transport.", counted(frames, "frame breaks", "frames break")));
  console.detail("  " + defects);
}

void say_clock(const capture::ClockStats& clock, const Console& console) {
  if (clock.epochs > 1) {
    console.warn(fmt::format("time went back {}: nothing is learned across such a step",
                             counted(clock.epochs - 1, "time", "times")));
  }
  if (clock.outliers > 0) {
    console.warn(fmt::format("{} a stamp that the neighbours contradict",
                             counted(clock.outliers, "packet bears", "packets bear")));
  }
}

}  // namespace

void say_traffic_notes(const PipelineStats& stats, const Console& console) {
  say_losses(stats, console);
  say_doubles(stats, console);
  say_defects(stats, console);
  say_clock(stats.clock, console);
}

}  // namespace vedette::app
