// SPDX-License-Identifier: Apache-2.0
#include "models/tuning.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/checks.h"
#include "models/schema/tuning.pb.h"
#include "models/text.h"
#include "models/yaml_reader.h"

namespace vedette::models {
namespace {

constexpr double max_scale = 10;  // of a share of the budget: beyond it a family would take that of all others
constexpr std::uint32_t max_element = 0xffff'ffff;

Checked read_decision(const Place& entry, const v1::TuningDecision& from, Decision& to) {
  const Place place = entry["decision"];
  if (from.author().empty()) return place["author"].refuse("missing", "who decided it");
  if (from.reason().empty()) return place["reason"].refuse("missing", "why it was decided");
  if (from.expires() == 0) return place["expires"].refuse("missing", "a time such as 2027-01-01T00:00:00Z");
  to = {from.author(), from.reason(), core::timestamp_from_ns(from.expires()), from.alert(), entry.line()};
  return {};
}

Scope scope_of(const v1::TuningScope& from) {
  return {from.device(), from.role(), from.peer(), from.peer_role(), from.protocol()};
}

/// "holding 100-119", as alerts and models name a stretch of registers.
Checked read_object(const Place& place, const std::string& text, const ProtocolWords* words,
                    std::optional<RegisterRange>& to) {
  const auto space = text.find(' ');
  const auto range = space == std::string::npos ? std::nullopt : parse_range(text.substr(space + 1), max_element);
  if (!range) return place.refuse("found " + shown(text), "a table and a range such as holding 100-119");
  const std::string table = text.substr(0, space);
  if (words) {
    if (auto ok = check_word(place, table, words->tables); !ok) return ok;
  }
  to = RegisterRange{.table = table, .first = range->first, .last = range->last, .min = {}, .max = {}};
  return {};
}

Checked read_rules(const Place& place, const google::protobuf::RepeatedPtrField<v1::TuningRule>& from,
                   const Vocabulary& vocabulary, std::vector<TuningRule>& to) {
  for (std::size_t i = 0; const auto& in : from) {
    const Place at = place[i++];
    TuningRule rule{scope_of(in.scope()), {in.functions().begin(), in.functions().end()}, {}, {}};
    const auto words = vocabulary.find(rule.scope.protocol);
    const ProtocolWords* known = words == vocabulary.end() ? nullptr : &words->second;
    for (std::size_t j = 0; known && j < rule.functions.size(); ++j) {
      if (auto ok = check_word(at["functions"][j], rule.functions[j], known->functions); !ok) return ok;
    }
    if (!in.object().empty()) {
      if (auto ok = read_object(at["object"], in.object(), known, rule.object); !ok) return ok;
    }
    if (auto ok = read_decision(at, in.decision(), rule.decision); !ok) return ok;
    to.push_back(std::move(rule));
  }
  return {};
}

Checked read_exceptions(const Place& place, const v1::Tuning& from, Tuning& to) {
  for (std::size_t i = 0; const auto& in : from.exceptions()) {
    const Place at = place[i++];
    TuningException exception{scope_of(in.scope()), in.detector(), in.feature(), in.what(), in.once(), {}};
    if (auto ok = read_decision(at, in.decision(), exception.decision); !ok) return ok;
    if (in.once() && in.decision().alert().empty()) {
      return at["decision"]["alert"].refuse("missing", "the alert that is excepted once");
    }
    const Scope& s = exception.scope;
    const bool everything = !in.once() && s.device.empty() && s.role.empty() && s.peer.empty() && s.peer_role.empty() &&
                            in.detector().empty() && in.what().empty();
    if (everything)
      return at.refuse("the exception covers every alert", "one of device, role, peer, peer_role, detector or what");
    to.exceptions.push_back(std::move(exception));
  }
  return {};
}

Checked read_weights(const Place& place, const v1::Tuning& from, Tuning& to) {
  Unique unique{"detector and role"};
  for (std::size_t i = 0; const auto& in : from.weights()) {
    const Place at = place[i++];
    TuningWeight weight{in.detector(), in.role(), in.scale(), {}};
    if (auto ok = check_name(at["detector"], in.detector()); !ok) return ok;
    if (!in.has_scale()) return at["scale"].refuse("missing", fmt::format("a number from 0 to {}", max_scale));
    if (!(in.scale() >= 0 && in.scale() <= max_scale)) {
      return at["scale"].refuse(fmt::format("found {}", in.scale()), fmt::format("a number from 0 to {}", max_scale));
    }
    if (auto ok = unique.add(at["detector"], in.role().empty() ? in.detector() : in.detector() + " of " + in.role());
        !ok) {
      return ok;
    }
    if (auto ok = read_decision(at, in.decision(), weight.decision); !ok) return ok;
    to.weights.push_back(std::move(weight));
  }
  return {};
}

/// What this version does not act on yet has to be right all the same.
Checked check_rest(const Place& root, const v1::Tuning& from) {
  Decision ignored;
  for (std::size_t i = 0; const auto& in : from.bounds()) {
    const Place at = root["bounds"][i++];
    if (auto ok = check_name(at["rate"], in.rate()); !ok) return ok;
    if (in.has_min() && in.has_max() && in.min() > in.max()) {
      return at["min"].refuse(fmt::format("found {}, above max ({}, line {})", in.min(), in.max(), at["max"].line()),
                              fmt::format("at most {}", in.max()));
    }
    if (auto ok = read_decision(at, in.decision(), ignored); !ok) return ok;
  }
  for (std::size_t i = 0; const auto& in : from.maintenance()) {
    const Place at = root["maintenance"][i++];
    if (in.from() == 0) return at["from"].refuse("missing", "a time such as 2026-03-02T08:00:00Z");
    if (in.to() <= in.from())
      return at["to"].refuse(at["to"].node() ? "found an end before the beginning" : "missing", "a time after from");
    if (auto ok = read_decision(at, in.decision(), ignored); !ok) return ok;
  }
  return {};
}

core::Result<Tuning> checked(const core::Result<YamlFile>& file, const v1::Tuning& from, const Vocabulary& vocabulary) {
  if (!file) return std::unexpected(file.error());
  const Place root = file->place();
  Tuning tuning;
  tuning.digest = file->digest;
  for (const auto& ok : {read_rules(root["allow"], from.allow(), vocabulary, tuning.allow),
                         read_rules(root["deny"], from.deny(), vocabulary, tuning.deny),
                         read_exceptions(root["exceptions"], from, tuning), read_weights(root["weights"], from, tuning),
                         check_rest(root, from)}) {
    if (!ok) return std::unexpected(ok.error());
  }
  for (const auto* key : {"bounds", "maintenance"}) {
    if (root[key].node()) tuning.not_enforced.push_back({key, root[key].line()});
  }
  std::ranges::stable_sort(tuning.not_enforced, {}, &NotEnforced::line);
  return tuning;
}

}  // namespace

core::Result<Tuning> parse_tuning(const std::string& name, std::string_view text, const Vocabulary& vocabulary) {
  v1::Tuning message;
  return checked(read_yaml(name, text, message), message, vocabulary);
}

core::Result<Tuning> load_tuning(const std::string& path, const Vocabulary& vocabulary) {
  v1::Tuning message;
  return checked(read_yaml_file(path, message), message, vocabulary);
}

}  // namespace vedette::models
