// SPDX-License-Identifier: Apache-2.0
// The ordered side's state: who is there and what each device and role is known to do. Every observation passes through
// observe() in (seq, part) order, then through accept() unless a detector found fault with it: what raised an alert is
// not learned.
//
// Most traffic repeats itself. What was seen before in the same conversation and raised nothing is found in a small
// table and costs one look-up; its counts reach the things behind it at the next tick.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "baselines/device.h"
#include "baselines/entity.h"
#include "baselines/names.h"
#include "core/observation.h"
#include "core/tick.h"

namespace vedette::baselines {

/// A written rule that gives a device its likely role: what it serves and uses, all of it. Earlier rules win.
struct RoleRule {
  std::string role;
  std::vector<std::string> serves, uses;  ///< protocols
};

struct BehaviourConfig {
  Inventory inventory;
  std::vector<RoleRule> role_rules;
  bool learning = true;
  core::Duration settle =
      std::chrono::seconds{60};  ///< a device younger than this may still turn out to be of another role
  std::size_t entity_cap = EntityTable::default_cap;
};

/// Something that a device had not done before.
struct FirstSight {
  EntityId device;
  ThingName name;
  core::Duration age;           ///< of the device, with what was learned before this run
  bool role_knows = false;      ///< others of its role do it
  bool in_other_class = false;  ///< the same with another class of verbs is known: a reader that now writes
  bool sibling = false;         ///< a peer of the same role, towards which the device acts
  bool new_protocol = false;    ///< a side in a protocol in which the device took no part before, on either side
  std::uint32_t role_devices_doing = 0, role_devices = 0;
};

/// One observation as the ordered side sees it. Valid until the next call of observe().
struct Sight {
  const core::Observation* observation = nullptr;
  EntityId actor, target;
  bool familiar = false;  ///< the same was seen before in this conversation and raised nothing
  std::span<const FirstSight> first_sights;
  EntityId newcomer;  ///< set where this is the first word of a device that nobody wrote down
  EntityId flooding;  ///< set where a count has just exceeded its limit
  Rate flooding_rate = Rate::requests;
};

/// Odd windows of one device.
struct OddWindows {
  EntityId device;
  std::vector<OddWindow> windows;
};

class Behaviour {
 public:
  explicit Behaviour(BehaviourConfig config);

  const Sight& observe(const core::Observation& observation);
  /// The sight at hand raised no alert: learn from it, and know it again.
  void accept();
  /// The observation comes a few later: what of it is known is fetched from memory meanwhile. Changes nothing.
  void expect(const core::Observation& observation) const;
  /// Closes windows. The odd ones are valid until the next call.
  std::span<const OddWindows> tick(const core::Tick& tick);

  EntityTable& entities() { return entities_; }
  const EntityTable& entities() const { return entities_; }
  /// Of an address outside the site: the name under which it was asked for.
  std::optional<std::string_view> asked_name(EntityId id) const;
  /// What people know a peer by: that, else its own name.
  std::string_view name_of(EntityId id) const { return asked_name(id).value_or(entities_.at(id).name); }
  Device& device(EntityId id);
  const Device& device(EntityId id) const { return devices_[id.number]; }
  /// The role by name; made where it is new.
  Role& role(const std::string& name);
  const std::map<std::string, Role>& roles() const { return roles_; }
  /// Brings the ages of a role's devices up to now.
  void refresh_exposure(Role& role);
  /// The role that a rule gives the device, whatever is written down; empty where none fits.
  const std::string& likely_role(EntityId id) const;
  /// The shipped role whose priors hold for the device: that of its role's model, else its likely one.
  const std::string& template_of(EntityId id) const;
  /// A model says that the device takes part in a protocol.
  void known_side(EntityId id, const Side& side, const std::string& likely);
  std::uint32_t intern(std::string_view text);
  const std::string& text(std::uint32_t handle) const { return *texts_[handle]; }

  core::Timestamp now() const { return now_; }
  core::Timestamp started() const { return started_; }
  std::uint64_t observations() const { return observations_; }
  bool learning() const { return config_.learning; }
  const BehaviourConfig& config() const { return config_; }
  core::Duration age(EntityId id) const;
  /// How long the device was there to be watched: up to when it was last seen.
  core::Duration observed(EntityId id) const;
  /// Adds what the familiar table holds back. tick() does it too; learners call it once at the end.
  void flush();

 private:
  struct ThingRef {
    bool of_target;  ///< else of the actor
    std::uint16_t index;
  };
  static_assert(ThingSet::cap <= 0xffff);
  static constexpr std::size_t refs_per_entry = 12;
  struct Familiar {
    std::uint64_t key = 0;
    core::Timestamp last;
    EntityId actor, target;
    std::uint32_t count = 0;
    std::uint32_t refs = 0;
  };
  // Which of a poll's thousands of questions happen to meet in one place must not cost each of them all that is done
  // for what is new: so there are several ways to each.
  static constexpr std::size_t familiar_ways = 4, familiar_sets = 1 << 14;
  struct alignas(64) FamiliarSet {
    std::array<Familiar, familiar_ways> ways{};
  };
  static_assert(sizeof(FamiliarSet) == 128);

  /// Where all were seen before in the same conversation, and where something was not.
  void recognise(std::size_t slot, core::Timestamp time);
  void look_closer(const core::Observation& observation);
  void drop_forgotten();
  EntityId resolve(const core::Endpoint& endpoint, Sight& sight);
  std::optional<Party> party(EntityId id) const;
  void look_at(EntityId device, const ThingNames& names);
  bool is_sibling(EntityId id, const ThingName& name) const;
  void count_rates(const core::Observation& observation);
  void count(EntityId device, Rate rate) {
    if (device.is_set() && devices_[device.number].windows.count(rate)) [[unlikely]] {
      sight_.flooding = device;
      sight_.flooding_rate = rate;
    }
  }
  void learn(const FirstSight& first);
  void note_sides(const core::Observation& observation);
  void note_side(EntityId id, bool serves, std::string_view protocol);
  void set_role(EntityId id, const std::string& role);
  void add_to_pool(Role& pool, const ThingSet& already, const Thing& thing);
  void remove_from_pool(Role& pool, const ThingSet& things);
  void follow_entities();
  void continue_device(EntityId into, const Device& gone);
  void note_identity(const core::Observation& observation);
  const Thing* by_former_name(EntityId id, const ThingName& name) const;
  Thing& thing_of(const ThingRef& ref, EntityId actor, EntityId target) {
    return devices_[(ref.of_target ? target : actor).number].things.at(ref.index);
  }
  void hold_back(std::size_t slot) {
    if (dirty_.size() == most_held_back) flush_things();
    dirty_.push_back(static_cast<std::uint32_t>(slot));
  }
  void flush_things();
  void flush(std::size_t slot);
  void note_seen(EntityId id, core::Timestamp time) {
    if (!id.is_set()) return;
    if (seen_at_[id.number] == core::Timestamp{}) seen_.push_back(id);
    seen_at_[id.number] = time;
  }
  void flush_seen();
  Familiar& familiar_at(std::size_t slot) { return familiar_[slot / familiar_ways].ways[slot % familiar_ways]; }
  std::optional<std::size_t> find_familiar(std::uint64_t key) const;
  /// Room for one more of its set.
  std::size_t replace_familiar(std::uint64_t key);

  BehaviourConfig config_;
  EntityTable entities_;
  std::vector<Device> devices_;      ///< by EntityId
  std::vector<std::string> likely_;  ///< by EntityId: role by rule, whatever is written down
  NameTable names_asked_;
  std::map<std::string, Role> roles_;
  std::unordered_map<std::string, std::uint32_t> text_handles_;
  std::vector<const std::string*> texts_;

  std::vector<FamiliarSet> familiar_;
  std::vector<std::uint8_t> familiar_next_;  ///< by set: which of it goes next for room
  std::vector<std::array<ThingRef, refs_per_entry>> familiar_refs_;
  // Nothing looks at the counts of things but models, which ask for them: so they are held back for long.
  static constexpr std::size_t most_held_back = familiar_sets;
  static constexpr core::Duration longest_held_back = std::chrono::hours{1};
  std::vector<std::uint32_t> dirty_;  ///< entries with counts that the things behind them haven't got
  core::Timestamp flush_things_at_;
  std::vector<core::Timestamp> seen_at_;  ///< by EntityId: when last by what is familiar, of those in seen_
  std::vector<EntityId> seen_;
  std::uint64_t generation_ = 0;
  std::size_t followed_ = 0;  ///< of those that are no more

  Sight sight_;
  std::uint64_t sight_key_ = 0;
  std::vector<FirstSight> first_sights_;
  std::vector<ThingRef> known_;
  ThingNames names_;
  std::vector<OddWindows> odd_;
  std::vector<OddWindow> odd_scratch_;
  core::Timestamp now_, started_;
  std::uint64_t observations_ = 0;
};

}  // namespace vedette::baselines
