// SPDX-License-Identifier: Apache-2.0
// Measures the path from packets to alerts against a bare libpcap loop over the same file; and, with --adversarial,
// whether what an attacker sends costs more for each byte the more there is of it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "core/result.h"
#include "tests/benchmark/adversarial.h"
#include "tests/benchmark/field.h"
#include "tests/benchmark/growth.h"
#include "tests/benchmark/measure.h"
#include "tests/benchmark/office.h"
#include "tests/benchmark/steps.h"
#include "tests/benchmark/traffic.h"

namespace vedette::benchmark {
namespace {

struct Options {
  std::vector<std::string> captures;
  std::string vedette, folder, step;
  std::uint64_t packets = 1'000'000;
  unsigned rounds = 5;
  bool json = false, adversarial = false;
};

constexpr std::uintmax_t pcap_header_bytes = 24;

/// The cases over one capture; the first is the floor of the others.
struct Traffic {
  std::string capture, model, empty;  ///< paths; the empty one has a header and no packet
  std::uint64_t packets;
  std::vector<Case> cases;
};

/// Makes the capture once, in a process of its own: what this one has used is counted to the peak of those that it
/// starts. The model is made anew each time: it belongs to the program that is measured.
core::Result<Traffic> prepare(const Options& options, const std::string& self, const std::string& name,
                              const std::vector<std::string>& from) {
  Traffic traffic{fmt::format("{}/{}-{}.pcap", options.folder, name, options.packets),
                  fmt::format("{}/{}-model.yaml", options.folder, name),
                  fmt::format("{}/{}-empty.pcap", options.folder, name),
                  0,
                  {}};
  if (!std::filesystem::exists(traffic.capture)) {
    fmt::print(stderr, "Making {} …\n", traffic.capture);
    const std::string part = traffic.capture + ".part";
    Case make{"make", {self, "--step", "make-" + name, "--packets", std::to_string(options.packets), "--folder", part}};
    make.command.insert(make.command.end(), from.begin(), from.end());
    if (auto made = run_once(make); !made) return std::unexpected(made.error());
    std::filesystem::rename(part, traffic.capture);
  }
  Case learn{"learn", {options.vedette, "learn", traffic.capture, "--output", traffic.model, "--quiet"}};
  if (auto learned = run_once(learn); !learned) return std::unexpected(learned.error());
  std::filesystem::copy_file(traffic.capture, traffic.empty, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::resize_file(traffic.empty, pcap_header_bytes);
  auto packets = *run_step("floor", traffic.capture);
  if (!packets) return std::unexpected(packets.error());
  traffic.packets = *packets;
  return traffic;
}

core::Result<std::vector<Traffic>> make_cases(const Options& options, const std::string& self) {
  auto modbus = prepare(options, self, "modbus", options.captures);
  if (!modbus) return std::unexpected(modbus.error());
  const auto made_up = [&](const char* name) { return prepare(options, self, name, {"-"}); };
  auto office = made_up("office"), mqtt = made_up("mqtt"), bacnet = made_up("bacnet-mixed"),
       multiple = made_up("bacnet-multiple");
  for (const auto* traffic : {&office, &mqtt, &bacnet, &multiple}) {
    if (!*traffic) return std::unexpected(traffic->error());
  }

  const auto step = [&](const Traffic& on, const char* name) {
    return std::vector<std::string>{self, "--step", name, on.capture};
  };
  const auto replay = [&](const std::string& capture, const std::string& model) {
    std::vector<std::string> command{options.vedette, "replay", capture};
    if (!model.empty()) command.insert(command.end(), {"--model", model});
    command.insert(command.end(), {"--format", "json", "--output", "/dev/null", "--quiet"});
    return command;
  };
  const auto whole_path = [&](std::string name, const Traffic& on) {
    Case whole{std::move(name), replay(on.capture, on.model)};
    whole.start = replay(on.empty, on.model);
    return whole;
  };
  modbus->cases = {
      {"floor", step(*modbus, "floor")},
      whole_path("modbus_whole_path", *modbus),
      {"modbus_decode_only", step(*modbus, "decode")},
      {"modbus_dissect_only", step(*modbus, "dissect")},
      {"modbus_capture_only", step(*modbus, "capture")},
      {"modbus_no_model", replay(modbus->capture, {})},
      {"modbus_learn", {options.vedette, "learn", modbus->capture, "--output", "/dev/null", "--quiet"}},
  };
  office->cases = {
      {"office: floor", step(*office, "floor")},         whole_path("office: whole path", *office),
      {"office: decode only", step(*office, "decode")},  {"office: dissect only", step(*office, "dissect")},
      {"office: no model", replay(office->capture, {})},
  };
  const auto field_cases = [&](const std::string& name, const Traffic& on) {
    return std::vector<Case>{
        {name + ": floor", step(on, "floor")},
        whole_path(name + ": whole path", on),
        {name + ": decode only", step(on, "decode")},
        {name + ": no model", replay(on.capture, {})},
    };
  };
  mqtt->cases = field_cases("mqtt", *mqtt);
  bacnet->cases = field_cases("bacnet", *bacnet);
  multiple->cases = field_cases("bacnet-multiple", *multiple);
  return std::vector<Traffic>{std::move(*modbus), std::move(*office), std::move(*mqtt), std::move(*bacnet),
                              std::move(*multiple)};
}

void print_table(const std::vector<Traffic>& all, unsigned rounds) {
  for (const Traffic& on : all) {
    const auto ns = [&](double seconds) { return seconds * 1e9 / static_cast<double>(on.packets); };
    const Case& floor = on.cases.front();
    fmt::print(
        "{} packets, one worker, {} rounds; ns per packet, best (median); start-up (the model) apart\n\n"
        "{:<28}{:>8}{:>11}{:>8}{:>11}{:>12}{:>14}\n",
        on.packets, rounds, "case", "ns", "(median)", "ratio", "(median)", "peak MiB", "start-up s");
    for (const Case& c : on.cases) {
      fmt::print("{:<28}{:>8.1f}{:>11}{:>8.2f}{:>11}{:>12.1f}{:>14.2f}\n", c.name, ns(c.least()),
                 fmt::format("({:.1f})", ns(c.median())), c.least() / floor.least(),
                 fmt::format("({:.2f})", c.median() / floor.median()), c.peak_rss_mib, c.least_start());
    }
    fmt::print("\n");
  }
}

void print_json(const std::vector<Traffic>& all) {
  std::string lines;
  for (const Traffic& on : all) {
    const auto ns = [&](double seconds) { return seconds * 1e9 / static_cast<double>(on.packets); };
    const Case& floor = on.cases.front();
    for (const Case& c : on.cases) {
      if (&c == &floor) continue;
      lines += fmt::format(
          R"({}{{"name":"{}","packets":{},"ns_per_packet":{:.1f},"floor_ns_per_packet":{:.1f},"ratio":{:.2f},"peak_rss_mib":{:.1f},"median_ns_per_packet":{:.1f},"median_floor_ns_per_packet":{:.1f},"median_ratio":{:.2f},"start_up_s":{:.3f}}})",
          lines.empty() ? "" : ",\n", c.name, on.packets, ns(c.least()), ns(floor.least()), c.least() / floor.least(),
          c.peak_rss_mib, ns(c.median()), ns(floor.median()), c.median() / floor.median(), c.least_start());
    }
  }
  fmt::print("{{\"cases\":[{}]}}\n", lines);
}

core::Result<void> run(const Options& options, const std::string& self) {
  std::filesystem::create_directories(options.folder);
  if (options.adversarial) return measure_growth({self, options.folder, options.rounds, options.json});
  auto all = make_cases(options, self);
  if (!all) return std::unexpected(all.error());
  for (unsigned round = 0; round < options.rounds; ++round) {
    for (Traffic& on : *all) {
      if (auto ran = run_rounds(on.cases, 1); !ran) return ran;
    }
  }
  if (options.json)
    print_json(*all);
  else
    print_table(*all, options.rounds);
  return {};
}

/// What runs in a process of its own.
int run_part(const Options& options) {
  const auto done = [](const core::Result<std::uint64_t>& result) {
    if (!result) fmt::print(stderr, "vedette-bench: {}\n", result.error().message);
    return result ? 0 : 3;
  };
  if (options.step == "make-modbus") return done(write_traffic(options.captures, options.packets, options.folder));
  if (options.step == "make-office") return done(write_office(options.packets, options.folder));
  if (options.step == "make-mqtt") return done(write_mqtt(options.packets, options.folder));
  if (options.step == "make-bacnet-mixed") return done(write_bacnet(options.packets, options.folder));
  if (options.step == "make-bacnet-multiple") return done(write_bacnet_multiple(options.packets, options.folder));
  const auto count = run_step(options.step, options.captures.front());
  return count ? done(*count) : 2;
}

int main_or_fail(int argc, char** argv) {
  Options options;
  CLI::App app{"Measures vedette against a bare libpcap loop over the same capture."};
  app.add_option("CAPTURE", options.captures,
                 "Small captures of one site, in the order of time; with --step the one to read")
      ->required();
  app.add_option("--vedette", options.vedette, "The program to measure");
  app.add_option("--folder", options.folder, "Where the large captures and their models are kept");
  app.add_option("--packets", options.packets, "The large captures have at least so many")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  app.add_option("--rounds", options.rounds)->check(CLI::Range(1u, 1000u));
  app.add_flag("--json", options.json, "Figures as JSON");
  app.add_flag("--adversarial", options.adversarial, "Time per byte of what an attacker would send, and how it grows");
  app.add_option("--step", options.step, "Only run this step over the capture");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!options.step.empty()) return run_part(options);
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
