// SPDX-License-Identifier: Apache-2.0
// Where records are published: `tcp://host:port` (replay on port + 1) or `ipc://path` (replay on path + ".replay").
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace vedette::exporters {

struct Endpoint {
  std::string publish;  ///< for the SUB end
  std::string replay;   ///< for the DEALER end
  bool local = false;   ///< can only be reached from this host

  /// Anything that may be connected to.
  static core::Result<Endpoint> parse(std::string_view text);
  /// The same for one that is to be bound: without CURVE keys only a local one.
  static core::Result<Endpoint> parse_to_bind(std::string_view text);
};

}  // namespace vedette::exporters
