// SPDX-License-Identifier: Apache-2.0
#include "baselines/entity.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "core/hash.h"

namespace vedette::baselines {

std::size_t EntityTable::Hash::operator()(const core::IpAddress& ip) const {
  return core::hash_bytes(ip.octets());
}
std::size_t EntityTable::Hash::operator()(const core::MacAddress& mac) const {
  return core::hash_bytes(mac.octets);
}

EntityTable::EntityTable(Inventory inventory, std::size_t cap) : inventory_(std::move(inventory)), cap_(cap) {
  for (const auto& device : inventory_.devices) {
    const EntityId id{static_cast<std::uint32_t>(entities_.size())};
    Entity entity;
    entity.name = device.name;
    entity.role = device.role;
    entity.known = true;
    entity.role_written = !device.role.empty();
    if (!device.ips.empty()) entity.ip = device.ips.front();
    if (!device.macs.empty()) entity.mac = device.macs.front();
    if (const auto* zone = zone_of({.mac = entity.mac, .ip = entity.ip})) entity.zone = *zone;
    entities_.push_back(std::move(entity));
    for (const auto& ip : device.ips) written_ip_.emplace(ip, id);
    // An address was written down: then the MAC may be a router's and proves nothing.
    if (device.ips.empty()) {
      for (const auto& mac : device.macs) written_mac_.emplace(mac, id);
    }
  }
  cap_ = std::max(cap_, entities_.size() + 2);  // both ends of a message fit
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

EntityId EntityTable::resolve(const core::Endpoint& endpoint, core::Timestamp time) {
  EntityId id;
  bool alias = false;
  if (endpoint.ip.is_set()) {
    // Some networks' own broadcast addresses show only in the link's.
    if (endpoint.mac.is_group()) return {};
    const bool unspecified = std::ranges::all_of(endpoint.ip.octets(), [](auto octet) { return octet == 0; });
    if (endpoint.ip.is_multicast() || endpoint.ip.is_broadcast() || unspecified) return {};
    if (const auto found = by_ip_.find(endpoint.ip); found != by_ip_.end()) {
      id = found->second;
    } else if (const auto written = written_ip_.find(endpoint.ip); written != written_ip_.end()) {
      id = written->second;
    } else if (const auto mac = written_mac_.find(endpoint.mac); mac != written_mac_.end()) {
      id = mac->second;
      alias = true;
    }
  } else {
    if (endpoint.mac.is_zero() || endpoint.mac.is_group()) return {};
    if (const auto found = by_mac_.find(endpoint.mac); found != by_mac_.end()) id = found->second;
    if (const auto mac = written_mac_.find(endpoint.mac); mac != written_mac_.end()) id = mac->second;
  }
  if (!id.is_set()) id = make(endpoint, time);

  Entity& entity = at(id);
  if (!entity.seen) {
    entity.seen = true;
    entity.first_seen = time;
    // What nobody wrote down shows on the wire.
    if (const auto* zone = entity.zone.empty() ? zone_of(endpoint) : nullptr) entity.zone = *zone;
  }
  entity.last_seen = std::max(entity.last_seen, time);
  if (entity.mac.is_zero()) entity.mac = endpoint.mac;
  if (!entity.ip.is_set()) entity.ip = endpoint.ip;
  // Many addresses may come to one device that was written down by its MAC alone: a lookup they can do without.
  if (endpoint.ip.is_set() && (!alias || by_ip_.size() < 4 * cap_)) by_ip_.emplace(endpoint.ip, id);
  return id;
}

EntityId EntityTable::make(const core::Endpoint& endpoint, core::Timestamp time) {
  if (free_.empty() && entities_.size() >= cap_) forget_oldest();
  EntityId id{static_cast<std::uint32_t>(entities_.size())};
  if (free_.empty()) {
    entities_.emplace_back();
  } else {
    id = free_.back();
    free_.pop_back();
  }
  Entity& entity = at(id);
  entity.name = endpoint.ip.is_set() ? endpoint.ip.to_string() : endpoint.mac.to_string();
  entity.last_seen = time;
  if (!endpoint.ip.is_set()) by_mac_.emplace(endpoint.mac, id);
  return id;
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
  last_evicted_.clear();
  for (const EntityId id : candidates) {
    by_ip_.erase(at(id).ip);
    by_mac_.erase(at(id).mac);
    last_evicted_.push_back({id, std::move(at(id).role)});
    at(id) = {};
  }
  evictions_ += count;
  ++generation_;
  free_.insert(free_.end(), candidates.begin(), candidates.end());
}

}  // namespace vedette::baselines
