// SPDX-License-Identifier: Apache-2.0
// The part of EntityTable that hears what devices say of themselves, and what they say that another has said before.
#include <algorithm>

#include "baselines/entity.h"

namespace vedette::baselines {

using core::IdentityKind;

void EntityTable::note(const core::Observation& o) {
  if (o.source.vlan != o.target.vlan || o.source.outer_vlan != o.target.outer_vlan) cross(o.source, o.target);
  if (o.claim.kind == IdentityKind::none || o.source.mac.is_group()) return;
  switch (o.claim.kind) {
    case IdentityKind::link_address:
      return claim_address(o.source, o.time);
    case IdentityKind::router: {
      if (o.source.mac.is_zero()) return;
      const RealmId realm = realms_.of(o.source);
      Station& said = station(o.source.mac, realm, o.time);
      if (said.forwards != Forwards::advertised) mark_router({realm, o.source.mac}, said, Forwards::advertised);
      return;
    }
    case IdentityKind::domain_name:  // what others call an address: see names.h
      return;
    default:
      return claim_identity(o);
  }
}

void EntityTable::claim_address(const core::Endpoint& endpoint, core::Timestamp time) {
  // A probe before an address is taken (RFC 5227, 2.1.1) comes from no address at all and claims nothing.
  if (!is_host(endpoint.ip) || endpoint.mac.is_zero() || endpoint.mac.is_group()) return;
  const RealmId realm = realms_.of(endpoint);
  EntityId id;
  if (const auto found = by_ip_.find({realm, endpoint.ip}); found != by_ip_.end()) {
    id = found->second;
  } else if (id = written(endpoint); id.is_set()) {
    bind(id, {realm, endpoint.ip, {}, Origin::written, 0, time, time});
  } else {
    return claim_new(endpoint, realm, time);
  }
  Binding& binding = *at(id).addresses.find(realm, endpoint.ip);
  if (binding.mac.is_zero() || binding.mac == endpoint.mac) return claim_own(id, binding, endpoint, time);
  claim_of_another(id, binding, endpoint, time);
}

/// An address that nobody has had: it is the device's whose MAC it comes with.
void EntityTable::claim_new(const core::Endpoint& endpoint, RealmId realm, core::Timestamp time) {
  const StationKey key{realm, endpoint.mac};
  Station& said = station(endpoint.mac, realm, time);
  if (said.proxy) return;
  if (!said.device.is_set()) own(make(endpoint, time), key, said);
  if (!said.device.is_set()) return;
  bind(said.device, {realm, endpoint.ip, endpoint.mac, Origin::claim, 1, time, time});
  count_claims(key, said);
}

/// The one who had the address says so, maybe for the first time.
void EntityTable::claim_own(EntityId id, Binding& binding, const core::Endpoint& endpoint, core::Timestamp time) {
  const StationKey key{binding.realm, endpoint.mac};
  Station& said = station(endpoint.mac, binding.realm, time);
  if (said.proxy) return;
  // An address that is written down may be claimed by a liar: then its MAC is worth what is written of it.
  if (binding.origin == Origin::written && !may_have(id, endpoint.mac))
    return conflict(id, {endpoint.ip, {}, endpoint.mac, 1, time});
  ++binding.claims;
  binding.mac = endpoint.mac;
  binding.last_seen = time;
  if (binding.origin == Origin::use) {
    take_back_use(said, binding.ip);
    binding.origin = Origin::claim;
  }
  if (!said.device.is_set())
    own(id, key, said);
  else if (said.device != id)
    merge(said.device, id);
  count_claims(key, said);
}

void EntityTable::claim_of_another(EntityId id, Binding& binding, const core::Endpoint& endpoint,
                                   core::Timestamp time) {
  const StationKey key{binding.realm, endpoint.mac};
  const core::MacAddress holder_mac = binding.mac;
  Station& said = station(endpoint.mac, binding.realm, time);
  if (said.proxy) return;
  const Station* holder = stations_.find({binding.realm, holder_mac});
  const bool own_mac = at(id).known && std::ranges::find(inventory_.devices[id.number].macs, endpoint.mac) !=
                                           inventory_.devices[id.number].macs.end();
  // Behind a router or a proxy it was seen by theirs; and what is written says which is true.
  if (own_mac || said.device == id || (holder != nullptr && holder->stands_for_others() && holder->device != id))
    return claim_own(id, binding, endpoint, time);
  const bool was_written = binding.origin == Origin::written;
  if (is_fresh(at(id), binding, time) || (was_written && !may_have(id, endpoint.mac)))
    return conflict(id, {endpoint.ip, {}, endpoint.mac, 1, time});
  ++identity_stats_.moves;
  // What is written keeps its address, with other hardware; else the address is all that goes.
  if (was_written) return claim_own(id, binding, endpoint, time);
  unbind(id, binding);
  claim_new(endpoint, key.realm, time);
}

/// Whether what is written leaves it open that the device has this MAC.
bool EntityTable::may_have(EntityId id, const core::MacAddress& mac) const {
  const KnownDevice& written = inventory_.devices[id.number];
  return written.learned || written.macs.empty() || std::ranges::find(written.macs, mac) != written.macs.end();
}

bool EntityTable::is_fresh(const Entity& entity, const Binding& binding, core::Timestamp time) const {
  if (time - binding.last_seen < holds_address) return true;
  // A long conversation is told to the entity, not to each of its addresses.
  const Binding* latest = entity.addresses.latest(binding.ip.family());
  return latest == &binding && time - entity.last_seen < holds_address;
}

void EntityTable::count_claims(const StationKey& key, Station& said) {
  if (!said.device.is_set()) return;
  const auto of_it = [&](const Binding& b) {
    return b.mac == key.mac && b.realm == key.realm && b.origin == Origin::claim && b.ip.family() == core::IpFamily::v4;
  };
  const auto count = std::ranges::count_if(at(said.device).addresses.all(), of_it);
  said.claimed = std::max(said.claimed, static_cast<std::uint32_t>(count));
  if (said.claimed <= Station::max_claimed) return;
  said.proxy = true;
  split(key, said);
}

void EntityTable::conflict(EntityId id, const Conflict& conflict) {
  ++identity_stats_.conflicts;
  auto& known = at(id).conflicts;
  const auto same = std::ranges::find_if(known, [&](const Conflict& c) {
    return c.ip == conflict.ip && c.identity == conflict.identity && c.mac == conflict.mac;
  });
  if (same != known.end()) {
    ++same->count;
    same->last = conflict.last;
  } else if (known.size() < Entity::max_conflicts) {
    known.push_back(conflict);
  }
}

void EntityTable::claim_identity(const core::Observation& o) {
  EntityId id = resolve(o.source, o.time);
  if (!id.is_set()) return;
  const Identity said{o.claim.kind, o.claim.number, std::string{o.claim.text.substr(0, Identities::max_text)}};
  if (const auto written = written_identity_.find(said); written != written_identity_.end() && written->second != id) {
    bind_identity(written->second, id, o);
    id = resolve(o.source, o.time);
  }
  at(id).identities.add(said);
}

// The name of a device that has no written address finds it; that of one which has does not, and is but compared.
void EntityTable::bind_identity(EntityId known, EntityId seen, const core::Observation& o) {
  const Conflict disputed{{}, {o.claim.kind, o.claim.number, std::string{o.claim.text}}, o.source.mac, 1, o.time};
  const auto& written = inventory_.devices[known.number];
  const bool has_address = !written.ips.empty() || !written.macs.empty();
  const Entity& device = at(known);
  // Whoever uses the name of a device that is there under another address does not become that device.
  const auto same_mac = [&](const Binding& b) { return b.mac == o.source.mac && !b.mac.is_zero(); };
  const bool elsewhere = device.seen && !device.addresses.empty() && o.time - device.last_seen < holds_address &&
                         std::ranges::none_of(device.addresses.all(), same_mac);
  if (has_address || elsewhere) return conflict(known, disputed);
  if (!at(seen).known) {
    if (merge(known, seen) != known) return;
    const RealmId realm = realms_.of(o.source);
    if (Binding* binding = at(known).addresses.find(realm, o.source.ip); binding && binding->origin == Origin::use)
      binding->origin = Origin::identity;
    return;
  }
  // Several clients behind one address: told apart by the ports of their conversations.
  if (o.claim.kind != IdentityKind::mqtt_client_id || !o.source.ip.is_set()) return conflict(known, disputed);
  constexpr std::size_t max_ports = 4'096;
  const PortKey key{{realms_.of(o.source), o.source.ip}, o.source.port.number};
  if (by_port_.insert_or_assign(key, known).second) port_order_.push_back(key);
  if (port_order_.size() > max_ports) {
    by_port_.erase(port_order_.front());
    port_order_.pop_front();
    ++identity_stats_.dropped;
  }
  at(by_ip_.at(key.address)).shares_address = true;
  ++generation_;
}

}  // namespace vedette::baselines
