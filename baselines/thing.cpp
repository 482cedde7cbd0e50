// SPDX-License-Identifier: Apache-2.0
#include "baselines/thing.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "core/hash.h"

namespace vedette::baselines {
namespace {

using core::MessageKind;
using core::Observation;
using core::Verb;

constexpr std::array<std::string_view, feature_count> feature_names{"side", "peer", "service", "function", "object"};

bool shows_things(const Observation& o) {
  if (o.verb == Verb::malformed || o.verb == Verb::disconnect) return false;
  return o.kind != MessageKind::response || o.verb == Verb::connect;
}
/// Opening a conversation says which service is used; only what is then said in it tells functions and objects.
bool is_contact(const Observation& o) {
  return o.verb == Verb::connect || o.verb == Verb::discover;
}

void add_peer(const Observation& o, std::string_view direction, const std::optional<Party>& peer, std::vector<ThingName>& names) {
  if (!peer) return;
  const std::string_view role = peer->role.empty() ? "none" : peer->role;
  names.push_back({Feature::peer, class_of(o.verb), fmt::format("{} {}", direction, peer->name),
                   fmt::format("{} role {}", direction, role), false});
}

void add_side_and_function(const Observation& o, std::string_view side, std::vector<ThingName>& names) {
  const auto verb_class = class_of(o.verb);
  names.push_back({Feature::side, verb_class, fmt::format("{} {}", side, o.protocol.name), {}, false});
  names.push_back({Feature::function, verb_class, fmt::format("{} {}", side, o.operation), {}, false});
}

void add_objects(const Observation& o, std::vector<ThingName>& names) {
  if (!o.object.is_set()) return;
  const auto verb_class = class_of(o.verb);
  if (o.object.count == 0) {
    names.push_back(
        {Feature::object, verb_class, fmt::format("serves {} {}", o.object.space, o.object.text), {}, false});
    return;
  }
  const std::uint64_t first = o.object.first / object_block;
  const std::uint64_t last = std::min((o.object.first + o.object.count - 1) / object_block, first + max_blocks - 1);
  for (std::uint64_t block = first; block <= last; ++block) {
    const std::uint64_t begin = block * object_block, end = begin + object_block - 1;
    std::string what = fmt::format("serves {} {}-{}", o.object.space, begin, end);
    if (!o.object.text.empty()) what.append(" ").append(o.object.text);
    names.push_back({Feature::object, verb_class, std::move(what), {}, false});
  }
}

}  // namespace

std::string_view to_string(Feature feature) {
  return feature_names.at(static_cast<std::size_t>(feature));
}

std::optional<Feature> parse_feature(std::string_view text) {
  for (std::size_t i = 0; i < feature_names.size(); ++i) {
    if (feature_names[i] == text) return static_cast<Feature>(i);
  }
  return std::nullopt;
}

std::optional<core::VerbClass> parse_class(std::string_view text) {
  for (std::size_t i = 0; i < class_count; ++i) {
    if (to_string(static_cast<core::VerbClass>(i)) == text) return static_cast<core::VerbClass>(i);
  }
  return std::nullopt;
}

std::uint64_t thing_key(Feature feature, core::VerbClass verb_class, std::string_view what) {
  return core::hash_text(what, static_cast<std::uint64_t>(feature) << 8 | static_cast<std::uint64_t>(verb_class));
}

std::string tried(std::string_view what) {
  return "tries" + std::string{what.substr(what.find(' '))};
}

void things_of_actor(const Observation& o, const std::optional<Party>& target, std::vector<ThingName>& names) {
  names.clear();
  if (!shows_things(o) || o.verb == Verb::discover) return;
  add_peer(o, "to", target, names);
  if (!is_contact(o)) return add_side_and_function(o, "uses", names);
  if (o.code != 0) {
    names.push_back(
        {Feature::service, class_of(o.verb), fmt::format("uses {}/{}", to_string(o.transport), o.code), {}, false});
  }
  if (o.verb != Verb::connect) return;
  for (ThingName& name : names) {
    name.tentative = o.kind == MessageKind::request;
    if (!o.refused) continue;
    name.what = tried(name.what);
    if (!name.role_what.empty()) name.role_what = tried(name.role_what);
  }
}

void things_of_target(const Observation& o, const std::optional<Party>& actor, std::vector<ThingName>& names) {
  names.clear();
  // Being contacted is no behaviour of the one contacted: a scan would make every victim look odd.
  if (!shows_things(o) || is_contact(o)) return;
  add_peer(o, "from", actor, names);
  add_side_and_function(o, "serves", names);
  add_objects(o, names);
}

}  // namespace vedette::baselines
