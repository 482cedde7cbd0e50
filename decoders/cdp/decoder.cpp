// SPDX-License-Identifier: Apache-2.0
#include "decoders/cdp/decoder.h"

#include <array>

#include "core/byte_cursor.h"
#include "decoders/claims.h"
#include "decoders/flaw.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::cdp {
namespace {

using core::ByteCursor;
using core::Bytes;
using core::IdentityKind;
using core::Observation;

enum class Defect : std::uint8_t { truncated, bad_length, bad_checksum };

constexpr std::array<DefectInfo, 3> defects{{
    {"truncated", "the frame ends inside the header or an element"},
    {"bad_length", "an element's length leaves no room for its own header, or for what its kind says"},
    {"bad_checksum", "the header's checksum is not that of the frame"},
}};
// Over Cisco's HDLC the same number stands where an Ethernet type would.
constexpr std::array<LinkProtocol, 2> links{link_by_snap(0x00000c, 0x2000), link_by_type(0x2000)};
constexpr std::array<std::string_view, 1> operations{"advertisement"};

enum : std::uint16_t {
  device_id = 1,
  addresses = 2,
  port_id = 3,
  capabilities = 4,
  software = 5,
  platform = 6,
  vtp_domain = 9,
  native_vlan = 10,
  duplex = 11,
  voice_vlan = 14,
  system_name = 20,
  management_addresses = 22,
};

std::uint32_t folded(std::uint32_t sum) {
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}

/// Internet checksum (RFC 1071) of an even number of octets.
std::uint32_t sum_of(Bytes even) {
  std::uint32_t sum = 0;
  for (ByteCursor in{even}; !in.empty();) sum = folded(sum + in.be16());
  return sum;
}

/// A last odd octet is the upper one of its word (RFC 1071, 2), or, as Cisco's devices have it, the lower: added as a
/// signed number, whose borrow takes one off.
bool has_good_checksum(Bytes frame) {
  if (frame.size() % 2 == 0) return sum_of(frame) == 0xffff;
  const std::uint32_t sum = sum_of(frame.first(frame.size() - 1));
  const std::uint32_t last = frame.back();
  const std::uint32_t signed_last = last < 0x80 ? last : 0xff00 | (last - 1);
  return folded(sum + (last << 8)) == 0xffff || folded(sum + signed_last) == 0xffff;
}

/// The value's least size.
std::size_t least_size(std::uint16_t type) {
  switch (type) {
    case addresses:
    case management_addresses:
    case capabilities:
      return 4;
    case native_vlan:
      return 2;
    case voice_vlan:
      return 3;
    case duplex:
      return 1;
    default:
      return 0;
  }
}

void take(std::uint16_t type, Bytes value, Message& m) {
  ByteCursor in{value};
  switch (type) {
    case device_id:
      m.device_id = value;
      break;
    case addresses:
      m.addresses = value;
      break;
    case port_id:
      m.port_id = value;
      break;
    case capabilities:
      m.capabilities = in.be32();
      break;
    case software:
      m.software = value;
      break;
    case platform:
      m.platform = value;
      break;
    case vtp_domain:
      m.vtp_domain = value;
      break;
    case native_vlan:
      m.native_vlan = in.be16();
      break;
    case duplex:
      m.full_duplex = in.u8() != 0;
      break;
    case voice_vlan:
      in.skip(1);
      m.voice_vlan = in.be16();
      break;
    case system_name:
      m.system_name = value;
      break;
    case management_addresses:
      m.management_addresses = value;
      break;
    default:
      break;
  }
}

/// Count, then of each: protocol type and its length, the protocol, the address and its length. IPv4 is protocol CC of
/// NLPID; IPv6 is its Ethernet type behind SNAP (type 2, 8 octets).
void describe_addresses(core::FieldWriter& fields, std::string_view name, Bytes list) {
  if (list.empty()) return;
  ByteCursor in{list};
  fields.begin_array(name);
  for (std::uint32_t left = in.be32(); left > 0 && !in.empty(); --left) {
    in.skip(1);
    in.skip(in.u8());
    const Bytes address = in.bytes(in.be16());
    if (!in.ok()) break;
    if (address.size() == 4) fields.text({}, core::IpAddress::v4(address).to_string());
    if (address.size() == 16) fields.text({}, core::IpAddress::v6(address).to_string());
  }
  fields.end_array();
}

void describe_capabilities(core::FieldWriter& fields, std::uint32_t bits) {
  constexpr std::array<std::string_view, 10> names{
      "router", "transparent_bridge", "source_route_bridge", "switch", "host", "igmp", "repeater", "phone", "remote",
      "cvta"};
  fields.begin_array("capabilities");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((bits >> i & 1) != 0) fields.text({}, names[i]);
  }
  fields.end_array();
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"cdp"},
      .title = "CDP",
      .specification = "Cisco Discovery Protocol Packet Format",
      .ports = {},
      .links = links,
      .defects = defects,
      .operations = operations,
      .spaces = {},
      .max_message = 65'535,
  };
  return info;
}

/// Frames say by their SNAP header what they carry: nobody asks.
Verdict Decoder::probe(const Chunk&) {
  return Verdict::maybe;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  ByteCursor in{chunk.bytes};
  const std::uint8_t version = in.u8(), ttl = in.u8();
  in.skip(2);
  if (!in.ok()) return malformed(chunk, Defect::truncated, chunk.bytes.size());
  message.version = version;
  message.ttl = ttl;
  while (!in.empty()) {
    const std::size_t at = in.offset();
    constexpr std::size_t header = 4;
    const std::uint16_t type = in.be16(), size = in.be16();
    if (!in.ok()) return malformed(chunk, Defect::truncated, at);
    if (size < header) return malformed(chunk, Defect::bad_length, at + 2);
    const Bytes value = in.bytes(size - header);
    if (!in.ok()) return malformed(chunk, Defect::truncated, at);
    if (value.size() < least_size(type)) return malformed(chunk, Defect::bad_length, at + 2);
    take(type, value, message);
  }
  if (!has_good_checksum(chunk.bytes)) return malformed(chunk, Defect::bad_checksum, 2);
  return core::Progress::done(chunk.bytes.size());
}

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  o.operation = operations[0];
  const Bytes name = m.system_name.empty() ? m.device_id : m.system_name;
  if (!name.empty()) o.claim = {.kind = IdentityKind::host_name, .text = core::as_text(name)};
  observer.add(o);
  add_claim(o, IdentityKind::model, m.platform, observer);
  add_claim(o, IdentityKind::firmware, m.software, observer);
}

void Decoder::describe(const Message& m, core::FieldWriter& fields) {
  if (!m.version) return;
  fields.number("version", *m.version);
  fields.number("ttl", *m.ttl);
  optional_text(fields, "device_id", m.device_id);
  optional_text(fields, "system_name", m.system_name);
  describe_addresses(fields, "addresses", m.addresses);
  optional_text(fields, "port_id", m.port_id);
  if (m.capabilities) describe_capabilities(fields, *m.capabilities);
  optional_text(fields, "software_version", m.software);
  optional_text(fields, "platform", m.platform);
  optional_text(fields, "vtp_domain", m.vtp_domain);
  optional_number(fields, "native_vlan", m.native_vlan);
  optional_number(fields, "voice_vlan", m.voice_vlan);
  if (m.full_duplex) fields.text("duplex", *m.full_duplex ? "full" : "half");
  describe_addresses(fields, "management_addresses", m.management_addresses);
}

}  // namespace vedette::decoders::cdp
