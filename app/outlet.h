// SPDX-License-Identifier: Apache-2.0
// The far side of judgement: every alert revision passes the boundary between watch and publish as a frame of bytes,
// then goes to the terminal or file and, where asked for, to the publisher. Used from the ordered stage's thread.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "app/console.h"
#include "core/alert.h"
#include "core/result.h"
#include "exporters/channel.h"

namespace vedette::app {

struct OutletOptions {
  bool json = false;
  bool sightings = false;                 ///< show what is new but not rare enough to alert
  exporters::Channel* channel = nullptr;  ///< of the publisher
};

class Outlet {
 public:
  Outlet(Output& output, OutletOptions options) : output_(output), options_(options) {}

  void operator()(const core::Alert& alert);

  /// First thing that went wrong; the run is then worth ending.
  const std::optional<core::Error>& error() const { return error_; }
  /// Alerts by severity, each counted once, sightings under info.
  const std::array<std::uint64_t, 5>& counts() const { return counts_; }
  std::optional<core::Severity> worst() const;

 private:
  void print(const core::Alert& alert);

  Output& output_;
  OutletOptions options_;
  std::optional<core::Error> error_;
  std::array<std::uint64_t, 5> counts_{};
};

}  // namespace vedette::app
