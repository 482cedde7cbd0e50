// SPDX-License-Identifier: Apache-2.0
// Measures the path from packets to alerts against a bare libpcap loop over the same file. Every measurement is a
// process of its own, start and end included; rounds are interleaved, so that what else the machine does disturbs all
// alike.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <spawn.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <vector>

#include "core/result.h"
#include "tests/benchmark/steps.h"
#include "tests/benchmark/traffic.h"

extern char** environ;

namespace vedette::benchmark {
namespace {

struct Options {
  std::vector<std::string> captures;
  std::string vedette, folder, step;
  std::uint64_t packets = 1'000'000;
  unsigned rounds = 5;
  bool json = false;
};

struct Case {
  std::string name;
  std::vector<std::string> command;
  std::vector<double> seconds;  ///< one for each round
  double peak_rss_mib = 0;

  double least() const { return std::ranges::min(seconds); }
  double median() const {
    auto sorted = seconds;
    std::ranges::sort(sorted);
    return sorted[sorted.size() / 2];
  }
};

core::Result<void> run_once(Case& measured) {
  std::vector<char*> arguments;
  for (auto& argument : measured.command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const auto begun = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) {
    return core::unavailable(fmt::format("{}: can't be run", measured.command[0]));
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  measured.seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  measured.peak_rss_mib = std::max(measured.peak_rss_mib, static_cast<double>(usage.ru_maxrss) / 1024);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return core::unavailable(fmt::format("{} failed: {}", measured.name, fmt::join(measured.command, " ")));
  }
  return {};
}

void print_table(const std::vector<Case>& cases, std::uint64_t packets, unsigned rounds) {
  const auto ns = [&](double seconds) { return seconds * 1e9 / static_cast<double>(packets); };
  const Case& floor = cases.front();
  fmt::print("{} packets, one worker, {} rounds; ns per packet, best (median)\n\n{:<22}{:>8}{:>11}{:>8}{:>11}{:>12}\n",
             packets, rounds, "case", "ns", "(median)", "ratio", "(median)", "peak MiB");
  for (const Case& c : cases) {
    fmt::print("{:<22}{:>8.1f}{:>11}{:>8.2f}{:>11}{:>12.1f}\n", c.name, ns(c.least()),
               fmt::format("({:.1f})", ns(c.median())), c.least() / floor.least(),
               fmt::format("({:.2f})", c.median() / floor.median()), c.peak_rss_mib);
  }
}

void print_json(const std::vector<Case>& cases, std::uint64_t packets) {
  const auto ns = [&](double seconds) { return seconds * 1e9 / static_cast<double>(packets); };
  const Case& floor = cases.front();
  std::string lines;
  for (const Case& c : cases) {
    if (&c == &floor) continue;
    lines += fmt::format(
        R"({}{{"name":"{}","packets":{},"ns_per_packet":{:.1f},"floor_ns_per_packet":{:.1f},"ratio":{:.2f},"peak_rss_mib":{:.1f},"median_ns_per_packet":{:.1f},"median_floor_ns_per_packet":{:.1f},"median_ratio":{:.2f}}})",
        lines.empty() ? "" : ",\n", c.name, packets, ns(c.least()), ns(floor.least()), c.least() / floor.least(),
        c.peak_rss_mib, ns(c.median()), ns(floor.median()), c.median() / floor.median());
  }
  fmt::print("{{\"cases\":[{}]}}\n", lines);
}

/// The capture and its model, made once and kept.
core::Result<std::uint64_t> prepare(const Options& options, const std::string& self, const std::string& capture,
                                    const std::string& model) {
  std::filesystem::create_directories(options.folder);
  if (!std::filesystem::exists(capture)) {
    fmt::print(stderr, "Making {} …\n", capture);
    // In a process of its own: what this one has used is counted to the peak of those that it starts.
    Case make{"make",
              {self, "--step", "make", "--packets", std::to_string(options.packets), "--folder", capture + ".part"},
              {},
              0};
    make.command.insert(make.command.end(), options.captures.begin(), options.captures.end());
    if (auto made = run_once(make); !made) return std::unexpected(made.error());
    std::filesystem::rename(capture + ".part", capture);
  }
  // Made anew each time: it belongs to the program that is measured.
  Case learn{"learn", {options.vedette, "learn", capture, "--output", model, "--quiet"}, {}, 0};
  if (auto learned = run_once(learn); !learned) return std::unexpected(learned.error());
  return *run_step("floor", capture);
}

core::Result<void> run(const Options& options, const std::string& self) {
  const std::string capture = fmt::format("{}/modbus-{}.pcap", options.folder, options.packets);
  const std::string model = options.folder + "/model.yaml";
  const auto packets = prepare(options, self, capture, model);
  if (!packets) return std::unexpected(packets.error());

  const auto step = [&](const std::string& name) { return std::vector<std::string>{self, "--step", name, capture}; };
  std::vector<Case> cases{
      {"floor", step("floor"), {}, 0},
      {"modbus_whole_path",
       {options.vedette, "replay", capture, "--model", model, "--format", "json", "--output", "/dev/null", "--quiet"},
       {},
       0},
      {"modbus_decode_only", step("decode"), {}, 0},
      {"modbus_dissect_only", step("dissect"), {}, 0},
      {"modbus_capture_only", step("capture"), {}, 0},
      {"modbus_no_model",
       {options.vedette, "replay", capture, "--format", "json", "--output", "/dev/null", "--quiet"},
       {},
       0},
      {"modbus_learn", {options.vedette, "learn", capture, "--output", "/dev/null", "--quiet"}, {}, 0},
  };
  for (unsigned round = 0; round < options.rounds; ++round) {
    for (Case& c : cases) {
      if (auto ran = run_once(c); !ran) return ran;
    }
  }
  if (options.json)
    print_json(cases, *packets);
  else
    print_table(cases, *packets, options.rounds);
  return {};
}

int main_or_fail(int argc, char** argv) {
  Options options;
  CLI::App app{"Measures vedette against a bare libpcap loop over the same capture."};
  app.add_option("CAPTURE", options.captures,
                 "Small captures of one site, in the order of time; with --step the one to read")
      ->required();
  app.add_option("--vedette", options.vedette, "The program to measure");
  app.add_option("--folder", options.folder, "Where the large capture and its model are kept");
  app.add_option("--packets", options.packets, "The large capture has at least so many")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  app.add_option("--rounds", options.rounds)->check(CLI::Range(1u, 1000u));
  app.add_flag("--json", options.json, "Figures as JSON");
  app.add_option("--step", options.step, "Only run this step over the capture");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (options.step == "make") return write_traffic(options.captures, options.packets, options.folder) ? 0 : 3;
  if (!options.step.empty()) {
    const auto count = run_step(options.step, options.captures.front());
    return count && *count ? 0 : 3;
  }
  if (options.vedette.empty() || options.folder.empty()) {
    fmt::print(stderr, "vedette-bench: --vedette and --folder are needed\n");
    return 2;
  }
  if (auto done = run(options, argv[0]); !done) {
    fmt::print(stderr, "vedette-bench: {}\n", done.error().message);
    return 3;
  }
  return 0;
}

}  // namespace
}  // namespace vedette::benchmark

int main(int argc, char** argv) {
  try {
    return vedette::benchmark::main_or_fail(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "vedette-bench: {}\n", error.what());
    return 3;
  }
}
