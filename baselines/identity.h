// SPDX-License-Identifier: Apache-2.0
// What a device is called in its protocols, beside its addresses: unit, instance, client id, host name. Part of an
// Entity.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "core/observation.h"

namespace vedette::baselines {

struct Identity {
  core::IdentityKind kind = core::IdentityKind::none;
  std::uint32_t number = 0;
  std::string text;
  auto operator<=>(const Identity&) const = default;
};
/// "instance 1203", "unit 1", "client id cooler-7".
std::string to_string(const Identity& identity);

/// Whether a device names itself by it: link addresses and routers are judged elsewhere.
bool names_a_device(core::IdentityKind kind);

/// Those that were seen, in the order in which they came. The first stay.
class Identities {
 public:
  static constexpr std::size_t cap = 16;
  static constexpr std::size_t cap_described = 3;  ///< of each kind that describes a device and doesn't name it
  static constexpr std::size_t max_text = 128;

  /// Adds one that is new. False where there is no room.
  bool add(core::IdentityKind kind, std::uint32_t number, std::string_view text);
  bool add(const Identity& identity) { return add(identity.kind, identity.number, identity.text); }
  const std::vector<Identity>& all() const { return all_; }
  std::size_t count(core::IdentityKind kind) const;

 private:
  std::vector<Identity> all_;
};

}  // namespace vedette::baselines
