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

/// "serves modbus".
std::string& say(std::string& text, std::string_view does, std::string_view what) {
  return text.append(does).append(1, ' ').append(what);
}

void add_peer(const Observation& o, std::string_view direction, const std::optional<Party>& peer, ThingNames& names) {
  if (!peer) return;
  ThingName& name = names.add(Feature::peer, class_of(o.verb));
  say(name.what, direction, peer->name);
  name.peer_role = peer->role.empty() ? "none" : peer->role;
}

void add_side_and_function(const Observation& o, std::string_view side, ThingNames& names) {
  const auto verb_class = class_of(o.verb);
  say(names.add(Feature::side, verb_class).what, side, o.protocol.name);
  say(names.add(Feature::function, verb_class).what, side, o.operation);
}

void add_objects(const Observation& o, ThingNames& names) {
  if (!o.object.is_set()) return;
  const auto add = [&]() -> std::string& {
    return say(names.add(Feature::object, class_of(o.verb)).what, "serves", o.object.space).append(1, ' ');
  };
  if (o.object.count == 0) {
    add().append(o.object.text);
    return;
  }
  const std::uint64_t first = o.object.first / object_block;
  const std::uint64_t last = std::min((o.object.first + o.object.count - 1) / object_block, first + max_blocks - 1);
  for (std::uint64_t block = first; block <= last; ++block) {
    const fmt::format_int begin(block * object_block), end(block * object_block + object_block - 1);
    std::string& what = add().append(begin.data(), begin.size()).append(1, '-').append(end.data(), end.size());
    if (!o.object.text.empty()) what.append(1, ' ').append(o.object.text);
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

std::string ThingName::pooled() const {
  return feature == Feature::peer ? what.substr(0, what.find(' ')) + " role " + peer_role : what;
}

ThingName& ThingNames::add(Feature feature, core::VerbClass verb_class) {
  if (size_ == names_.size()) names_.emplace_back();
  ThingName& name = names_[size_++];
  name.feature = feature;
  name.verb_class = verb_class;
  name.what.clear();
  name.peer_role.clear();
  name.tentative = false;
  return name;
}

void things_of_actor(const Observation& o, const std::optional<Party>& target, ThingNames& names) {
  names.clear();
  if (!shows_things(o) || o.verb == Verb::discover) return;
  add_peer(o, "to", target, names);
  if (!is_contact(o)) return add_side_and_function(o, "uses", names);
  if (o.code != 0) {
    const fmt::format_int code(o.code);
    say(names.add(Feature::service, class_of(o.verb)).what, "uses", to_string(o.transport))
        .append(1, '/')
        .append(code.data(), code.size());
  }
  if (o.verb != Verb::connect) return;
  for (ThingName& name : names.all()) {
    name.tentative = o.kind == MessageKind::request;
    if (o.refused) name.what = tried(name.what);
  }
}

void things_of_target(const Observation& o, const std::optional<Party>& actor, ThingNames& names) {
  names.clear();
  // Being contacted is no behaviour of the one contacted: a scan would make every victim look odd.
  if (!shows_things(o) || is_contact(o)) return;
  add_peer(o, "from", actor, names);
  add_side_and_function(o, "serves", names);
  add_objects(o, names);
}

}  // namespace vedette::baselines
