// SPDX-License-Identifier: Apache-2.0
#include "baselines/realm.h"

#include <algorithm>

namespace vedette::baselines {
namespace {

constexpr std::uint64_t key_of(const Tags& tags) {
  return std::uint64_t{tags.outer.number} << 48 | std::uint64_t{tags.inner.number} << 32 | tags.network;
}

}  // namespace

Tags tags_of(const core::Endpoint& endpoint) {
  return {endpoint.outer_vlan, endpoint.vlan, endpoint.network};
}

// The first realm is that of no tags: it is there from the start and, being the oldest, never absorbed.
Realms::Realms(core::VlanInIdentity mode, std::size_t cap)
    : mode_(mode), cap_(std::max<std::size_t>(cap, 1)), numbers_{{0, 0}}, parents_{0} {}

RealmId Realms::of(const core::Endpoint& endpoint) {
  Tags tags = tags_of(endpoint);
  if (mode_ == core::VlanInIdentity::never) tags.outer = tags.inner = {};
  if (tags.is_plain()) return {0};
  const std::uint64_t key = key_of(tags);
  if (const auto found = numbers_.find(key); found != numbers_.end()) return root_of(found->second);
  if (numbers_.size() >= cap_) {
    ++overflows_;
    return {static_cast<std::uint32_t>(cap_)};
  }
  const auto number = static_cast<std::uint32_t>(parents_.size());
  numbers_.emplace(key, number);
  parents_.push_back(number);
  return {number};
}

RealmId Realms::root_of(std::uint32_t number) {
  while (parents_[number] != number) number = parents_[number] = parents_[parents_[number]];
  return {number};
}

std::optional<Realms::Join> Realms::cross(const core::Endpoint& a, const core::Endpoint& b) {
  // Tunnels are laid to keep address spaces apart; a VLAN's traffic that a router lets into another shows that they
  // share one.
  if (mode_ != core::VlanInIdentity::automatic || a.network != b.network) return std::nullopt;
  const RealmId one = of(a), other = of(b);
  const RealmId shared{static_cast<std::uint32_t>(cap_)};
  if (one == other || one == shared || other == shared) return std::nullopt;
  const Join join{std::min(one, other), std::max(one, other)};
  parents_[join.gone.number] = join.into.number;
  ++joins_;
  return join;
}

}  // namespace vedette::baselines
