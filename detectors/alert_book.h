// SPDX-License-Identifier: Apache-2.0
// Makes alerts of findings: one per cause, opened at its first observation, revised as it grows, closed when it has
// been quiet for long. Related alerts get the same incident. Bounded: at its cap the alert that has been quiet longest
// closes first. Owned by Judge, used from the ordered stage's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

#include "core/finding.h"
#include "core/tick.h"
#include "detectors/detector.h"

namespace vedette::detectors {

/// What all alerts of a run have in common.
struct AlertContext {
  std::string site, sensor;
  std::string model_digest, site_digest;
};

struct BookStats {
  std::uint64_t alerts = 0;  ///< causes, sightings not among them
  std::uint64_t sightings = 0;
  std::uint64_t crowded_out = 0;  ///< closed early because too many were open
};

class AlertBook {
 public:
  using Emit = std::function<void(const core::Alert&)>;

  AlertBook(AlertContext context, Emit emit) : context_(std::move(context)), emit_(std::move(emit)) {}

  /// From cause and first observation alone, so the same traffic gives the same id, replayed or live.
  static std::string id_of(const core::Finding& finding, const core::Observation* observation,
                           core::Timestamp first_seen);

  /// Counts one more observation of an open cause (observation is null at a tick). False where it is not open.
  bool again(std::uint64_t cause, const core::Observation* observation, core::Timestamp now, std::uint64_t seq);
  void open(const Verdict& verdict, core::Finding finding, const core::Observation* observation, core::Timestamp now,
            std::uint64_t seq);
  /// Closes what has been quiet for `quiet`.
  void tick(const core::Tick& tick);
  /// The end of the input: tells what has grown since it was last told.
  void finish();

  const BookStats& stats() const { return stats_; }

  static constexpr core::Duration quiet = std::chrono::hours{1};
  static constexpr core::Duration incident_span = std::chrono::hours{1};
  static constexpr std::size_t cap = 4096;
  static constexpr std::size_t incident_cap = 4096;

 private:
  struct Open {
    core::Alert alert;
    std::uint64_t cause = 0;
    std::uint64_t told_count = 0;    ///< of the last revision
    std::uint64_t next_update = 10;  ///< tells again at ten, a hundred, a thousand …
    core::ObjectRef object;          ///< widened by every observation; its text is not kept here
  };
  struct Incident {
    std::string id;
    core::Timestamp started;
  };

  void grow(Open& open, const core::Observation* observation, core::Timestamp now, std::uint64_t seq);
  void tell(Open& open, core::AlertStatus status);
  std::string incident_of(const core::Alert& alert);
  void close(std::map<std::uint64_t, Open>::iterator open);

  AlertContext context_;
  Emit emit_;
  std::map<std::uint64_t, Open> open_;                         ///< by order of opening
  std::unordered_map<std::uint64_t, std::uint64_t> order_of_;  ///< cause to order
  std::uint64_t opened_ = 0;
  std::map<std::string, Incident> incidents_;  ///< by the device that acts
  BookStats stats_;
};

}  // namespace vedette::detectors
