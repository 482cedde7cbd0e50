// SPDX-License-Identifier: Apache-2.0
#include "detectors/policy.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/hash.h"
#include "detectors/attack.h"
#include "detectors/catalogue.h"
#include "detectors/words.h"

namespace vedette::detectors {
namespace {

using core::Observation;
using core::Severity;
using core::VerbClass;

constexpr const DetectorInfo& policy_info = all_detectors[0];
constexpr std::array<std::string_view, 5> reason_names{"sender", "function", "object", "value", "prohibition"};

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return list.empty() || std::ranges::find(list, word) != list.end();
}

/// Every element must lie in one of the scopes: a range that begins inside and ends outside is outside.
bool covers(const Permission& permission, const core::ObjectRef& object) {
  if (permission.objects.empty() || !object.is_set()) return true;
  std::uint64_t next = object.first;
  const std::uint64_t end = object.first + object.count;
  while (next < end) {
    const auto scope = std::ranges::find_if(permission.objects, [&](const ObjectScope& s) {
      return s.space == object.space && s.first <= next && next <= s.last;
    });
    if (scope == permission.objects.end()) return false;
    if (scope->last >= end - 1) return true;
    next = scope->last + 1;
  }
  return true;
}

/// The first value that no scope of its element allows.
const core::Value* outside(const Permission& permission, const Observation& o) {
  for (const core::Value& value : o.values) {
    const bool allowed =
        permission.objects.empty() || std::ranges::any_of(permission.objects, [&](const ObjectScope& s) {
          return s.space == o.object.space && s.first <= value.at && value.at <= s.last &&
                 (!s.min || value.number >= *s.min) && (!s.max || value.number <= *s.max);
        });
    if (!allowed) return &value;
  }
  return nullptr;
}

}  // namespace

PolicyDetector::PolicyDetector(Policy policy, std::vector<Prohibition> prohibitions,
                               const baselines::Behaviour& behaviour)
    : policy_(std::move(policy)), prohibitions_(std::move(prohibitions)), behaviour_(behaviour) {}

const DetectorInfo& PolicyDetector::info() const {
  return policy_info;
}

std::optional<PolicyDetector::Judgement> PolicyDetector::judge(const std::vector<Permission>& permissions,
                                                               const std::string& role, const Observation& o) const {
  Judgement nearest{.reason = Reason::sender};
  const auto reached = [&](Reason reason) { nearest.reason = std::max(nearest.reason, reason); };
  for (const Permission& permission : permissions) {
    if (!permission.from.empty() && (role.empty() || !contains(permission.from, role))) continue;
    reached(Reason::operation);
    if (!contains(permission.operations, o.operation)) continue;
    reached(Reason::object);
    if (!covers(permission, o.object)) continue;
    const core::Value* value = outside(permission, o);
    if (value == nullptr) return std::nullopt;
    reached(Reason::value);
    nearest.value = value->number;
    nearest.at = value->at;
  }
  return nearest;
}

const std::vector<Permission>* PolicyDetector::permissions_of(const baselines::Sight& sight) const {
  const auto role = policy_.find(behaviour_.entities().at(sight.target).role);
  if (role == policy_.end()) return nullptr;
  const auto rules = role->second.find(sight.observation->protocol.name);
  return rules == role->second.end() ? nullptr : &rules->second;
}

const Prohibition* PolicyDetector::prohibited(const baselines::Sight& sight) const {
  const Observation& o = *sight.observation;
  const auto fits = [](const std::string& wanted, std::string_view found) { return wanted.empty() || wanted == found; };
  const auto applies = [&](const Prohibition& p) {
    const auto& entities = behaviour_.entities();
    const baselines::Entity nobody;
    const auto& actor = sight.actor.is_set() ? entities.at(sight.actor) : nobody;
    const auto& target = entities.at(sight.target);
    return o.time < p.expires && fits(p.device, actor.name) && fits(p.role, actor.role) && fits(p.peer, target.name) &&
           fits(p.peer_role, target.role) && fits(p.protocol, o.protocol.name) && contains(p.operations, o.operation) &&
           (!p.object || (p.object->space == o.object.space && o.object.first <= p.object->last &&
                          o.object.first + o.object.count > p.object->first));
  };
  const auto found = std::ranges::find_if(prohibitions_, applies);
  return found == prohibitions_.end() ? nullptr : &*found;
}

void PolicyDetector::observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) {
  const Observation& o = *sight.observation;
  if (o.kind != core::MessageKind::request || !sight.target.is_set()) return;
  // What is familiar was allowed before, and only values can differ.
  if (sight.familiar && o.values.empty()) return;
  std::optional<Judgement> judgement;
  if (const auto* prohibition = prohibited(sight)) {
    judgement = Judgement{.reason = Reason::prohibition, .prohibition = prohibition};
  } else if (const auto* permissions = permissions_of(sight)) {
    const auto& entities = behaviour_.entities();
    judgement = judge(*permissions, sight.actor.is_set() ? entities.at(sight.actor).role : std::string{}, o);
  }
  if (!judgement) return;
  judgement_ = *judgement;
  const std::string_view reason = reason_names[static_cast<std::size_t>(judgement->reason)];
  const VerbClass verb_class = class_of(o.verb);
  Verdict verdict;
  verdict.by = this;
  // Reading, identifying, writing coils and writing registers are different acts, whatever rule they break.
  verdict.cause = cause_key(policy_info.name, sight.actor, sight.target, reason,
                            core::hash_text(o.object.space, static_cast<std::uint64_t>(o.verb)));
  verdict.severity = severity_of(verb_class);
  verdict.device = sight.actor;
  verdict.peer = sight.target;
  verdict.feature = reason;
  verdicts.push_back(verdict);
}

std::string PolicyDetector::allowed_in_words(const Verdict& verdict, const Observation& o) const {
  if (judgement_.reason == Reason::prohibition)
    return fmt::format("the tuning file forbids it ({})", judgement_.prohibition->reason);
  const auto& target = behaviour_.entities().at(verdict.peer);
  const std::string sender_role =
      verdict.device.is_set() ? behaviour_.entities().at(verdict.device).role : std::string{};
  std::vector<std::string> words;
  const auto add = [&](std::string word) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
  };
  for (const Permission& p : policy_.find(target.role)->second.find(o.protocol.name)->second) {
    const bool sender_fits = p.from.empty() || (!sender_role.empty() && contains(p.from, sender_role));
    const bool operation_fits = contains(p.operations, o.operation);
    switch (judgement_.reason) {
      case Reason::sender:
        if (operation_fits) std::ranges::for_each(p.from, add);
        break;
      case Reason::operation:
        if (sender_fits) std::ranges::for_each(p.operations, [&](const auto& name) { add(in_words(name)); });
        break;
      case Reason::object:
        if (!sender_fits || !operation_fits) break;
        for (const auto& s : p.objects) add(fmt::format("{} {}-{}", s.space, s.first, s.last));
        break;
      case Reason::value:
        if (!sender_fits || !operation_fits) break;
        for (const auto& s : p.objects) {
          if (judgement_.at < s.first || judgement_.at > s.last || s.space != o.object.space) continue;
          add(fmt::format("{} to {}", s.min ? fmt::format("{}", *s.min) : "any",
                          s.max ? fmt::format("{}", *s.max) : "any"));
        }
        break;
      case Reason::prohibition:
        break;
    }
  }
  if (judgement_.reason == Reason::sender && words.empty())
    return fmt::format("no role may do this at a {}", target.role);
  switch (judgement_.reason) {
    case Reason::sender:
      return fmt::format("at a {} the site file allows this to {} only", target.role, list(words));
    case Reason::operation:
      return fmt::format("at a {} the site file allows a {} only: {}", target.role, sender_role, list(words, 8));
    case Reason::object:
      return fmt::format("at a {} the site file allows a {} this only for {}", target.role, sender_role,
                         list(words, 8));
    case Reason::value:
      return fmt::format("the site file allows {} there", list(words));
    case Reason::prohibition:
      break;
  }
  return {};
}

core::Finding PolicyDetector::explain(const Verdict& verdict, const Observation* observation) const {
  const Observation& o = *observation;
  core::Finding finding;
  finding.detector = policy_info.name;
  finding.severity = verdict.severity;
  finding.feature = verdict.feature;
  finding.what = o.operation;
  finding.device = device_ref(behaviour_, verdict.device);
  finding.peer = device_ref(behaviour_, verdict.peer);
  finding.expected.text = allowed_in_words(verdict, o);
  const VerbClass verb_class = class_of(o.verb);
  const std::string what = in_words(o);
  std::string_view technique = verb_class == VerbClass::read ? "T0861" : "T0855";
  switch (judgement_.reason) {
    case Reason::sender:
      finding.title = fmt::format("Forbidden {}: sender is not allowed",
                                  o.verb == core::Verb::identify ? "identification request" : to_string(verb_class));
      if (verb_class == VerbClass::write) technique = "T0848";
      break;
    case Reason::operation:
      finding.title = "Forbidden function";
      break;
    case Reason::object:
      finding.title = fmt::format("Forbidden {}: outside the allowed {}", to_string(verb_class), o.object.space);
      if (verb_class == VerbClass::write) technique = "T0836";
      break;
    case Reason::value:
      finding.title = "Value outside its allowed range";
      finding.observed = fmt::format("{} = {}", fmt::format("{} {}", o.object.space, judgement_.at), judgement_.value);
      technique = "T0836";
      break;
    case Reason::prohibition:
      finding.title = fmt::format("Forbidden {}: by the analyst", to_string(verb_class));
      break;
  }
  if (o.verb == core::Verb::identify) technique = "T0888";
  if (finding.observed.empty()) finding.observed = what;
  finding.attack = attack(technique);
  finding.explanation =
      fmt::format("{} {} {}: {}; {}.", in_words(behaviour_, verdict.device), did(o.verb),
                  in_words(behaviour_, verdict.peer),
                  judgement_.reason == Reason::value ? finding.observed : what, finding.expected.text);
  return finding;
}

}  // namespace vedette::detectors
