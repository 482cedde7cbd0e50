// SPDX-License-Identifier: Apache-2.0
// What was seen of each device, for people to read: what it serves and uses, and with whom. Beside Behaviour, for
// commands that list devices; nothing is judged by it. Used from the ordered stage's thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "baselines/behaviour.h"

namespace vedette::baselines {

struct Seen {
  static constexpr std::size_t max_protocols = 64, max_peers = 256;

  std::uint64_t messages = 0;  ///< sent or received
  std::uint64_t sent = 0;
  std::map<std::string, std::uint64_t> serves;  ///< "modbus", "tcp/502": how many messages
  std::map<std::string, std::uint64_t> uses;
  std::map<std::uint32_t, std::uint64_t> peers;  ///< by their serial: messages
  std::uint64_t others = 0;                      ///< messages with peers past the bound
};

class Census {
 public:
  explicit Census(const Behaviour& behaviour) : behaviour_(behaviour) {}

  /// After each observation.
  void observe(const Sight& sight);
  /// Nothing was seen of it: null.
  const Seen* of(EntityId id) const;
  /// Peers that are still known, most messages first.
  std::vector<std::pair<EntityId, std::uint64_t>> peers(EntityId id) const;

 private:
  std::uint32_t serial(EntityId id);
  std::uint32_t current(std::uint32_t serial) const;
  void follow();
  void note(std::uint32_t serial, bool serves, const std::string& what);
  void meet(std::uint32_t serial, std::uint32_t peer);

  const Behaviour& behaviour_;
  // A number may be used again for another device; a serial never is.
  std::uint32_t next_ = 0;
  std::unordered_map<std::uint32_t, std::uint32_t> serials_;    ///< by EntityId
  std::unordered_map<std::uint32_t, EntityId> ids_;             ///< by serial
  std::unordered_map<std::uint32_t, std::uint32_t> continued_;  ///< by serial
  std::map<std::uint32_t, Seen> seen_;                          ///< by serial
};

}  // namespace vedette::baselines
