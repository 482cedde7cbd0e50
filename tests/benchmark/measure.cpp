// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/measure.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char** environ;

namespace vedette::benchmark {

namespace {

double median_of(std::vector<double> seconds) {
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2];
}

struct Run {
  double seconds = 0, peak_rss_mib = 0;
};

core::Result<Run> run_command(std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (auto& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const auto begun = std::chrono::steady_clock::now();
  pid_t child = 0;
  if (posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) {
    return core::unavailable(fmt::format("{}: can't be run", command[0]));
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return core::unavailable(fmt::format("failed: {}", fmt::join(command, " ")));
  }
  return Run{seconds, static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace

double Case::least() const {
  return std::ranges::min(seconds) - least_start();
}

double Case::median() const {
  return median_of(seconds) - (start_seconds.empty() ? 0 : median_of(start_seconds));
}

double Case::least_start() const {
  return start_seconds.empty() ? 0 : std::ranges::min(start_seconds);
}

core::Result<void> run_once(Case& measured) {
  const auto run = run_command(measured.command);
  if (!run) return std::unexpected(run.error());
  measured.seconds.push_back(run->seconds);
  measured.peak_rss_mib = std::max(measured.peak_rss_mib, run->peak_rss_mib);
  if (measured.start.empty()) return {};
  const auto started = run_command(measured.start);
  if (!started) return std::unexpected(started.error());
  measured.start_seconds.push_back(started->seconds);
  return {};
}

core::Result<void> run_rounds(std::vector<Case>& cases, unsigned rounds) {
  for (unsigned round = 0; round < rounds; ++round) {
    for (Case& c : cases) {
      if (auto ran = run_once(c); !ran) return ran;
    }
  }
  return {};
}

}  // namespace vedette::benchmark
