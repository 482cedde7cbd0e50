// SPDX-License-Identifier: Apache-2.0
// Commands and how long they take. Every measurement is a process of its own, start and end included.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"

namespace vedette::benchmark {

struct Case {
  std::string name;
  std::vector<std::string> command;
  std::vector<double> seconds{};  ///< one for each round
  double peak_rss_mib = 0;

  /// The same command over no packets: what starting costs, which no packet causes. Empty: none is taken off.
  std::vector<std::string> start{};
  std::vector<double> start_seconds{};

  /// Of the packets alone.
  double least() const;
  double median() const;
  double least_start() const;
};

core::Result<void> run_once(Case& measured);
/// Round by round, so that what else the machine does disturbs all alike.
core::Result<void> run_rounds(std::vector<Case>& cases, unsigned rounds);

}  // namespace vedette::benchmark
