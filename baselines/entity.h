// SPDX-License-Identifier: Apache-2.0
// Who an endpoint is. Resolved in one place, after ordering; decoders know addresses only. Owned by Behaviour, used
// from the ordered stage's thread.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/address.h"
#include "core/time.h"

namespace vedette::baselines {

struct EntityId {
  std::uint32_t number = 0xffff'ffff;
  bool is_set() const { return number != 0xffff'ffff; }
  auto operator<=>(const EntityId&) const = default;
};

/// A device that somebody has written down (site file or model).
struct KnownDevice {
  std::string name;
  std::string role;  ///< empty: to be inferred
  std::vector<core::IpAddress> ips;
  std::vector<core::MacAddress> macs;
};

struct Zone {
  std::string name;
  std::vector<core::IpPrefix> networks;
  std::vector<core::VlanId> vlans;
};

struct Inventory {
  std::vector<KnownDevice> devices;
  std::vector<Zone> zones;
};

/// An entity that was forgotten, and whose number may be in use again.
struct Forgotten {
  EntityId id;
  std::string role;
};

struct Entity {
  std::string name;  ///< as written down, else its address
  std::string role;  ///< as written down or inferred; empty while unknown
  std::string zone;
  core::IpAddress ip;
  core::MacAddress mac;
  core::Timestamp first_seen, last_seen;
  bool known = false;         ///< in the site file or the model
  bool role_written = false;  ///< not to be inferred
  bool seen = false;          ///< in this run
};

class EntityTable {
 public:
  explicit EntityTable(Inventory inventory, std::size_t cap = default_cap);

  /// The entity behind an endpoint, made where it is new. Unset for group addresses and endpoints without any address.
  /// A device is found by its address; by its MAC only where it has no IP address or was written down without one
  /// (behind a router many addresses share one MAC).
  EntityId resolve(const core::Endpoint& endpoint, core::Timestamp time);
  Entity& at(EntityId id) { return entities_[id.number]; }
  const Entity& at(EntityId id) const { return entities_[id.number]; }
  /// Somebody has written down devices of this site.
  bool has_known() const { return !inventory_.devices.empty(); }
  /// Every entity has a number below this; those of forgotten ones are used again.
  std::size_t size() const { return entities_.size(); }

  /// Bumped when entities were forgotten: whoever keeps an EntityId beside a key must drop it then.
  std::uint64_t generation() const { return generation_; }
  std::uint64_t evictions() const { return evictions_; }
  const std::vector<Forgotten>& last_evicted() const { return last_evicted_; }
  /// The next one that is new makes others forgotten.
  bool is_full() const { return free_.empty() && entities_.size() >= cap_; }

  static constexpr std::size_t default_cap = 16'384;

 private:
  EntityId make(const core::Endpoint& endpoint, core::Timestamp time);
  void forget_oldest();
  const std::string* zone_of(const core::Endpoint& endpoint) const;

  Inventory inventory_;
  std::size_t cap_;
  std::vector<Entity> entities_;
  std::vector<EntityId> free_;
  std::map<core::IpAddress, EntityId> written_ip_;
  std::map<core::MacAddress, EntityId> written_mac_;
  struct Hash {
    std::size_t operator()(const core::IpAddress& ip) const;
    std::size_t operator()(const core::MacAddress& mac) const;
  };
  std::unordered_map<core::IpAddress, EntityId, Hash> by_ip_;
  std::unordered_map<core::MacAddress, EntityId, Hash> by_mac_;
  std::vector<Forgotten> last_evicted_;
  std::uint64_t generation_ = 0, evictions_ = 0;
};

}  // namespace vedette::baselines
