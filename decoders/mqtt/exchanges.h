// SPDX-License-Identifier: Apache-2.0
// Exchanges under a packet identifier that are not over: publishes of QoS 1 and 2 and their acknowledgements (MQTT 5.0,
// section 4.3), subscriptions and their answers. Part of a conversation's state: fixed size, copied by value. At
// capacity the oldest is forgotten, which the caller is told.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/flow_key.h"

namespace vedette::decoders::mqtt {

/// What comes next in an exchange.
enum class Awaited : std::uint8_t { puback, pubrec, pubrel, pubcomp, suback, unsuback };

struct Exchange {
  std::uint64_t frame = 0;  ///< of the packet that began it; of a publish that was repeated, the latest
  std::uint16_t packet_id = 0;
  Awaited awaited = Awaited::puback;
  core::Direction direction = core::Direction::a_to_b;  ///< of that packet: each end has identifiers of its own (2.2.1)
};

class Exchanges {
 public:
  static constexpr std::size_t capacity = 20;

  /// The open one that began in that direction under that identifier; nullptr where there is none. Valid until the next
  /// begin() or end().
  Exchange* find(core::Direction direction, std::uint16_t packet_id);
  /// Takes the place of one under the same identifier. False where the oldest had to go.
  bool begin(const Exchange& exchange);
  void end(const Exchange& exchange);

  void clear() { count_ = 0; }
  std::size_t size() const { return count_; }

 private:
  std::array<Exchange, capacity> open_{};  ///< oldest first
  std::uint8_t count_ = 0;
};

}  // namespace vedette::decoders::mqtt
