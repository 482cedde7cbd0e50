// SPDX-License-Identifier: Apache-2.0
// Who an endpoint is. Resolved in one place, after ordering; decoders know addresses only. The rules, and why they are
// what they are, stand in docs/decisions/0008-who-is-a-device.md. Owned by Behaviour, used from the ordered stage's
// thread.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "baselines/binding.h"
#include "baselines/entity_id.h"
#include "baselines/identity.h"
#include "baselines/realm.h"
#include "baselines/router.h"
#include "core/address.h"
#include "core/observation.h"
#include "core/time.h"

namespace vedette::baselines {

/// A device that somebody has written down (site file or model).
struct KnownDevice {
  std::string name;
  std::string role;  ///< empty: to be inferred
  std::vector<core::IpAddress> ips;
  std::vector<core::MacAddress> macs;
  std::vector<core::VlanId> vlans = {};  ///< of its zone; none: any
  std::vector<Identity> identities = {};
  bool learned = false;  ///< by a model: its MACs are those it was seen with, maybe a router's
};

struct Zone {
  std::string name;
  std::vector<core::IpPrefix> networks;
  std::vector<core::VlanId> vlans;
};

struct Inventory {
  std::vector<KnownDevice> devices;
  std::vector<Zone> zones;
  core::VlanInIdentity vlan_in_identity = core::VlanInIdentity::automatic;
};

/// An entity that is no more, and whose number may be in use again.
struct Forgotten {
  EntityId id;
  std::string role;
  EntityId into = {};  ///< set where it turned out to be the same as this one, which continues it
};

/// Somebody else says that an address or a name of this device is its own.
struct Conflict {
  core::IpAddress ip;    ///< or
  Identity identity;     ///< which was claimed
  core::MacAddress mac;  ///< by whom
  std::uint32_t count = 0;
  core::Timestamp last;
};

struct Entity {
  std::string name;  ///< as written down, else the address that it was first seen by; stays for a run
  std::string role;  ///< as written down or inferred; empty while unknown
  std::string zone;
  core::IpAddress ip;    ///< the one that tells most: written, then IPv4, then IPv6 beyond the link
  core::MacAddress mac;  ///< its own, or that of its first packet while none is known to be
  core::Timestamp first_seen, last_seen;
  bool known = false;         ///< in the site file or the model
  bool role_written = false;  ///< not to be inferred
  bool seen = false;          ///< in this run

  Bindings addresses;
  std::vector<StationKey> macs;  ///< its own
  std::vector<Tags> tags;        ///< that it was seen with
  Identities identities;
  std::vector<Conflict> conflicts;
  std::vector<std::string> former_names;  ///< of entities that turned out to be this one

  bool ip_written = false;
  bool by_mac_alone = false;    ///< written down by nothing else
  bool shares_address = false;  ///< others are told from it by their ports

  static constexpr std::size_t max_macs = 8, max_tags = 8, max_conflicts = 8, max_former_names = 4;
};

struct IdentityStats {
  std::uint64_t merges = 0;     ///< two that turned out to be one
  std::uint64_t moves = 0;      ///< an address went to another device
  std::uint64_t splits = 0;     ///< addresses of a router or proxy that became devices of their own
  std::uint64_t conflicts = 0;  ///< claims of what is another's
  std::uint64_t dropped = 0;    ///< addresses of one device past its bound
  bool operator==(const IdentityStats&) const = default;
};

class EntityTable {
 public:
  explicit EntityTable(Inventory inventory, std::size_t cap = default_cap);

  /// What an observation says of who is who: claims, and tags that differ. Before its ends are resolved.
  void note(const core::Observation& observation);
  static bool says_who(const core::Observation& o) {
    const bool claims = o.claim.kind != core::IdentityKind::none && o.claim.kind != core::IdentityKind::domain_name;
    return claims || o.source.vlan != o.target.vlan ||
           o.source.outer_vlan != o.target.outer_vlan;
  }

  /// The entity behind an endpoint, made where it is new. Unset for group addresses and endpoints without any address.
  EntityId resolve(const core::Endpoint& endpoint, core::Timestamp time);
  Entity& at(EntityId id) { return entities_[id.number]; }
  const Entity& at(EntityId id) const { return entities_[id.number]; }
  /// Somebody has written down devices of this site.
  bool has_known() const { return !inventory_.devices.empty(); }
  /// Every entity has a number below this; those of forgotten ones are used again.
  std::size_t size() const { return entities_.size(); }

  /// Bumped when an endpoint may be another entity than before: whoever keeps an EntityId beside a key must drop it.
  std::uint64_t generation() const { return generation_; }
  std::uint64_t evictions() const { return evictions_; }
  /// Those that are no more, in order, since clear_forgotten().
  const std::vector<Forgotten>& forgotten() const { return forgotten_; }
  void clear_forgotten() { forgotten_.clear(); }
  /// The next one that is new makes others forgotten.
  bool is_full() const { return free_.empty() && entities_.size() >= cap_; }

  const IdentityStats& identity_stats() const { return identity_stats_; }
  const Realms& realms() const { return realms_; }
  const Stations& stations() const { return stations_; }
  std::size_t address_count() const { return by_ip_.size(); }
  /// Part of the site: private, or of one of its networks.
  bool on_site(const core::IpAddress& ip) const;

  static constexpr std::size_t default_cap = 16'384;
  /// Long enough for a device that only reports now and then, short enough that a swapped address is not in dispute for
  /// long: twice the five minutes after which common stacks ask again (RFC 826 leaves it open; Linux, Windows and most
  /// controllers forget an unused neighbour within ten minutes).
  static constexpr core::Duration holds_address = std::chrono::minutes{10};

 private:
  struct AddressKey {
    RealmId realm;
    core::IpAddress ip;
    bool operator==(const AddressKey&) const = default;
  };
  struct PortKey {
    AddressKey address;
    std::uint16_t port = 0;
    bool operator==(const PortKey&) const = default;
  };
  struct Hash {
    std::size_t operator()(const AddressKey& key) const;
    std::size_t operator()(const PortKey& key) const;
  };

  // entity.cpp: finding, making, forgetting
  EntityId find_address(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time);
  EntityId find_station(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time);
  EntityId by_use(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time);
  EntityId written(const core::Endpoint& endpoint) const;
  EntityId make(const core::Endpoint& endpoint, core::Timestamp time);
  void see(Entity& entity, const core::Endpoint& endpoint, core::Timestamp time);
  std::string free_name(const core::Endpoint& endpoint, EntityId id) const;
  void forget_oldest();
  void forget(EntityId id, EntityId into);
  const std::string* zone_of(const core::Endpoint& endpoint) const;

  // binding_table.cpp: which address is whose
  Binding& bind(EntityId id, const Binding& binding);
  void unbind(EntityId id, const Binding& binding);
  Station& station(const core::MacAddress& mac, RealmId realm, core::Timestamp time);
  void own(EntityId id, const StationKey& key, Station& station);
  void mark_router(const StationKey& key, Station& station, Forwards why);
  /// Addresses that stand on nothing but the station become devices of their own.
  void split(const StationKey& key, const Station& station);
  EntityId merge(EntityId a, EntityId b);
  void cross(const core::Endpoint& a, const core::Endpoint& b);
  void rekey_addresses(const Realms::Join& join, std::vector<std::pair<EntityId, EntityId>>& same);
  void rekey_stations(const Realms::Join& join, std::vector<std::pair<EntityId, EntityId>>& same);

  // identity_claims.cpp: what devices say of themselves
  void claim_address(const core::Endpoint& endpoint, core::Timestamp time);
  void claim_new(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time);
  void claim_own(EntityId id, Binding& binding, const core::Endpoint& endpoint, core::Timestamp time);
  void claim_of_another(EntityId id, Binding& binding, const core::Endpoint& endpoint, core::Timestamp time);
  void count_claims(const StationKey& key, Station& station);
  void claim_identity(const core::Observation& observation);
  void bind_identity(EntityId known, EntityId seen, const core::Observation& observation);
  bool may_have(EntityId id, const core::MacAddress& mac) const;
  bool is_fresh(const Entity& entity, const Binding& binding, core::Timestamp time) const;
  void conflict(EntityId id, const Conflict& conflict);

  Inventory inventory_;
  std::size_t cap_;
  Realms realms_;
  Stations stations_;
  std::vector<Entity> entities_;
  std::vector<EntityId> free_;
  std::map<core::IpAddress, std::vector<EntityId>> written_ip_;
  bool written_twice_ = false;  ///< the same address for two devices, which their VLANs keep apart
  std::map<core::MacAddress, EntityId> written_mac_;
  std::map<Identity, EntityId> written_identity_;
  std::unordered_map<AddressKey, EntityId, Hash> by_ip_;
  std::unordered_map<PortKey, EntityId, Hash> by_port_;
  std::deque<PortKey> port_order_;
  std::unordered_map<std::string, EntityId> names_;  ///< in use: a name is one device's
  std::vector<Forgotten> forgotten_;
  std::uint64_t generation_ = 0, evictions_ = 0;
  IdentityStats identity_stats_;
};

}  // namespace vedette::baselines
