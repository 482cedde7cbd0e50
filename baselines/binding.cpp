// SPDX-License-Identifier: Apache-2.0
#include "baselines/binding.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace vedette::baselines {

std::string_view to_string(Origin origin) {
  constexpr std::array<std::string_view, 4> names{"use", "identity", "claim", "written"};
  return names.at(static_cast<std::size_t>(origin));
}

Binding* Bindings::find(RealmId realm, const core::IpAddress& ip) {
  for (Binding& binding : all_) {
    if (binding.ip == ip && binding.realm == realm) return &binding;
  }
  return nullptr;
}

std::optional<Binding> Bindings::add(const Binding& binding) {
  std::optional<Binding> gone;
  if (all_.size() >= cap) {
    // What stands on use alone goes first, by the day; what is claimed is what uses are judged by.
    const auto oldest =
        std::ranges::min_element(all_, {}, [](const Binding& b) { return std::tuple(b.origin, b.last_seen); });
    gone = *oldest;
    all_.erase(oldest);
  }
  all_.push_back(binding);
  return gone;
}

void Bindings::remove(RealmId realm, const core::IpAddress& ip) {
  std::erase_if(all_, [&](const Binding& b) { return b.realm == realm && b.ip == ip; });
}

const Binding* Bindings::latest(core::IpFamily family) const {
  const Binding* latest = nullptr;
  for (const Binding& binding : all_) {
    if (binding.ip.family() != family) continue;
    if (latest == nullptr || binding.last_seen >= latest->last_seen) latest = &binding;
  }
  return latest;
}

bool is_link_local_v6(const core::IpAddress& ip) {
  return ip.family() == core::IpFamily::v6 && ip.raw()[0] == 0xfe && (ip.raw()[1] & 0xc0) == 0x80;
}

bool same_v6_network(const core::IpAddress& a, const core::IpAddress& b) {
  return a.family() == core::IpFamily::v6 && b.family() == core::IpFamily::v6 &&
         std::ranges::equal(a.octets().first(8), b.octets().first(8));
}

bool is_host(const core::IpAddress& ip) {
  if (!ip.is_set() || ip.is_multicast() || ip.is_broadcast()) return false;
  return std::ranges::any_of(ip.octets(), [](auto octet) { return octet != 0; });
}

}  // namespace vedette::baselines
