// SPDX-License-Identifier: Apache-2.0
// What an analyst decided over what was learned. Immutable once loaded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "models/site.h"
#include "models/vocabulary.h"

namespace vedette::models {

struct Decision {
  std::string author, reason;
  core::Timestamp expires;
  std::string alert;  ///< that led to it; may be empty
  std::uint32_t line = 0;
  /// By packet time, like everything that decides a finding.
  bool in_force(core::Timestamp now) const { return now < expires; }
};

/// Whom it is about; empty means any.
struct Scope {
  std::string device, role, peer, peer_role, protocol;
};

/// A permission or a prohibition, whatever was learned.
struct TuningRule {
  Scope scope;
  std::vector<std::string> functions;   ///< none: any
  std::optional<RegisterRange> object;  ///< none: any
  Decision decision;
};

struct TuningException {
  Scope scope;
  std::string detector, feature, what;  ///< empty: any
  bool once = false;                    ///< of the alert that the decision names only
  Decision decision;
};

/// Scales a family's share of the budget.
struct TuningWeight {
  std::string detector, role;  ///< empty role: any
  double scale = 1;
  Decision decision;
};

struct Tuning {
  std::vector<TuningRule> allow, deny;
  std::vector<TuningException> exceptions;
  std::vector<TuningWeight> weights;
  std::string digest;                     ///< SHA-256 of the file's bytes, in hex
  std::vector<NotEnforced> not_enforced;  ///< bounds and maintenance: a later version acts on them
};

core::Result<Tuning> load_tuning(const std::string& path, const Vocabulary& vocabulary);
/// The same from memory; `name` is what errors call it.
core::Result<Tuning> parse_tuning(const std::string& name, std::string_view text, const Vocabulary& vocabulary);

}  // namespace vedette::models
