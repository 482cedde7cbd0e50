// SPDX-License-Identifier: Apache-2.0
// Address spaces. The same address in two VLANs, or in two tunnels, may be two devices: an address means something
// only within its realm. Owned by EntityTable, used from the ordered stage's thread.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/address.h"

namespace vedette::baselines {

struct RealmId {
  std::uint32_t number = 0;
  auto operator<=>(const RealmId&) const = default;
};

/// The tags that an endpoint was seen with.
struct Tags {
  core::VlanId outer, inner;
  std::uint32_t network = 0;  ///< of a tunnel
  auto operator<=>(const Tags&) const = default;
  bool is_plain() const { return *this == Tags{}; }
};
Tags tags_of(const core::Endpoint& endpoint);

class Realms {
 public:
  explicit Realms(core::VlanInIdentity mode = core::VlanInIdentity::automatic, std::size_t cap = default_cap);

  /// Made where it is new. Past the cap all others share one realm, and are counted.
  RealmId of(const core::Endpoint& endpoint);

  struct Join {
    RealmId into, gone;
  };
  /// Traffic crosses between the VLANs of both. Set where that makes one realm of two.
  std::optional<Join> cross(const core::Endpoint& a, const core::Endpoint& b);

  core::VlanInIdentity mode() const { return mode_; }
  std::size_t size() const { return parents_.size(); }
  std::uint64_t joins() const { return joins_; }
  std::uint64_t overflows() const { return overflows_; }

  static constexpr std::size_t default_cap = 1'024;

 private:
  RealmId root_of(std::uint32_t number);

  core::VlanInIdentity mode_;
  std::size_t cap_;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;  ///< by tags; never iterated
  std::vector<std::uint32_t> parents_;                        ///< a joined realm's points to an older one
  std::uint64_t joins_ = 0, overflows_ = 0;
};

}  // namespace vedette::baselines
