// SPDX-License-Identifier: Apache-2.0
// The part of EntityTable that ties addresses and MACs to devices, joins what turns out to be one and takes apart what
// turns out to be several.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "baselines/entity.h"

namespace vedette::baselines {
namespace {

/// How much an address tells to those who read it.
int rank(const core::IpAddress& ip) {
  if (ip.family() == core::IpFamily::v4) return 3;
  if (ip.family() == core::IpFamily::v6) return is_link_local_v6(ip) ? 1 : 2;
  return 0;
}

template <typename T>
void add_bounded(std::vector<T>& list, const T& item, std::size_t cap) {
  if (list.size() < cap && std::ranges::find(list, item) == list.end()) list.push_back(item);
}

}  // namespace

Binding& EntityTable::bind(EntityId id, const Binding& binding) {
  Entity& entity = at(id);
  by_ip_[{binding.realm, binding.ip}] = id;
  if (const auto gone = entity.addresses.add(binding)) {
    by_ip_.erase({gone->realm, gone->ip});
    ++identity_stats_.dropped;
    // Whoever knows the device by that address has to ask again.
    ++generation_;
  }
  // Of two IPv4 addresses the one claimed last holds: that is what a change of DHCP looks like.
  const int now = rank(entity.ip), then = rank(binding.ip);
  if (!entity.ip_written && (then > now || (then == now && then == 3 && binding.origin == Origin::claim)))
    entity.ip = binding.ip;
  return entity.addresses.all().back();
}

void EntityTable::unbind(EntityId id, const Binding& gone) {
  const Binding binding = gone;
  Entity& entity = at(id);
  by_ip_.erase({binding.realm, binding.ip});
  entity.addresses.remove(binding.realm, binding.ip);
  ++generation_;
  if (entity.ip_written || entity.ip != binding.ip) return;
  entity.ip = {};
  for (const Binding& left : entity.addresses.all()) {
    if (rank(left.ip) >= rank(entity.ip)) entity.ip = left.ip;
  }
}

Station& EntityTable::station(const core::MacAddress& mac, RealmId realm, core::Timestamp time) {
  const StationKey key{realm, mac};
  if (Station* known = stations_.find(key)) {
    known->last_seen = std::max(known->last_seen, time);
    return *known;
  }
  Station& made = stations_.at(key, time);
  if (const auto written = written_mac_.find(mac); written != written_mac_.end()) own(written->second, key, made);
  return made;
}

void EntityTable::own(EntityId id, const StationKey& key, Station& station) {
  Entity& entity = at(id);
  // The list is what lets go of the stations when the entity is forgotten.
  if (std::ranges::find(entity.macs, key) == entity.macs.end()) {
    if (entity.macs.size() >= Entity::max_macs) return;
    if (entity.macs.empty() && !entity.known) entity.mac = key.mac;
    entity.macs.push_back(key);
  }
  station.device = id;
}

void EntityTable::mark_router(const StationKey& key, Station& station, Forwards why) {
  station.forwards = why;
  split(key, station);
}

void EntityTable::split(const StationKey& key, const Station& station) {
  if (!station.device.is_set()) return;
  const EntityId id = station.device;
  // Link-local addresses are never forwarded (RFC 4291, 2.5.6): they stay its own. So does what it claimed, unless it
  // claims for others, and then the first is likeliest to be its own; and the first of one that is written down by its
  // MAC alone.
  bool kept_first = !station.proxy && !at(id).by_mac_alone;
  std::vector<Binding> gone;
  for (const Binding& b : at(id).addresses.all()) {
    if (b.mac != key.mac || b.realm != key.realm || b.origin == Origin::written || b.origin == Origin::identity)
      continue;
    if (is_link_local_v6(b.ip) || (b.origin == Origin::claim && !station.proxy)) continue;
    if (!std::exchange(kept_first, true)) continue;
    gone.push_back(b);
  }
  for (const Binding& binding : gone) unbind(id, binding);
  identity_stats_.splits += gone.size();
}

EntityId EntityTable::merge(EntityId a, EntityId b) {
  if (a == b) return a;
  const auto older = [&](EntityId x, EntityId y) {
    return std::tuple(!at(x).known, at(x).first_seen, x) < std::tuple(!at(y).known, at(y).first_seen, y);
  };
  const auto [into, from] = older(a, b) ? std::pair(a, b) : std::pair(b, a);
  // Two that are written down are two, whatever the wire says.
  if (at(from).known) return into;

  const Entity gone = at(from);
  forget(from, into);
  ++generation_;
  Entity& entity = at(into);
  for (const Binding& binding : gone.addresses.all()) {
    if (!by_ip_.contains({binding.realm, binding.ip})) bind(into, binding);
  }
  for (const StationKey& key : gone.macs) {
    if (Station* owned = stations_.find(key)) own(into, key, *owned);
  }
  for (const Identity& identity : gone.identities.all()) entity.identities.add(identity);
  for (const Tags& tags : gone.tags) add_bounded(entity.tags, tags, Entity::max_tags);
  for (const Conflict& known : gone.conflicts) {
    if (entity.conflicts.size() < Entity::max_conflicts) entity.conflicts.push_back(known);
  }
  const auto keep_name = [&](const std::string& name) {
    if (entity.former_names.size() >= Entity::max_former_names) return;
    if (names_.emplace(name, into).second) entity.former_names.push_back(name);
  };
  keep_name(gone.name);
  for (const std::string& name : gone.former_names) keep_name(name);
  if (!entity.seen && gone.seen) entity.first_seen = gone.first_seen;
  entity.seen = entity.seen || gone.seen;
  entity.last_seen = std::max(entity.last_seen, gone.last_seen);
  entity.shares_address = entity.shares_address || gone.shares_address;
  if (entity.zone.empty()) entity.zone = gone.zone;
  if (entity.mac.is_zero()) entity.mac = gone.mac;
  ++identity_stats_.merges;
  return into;
}

void EntityTable::cross(const core::Endpoint& a, const core::Endpoint& b) {
  // A site file that gives one address to two devices has said that its VLANs are apart.
  if (written_twice_) return;
  const auto join = realms_.cross(a, b);
  if (!join) return;
  std::vector<std::pair<EntityId, EntityId>> same;
  rekey_addresses(*join, same);
  rekey_stations(*join, same);
  std::map<EntityId, EntityId> merged;
  const auto now = [&](EntityId id) {
    for (auto found = merged.find(id); found != merged.end(); found = merged.find(id)) id = found->second;
    return id;
  };
  for (const auto& [one, other] : same) {
    const EntityId left = now(one), right = now(other);
    const EntityId into = merge(left, right);
    const EntityId gone = into == left ? right : left;
    if (gone != into && !at(gone).known) merged[gone] = into;
  }
  ++generation_;
}

void EntityTable::rekey_addresses(const Realms::Join& join, std::vector<std::pair<EntityId, EntityId>>& same) {
  for (std::uint32_t i = 0; i < entities_.size(); ++i) {
    std::vector<Binding> moving;
    for (const Binding& b : entities_[i].addresses.all()) {
      if (b.realm == join.gone) moving.push_back(b);
    }
    for (const Binding& b : moving) {
      const auto there = by_ip_.find({join.into, b.ip});
      if (there != by_ip_.end()) {
        const EntityId other = there->second;
        unbind({i}, b);
        // The same device may be there already, by what is written of it.
        if (other != EntityId{i}) same.emplace_back(other, EntityId{i});
        continue;
      }
      by_ip_.erase({b.realm, b.ip});
      by_ip_[{join.into, b.ip}] = {i};
      entities_[i].addresses.find(b.realm, b.ip)->realm = join.into;
    }
  }
}

void EntityTable::rekey_stations(const Realms::Join& join, std::vector<std::pair<EntityId, EntityId>>& same) {
  for (const auto& [mac, gone] : stations_.extract(join.gone)) {
    const StationKey key{join.into, mac};
    Station& into = stations_.at(key, gone.last_seen);
    into.proxy = into.proxy || gone.proxy;
    if (into.forwards == Forwards::no) into.forwards = gone.forwards;
    into.behind = std::max(into.behind, gone.behind);
    into.claimed = std::max(into.claimed, gone.claimed);
    if (!gone.device.is_set()) continue;
    std::erase(at(gone.device).macs, StationKey{join.gone, mac});
    if (!into.device.is_set()) own(gone.device, key, into);
    if (into.device.is_set() && into.device != gone.device && !into.stands_for_others())
      same.emplace_back(into.device, gone.device);
  }
}

}  // namespace vedette::baselines
