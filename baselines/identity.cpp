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
    case IdentityKind::domain_name:
      return fmt::format("domain name {}", identity.text);
    case IdentityKind::user_name:
      return fmt::format("user {}", identity.text);
    case IdentityKind::vendor:
      return fmt::format("vendor {}", identity.text);
    case IdentityKind::model:
      return fmt::format("model {}", identity.text);
    case IdentityKind::firmware:
      return fmt::format("firmware {}", identity.text);
    case IdentityKind::none:
    case IdentityKind::link_address:
    case IdentityKind::router:
      break;
  }
  return {};
}

bool names_a_device(IdentityKind kind) {
  switch (kind) {
    case IdentityKind::modbus_unit:
    case IdentityKind::bacnet_instance:
    case IdentityKind::mqtt_client_id:
    case IdentityKind::host_name:
      return true;
    default:
      return false;
  }
}

bool Identities::add(IdentityKind kind, std::uint32_t number, std::string_view text) {
  text = text.substr(0, max_text);
  const auto same = [&](const Identity& i) { return i.kind == kind && i.number == number && i.text == text; };
  if (std::ranges::any_of(all_, same)) return true;
  if (all_.size() >= cap || (!names_a_device(kind) && count(kind) >= cap_described)) return false;
  all_.push_back({kind, number, std::string{text}});
  return true;
}

std::size_t Identities::count(IdentityKind kind) const {
  return static_cast<std::size_t>(std::ranges::count(all_, kind, &Identity::kind));
}

}  // namespace vedette::baselines
