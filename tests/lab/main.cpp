// SPDX-License-Identifier: Apache-2.0
// vedette-lab: captures and labels of simulated sites, from a seed.
#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <thread>

#include "models/yaml_writer.h"
#include "tests/lab/base/studio.h"
#include "tests/lab/plan.h"

namespace {

using namespace vedette;
using namespace vedette::lab;

constexpr int done = 0, wrong = 2, unavailable = 3;

std::atomic<bool> stop_requested{false};
void request_stop(int) {
  stop_requested = true;
}

int fail(const core::Error& error) {
  fmt::print(stderr, "vedette-lab: {}\n", error.message);
  return error.kind == core::ErrorKind::usage ? wrong : unavailable;
}

core::Result<void> write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  if (!file.flush()) return core::unavailable(fmt::format("{}: can't be written", path));
  return {};
}

struct MakeOptions {
  std::string site = "brewery", start = "2026-03-02", output, labels, site_file, names_file;
  unsigned devices = 20, workers = std::max(1u, std::thread::hardware_concurrency());
  double days = 1, loss = 0;
  std::uint64_t seed = 1;
  std::string intensity;
  PlanOptions plan;
};

core::Result<SiteOptions> site_options(const MakeOptions& given) {
  const auto start =
      core::parse_time(given.start.find('T') == std::string::npos ? given.start + "T00:00:00Z" : given.start);
  if (!start) {
    return core::wrong_usage(
        fmt::format("--start {}: allowed is a day such as 2026-03-02 or a time such as 2026-03-02T06:00:00Z",
                    given.start));
  }
  SiteOptions options;
  options.kind = given.site;
  options.devices = given.devices;
  options.start = *start;
  options.length = std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::ratio<86'400>>(given.days));
  options.seed = given.seed;
  return options;
}

/// The devices and their roles, and nothing of what they may do.
v1::Site without_rules(v1::Site file) {
  for (auto& [name, role] : *file.mutable_roles()) {
    const std::string zone = role.zone();
    role = {};
    role.set_zone(zone);
  }
  return file;
}

core::Result<void> run(const MakeOptions& given) {
  const auto options = site_options(given);
  if (!options) return std::unexpected(options.error());
  Site site(*options);
  for (const SiteKind* kind : all_site_kinds()) {
    if (kind->name != given.site) continue;
    if (given.devices < kind->fewest)
      return core::wrong_usage(fmt::format("--devices {}: {} has at least {}", given.devices, kind->name, kind->fewest));
    kind->make(site);
  }
  PlanOptions plan = given.plan;
  plan.intensity = parse_intensity(given.intensity);
  if (auto ok = make_plan(site, plan); !ok) return ok;

  auto writer = CaptureWriter::open(given.output);
  if (!writer) return std::unexpected(writer.error());
  StudioOptions studio{options->start, options->end(), given.workers, given.loss, given.seed, &stop_requested,
                       site.lossy};
  if (auto ok = run_studio(site.actors(), studio, *writer, site.labels); !ok) return ok;
  if (auto ok = writer->close(); !ok) return ok;

  auto& labels = site.labels.labels();
  labels.capture = given.output;
  if (const auto slash = labels.capture.rfind('/'); slash != std::string::npos) labels.capture.erase(0, slash + 1);
  labels.site = site.file.site();
  labels.seed = given.seed;
  labels.devices = site.devices();
  for (const auto& event : labels.events) {
    if (event.from == Timestamp{})
      fmt::print(stderr, "vedette-lab: {} left no trace: nothing at this site was fit for it in the time given\n", event.id);
  }
  const auto finished = site.labels.finish();
  if (!given.labels.empty())
    if (auto ok = write_text(given.labels, models::write_labels(finished)); !ok) return ok;
  if (!given.site_file.empty())
    if (auto ok = write_text(given.site_file, models::write_yaml(site.file)); !ok) return ok;
  if (!given.names_file.empty())
    if (auto ok = write_text(given.names_file, models::write_yaml(without_rules(site.file))); !ok) return ok;
  fmt::print(stderr, "{} packets, {} octets of {} devices in {:.2f} days; {} labelled events.{}\n", writer->packets(),
             writer->bytes(), site.devices(), given.days, finished.events.size(),
             stop_requested ? " Stopped early." : "");
  return {};
}

void list() {
  fmt::print("Sites:\n");
  for (const SiteKind* kind : all_site_kinds()) fmt::print("  {:<24} {}\n", kind->name, kind->description);
  fmt::print("\nAttacks:\n");
  bool hard = false;
  for (const Scenario* scenario : all_scenarios()) {
    if (scenario->benign() && !hard) fmt::print("\nHard cases:\n");
    hard = scenario->benign();
    fmt::print("  {:>2} {:<24} {}\n", hard ? "" : fmt::to_string(scenario->number), scenario->name,
               scenario->description);
    if (hard) continue;
    for (const Intensity intensity : {Intensity::loud, Intensity::medium, Intensity::stealthy})
      fmt::print("     {:>24} {}\n", to_string(intensity), scenario->intensities[static_cast<std::size_t>(intensity)]);
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Captures and labels of simulated sites, the same bytes for the same seed."};
  app.require_subcommand(1);
  MakeOptions options;
  app.add_subcommand("list", "Sites, attacks and hard cases, with what each does");
  auto* make = app.add_subcommand("make", "Write a capture, its labels and its site file");
  make->footer("Example:\n  vedette-lab make --site brewery --devices 100 --days 28 --seed 7 "
               "--attack rogue_master:stealthy@day9 --output x.pcap --labels x.labels.yaml --site-file x.site.yaml");
  std::vector<std::string> kinds;
  for (const SiteKind* kind : all_site_kinds()) kinds.emplace_back(kind->name);
  make->add_option("--site", options.site, "Kind of site")->check(CLI::IsMember(kinds))->capture_default_str();
  make->add_option("--devices", options.devices, "How many")->check(CLI::Range(10, 2000))->capture_default_str();
  make->add_option("--days", options.days, "How long; 0.5 is half a day")
      ->check(CLI::Range(1.0 / 1440, 3660.0))
      ->capture_default_str();
  make->add_option("--seed", options.seed, "From 1,000,000 up: for reporting only")->capture_default_str();
  make->add_option("--start", options.start, "Day (UTC) or time; the same seed later is the same site, later")
      ->capture_default_str();
  make->add_option("--attack,--attacks", options.plan.attacks,
                   "NAME[:loud|medium|stealthy][@dayN[THH:MM]], or all");
  make->add_option("--hard-case,--hard-cases", options.plan.hard_cases, "NAME[@dayN[THH:MM]], or all");
  make->add_option("--intensity", options.intensity, "Of attacks that name none")
      ->check(CLI::IsMember({"loud", "medium", "stealthy"}));
  make->add_option("--loss", options.loss, "Share of frames that the capture misses")->check(CLI::Range(0.0, 0.5));
  make->add_option("--workers", options.workers, "Threads; the bytes don't depend on it")->check(CLI::Range(1, 64));
  make->add_option("--output", options.output, "Capture file, or - for standard output")->required();
  make->add_option("--labels", options.labels, "File for what happened");
  make->add_option("--site-file", options.site_file, "File for what is allowed");
  make->add_option("--names-file", options.names_file, "Site file of devices and roles alone, without any rule");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : wrong;
  }
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  std::signal(SIGPIPE, SIG_IGN);
  if (!make->parsed()) {
    list();
    return done;
  }
  const auto ok = run(options);
  return ok ? done : fail(ok.error());
}
