// SPDX-License-Identifier: Apache-2.0
// What the site file allows: per role and protocol, who may do what with which objects and values. Where a role has
// rules for a protocol, everything that none of them allows is forbidden; where it has none, nothing is said.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "detectors/detector.h"

namespace vedette::detectors {

struct ObjectScope {
  std::string space;
  std::uint64_t first = 0, last = std::numeric_limits<std::uint64_t>::max();
  std::optional<double> min, max;  ///< of every value written there
};

/// One permission, as served by a role. An empty list allows any.
struct Permission {
  std::vector<std::string> from;  ///< roles
  std::vector<std::string> operations;
  std::vector<ObjectScope> objects;
};

/// What an analyst forbids, whatever the site file allows. Empty fields mean any.
struct Prohibition {
  std::string device, role, peer, peer_role, protocol;
  std::vector<std::string> operations;
  std::optional<ObjectScope> object;
  std::string reason;
  core::Timestamp expires;
};

/// By role, then by protocol.
using Policy = std::map<std::string, std::map<std::string, std::vector<Permission>, std::less<>>, std::less<>>;

class PolicyDetector : public Detector {
 public:
  PolicyDetector(Policy policy, std::vector<Prohibition> prohibitions, const baselines::Behaviour& behaviour);

  const DetectorInfo& info() const override;
  bool judges_values() const override { return !policy_.empty() || !prohibitions_.empty(); }
  void observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) override;
  void tick(const core::Tick&, std::span<const baselines::OddWindows>, std::vector<Verdict>&) override {}
  core::Finding explain(const Verdict& verdict, const core::Observation* observation) const override;

 private:
  /// How far into the nearest permission the message got before it left it.
  enum class Reason : std::uint8_t { sender, operation, object, value, prohibition };
  struct Judgement {
    Reason reason;
    const Prohibition* prohibition = nullptr;
    double value = 0;  ///< the first one outside, where the reason is the value
    std::uint64_t at = 0;
  };
  std::optional<Judgement> judge(const std::vector<Permission>& permissions, const std::string& role,
                                 const core::Observation& observation) const;
  const std::vector<Permission>* permissions_of(const baselines::Sight& sight) const;
  const Prohibition* prohibited(const baselines::Sight& sight) const;
  std::string allowed_in_words(const Verdict& verdict, const core::Observation& observation) const;

  Policy policy_;
  std::vector<Prohibition> prohibitions_;
  const baselines::Behaviour& behaviour_;
  Judgement judgement_{};
};

}  // namespace vedette::detectors
