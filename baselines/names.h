// SPDX-License-Identifier: Apache-2.0
// Under which name an address was asked for: what a domain name server answered, what a client named when it opened a
// TLS connection. For reading only: a name binds nothing to a device, since anybody may call any address anything.
// Owned by the ordered stage and used from its thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/address.h"
#include "core/observation.h"
#include "core/time.h"

namespace vedette::baselines {

/// Bounded: for room the address goes whose name was longest not heard, and is counted. An address that has several
/// names (a server of many sites) is known by the one that was heard last. VLANs and networks don't matter: who asks a
/// server across the site means the same address.
class NameTable {
 public:
  static constexpr std::size_t default_cap = 16'384;
  static constexpr std::size_t longest_name = 253;  ///< as text (RFC 1035, section 2.3.4: 255 octets on the wire)

  explicit NameTable(std::size_t cap = default_cap);

  /// Takes claims of a domain name (IdentityKind::domain_name), about the source's address; nothing else.
  void note(const core::Observation& observation) {
    if (observation.claim.kind == core::IdentityKind::domain_name) take(observation);
  }

  /// Valid until the next note().
  std::optional<std::string_view> name_of(const core::IpAddress& ip) const;
  std::optional<core::Timestamp> last_heard(const core::IpAddress& ip) const;

  std::size_t size() const { return places_.size(); }
  std::uint64_t evictions() const { return evictions_; }

 private:
  using Place = std::uint32_t;
  static constexpr Place none = 0xffff'ffff;

  struct Entry {
    core::IpAddress ip;
    std::string name;
    core::Timestamp heard;
    Place newer = none, older = none;  ///< in the order in which names were heard
  };
  struct Hash {
    std::size_t operator()(const core::IpAddress& ip) const;
  };

  void take(const core::Observation& claim);
  const Entry* find(const core::IpAddress& ip) const;
  Place place_for(const core::IpAddress& ip);
  void link(Place place);
  void unlink(Place place);

  std::size_t cap_;
  std::vector<Entry> entries_;
  std::unordered_map<core::IpAddress, Place, Hash> places_;
  Place newest_ = none, oldest_ = none;
  std::uint64_t evictions_ = 0;
};

}  // namespace vedette::baselines
