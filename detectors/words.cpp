// SPDX-License-Identifier: Apache-2.0
#include "detectors/words.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::detectors {

namespace {

/// Units are many behind one address, and told with what is done to them.
std::string identity_of(const baselines::Behaviour& behaviour, baselines::EntityId id) {
  const baselines::Entity& entity = behaviour.entities().at(id);
  for (const baselines::Identity& identity : entity.identities.all()) {
    if (baselines::names_a_device(identity.kind) && identity.kind != core::IdentityKind::modbus_unit) return to_string(identity);
  }
  const auto asked = behaviour.asked_name(id);
  return asked ? fmt::format("domain name {}", *asked) : std::string{};
}

}  // namespace

core::DeviceRef device_ref(const baselines::Behaviour& behaviour, baselines::EntityId id) {
  if (!id.is_set()) return {};
  const baselines::Entity& entity = behaviour.entities().at(id);
  return {.name = entity.name,
          .role = entity.role,
          .ip = entity.ip.to_string(),
          .mac = entity.mac.is_zero() ? std::string{} : entity.mac.to_string(),
          .zone = entity.zone,
          .identity = identity_of(behaviour, id)};
}

std::string in_words(const baselines::Behaviour& behaviour, baselines::EntityId id) {
  if (!id.is_set()) return "an unnamed address";
  const baselines::EntityTable& entities = behaviour.entities();
  const baselines::Entity& entity = entities.at(id);
  const std::string ip = entity.ip.to_string();
  std::vector<std::string> parts;
  if (entity.known) {
    parts.push_back(entity.role.empty() ? "unknown role" : entity.role);
  } else {
    parts.push_back(entity.role.empty() ? "unknown role" : fmt::format("acts as {}", entity.role));
    // Where nobody has written anything down, it goes without saying.
    if (entities.has_known()) parts.push_back("is in neither site file nor model");
  }
  const std::string_view name = behaviour.name_of(id);
  if (!ip.empty() && ip != name) parts.push_back(ip);
  return fmt::format("{} ({})", name, fmt::join(parts, ", "));
}

std::string in_words(const core::ObjectRef& object) {
  if (!object.is_set()) return {};
  if (!object.text.empty() && object.count == 0) return fmt::format("{} {}", object.space, object.text);
  if (!object.text.empty()) return fmt::format("{} {} {}", object.space, object.first, object.text);
  if (object.count <= 1) return fmt::format("{} {}", object.space, object.first);
  return fmt::format("{} {}-{}", object.space, object.first, object.first + object.count - 1);
}

std::string in_words(std::string_view operation) {
  std::string words{operation};
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string in_words(const core::Observation& o) {
  if (o.verb == core::Verb::connect) {
    return o.code == 0 ? fmt::format("{} conversation", to_string(o.transport))
                       : fmt::format("connection to {} port {}", to_string(o.transport), o.code);
  }
  const std::string object = in_words(o.object);
  return object.empty() ? in_words(o.operation) : fmt::format("{} ({})", in_words(o.operation), object);
}

std::string_view did(core::Verb verb) {
  switch (verb) {
    case core::Verb::read:
      return "read from";
    case core::Verb::write:
      return "wrote to";
    case core::Verb::control:
      return "sent a control command to";
    case core::Verb::identify:
      return "asked for the identification of";
    case core::Verb::connect:
      return "opened a connection to";
    case core::Verb::publish:
      return "published to";
    case core::Verb::subscribe:
      return "subscribed at";
    default:
      return "sent a message to";
  }
}

std::string list(const std::vector<std::string>& names, std::size_t shown) {
  if (names.empty()) return "nobody";
  if (names.size() == 1) return names.front();
  std::string text;
  const std::size_t listed = names.size() <= shown ? names.size() - 1 : shown;
  for (std::size_t i = 0; i < listed; ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() <= shown ? text + " and " + names.back()
                               : text + fmt::format(" and {} more", names.size() - shown);
}

std::string how_often(double per_device_day) {
  if (per_device_day <= 0) return "never";
  const double days = 1 / per_device_day;
  if (days > 3 * 365) return fmt::format("once in {:.0f} years of one device", days / 365);
  if (days > 2) return fmt::format("once in {:.0f} days of one device", days);
  if (per_device_day < 10) return fmt::format("about {:.1f} times a day", per_device_day);
  return fmt::format("about {:.0f} times a day", per_device_day);
}

}  // namespace vedette::detectors
