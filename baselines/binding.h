// SPDX-License-Identifier: Apache-2.0
// The addresses of one device, bounded, each with the evidence that it is the device's own. Part of an Entity.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "baselines/realm.h"
#include "core/address.h"
#include "core/time.h"

namespace vedette::baselines {

/// Why an address belongs to a device, from weak to strong.
enum class Origin : std::uint8_t {
  use,       ///< packets had it beside the device's MAC, or it is all that is known of the device
  identity,  ///< who had it gave an identity that is written down
  claim,     ///< the device said so: ARP, neighbor discovery
  written,   ///< site file or model
};
std::string_view to_string(Origin origin);

struct Binding {
  RealmId realm;
  core::IpAddress ip;
  core::MacAddress mac;  ///< that it was first used or claimed with; zero: not known
  Origin origin = Origin::use;
  std::uint32_t claims = 0;
  core::Timestamp first_seen, last_seen;  ///< with that MAC
};

/// Few as a rule, so a scan beats a table. In the order in which they came.
class Bindings {
 public:
  /// A day of IPv6 privacy addresses (RFC 8981, 3.8: a new one each day, kept for a week) and as many others.
  static constexpr std::size_t cap = 16;

  Binding* find(RealmId realm, const core::IpAddress& ip);
  const std::vector<Binding>& all() const { return all_; }
  std::vector<Binding>& all() { return all_; }
  bool empty() const { return all_.empty(); }
  /// The one that made room, if any: of those on the weakest evidence the longest unseen.
  std::optional<Binding> add(const Binding& binding);
  void remove(RealmId realm, const core::IpAddress& ip);
  /// Last seen of all with an address of this family.
  const Binding* latest(core::IpFamily family) const;

 private:
  std::vector<Binding> all_;
};

/// The interface's own link, never beyond it (RFC 4291, 2.5.6).
bool is_link_local_v6(const core::IpAddress& ip);
/// Both within the same /64, the unit in which hosts make up addresses (RFC 4291, 2.5.4).
bool same_v6_network(const core::IpAddress& a, const core::IpAddress& b);
/// An address that a single device can have.
bool is_host(const core::IpAddress& ip);

}  // namespace vedette::baselines
