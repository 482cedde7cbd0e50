// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/growth.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <vector>

#include "tests/benchmark/adversarial.h"
#include "tests/benchmark/measure.h"

namespace vedette::benchmark {
namespace {

constexpr std::uint32_t n = 50'000, times = 4;

struct Size {
  std::uint64_t packets = 0, bytes = 0;
  double seconds = 0, peak_rss_mib = 0;

  double ns_per_packet() const { return seconds * 1e9 / static_cast<double>(packets); }
  double ns_per_byte() const { return seconds * 1e9 / static_cast<double>(bytes); }
};

/// One case, and how large the capture is that it reads.
core::Result<Case> prepare(const GrowthOptions& options, const Attack& attack, std::uint32_t packets, Size& size) {
  const std::string capture = fmt::format("{}/{}-{}.pcap", options.folder, attack.name, packets);
  const auto written = write_attack(attack.name, packets, capture);
  if (!written) return std::unexpected(written.error());
  size.packets = *written;
  size.bytes = std::filesystem::file_size(capture) - 24 - 16 * *written;  // without the headers of file and records
  return Case{attack.name, {options.self, "--step", "decode", capture}};
}

void print(const GrowthOptions& options, const std::vector<std::array<Size, 2>>& sizes) {
  std::string lines;
  if (!options.json) {
    fmt::print(
        "decoding, {} rounds; best, without what starting takes\n\n{:<26}{:>9}{:>10}{:>10}{:>10}{:>10}{:>9}{:>10}\n",
        options.rounds, "attack", "packets", "ns/packet", fmt::format("at {} n", times), "ns/byte",
        fmt::format("at {} n", times), "growth", "peak MiB");
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const Attack& attack = attacks()[i];
    const auto& [small, large] = sizes[i];
    const double growth = large.ns_per_byte() / small.ns_per_byte();
    if (options.json) {
      lines += fmt::format(
          R"({}{{"name":"{}","packets":{},"ns_per_packet":{:.1f},"ns_per_byte":{:.3f},"large_packets":{},"large_ns_per_packet":{:.1f},"large_ns_per_byte":{:.3f},"growth":{:.2f},"peak_rss_mib":{:.1f}}})",
          lines.empty() ? "" : ",\n", attack.name, small.packets, small.ns_per_packet(), small.ns_per_byte(),
          large.packets, large.ns_per_packet(), large.ns_per_byte(), growth, large.peak_rss_mib);
    } else {
      fmt::print("{:<26}{:>9}{:>10.1f}{:>10.1f}{:>10.3f}{:>10.3f}{:>9.2f}{:>10.1f}  {}\n", attack.name, small.packets,
                 small.ns_per_packet(), large.ns_per_packet(), small.ns_per_byte(), large.ns_per_byte(), growth,
                 large.peak_rss_mib, attack.what);
    }
  }
  if (options.json) fmt::print("{{\"cases\":[{}]}}\n", lines);
}

}  // namespace

core::Result<void> measure_growth(const GrowthOptions& options) {
  std::vector<std::array<Size, 2>> sizes(attacks().size());
  std::vector<Case> cases;
  Size nothing;
  auto start = prepare(options, attacks().front(), 1, nothing);
  if (!start) return std::unexpected(start.error());
  cases.push_back(std::move(*start));
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    for (const std::size_t large : {0u, 1u}) {
      auto made = prepare(options, attacks()[i], large != 0 ? n * times : n, sizes[i][large]);
      if (!made) return std::unexpected(made.error());
      cases.push_back(std::move(*made));
    }
  }
  if (auto ran = run_rounds(cases, options.rounds); !ran) return ran;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    for (const std::size_t large : {0u, 1u}) {
      const Case& measured = cases[1 + 2 * i + large];
      sizes[i][large].seconds = std::max(measured.least() - cases.front().least(), 1e-9);
      sizes[i][large].peak_rss_mib = measured.peak_rss_mib;
    }
  }
  print(options, sizes);
  return {};
}

}  // namespace vedette::benchmark
