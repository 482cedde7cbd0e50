// SPDX-License-Identifier: Apache-2.0
#include "baselines/behaviour.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <utility>

#include "core/hash.h"

namespace vedette::baselines {
namespace {

using core::MessageKind;
using core::Observation;
using core::Verb;
using core::VerbClass;

/// The same message of the same end of a conversation; 0, which nothing is found by, outside of any. Values are left
/// out: who judges values looks at every write. Entries of another generation are never found again.
std::uint64_t familiar_key(const Observation& o, std::uint64_t generation) {
  if (o.flow.number == 0) return 0;
  const std::uint64_t what = static_cast<std::uint64_t>(o.code) << 32 | static_cast<std::uint64_t>(o.status) << 16 |
                             static_cast<std::uint64_t>(o.kind) << 8 | static_cast<std::uint64_t>(o.verb);
  std::uint64_t key = core::hash_combine(o.flow.number ^ generation << 40, what);
  key = core::hash_combine(key, o.object.hash ^ o.unit);
  const auto source = std::bit_cast<std::array<std::uint64_t, 2>>(o.source.ip.raw());
  const auto target = std::bit_cast<std::array<std::uint64_t, 2>>(o.target.ip.raw());
  // A message may be about others than the ends of its conversation (ARP, what is forwarded), and not every protocol
  // numbers what is done.
  key = core::hash_combine(key ^ source[0], source[1] ^ o.source.port.number);
  key = core::hash_combine(key ^ target[0], target[1] ^ core::hash_text(o.operation));
  return key == 0 ? 1 : key;
}

const std::string no_role;

}  // namespace

Behaviour::Behaviour(BehaviourConfig config)
    : config_(std::move(config)),
      entities_(config_.inventory, config_.entity_cap),
      familiar_(familiar_sets),
      familiar_next_(familiar_sets),
      familiar_refs_(familiar_sets * familiar_ways) {
  dirty_.reserve(most_held_back);
  for (std::uint32_t i = 0; i < entities_.size(); ++i) {
    device({i});
    if (const auto& name = entities_.at({i}).role; !name.empty()) ++role(name).devices;
  }
}

Device& Behaviour::device(EntityId id) {
  if (id.number >= devices_.size()) {
    devices_.resize(id.number + 1);
    likely_.resize(id.number + 1);
    seen_at_.resize(id.number + 1);
  }
  return devices_[id.number];
}

Role& Behaviour::role(const std::string& name) {
  const auto [found, made] = roles_.try_emplace(name);
  if (made) found->second.name = name;
  return found->second;
}

const std::string& Behaviour::likely_role(EntityId id) const {
  return id.number < likely_.size() ? likely_[id.number] : no_role;
}

const std::string& Behaviour::template_of(EntityId id) const {
  const auto role = roles_.find(entities_.at(id).role);
  if (role != roles_.end() && !role->second.template_name.empty()) return role->second.template_name;
  return likely_role(id);
}

std::uint32_t Behaviour::intern(std::string_view text) {
  const auto [found, made] = text_handles_.try_emplace(std::string{text}, static_cast<std::uint32_t>(texts_.size()));
  if (made) texts_.push_back(&found->first);
  return found->second;
}

core::Duration Behaviour::age(EntityId id) const {
  const Entity& entity = entities_.at(id);
  const core::Duration before = id.number < devices_.size() ? devices_[id.number].age_before : core::Duration{};
  return before + (entity.seen ? std::max(core::Duration{}, now_ - entity.first_seen) : core::Duration{});
}

core::Duration Behaviour::observed(EntityId id) const {
  const Entity& entity = entities_.at(id);
  // What the familiar table holds back counts: how much that is must not show.
  const core::Timestamp held_back = seen_at_[id.number];
  const core::Timestamp last_seen =
      held_back == core::Timestamp{} ? entity.last_seen : std::max(entity.last_seen, held_back);
  return devices_[id.number].age_before + (entity.seen ? last_seen - entity.first_seen : core::Duration{});
}

EntityId Behaviour::resolve(const core::Endpoint& endpoint, Sight& sight) {
  // Those not seen for longest are forgotten, and the familiar table holds back who was seen.
  if (entities_.is_full()) flush();
  const EntityId id = entities_.resolve(endpoint, now_);
  if (entities_.generation() != generation_) follow_entities();
  if (!id.is_set()) return id;
  Device& state = device(id);
  if (!state.watched) {
    state.watched = true;
    state.windows.start(now_);
    // Where both ends are new, the one who acts is told.
    if (!sight.newcomer.is_set() && !entities_.at(id).known && entities_.at(id).first_seen == now_) sight.newcomer = id;
  }
  return id;
}

// Who is behind an endpoint has changed: nothing that was said of conversations holds any more.
void Behaviour::follow_entities() {
  // What conversations hold back belongs to those whom they were told of.
  flush_things();
  generation_ = entities_.generation();
  for (; followed_ < entities_.forgotten().size(); ++followed_) {
    const auto& [id, role_name, into] = entities_.forgotten()[followed_];
    if (!role_name.empty()) {
      Role& pool = role(role_name);
      --pool.devices;
      remove_from_pool(pool, device(id).things);
    }
    const Device gone = std::exchange(device(id), {});
    likely_[id.number].clear();
    seen_at_[id.number] = {};
    if (into.is_set()) continue_device(into, gone);
  }
}

// Before anything is made of it: who the ends are may depend on it.
void Behaviour::note_identity(const Observation& o) {
  flush_seen();
  entities_.note(o);
  // Who only tells its name has a place like all others.
  if (entities_.size() > devices_.size()) device({static_cast<std::uint32_t>(entities_.size() - 1)});
  if (entities_.generation() != generation_) follow_entities();
}

const Sight& Behaviour::observe(const Observation& o) {
  if (observations_++ == 0) started_ = o.time;
  now_ = o.time;
  sight_ = {};
  sight_.observation = &o;
  if (!entities_.forgotten().empty()) drop_forgotten();
  if (EntityTable::says_who(o)) note_identity(o);
  names_asked_.note(o);
  // It tells of the network alone: nobody did anything.
  if (o.verb == Verb::none) {
    sight_.familiar = true;
    return sight_;
  }
  sight_key_ = familiar_key(o, generation_);
  if (const auto slot = find_familiar(sight_key_))
    recognise(*slot, o.time);
  else
    look_closer(o);
  count_rates(o);
  return sight_;
}

void Behaviour::expect(const Observation& o) const {
  const FamiliarSet& set = familiar_[familiar_key(o, generation_) % familiar_sets];
  __builtin_prefetch(set.ways.data());
  __builtin_prefetch(set.ways.data() + familiar_ways / 2);
}

void Behaviour::drop_forgotten() {
  if (entities_.generation() != generation_) follow_entities();
  entities_.clear_forgotten();
  followed_ = 0;
}

inline void Behaviour::recognise(std::size_t slot, core::Timestamp time) {
  Familiar& entry = familiar_at(slot);
  sight_.actor = entry.actor;
  sight_.target = entry.target;
  sight_.familiar = true;
  if (entry.count++ == 0) hold_back(slot);
  entry.last = time;
  note_seen(entry.actor, time);
  note_seen(entry.target, time);
}

void Behaviour::look_closer(const Observation& o) {
  first_sights_.clear();
  known_.clear();
  sight_.actor = resolve(core::actor(o), sight_);
  const std::uint64_t generation = generation_;
  sight_.target = resolve(core::acted_on(o), sight_);
  // Where all were seen at the same time, room for the one end is made at the cost of the other.
  if (generation_ != generation) sight_.actor = resolve(core::actor(o), sight_);
  const bool answers_as_unit = o.kind == MessageKind::response && !o.refused && o.unit != 0;
  if (answers_as_unit && o.protocol.name == "modbus" && sight_.target.is_set())
    entities_.at(sight_.target).identities.add(core::IdentityKind::modbus_unit, o.unit, {});
  note_sides(o);
  const auto target = party(sight_.target), actor = party(sight_.actor);
  if (actor) {
    things_of_actor(o, target, names_);
    look_at(sight_.actor, names_);
  }
  if (target) {
    things_of_target(o, actor, names_);
    look_at(sight_.target, names_);
  }
  sight_.first_sights = first_sights_;
}

std::optional<Party> Behaviour::party(EntityId id) const {
  if (!id.is_set()) return std::nullopt;
  return Party{name_of(id), entities_.at(id).role};
}

// Services of the internet change their addresses by the hour and keep their names. A device of the site keeps the name
// that it has: who answers for it under which name is nothing that it does.
std::optional<std::string_view> Behaviour::asked_name(EntityId id) const {
  const Entity& entity = entities_.at(id);
  if (entity.known || entities_.on_site(entity.ip)) return std::nullopt;
  const auto asked = names_asked_.name_of(entity.ip);
  return asked == entity.name ? std::nullopt : asked;
}

namespace {

/// Does the device take a side in the protocol, whichever it is and whatever it does there? `what`: "uses modbus".
bool takes_part(const ThingSet& things, std::string_view what) {
  const std::string_view protocol = what.substr(what.find(' '));
  for (const std::string_view side : {"uses", "serves"}) {
    const std::string taken = fmt::format("{}{}", side, protocol);
    for (std::size_t i = 0; i < class_count; ++i)
      if (things.find(thing_key(Feature::side, static_cast<core::VerbClass>(i), taken)) != nullptr) return true;
  }
  return false;
}

}  // namespace

void Behaviour::look_at(EntityId id, const ThingNames& names) {
  ThingSet& things = device(id).things;
  for (const ThingName& name : names.all()) {
    const Thing* thing = things.find(thing_key(name.feature, name.verb_class, name.what));
    if (thing == nullptr && name.feature == Feature::peer) thing = by_former_name(id, name);
    if (thing == nullptr && name.tentative)
      thing = things.find(thing_key(name.feature, name.verb_class, tried(name.what)));
    if (thing != nullptr) {
      known_.push_back({id == sight_.target, static_cast<std::uint16_t>(things.index_of(thing))});
      continue;
    }
    // What is new can't be told any more.
    if (things.full()) continue;
    FirstSight first{.device = id, .name = name, .age = age(id), .sibling = is_sibling(id, name)};
    for (std::size_t other = 0; other < class_count; ++other) {
      const auto verb_class = static_cast<core::VerbClass>(other);
      if (things.find(thing_key(name.feature, verb_class, name.what)) != nullptr) first.in_other_class = true;
    }
    first.new_protocol = name.feature == Feature::side && !takes_part(things, name.what);
    if (const auto role = roles_.find(entities_.at(id).role); role != roles_.end()) {
      first.role_devices = role->second.devices;
      const auto pooled = role->second.things.find(thing_key(name.feature, name.verb_class, name.pooled()));
      first.role_knows = pooled != role->second.things.end();
      if (first.role_knows) first.role_devices_doing = pooled->second.devices;
    }
    first_sights_.push_back(std::move(first));
  }
}

/// What is known of a peer under the name of an entity that has turned out to be this peer.
const Thing* Behaviour::by_former_name(EntityId id, const ThingName& name) const {
  const EntityId peer = id == sight_.actor ? sight_.target : sight_.actor;
  if (!peer.is_set()) return nullptr;
  const std::string direction = name.what.substr(0, name.what.find(' ') + 1);
  for (const std::string& former : entities_.at(peer).former_names) {
    const auto* thing = device(id).things.find(thing_key(name.feature, name.verb_class, direction + former));
    if (thing != nullptr) return thing;
  }
  return nullptr;
}

bool Behaviour::is_sibling(EntityId id, const ThingName& name) const {
  const std::string& role = entities_.at(id).role;
  return name.feature == Feature::peer && !role.empty() && name.what.starts_with("to ") && name.peer_role == role;
}

void Behaviour::count_rates(const Observation& o) {
  if (o.verb == Verb::malformed) return count(sight_.actor, Rate::errors);
  if (o.kind == MessageKind::response) {
    if (o.refused) count(sight_.actor, Rate::errors);
    return;
  }
  if (o.verb == Verb::disconnect || o.verb == Verb::discover) return;
  if (o.verb == Verb::connect) return count(sight_.actor, Rate::connects);
  count(sight_.actor, Rate::requests);
  const VerbClass verb_class = class_of(o.verb);
  if (verb_class == VerbClass::read) count(sight_.actor, Rate::reads);
  if (verb_class == VerbClass::write || verb_class == VerbClass::admin) count(sight_.actor, Rate::writes);
  count(sight_.target, Rate::served);
}

void Behaviour::accept() {
  if (sight_.familiar) return;
  const Observation& o = *sight_.observation;
  for (const ThingRef& ref : known_) {
    Thing& thing = thing_of(ref, sight_.actor, sight_.target);
    ++thing.count;
    thing.last_seen = std::max(thing.last_seen, o.time);
  }
  bool all_known = first_sights_.empty();
  if (config_.learning) {
    for (const FirstSight& first : first_sights_) {
      if (!first.name.tentative) learn(first);
    }
    all_known = std::ranges::none_of(first_sights_, [](const FirstSight& first) { return first.name.tentative; });
  }
  if (sight_key_ == 0 || !all_known || known_.size() > refs_per_entry) return;
  const std::size_t slot = replace_familiar(sight_key_);
  familiar_at(slot) = {sight_key_, o.time, sight_.actor, sight_.target, 0, static_cast<std::uint32_t>(known_.size())};
  std::ranges::copy(known_, familiar_refs_[slot].begin());
}

void Behaviour::learn(const FirstSight& first) {
  const core::Timestamp time = sight_.observation->time;
  const auto& [feature, verb_class, what, peer_role, tentative] = first.name;
  const Thing thing{feature, verb_class, intern(what), intern(first.name.pooled()), 1, time, time};
  ThingSet& things = device(first.device).things;
  const std::string& role_name = entities_.at(first.device).role;
  if (!role_name.empty() && !things.full()) {
    Role& pool = role(role_name);
    add_to_pool(pool, things, thing);
    ++pool.first_sights[static_cast<std::size_t>(feature)][static_cast<std::size_t>(verb_class)][age_bucket(first.age)];
  }
  if (!things.add(thing_key(feature, verb_class, what), thing)) return;
  known_.push_back({first.device == sight_.target, static_cast<std::uint16_t>(things.all().size() - 1)});
}

namespace {

/// Adds closed windows to a device's sums and to its role's.
class Learner : public WindowSink {
 public:
  Learner(Device& device, Role* role) : device_(device), role_(role) {}
  void closed(Rate rate, std::size_t window, std::uint64_t count, std::uint64_t times) override {
    const auto i = static_cast<std::size_t>(rate);
    device_.rates[window][i].add(count, times);
    if (role_ == nullptr) return;
    role_->rates[window][i].add(count, times);
    role_->histograms[window][i][count_bucket(count)] += times;
  }

 private:
  Device& device_;
  Role* role_;
};

struct Ignore : WindowSink {
  void closed(Rate, std::size_t, std::uint64_t, std::uint64_t) override {}
};

}  // namespace

std::span<const OddWindows> Behaviour::tick(const core::Tick& tick) {
  flush_seen();
  if (tick.new_epoch || tick.time >= flush_things_at_) {
    flush_things();
    flush_things_at_ = tick.time + longest_held_back;
  }
  odd_.clear();
  now_ = tick.time;
  for (std::uint32_t i = 0; i < devices_.size(); ++i) {
    Device& state = devices_[i];
    if (!state.watched) continue;
    odd_scratch_.clear();
    if (config_.learning) {
      const std::string& role_name = entities_.at({i}).role;
      Learner learner(state, role_name.empty() ? nullptr : &role(role_name));
      state.windows.tick(tick, learner, odd_scratch_);
    } else {
      Ignore ignore;
      state.windows.tick(tick, ignore, odd_scratch_);
    }
    // After a step of the clock everybody is watched anew, from the next packet on.
    if (tick.new_epoch) state.watched = false;
    if (!odd_scratch_.empty()) odd_.push_back({{i}, odd_scratch_});
  }
  if (tick.new_epoch) std::ranges::fill(familiar_, FamiliarSet{});
  return odd_;
}

void Behaviour::refresh_exposure(Role& role) {
  if (!config_.learning) return;
  role.exposure_s = {};
  for (std::uint32_t i = 0; i < entities_.size(); ++i) {
    if (entities_.at({i}).role != role.name) continue;
    const auto seconds =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(observed({i})).count());
    for (std::size_t bucket = 0; bucket < age_bucket_count; ++bucket) {
      const std::uint64_t from = bucket == 0 ? 0 : std::uint64_t{1} << bucket;
      const std::uint64_t to = std::uint64_t{2} << bucket;
      if (seconds > from) role.exposure_s[bucket] += std::min(seconds, to) - from;
    }
  }
}

}  // namespace vedette::baselines
