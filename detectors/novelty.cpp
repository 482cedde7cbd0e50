// SPDX-License-Identifier: Apache-2.0
#include "detectors/novelty.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "detectors/attack.h"
#include "detectors/catalogue.h"
#include "detectors/words.h"

namespace vedette::detectors {
namespace {

using baselines::Feature;
using baselines::FirstSight;
using core::Severity;
using core::VerbClass;

constexpr const DetectorInfo& novelty_info = all_detectors[1];
constexpr std::uint32_t newcomer_detail = 0xffff'ffff;
/// Where a template says nothing of a kind of first sight: as common as can be, so that it never alerts on its own.
const models::FirstSightPrior silent_prior{
    .feature = {}, .verb_class = {}, .events = 1, .device_days = 1, .because = {}};

std::string_view technique_of(const FirstSight& first) {
  const VerbClass verb_class = first.name.verb_class;
  switch (first.name.feature) {
    case Feature::side:
      return verb_class == VerbClass::write || verb_class == VerbClass::admin ? "T0848" : "T0846";
    case Feature::peer:
      return verb_class == VerbClass::write ? "T0848" : "T0886";
    case Feature::service:
      return "T0885";
    case Feature::function:
      return "T0855";
    case Feature::object:
      return verb_class == VerbClass::write ? "T0836" : "T0861";
  }
  return {};
}

std::string title_of(const FirstSight& first) {
  const std::string_view verb_class = to_string(first.name.verb_class);
  switch (first.name.feature) {
    case Feature::side:
      return first.name.what.starts_with("uses") ? "Device began to act as a client"
                                                 : "Device addressed as a server for the first time";
    case Feature::peer:
      if (first.name.verb_class == VerbClass::contact) return "New connection between devices";
      return fmt::format("New peer ({})", verb_class);
    case Feature::service:
      return "New service used";
    case Feature::function:
      return fmt::format("New function ({})", verb_class);
    case Feature::object:
      return fmt::format("New object ({})", verb_class);
  }
  return {};
}

const models::FirstSightPrior& prior_of(const models::RoleTemplate& role_template, const FirstSight& first) {
  const auto verb_class = to_string(first.name.verb_class);
  // A reader that now writes is no station that was not there before.
  const auto level = first.role_knows || first.in_other_class ? models::PriorLevel::device : models::PriorLevel::role;
  // What a template knows of sides is about the protocol that the device lives by. Contact in one that it never spoke before,
  // such as that of time, is a new service; to read or write in one is news of its own.
  const bool only_service = first.new_protocol && first.name.verb_class == VerbClass::contact;
  const Feature feature_known = only_service ? Feature::service : first.name.feature;
  std::vector<std::string_view> features{to_string(feature_known)};
  if (first.sibling) features.insert(features.begin(), "sibling");
  for (const auto feature : features) {
    if (const auto* prior = role_template.prior(feature, verb_class, level)) return *prior;
    // New to the whole role is never more common than new to one device.
    if (const auto* prior = role_template.prior(feature, verb_class, models::PriorLevel::device)) return *prior;
  }
  return silent_prior;
}

/// "So far plc-1 only answered hmi and historian": what the model knows of the kind, as a sentence.
std::string expected_of(const FirstSight& first, const std::string& subject, const std::string& known) {
  const bool acts = first.name.what.starts_with("to ") || first.name.what.starts_with("uses ");
  const std::string so_far = known.empty() ? "nothing of the kind" : known;
  switch (first.name.feature) {
    case Feature::side:
      return acts ? fmt::format("So far {} never asked anything in {}", subject, first.name.what.substr(5))
                  : fmt::format("So far {} never answered in {}", subject, first.name.what.substr(7));
    case Feature::peer:
      return acts ? fmt::format("So far {} turned to {}", subject, known.empty() ? "nobody by itself" : known)
                  : fmt::format("So far {} was turned to by {}", subject, known.empty() ? "nobody" : known);
    case Feature::service:
      return fmt::format("Services {} used so far: {}", subject, so_far);
    case Feature::function:
      return fmt::format("Functions {} {} so far: {}", subject, acts ? "used" : "served", so_far);
    case Feature::object:
      return fmt::format("Objects touched at {} so far: {}", subject, so_far);
  }
  return {};
}

/// Probability of at least one such event in a device-day, the rate being Gamma(events, device_days).
double day_probability(double events, double device_days) {
  return -std::expm1(-events * std::log1p(1 / device_days));
}

}  // namespace

const DetectorInfo& NoveltyDetector::info() const {
  return novelty_info;
}

void NoveltyDetector::observe(const baselines::Sight& sight, std::vector<Verdict>& verdicts) {
  judged_.clear();
  const core::Observation& o = *sight.observation;
  // What came of a connection in vain is no news: its attempt was.
  if (sight.familiar || (o.verb == core::Verb::connect && o.refused)) return;
  for (const FirstSight& first : sight.first_sights) {
    if (first.name.feature == Feature::peer && !options_.use_peers) continue;
    judge(sight, first, verdicts);
  }
  if (options_.newcomers && sight.newcomer.is_set()) newcomer(sight, verdicts);
}

void NoveltyDetector::judge(const baselines::Sight& sight, const FirstSight& first, std::vector<Verdict>& verdicts) {
  const auto& role_template = template_or_other(behaviour_.template_of(first.device));
  // What a device shows in its first moments was not new, only not yet seen; and one that does more than we can hold
  // shows things that were known once. That a device in a model has shown what is normal is for who learned it to say.
  const auto& device = behaviour_.device(first.device);
  const bool settled = device.age_before > core::Duration{} || first.age >= role_template.settle;
  if (!settled || device.things.full()) return;

  // It takes part in this protocol already: what it now does in it is for its functions to say.
  if (first.name.feature == Feature::side && first.in_other_class) return;

  const auto verb_class = to_string(first.name.verb_class);
  const auto* prior = options_.use_priors ? &prior_of(role_template, first) : &silent_prior;
  Judged judged{first, prior->events, prior->device_days, 0, prior->because};
  const std::string& role_name = behaviour_.entities().at(first.device).role;
  if (!role_name.empty()) {
    auto& role = behaviour_.role(role_name);
    behaviour_.refresh_exposure(role);
    const auto support = settled_support(role, first.name.feature, first.name.verb_class);
    judged.events += support.events;
    judged.device_days += support.device_days;
    judged.site_days = support.device_days;
  }
  Verdict verdict;
  verdict.by = this;
  verdict.per_device_day = judged.events / judged.device_days;
  verdict.sighting = verdict.per_device_day > budget_.share(role_template, novelty_info.name, verb_class, role_name);
  verdict.severity = verdict.sighting ? Severity::info : severity_of(first.name.verb_class);
  verdict.device = sight.actor;
  verdict.peer = sight.target;
  // A scan touches many: contacts are one cause of the one who makes them.
  const auto peer = first.name.verb_class == VerbClass::contact ? baselines::EntityId{} : sight.target;
  verdict.cause = cause_key(novelty_info.name, sight.actor, peer, verb_class, verdict.sighting ? 1 : 0);
  verdict.feature = to_string(first.name.feature);
  verdict.detail = static_cast<std::uint32_t>(judged_.size());
  judged_.push_back(std::move(judged));
  verdicts.push_back(verdict);
}

void NoveltyDetector::newcomer(const baselines::Sight& sight, std::vector<Verdict>& verdicts) {
  Verdict verdict;
  verdict.by = this;
  verdict.cause = cause_key(novelty_info.name, sight.newcomer, {}, "newcomer");
  verdict.sighting = true;
  verdict.device = sight.newcomer;
  verdict.per_device_day = 1;
  verdict.feature = "device";
  verdict.detail = newcomer_detail;
  verdicts.push_back(verdict);
}

void NoveltyDetector::tick(const core::Tick&, std::span<const baselines::OddWindows>, std::vector<Verdict>&) {}

// Without the word for the direction, which the sentence around it says.
std::string NoveltyDetector::known_things(const FirstSight& first) const {
  const std::string direction = first.name.what.substr(0, first.name.what.find(' ') + 1);
  std::vector<std::string> names;
  for (const auto& thing : behaviour_.device(first.device).things.all()) {
    const std::string& what = behaviour_.text(thing.text);
    if (thing.feature != first.name.feature || !what.starts_with(direction)) continue;
    std::string name =
        thing.feature == Feature::function ? in_words(what.substr(direction.size())) : what.substr(direction.size());
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names.empty() ? std::string{} : list(names);
}

core::Finding NoveltyDetector::explain(const Verdict& verdict, const core::Observation* observation) const {
  if (verdict.detail == newcomer_detail) return explain_newcomer(verdict);
  const Judged& judged = judged_.at(verdict.detail);
  const FirstSight& first = judged.first;
  const core::Observation& o = *observation;
  core::Finding finding;
  finding.detector = novelty_info.name;
  finding.severity = verdict.severity;
  finding.feature = verdict.feature;
  finding.what = first.name.what;
  finding.title = title_of(first);
  finding.device = device_ref(behaviour_, verdict.device);
  finding.peer = device_ref(behaviour_, verdict.peer);
  const auto subject = device_ref(behaviour_, first.device);

  finding.observed = in_words(o);
  finding.nearest_normal = known_things(first);
  finding.expected.samples = first.role_devices;
  finding.expected.text = expected_of(first, subject.name, finding.nearest_normal);
  finding.p_value = day_probability(judged.events, judged.device_days);
  finding.return_period_device_days = 1 / verdict.per_device_day;
  finding.attack = attack(technique_of(first));

  const std::string others =
      first.role_knows ? fmt::format("{} of {} devices of its role do so", first.role_devices_doing, first.role_devices)
      : subject.role.empty() ? std::string{"its role is unknown"}
                             : fmt::format("no {} does so", subject.role);
  finding.explanation = fmt::format("{} {} {}: {}. {}; {}. Such a change is expected {}.",
                                    in_words(behaviour_, verdict.device), did(o.verb),
                                    in_words(behaviour_, verdict.peer), finding.observed,
                                    finding.expected.text, others, how_often(verdict.per_device_day));
  return finding;
}

core::Finding NoveltyDetector::explain_newcomer(const Verdict& verdict) const {
  core::Finding finding;
  finding.detector = novelty_info.name;
  finding.severity = Severity::info;
  finding.feature = verdict.feature;
  finding.title = "New device";
  finding.device = device_ref(behaviour_, verdict.device);
  finding.observed = finding.device.mac.empty() ? finding.device.name
                                                : fmt::format("{} at {}", finding.device.name, finding.device.mac);
  finding.expected.text = "the devices of the site file and the model";
  finding.explanation = fmt::format(
      "{} is neither in the site file nor in the model: a device that was not here before.", finding.observed);
  finding.attack = attack("T0864");
  return finding;
}

}  // namespace vedette::detectors
