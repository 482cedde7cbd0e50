// SPDX-License-Identifier: Apache-2.0
#include "baselines/identity.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::baselines {

using core::IdentityKind;

std::string to_string(const Identity& identity) {
  switch (identity.kind) {
    case IdentityKind::modbus_unit:
      return fmt::format("unit {}", identity.number);
    case IdentityKind::bacnet_instance:
      return fmt::format("instance {}", identity.number);
    case IdentityKind::mqtt_client_id:
      return fmt::format("client id {}", identity.text);
    case IdentityKind::host_name:
      return fmt::format("host name {}", identity.text);
    case IdentityKind::none:
    case IdentityKind::link_address:
    case IdentityKind::router:
      break;
  }
  return {};
}

bool names_a_device(IdentityKind kind) {
  return kind != IdentityKind::none && kind != IdentityKind::link_address && kind != IdentityKind::router;
}

bool Identities::add(IdentityKind kind, std::uint32_t number, std::string_view text) {
  text = text.substr(0, max_text);
  const auto same = [&](const Identity& i) { return i.kind == kind && i.number == number && i.text == text; };
  if (std::ranges::any_of(all_, same)) return true;
  if (all_.size() >= cap) return false;
  all_.push_back({kind, number, std::string{text}});
  return true;
}

std::size_t Identities::count(IdentityKind kind) const {
  return static_cast<std::size_t>(std::ranges::count(all_, kind, &Identity::kind));
}

}  // namespace vedette::baselines
