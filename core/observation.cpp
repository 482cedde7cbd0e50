// SPDX-License-Identifier: Apache-2.0
#include "core/observation.h"

#include <array>
#include <cstring>

#include "core/hash.h"

namespace vedette::core {
namespace {
constexpr std::array<std::string_view, 12> verb_names{"none",     "connect",   "disconnect", "discover",
                                                      "identify", "read",      "write",      "control",
                                                      "publish",  "subscribe", "other",      "malformed"};
constexpr std::array<std::string_view, 4> class_names{"contact", "read", "write", "admin"};
constexpr std::array<std::string_view, 12> identity_names{
    "none",      "link_address", "router",    "modbus_unit", "bacnet_instance", "mqtt_client_id",
    "host_name", "domain_name",  "user_name", "vendor",      "model",           "firmware"};
constexpr std::array<std::string_view, 3> kind_names{"request", "response", "event"};
/// Most spaces are short words: those fit into one register, and that is cheaper than any hash of text.
std::uint64_t hash_space(std::string_view space) {
  if (space.size() > sizeof(std::uint64_t)) return hash_text(space);
  std::uint64_t word = 0;
  std::memcpy(&word, space.data(), space.size());
  return hash_combine(word, space.size());
}

}  // namespace

std::string_view to_string(Verb verb) {
  return verb_names.at(static_cast<std::size_t>(verb));
}
std::string_view to_string(VerbClass verb_class) {
  return class_names.at(static_cast<std::size_t>(verb_class));
}
std::string_view to_string(IdentityKind kind) {
  return identity_names.at(static_cast<std::size_t>(kind));
}
std::string_view to_string(MessageKind kind) {
  return kind_names.at(static_cast<std::size_t>(kind));
}

ObjectRef hashed(ObjectRef object) {
  std::uint64_t hash = hash_space(object.space);
  hash = hash_combine(hash, object.first);
  hash = hash_combine(hash, object.count);
  if (!object.text.empty()) hash = hash_combine(hash, hash_text(object.text));
  object.hash = hash;
  return object;
}

}  // namespace vedette::core
