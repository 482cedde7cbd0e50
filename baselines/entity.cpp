// SPDX-License-Identifier: Apache-2.0
#include "baselines/entity.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

#include "core/hash.h"

namespace vedette::baselines {

std::size_t EntityTable::Hash::operator()(const AddressKey& key) const {
  return core::hash_bytes(key.ip.octets(), key.realm.number);
}
std::size_t EntityTable::Hash::operator()(const PortKey& key) const {
  return core::hash_combine((*this)(key.address), key.port);
}

EntityTable::EntityTable(Inventory inventory, std::size_t cap)
    : inventory_(std::move(inventory)),
      cap_(std::max(cap, inventory_.devices.size() + 2)),  // both ends of a message fit
      realms_(inventory_.vlan_in_identity),
      stations_(cap_) {
  for (const auto& device : inventory_.devices) {
    const EntityId id{static_cast<std::uint32_t>(entities_.size())};
    Entity entity;
    entity.name = device.name;
    entity.role = device.role;
    entity.known = true;
    entity.role_written = !device.role.empty();
    entity.ip_written = !device.ips.empty();
    entity.by_mac_alone = device.ips.empty() && !device.macs.empty();
    if (!device.ips.empty()) entity.ip = device.ips.front();
    if (!device.macs.empty()) entity.mac = device.macs.front();
    if (const auto* zone = zone_of({.mac = entity.mac, .ip = entity.ip})) entity.zone = *zone;
    names_.emplace(entity.name, id);
    entities_.push_back(std::move(entity));
    for (const auto& ip : device.ips) {
      auto& of_ip = written_ip_[ip];
      of_ip.push_back(id);
      written_twice_ = written_twice_ || of_ip.size() > 1;
    }
    for (const auto& identity : device.identities) written_identity_.emplace(identity, id);
    // A model has the MAC that it saw first, which beside an address may be a router's and proves nothing.
    if (device.ips.empty() || !device.learned) {
      for (const auto& mac : device.macs) written_mac_.emplace(mac, id);
    }
  }
}

const std::string* EntityTable::zone_of(const core::Endpoint& endpoint) const {
  for (const auto& zone : inventory_.zones) {
    for (const auto& network : zone.networks) {
      if (network.contains(endpoint.ip)) return &zone.name;
    }
  }
  for (const auto& zone : inventory_.zones) {
    if (endpoint.vlan.number != 0 && std::ranges::find(zone.vlans, endpoint.vlan) != zone.vlans.end())
      return &zone.name;
  }
  return nullptr;
}

bool EntityTable::on_site(const core::IpAddress& ip) const {
  if (ip.is_private()) return true;
  const auto holds = [&](const core::IpPrefix& network) { return network.contains(ip); };
  return std::ranges::any_of(inventory_.zones,
                             [&](const Zone& zone) { return std::ranges::any_of(zone.networks, holds); });
}

EntityId EntityTable::resolve(const core::Endpoint& endpoint, core::Timestamp time) {
  // Some networks' own broadcast addresses show only in the link's.
  if (endpoint.mac.is_group()) return {};
  if (endpoint.ip.is_set() ? !is_host(endpoint.ip) : endpoint.mac.is_zero()) return {};
  const RealmId realm = realms_.of(endpoint);
  const EntityId id = endpoint.ip.is_set() ? find_address(endpoint, realm, time) : find_station(endpoint, realm, time);
  see(at(id), endpoint, time);
  return id;
}

EntityId EntityTable::find_address(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time) {
  const AddressKey key{realm, endpoint.ip};
  if (const auto found = by_ip_.find(key); found != by_ip_.end()) {
    Entity& entity = at(found->second);
    if (entity.shares_address) {
      const auto other = by_port_.find({key, endpoint.port.number});
      if (other != by_port_.end()) return other->second;
    }
    Binding* binding = entity.addresses.find(realm, endpoint.ip);
    if (binding->mac.is_zero()) binding->mac = endpoint.mac;
    if (binding->mac == endpoint.mac) binding->last_seen = time;
    return found->second;
  }
  if (const EntityId id = written(endpoint); id.is_set()) {
    bind(id, {realm, endpoint.ip, endpoint.mac, Origin::written, 0, time, time});
    return id;
  }
  return by_use(endpoint, realm, time);
}

EntityId EntityTable::find_station(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time) {
  if (const EntityId id = station(endpoint.mac, realm, time).device; id.is_set()) return id;
  const EntityId id = make(endpoint, time);
  const StationKey key{realm, endpoint.mac};
  own(id, key, stations_.at(key, time));
  return id;
}

/// An address that is new, and nothing but the MAC beside it to go by.
EntityId EntityTable::by_use(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time) {
  const Binding binding{realm, endpoint.ip, endpoint.mac, Origin::use, 0, time, time};
  if (!endpoint.mac.is_zero()) {
    const StationKey key{realm, endpoint.mac};
    Station* at_mac = &station(endpoint.mac, realm, time);
    if (is_link_local_v6(endpoint.ip)) {
      const EntityId id = at_mac->device.is_set() ? at_mac->device : make(endpoint, time);
      if (!at_mac->device.is_set()) own(id, key, *at_mac);
      bind(id, binding);
      return id;
    }
    const auto beside = [&](const Binding& b) {
      return b.mac == endpoint.mac && b.origin != Origin::use && same_v6_network(b.ip, endpoint.ip);
    };
    if (at_mac->device.is_set() && !at_mac->stands_for_others() &&
        std::ranges::any_of(at(at_mac->device).addresses.all(), beside)) {
      bind(at_mac->device, binding);
      return at_mac->device;
    }
    const bool outside = endpoint.ip.family() == core::IpFamily::v4 && at_mac->claimed > 0 && !on_site(endpoint.ip) &&
                         at_mac->device.is_set() && on_site(at(at_mac->device).ip);
    if (note_use(*at_mac, endpoint.ip, outside)) mark_router(key, *at_mac, at_mac->forwards);
    if (at_mac->device.is_set() && at(at_mac->device).by_mac_alone && !at_mac->stands_for_others() &&
        on_site(endpoint.ip)) {
      bind(at_mac->device, binding);
      return at_mac->device;
    }
  }
  const EntityId id = make(endpoint, time);
  bind(id, binding);
  return id;
}

EntityId EntityTable::written(const core::Endpoint& endpoint) const {
  const auto found = written_ip_.find(endpoint.ip);
  if (found == written_ip_.end()) return {};
  const auto& candidates = found->second;
  // Two may have the same address where their VLANs differ; and those that a model saw are told apart by their MACs.
  for (const EntityId id : candidates) {
    const auto& macs = inventory_.devices[id.number].macs;
    if (candidates.size() > 1 && std::ranges::find(macs, endpoint.mac) != macs.end()) return id;
  }
  const bool tagged = endpoint.vlan.number != 0 || endpoint.outer_vlan.number != 0;
  for (const EntityId id : candidates) {
    const auto& vlans = inventory_.devices[id.number].vlans;
    const auto there = [&](core::VlanId vlan) { return vlan == endpoint.vlan || vlan == endpoint.outer_vlan; };
    if (vlans.empty() || !tagged || realms_.mode() == core::VlanInIdentity::never || std::ranges::any_of(vlans, there))
      return id;
  }
  return {};
}

void EntityTable::see(Entity& entity, const core::Endpoint& endpoint, core::Timestamp time) {
  if (!entity.seen) {
    entity.seen = true;
    entity.first_seen = time;
    // What nobody wrote down shows on the wire.
    if (const auto* zone = entity.zone.empty() ? zone_of(endpoint) : nullptr) entity.zone = *zone;
  }
  entity.last_seen = std::max(entity.last_seen, time);
  if (entity.mac.is_zero()) entity.mac = endpoint.mac;
  const Tags tags = tags_of(endpoint);
  if (tags.is_plain() && entity.tags.empty()) return;
  if (entity.tags.size() < Entity::max_tags && std::ranges::find(entity.tags, tags) == entity.tags.end())
    entity.tags.push_back(tags);
}

EntityId EntityTable::make(const core::Endpoint& endpoint, core::Timestamp time) {
  if (is_full()) forget_oldest();
  EntityId id{static_cast<std::uint32_t>(entities_.size())};
  if (free_.empty()) {
    entities_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Entity& entity = at(id);
  entity.name = free_name(endpoint, id);
  entity.first_seen = entity.last_seen = time;
  names_.emplace(entity.name, id);
  return id;
}

/// Its address, with what tells it from another device that has had the same one.
std::string EntityTable::free_name(const core::Endpoint& endpoint, EntityId id) const {
  const auto taken = [&](const std::string& name) { return names_.contains(name); };
  const std::string mac = endpoint.mac.to_string();
  std::string name = endpoint.ip.is_set() ? endpoint.ip.to_string() : mac;
  if (!taken(name)) return name;
  if (endpoint.network != 0) name += fmt::format(" network {}", endpoint.network);
  if (endpoint.outer_vlan.number != 0)
    name += fmt::format(" vlan {}.{}", endpoint.outer_vlan.number, endpoint.vlan.number);
  else if (endpoint.vlan.number != 0)
    name += fmt::format(" vlan {}", endpoint.vlan.number);
  if (!taken(name)) return name;
  if (endpoint.ip.is_set() && !endpoint.mac.is_zero()) name += " at " + mac;
  if (!taken(name)) return name;
  return fmt::format("{} #{}", name, id.number);
}

// In bulk, so that a flood of made-up addresses costs each of them a constant amount of work.
void EntityTable::forget_oldest() {
  std::vector<EntityId> candidates;
  for (std::uint32_t i = 0; i < entities_.size(); ++i) {
    if (!entities_[i].known) candidates.push_back({i});
  }
  const std::size_t count = std::max<std::size_t>(2, candidates.size() / 8);
  const auto older = [&](EntityId a, EntityId b) {
    return std::tuple(at(a).last_seen, a.number) < std::tuple(at(b).last_seen, b.number);
  };
  std::ranges::nth_element(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(count - 1), older);
  candidates.resize(count);
  std::ranges::sort(candidates, std::greater{}, &EntityId::number);
  for (const EntityId id : candidates) forget(id, {});
  evictions_ += count;
  ++generation_;
}

void EntityTable::forget(EntityId id, EntityId into) {
  Entity& entity = at(id);
  for (const Binding& binding : entity.addresses.all()) by_ip_.erase({binding.realm, binding.ip});
  for (const StationKey& key : entity.macs) {
    Station* owned = stations_.find(key);
    if (owned != nullptr && owned->device == id) owned->device = {};
  }
  names_.erase(entity.name);
  for (const auto& name : entity.former_names) names_.erase(name);
  forgotten_.push_back({id, std::move(entity.role), into});
  entity = {};
  free_.push_back(id);
}

}  // namespace vedette::baselines
