// SPDX-License-Identifier: Apache-2.0
// The part of Behaviour that gives devices their roles and pools over a role what its devices do.
#include <algorithm>

#include "baselines/behaviour.h"

namespace vedette::baselines {

using core::MessageKind;
using core::Observation;
using core::Verb;

// Before a message is taken apart, since the things of one end name the role of the other.
void Behaviour::note_sides(const Observation& o) {
  if (o.kind != MessageKind::request || o.verb == Verb::connect) return;
  const std::string_view protocol = o.protocol.name;
  if (sight_.actor.is_set()) note_side(sight_.actor, false, protocol);
  if (sight_.target.is_set()) note_side(sight_.target, true, protocol);
}

void Behaviour::note_side(EntityId id, bool serves, std::string_view protocol) {
  auto& sides = device(id).sides;
  const auto same = [&](const Side& s) { return s.serves == serves && s.protocol == protocol; };
  if (std::ranges::any_of(sides, same)) return;
  sides.push_back({serves, std::string{protocol}});
  // A role is not taken away again from a grown device: that it now does something else is what we are here to say.
  if (!likely_[id.number].empty() && age(id) > config_.settle) return;
  const auto takes_part = [&](bool server, const std::string& name) {
    return std::ranges::find(sides, Side{server, name}) != sides.end();
  };
  for (const RoleRule& rule : config_.role_rules) {
    if (!std::ranges::all_of(rule.serves, [&](const auto& name) { return takes_part(true, name); }) ||
        !std::ranges::all_of(rule.uses, [&](const auto& name) { return takes_part(false, name); })) {
      continue;
    }
    likely_[id.number] = rule.role;
    if (!entities_.at(id).role_written) set_role(id, rule.role);
    return;
  }
}

void Behaviour::known_side(EntityId id, const Side& side, const std::string& likely) {
  auto& sides = device(id).sides;
  if (std::ranges::find(sides, side) == sides.end()) sides.push_back(side);
  likely_[id.number] = likely;
}

void Behaviour::set_role(EntityId id, const std::string& name) {
  Entity& entity = entities_.at(id);
  if (entity.role == name) return;
  const ThingSet& things = device(id).things;
  if (!entity.role.empty()) {
    Role& old = role(entity.role);
    --old.devices;
    remove_from_pool(old, things);
  }
  entity.role = name;
  Role& pool = role(name);
  ++pool.devices;
  ThingSet pooled;
  for (std::size_t i = 0; i < things.all().size(); ++i) {
    const Thing& thing = things.all()[i];
    add_to_pool(pool, pooled, thing);
    pooled.add(i, thing);
  }
}

// What two entities have done that turn out to be one.
void Behaviour::continue_device(EntityId into, const Device& gone) {
  Device& state = device(into);
  for (const Thing& thing : gone.things.all()) {
    const std::uint64_t key = thing_key(thing.feature, thing.verb_class, text(thing.text));
    if (Thing* known = state.things.find(key)) {
      known->count += thing.count;
      known->first_seen = std::min(known->first_seen, thing.first_seen);
      known->last_seen = std::max(known->last_seen, thing.last_seen);
      continue;
    }
    const std::string& role_name = entities_.at(into).role;
    if (!role_name.empty() && !state.things.full()) add_to_pool(role(role_name), state.things, thing);
    state.things.add(key, thing);
  }
  for (std::size_t w = 0; w < window_count; ++w) {
    for (std::size_t r = 0; r < rate_count; ++r) state.rates[w][r].add(gone.rates[w][r]);
  }
  state.age_before = std::max(state.age_before, gone.age_before);
  if (!state.watched && gone.watched) {
    state.watched = true;
    state.windows = gone.windows;
  }
  for (const Side& side : gone.sides) note_side(into, side.serves, side.protocol);
}

// `already` holds the device's other things: one that pools alike has counted the device.
void Behaviour::add_to_pool(Role& pool, const ThingSet& already, const Thing& thing) {
  const auto key = thing_key(thing.feature, thing.verb_class, text(thing.role_text));
  auto& pooled =
      pool.things.try_emplace(key, Role::Pooled{thing.feature, thing.verb_class, thing.role_text, 0}).first->second;
  const auto alike = [&](const Thing& other) {
    return other.feature == thing.feature && other.verb_class == thing.verb_class && other.role_text == thing.role_text;
  };
  if (!std::ranges::any_of(already.all(), alike)) ++pooled.devices;
}

void Behaviour::remove_from_pool(Role& pool, const ThingSet& things) {
  std::vector<std::uint64_t> seen;
  for (const Thing& thing : things.all()) {
    const auto key = thing_key(thing.feature, thing.verb_class, text(thing.role_text));
    if (std::ranges::find(seen, key) != seen.end()) continue;
    seen.push_back(key);
    const auto pooled = pool.things.find(key);
    if (pooled != pool.things.end() && --pooled->second.devices == 0) pool.things.erase(pooled);
  }
}

}  // namespace vedette::baselines
