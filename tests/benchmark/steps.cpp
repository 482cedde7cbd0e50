// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/steps.h"

#include <memory>
#include <pcap/pcap.h>
#include <vector>

#include "app/pipeline.h"
#include "capture/open.h"
#include "decoders/dissector.h"

namespace vedette::benchmark {
namespace {

using Count = core::Result<std::uint64_t>;

/// What was read is used, so that no compiler leaves the reading out.
volatile std::uint64_t used = 0;

Count floor_loop(const std::string& path) {
  char error[PCAP_ERRBUF_SIZE];
  std::unique_ptr<pcap_t, decltype(&pcap_close)> capture(pcap_open_offline(path.c_str(), error), pcap_close);
  if (!capture) return core::unavailable(error);
  pcap_pkthdr* header = nullptr;
  const u_char* bytes = nullptr;
  std::uint64_t packets = 0, sum = 0;
  while (pcap_next_ex(capture.get(), &header, &bytes) == 1) {
    ++packets;
    sum += header->caplen + (header->caplen > 0 ? bytes[0] : 0u);
  }
  used = sum;
  return packets;
}

template <typename F>
Count for_each_packet(const std::string& path, F&& f) {
  const std::vector<std::string> paths{path};
  auto source = capture::open_captures(paths);
  if (!source) return std::unexpected(source.error());
  for (capture::PacketBatch batch;; batch.clear()) {
    if (auto read = (*source)->next(batch, 256); !read) return std::unexpected(read.error());
    if (batch.packets.empty()) return (*source)->stats().packets;
    for (const auto& packet : batch.packets) f(packet);
  }
}

struct CountingStage : app::OrderedStage {
  void observe(const core::Observation&) override { ++observations; }
  void tick(const core::Tick&) override {}
  std::uint64_t observations = 0;
};

Count decode(const std::string& path) {
  const std::vector<std::string> paths{path};
  auto source = capture::open_captures(paths);
  if (!source) return std::unexpected(source.error());
  CountingStage stage;
  const auto stats = app::run_pipeline(**source, stage, {});
  if (!stats) return std::unexpected(stats.error());
  used = stage.observations;
  return stats->engine.packets;
}

}  // namespace

std::optional<Count> run_step(std::string_view name, const std::string& capture) {
  if (name == "floor") return floor_loop(capture);
  if (name == "capture")
    return for_each_packet(capture, [](const core::Packet& packet) { used = used + packet.bytes.size(); });
  if (name == "dissect") {
    decoders::Dissector dissector;
    core::Arena datagrams;
    return for_each_packet(capture, [&](const core::Packet& packet) {
      const decoders::Frame frame = dissector.dissect(packet, packet.time, datagrams);
      used = used + frame.payload.size();
      if (frame.fragment != decoders::Fragment::none) datagrams.reset();
    });
  }
  if (name == "decode") return decode(capture);
  return std::nullopt;
}

}  // namespace vedette::benchmark
