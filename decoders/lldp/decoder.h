// SPDX-License-Identifier: Apache-2.0
// LLDP: what a neighbour says it is and how it can be reached (IEEE 802.1AB). One frame says all, so a conversation has
// no state.
#pragma once

#include <cstdint>
#include <optional>

#include "core/byte_cursor.h"
#include "decoders/decoder.h"

namespace vedette::decoders::lldp {

/// An identifier and what kind it is (clauses 8.5.2, 8.5.3).
struct Identifier {
  std::uint8_t subtype = 0;
  core::Bytes value;
};

/// What LLDP-MED (ANSI/TIA-1057, 10.2.6) says of the device itself.
struct Inventory {
  core::Bytes hardware, firmware, software, serial_number, manufacturer, model, asset_id;
};

struct Message {
  std::optional<Identifier> chassis, port;
  std::optional<std::uint16_t> ttl;
  core::Bytes port_description, system_name, system_description;
  std::optional<std::uint16_t> capabilities, enabled_capabilities;
  core::Bytes elements;  ///< all TLVs that are whole: lists are read again from them
  std::optional<std::uint16_t> port_vlan;
  core::MacAddress profinet_mac;
  Inventory inventory;
};

class Decoder {
 public:
  using Message = lldp::Message;

  explicit Decoder(const Opening&) {}

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  static core::Progress decode(const Chunk& chunk, Message& message);
  static void on_gap(core::Direction) {}
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);
};

/// One type, length, value (clause 8.4). Fails the cursor where it isn't whole.
struct Element {
  std::uint8_t type = 0;
  core::Bytes value;
};
Element next_element(core::ByteCursor& in);

inline constexpr std::uint8_t management_address = 8, organisational = 127;

}  // namespace vedette::decoders::lldp
