// SPDX-License-Identifier: Apache-2.0
#include "baselines/census.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::baselines {

using core::MessageKind;
using core::Observation;
using core::Verb;

namespace {

void add_bounded(std::map<std::string, std::uint64_t>& counts, const std::string& what, std::uint64_t count) {
  const auto found = counts.find(what);
  if (found != counts.end())
    found->second += count;
  else if (counts.size() < Seen::max_protocols)
    counts.emplace(what, count);
}

/// What a conversation was opened for: "tcp/502". Empty where nobody granted it.
std::string service_of(const Observation& o) {
  if (o.verb != Verb::connect || o.kind == MessageKind::request || o.refused) return {};
  return o.code == 0 ? std::string{to_string(o.transport)} : fmt::format("{}/{}", to_string(o.transport), o.code);
}

}  // namespace

std::uint32_t Census::serial(EntityId id) {
  const auto [found, made] = serials_.try_emplace(id.number, next_);
  if (made) ids_[next_++] = id;
  return found->second;
}

std::uint32_t Census::current(std::uint32_t serial) const {
  for (auto found = continued_.find(serial); found != continued_.end(); found = continued_.find(serial))
    serial = found->second;
  return serial;
}

void Census::follow() {
  for (const auto& [id, role, into] : behaviour_.entities().forgotten()) {
    const auto found = serials_.find(id.number);
    if (found == serials_.end()) continue;
    const std::uint32_t gone = found->second;
    serials_.erase(found);
    ids_.erase(gone);
    const auto was = seen_.extract(gone);
    if (!into.is_set()) continue;
    const std::uint32_t continuing = serial(into);
    continued_[gone] = continuing;
    if (was.empty()) continue;
    Seen& seen = seen_[continuing];
    seen.messages += was.mapped().messages;
    seen.sent += was.mapped().sent;
    seen.others += was.mapped().others;
    for (const auto& [what, count] : was.mapped().serves) add_bounded(seen.serves, what, count);
    for (const auto& [what, count] : was.mapped().uses) add_bounded(seen.uses, what, count);
    for (const auto& [peer, count] : was.mapped().peers) seen.peers[peer] += count;
  }
}

void Census::note(std::uint32_t serial, bool serves, const std::string& what) {
  Seen& seen = seen_[serial];
  add_bounded(serves ? seen.serves : seen.uses, what, 1);
}

void Census::meet(std::uint32_t serial, std::uint32_t peer) {
  Seen& seen = seen_[serial];
  const auto found = seen.peers.find(peer);
  if (found != seen.peers.end())
    ++found->second;
  else if (seen.peers.size() < Seen::max_peers)
    seen.peers.emplace(peer, 1);
  else
    ++seen.others;
}

void Census::observe(const Sight& sight) {
  if (!behaviour_.entities().forgotten().empty()) follow();
  const Observation& o = *sight.observation;
  const bool spoke = o.verb != Verb::discover && o.verb != Verb::disconnect && o.verb != Verb::none;
  const EntityId sender = o.kind == MessageKind::response ? sight.target : sight.actor;
  for (const EntityId id : {sight.actor, sight.target}) {
    if (!id.is_set()) continue;
    Seen& seen = seen_[serial(id)];
    ++seen.messages;
    if (id == sender) ++seen.sent;
  }
  if (!spoke || o.verb == Verb::malformed) return;
  if (sight.actor.is_set() && sight.target.is_set() && sight.actor != sight.target) {
    meet(serial(sight.actor), serial(sight.target));
    meet(serial(sight.target), serial(sight.actor));
  }
  const std::string what = o.verb == Verb::connect          ? service_of(o)
                           : o.kind == MessageKind::request ? std::string{o.protocol.name}
                                                            : std::string{};
  if (what.empty()) return;
  if (sight.actor.is_set()) note(serial(sight.actor), false, what);
  // The first packet of a conversation without a handshake proves nothing of the other end.
  if (sight.target.is_set() &&
      (o.verb != Verb::connect || o.kind == MessageKind::response || o.transport == core::IpProtocol::tcp))
    note(serial(sight.target), true, what);
}

const Seen* Census::of(EntityId id) const {
  const auto found = serials_.find(id.number);
  const auto seen = found == serials_.end() ? seen_.end() : seen_.find(found->second);
  return seen == seen_.end() ? nullptr : &seen->second;
}

std::vector<std::pair<EntityId, std::uint64_t>> Census::peers(EntityId id) const {
  const Seen* seen = of(id);
  if (seen == nullptr) return {};
  std::map<EntityId, std::uint64_t> counts;
  for (const auto& [peer, count] : seen->peers) {
    const auto found = ids_.find(current(peer));
    if (found != ids_.end() && found->second != id) counts[found->second] += count;
  }
  std::vector<std::pair<EntityId, std::uint64_t>> peers(counts.begin(), counts.end());
  std::ranges::stable_sort(peers, std::greater{}, &std::pair<EntityId, std::uint64_t>::second);
  return peers;
}

}  // namespace vedette::baselines
