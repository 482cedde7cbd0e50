// SPDX-License-Identifier: Apache-2.0
// What holds of identities whatever comes over the wire.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "baselines/entity.h"
#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::IdentityKind;

const core::IpAddress written = core::IpAddress::v4(0x0a000001);

Inventory site() {
  Inventory inventory;
  inventory.devices = {
      {"plc", "", {written}, {}},
      {"by-mac", "", {}, {{{2, 0, 0, 0, 0, 3}}}},
      {.name = "named", .role = "", .ips = {}, .macs = {}, .identities = {{IdentityKind::bacnet_instance, 2, {}}}}};
  return inventory;
}

/// Few addresses, MACs and VLANs, so that everything collides.
core::Observation any_observation() {
  const auto small = [](int below) { return static_cast<std::uint8_t>(*rc::gen::inRange(0, below)); };
  core::Observation o;
  const auto endpoint = [&] {
    core::Endpoint end;
    end.mac = {{2, 0, 0, 0, 0, small(8)}};
    end.port = {small(3)};
    end.vlan = {small(4)};
    const std::uint8_t kind = small(8), last = small(24);
    if (kind < 5) end.ip = core::IpAddress::v4(0x0a000000U + last);
    std::array<std::uint8_t, 16> six{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, small(2), 0, 0, 0, 0, 0, 0, 0, last};
    if (kind == 6) six = {0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last};
    if (kind == 5 || kind == 6) end.ip = core::IpAddress::v6(six);
    return end;
  };
  o.source = endpoint();
  o.target = endpoint();
  if (small(16) != 0) {
    o.target.vlan = o.source.vlan;
  }
  constexpr std::array kinds{IdentityKind::none,   IdentityKind::link_address,    IdentityKind::link_address,
                             IdentityKind::router, IdentityKind::bacnet_instance, IdentityKind::mqtt_client_id,
                             IdentityKind::none};
  o.claim = {kinds.at(small(kinds.size())), small(4), {}};
  if (o.claim.kind == IdentityKind::router && small(4) != 0) o.claim = {};
  return o;
}

std::vector<core::Observation> any_run() {
  auto run = *rc::gen::container<std::vector<core::Observation>>(rc::gen::exec(any_observation));
  core::Timestamp time = start;
  for (auto& o : run) o.time = time += *rc::gen::element<core::Duration>(0s, 1s, 5min, 11min);
  return run;
}

void check_invariants(const EntityTable& table, std::size_t cap) {
  RC_ASSERT(table.size() <= cap);
  std::size_t addresses = 0;
  std::set<std::pair<RealmId, core::IpAddress>> once;
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    const Entity& entity = table.at({i});
    RC_ASSERT(entity.addresses.all().size() <= Bindings::cap);
    RC_ASSERT(entity.macs.size() <= Entity::max_macs);
    RC_ASSERT(entity.conflicts.size() <= Entity::max_conflicts);
    addresses += entity.addresses.all().size();
    for (const Binding& binding : entity.addresses.all()) RC_ASSERT((once.emplace(binding.realm, binding.ip).second));
  }
  // The look-up and the lists of the devices say the same.
  RC_ASSERT(addresses == table.address_count());
  for (const auto& [key, station] : table.stations().sorted()) {
    if (!station.device.is_set()) continue;
    const auto& macs = table.at(station.device).macs;
    RC_ASSERT(std::ranges::find(macs, key) != macs.end());
  }
}

RC_GTEST_PROP(IdentityProperties, HoldWhateverComes, ()) {
  constexpr std::size_t cap = 12;
  EntityTable one(site(), cap), other(site(), cap);
  std::uint64_t generation = 0;
  for (const auto& o : any_run()) {
    for (EntityTable* table : {&one, &other}) table->note(o);
    // The same comes out of the same.
    RC_ASSERT(one.resolve(o.source, o.time) == other.resolve(o.source, o.time));
    const auto target = one.resolve(o.target, o.time);
    RC_ASSERT(target == other.resolve(o.target, o.time));
    RC_ASSERT(one.generation() == other.generation());
    RC_ASSERT(one.generation() >= generation);
    generation = one.generation();
    // Asked again, the answer is the same.
    RC_ASSERT(one.resolve(o.target, o.time) == target);
    RC_ASSERT(other.resolve(o.target, o.time) == target);
    check_invariants(one, cap);
    // In whatever VLAN and with whatever MAC: what is written stays, unless a client is told apart by its port.
    const core::Endpoint plc{.mac = o.source.mac, .vlan = o.source.vlan, .port = {99}, .ip = written};
    RC_ASSERT(one.resolve(plc, o.time) == EntityId{0});
    RC_ASSERT(other.resolve(plc, o.time) == EntityId{0});
  }
}

}  // namespace
}  // namespace vedette::baselines
