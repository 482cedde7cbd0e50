// SPDX-License-Identifier: Apache-2.0
#include "decoders/lldp/decoder.h"

#include <algorithm>
#include <array>

#include "decoders/claims.h"
#include "decoders/flaw.h"

namespace vedette::decoders::lldp {
namespace {

using core::ByteCursor;
using core::Bytes;
using core::IdentityKind;
using core::Observation;

enum class Defect : std::uint8_t { truncated, missing_mandatory, repeated, bad_length };

constexpr std::array<DefectInfo, 4> defects{{
    {"truncated", "an element reaches beyond the frame (IEEE 802.1AB, 8.4)"},
    {"missing_mandatory", "chassis id, port id and time to live are not the first three (IEEE 802.1AB, 8.2)"},
    {"repeated", "an element that may stand once stands twice (IEEE 802.1AB, 8.4.1)"},
    {"bad_length", "an element's length is not that of its kind (IEEE 802.1AB, 8.5)"},
}};
constexpr std::array<LinkProtocol, 1> links{link_by_type(0x88cc)};
constexpr std::array<std::string_view, 2> operations{"advertisement", "shutdown"};

enum : std::uint8_t { end, chassis_id, port_id, time_to_live, port_text, name, description, capabilities };
constexpr std::uint32_t ieee_802_1 = 0x0080c2, tia = 0x0012bb, profinet = 0x000ecf;

bool has_fitting_size(const Element& element) {
  const std::size_t size = element.value.size();
  switch (element.type) {
    case chassis_id:
    case port_id:
      return size >= 2 && size <= 256;
    case time_to_live:
      return size >= 2;
    case capabilities:
    case organisational:
      return size >= 4;
    case management_address:
      // Family and address of 2 to 32 octets behind their length, an interface and an object identifier behind them.
      return size >= 9 && element.value[0] >= 2 && element.value[0] <= 32 && size >= element.value[0] + 7u;
    default:
      return true;
  }
}

void take_inventory(std::uint8_t subtype, Bytes value, Inventory& inventory) {
  switch (subtype) {
    case 5:
      inventory.hardware = value;
      break;
    case 6:
      inventory.firmware = value;
      break;
    case 7:
      inventory.software = value;
      break;
    case 8:
      inventory.serial_number = value;
      break;
    case 9:
      inventory.manufacturer = value;
      break;
    case 10:
      inventory.model = value;
      break;
    case 11:
      inventory.asset_id = value;
      break;
    default:
      break;
  }
}

void take_organisational(ByteCursor in, Message& m) {
  const std::uint32_t organisation = in.be24();
  const std::uint8_t subtype = in.u8();
  if (organisation == ieee_802_1 && subtype == 1 && in.remaining() >= 2) m.port_vlan = in.be16();
  if (organisation == tia) take_inventory(subtype, in.rest(), m.inventory);
  // IEC 61158-6-10, 4.14: the chassis' own address.
  if (organisation == profinet && subtype == 5 && in.remaining() >= 6)
    m.profinet_mac = core::MacAddress::from(in.bytes(6));
}

void take(const Element& element, Message& m) {
  ByteCursor in{element.value};
  switch (element.type) {
    case chassis_id:
      m.chassis = Identifier{in.u8(), in.peek()};
      break;
    case port_id:
      m.port = Identifier{in.u8(), in.peek()};
      break;
    case time_to_live:
      m.ttl = in.be16();
      break;
    case port_text:
      m.port_description = element.value;
      break;
    case name:
      m.system_name = element.value;
      break;
    case description:
      m.system_description = element.value;
      break;
    case capabilities:
      m.capabilities = in.be16();
      m.enabled_capabilities = in.be16();
      break;
    case organisational:
      take_organisational(in, m);
      break;
    default:
      break;
  }
}

}  // namespace

Element next_element(ByteCursor& in) {
  const std::uint16_t header = in.be16();
  return {static_cast<std::uint8_t>(header >> 9), in.bytes(header & 0x1ff)};
}

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"lldp"},
      .title = "LLDP",
      .specification = "IEEE 802.1AB; ANSI/TIA-1057 (LLDP-MED)",
      .ports = {},
      .links = links,
      .defects = defects,
      .operations = operations,
      .spaces = {},
      .max_message = 65'535,
  };
  return info;
}

/// Frames say by their type what they carry: nobody asks.
Verdict Decoder::probe(const Chunk&) {
  return Verdict::maybe;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  std::uint16_t seen = 0;  // of the types that may stand once: 1 to 7
  std::uint8_t place = 0;
  for (ByteCursor in{chunk.bytes}; !in.empty();) {
    const std::size_t at = in.offset();
    const Element element = next_element(in);
    if (!in.ok()) return malformed(chunk, Defect::truncated, at);
    ++place;
    if (element.type == end && place > time_to_live) break;
    if (place <= time_to_live && element.type != place) return malformed(chunk, Defect::missing_mandatory, at);
    if (!has_fitting_size(element)) return malformed(chunk, Defect::bad_length, at);
    const bool once = element.type <= capabilities;
    if (once && (seen >> element.type & 1) != 0) return malformed(chunk, Defect::repeated, at);
    if (once) seen = static_cast<std::uint16_t>(seen | 1u << element.type);
    take(element, message);
    message.elements = chunk.bytes.first(in.offset());
    place = std::min<std::uint8_t>(place, time_to_live + 1);
  }
  if (!message.ttl) return malformed(chunk, Defect::missing_mandatory, chunk.bytes.size());
  return core::Progress::done(chunk.bytes.size());
}

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  // Nothing is done to anybody: a device tells its neighbour what it is. 0 means that it goes (clause 8.5.4).
  o.operation = m.ttl == 0 ? operations[1] : operations[0];
  if (!m.system_name.empty()) o.claim = {.kind = IdentityKind::host_name, .text = core::as_text(m.system_name)};
  observer.add(o);
  o.operation = operations[0];
  add_claim(o, IdentityKind::firmware, m.system_description, observer);
  add_claim(o, IdentityKind::vendor, m.inventory.manufacturer, observer);
  add_claim(o, IdentityKind::model, m.inventory.model, observer);
}

}  // namespace vedette::decoders::lldp
