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

HashedWord hashed_space(std::string_view space) {
  return {space, hash_space(space)};
}
HashedWord hashed_text(std::string_view text) {
  return {text, text.empty() ? 0 : hash_text(text)};
}

ObjectRef hashed(ObjectRef object) {
  return hashed(hashed_space(object.space), object.first, object.count, hashed_text(object.text));
}

ObjectRef hashed(const HashedWord& space, std::uint64_t first, std::uint32_t count, const HashedWord& text) {
  std::uint64_t hash = hash_combine(hash_combine(space.hash, first), count);
  if (!text.word.empty()) hash = hash_combine(hash, text.hash);
  return {.space = space.word, .first = first, .count = count, .text = text.word, .hash = hash};
}

}  // namespace vedette::core
