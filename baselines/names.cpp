// SPDX-License-Identifier: Apache-2.0
#include "baselines/names.h"

#include <algorithm>

#include "baselines/binding.h"
#include "core/hash.h"

namespace vedette::baselines {

std::size_t NameTable::Hash::operator()(const core::IpAddress& ip) const {
  return core::hash_bytes(ip.raw(), static_cast<std::uint64_t>(ip.family()));
}

NameTable::NameTable(std::size_t cap) : cap_(std::max<std::size_t>(cap, 1)) {}

void NameTable::take(const core::Observation& o) {
  const std::string_view name = o.claim.text;
  // A name that is answered with no host's address (0.0.0.0, a group) is blocked, or no name of a peer.
  if (name.empty() || name.size() > longest_name || !is_host(o.source.ip)) return;
  const Place place = place_for(o.source.ip);
  Entry& entry = entries_[place];
  if (entry.name != name) entry.name = name;
  entry.heard = o.time;
  link(place);
}

std::optional<std::string_view> NameTable::name_of(const core::IpAddress& ip) const {
  const Entry* entry = find(ip);
  return entry ? std::optional<std::string_view>{entry->name} : std::nullopt;
}

std::optional<core::Timestamp> NameTable::last_heard(const core::IpAddress& ip) const {
  const Entry* entry = find(ip);
  return entry ? std::optional{entry->heard} : std::nullopt;
}

const NameTable::Entry* NameTable::find(const core::IpAddress& ip) const {
  const auto at = places_.find(ip);
  return at == places_.end() ? nullptr : &entries_[at->second];
}

/// Its own, a new one, or that of the longest unheard; not linked.
NameTable::Place NameTable::place_for(const core::IpAddress& ip) {
  if (const auto at = places_.find(ip); at != places_.end()) {
    unlink(at->second);
    return at->second;
  }
  Place place = static_cast<Place>(entries_.size());
  if (entries_.size() < cap_) {
    entries_.emplace_back();
  } else {
    place = oldest_;
    unlink(place);
    places_.erase(entries_[place].ip);
    ++evictions_;
  }
  entries_[place].ip = ip;
  places_.emplace(ip, place);
  return place;
}

void NameTable::link(Place place) {
  Entry& entry = entries_[place];
  entry.newer = none;
  entry.older = newest_;
  (newest_ == none ? oldest_ : entries_[newest_].newer) = place;
  newest_ = place;
}

void NameTable::unlink(Place place) {
  const Entry& entry = entries_[place];
  (entry.newer == none ? newest_ : entries_[entry.newer].older) = entry.older;
  (entry.older == none ? oldest_ : entries_[entry.older].newer) = entry.newer;
}

}  // namespace vedette::baselines
