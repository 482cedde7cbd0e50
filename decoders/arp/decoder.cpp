// SPDX-License-Identifier: Apache-2.0
#include "decoders/arp/decoder.h"

#include <array>

#include "core/byte_cursor.h"
#include "decoders/flaw.h"
#include "decoders/optional_fields.h"
#include "decoders/own_address.h"

namespace vedette::decoders::arp {
namespace {

using core::IpAddress;
using core::MacAddress;

enum class Defect : std::uint8_t { truncated, bad_address_length };

constexpr std::array<DefectInfo, 2> defects{{
    {"truncated", "the frame ends before the addresses do (RFC 826, Packet format)"},
    {"bad_address_length", "an Ethernet address is not 6 octets long, or one of IPv4 not 4 (RFC 826, Packet format)"},
}};
constexpr std::array<LinkProtocol, 2> links{link_by_type(0x0806), link_by_type(0x8035)};
constexpr std::array<std::string_view, 3> operations{"arp_request", "arp_reply", "arp_other"};

constexpr std::uint16_t ethernet = 1, ipv4 = 0x0800;
constexpr std::uint16_t request = 1, reply = 2, reverse_request = 3;
constexpr std::size_t header_size = 8;

/// RFC 5494, and the registry of ARP parameters that it names. Empty where there is no name.
std::string_view operation_name(std::uint16_t operation) {
  constexpr std::array<std::string_view, 11> names{"",
                                                   "request",
                                                   "reply",
                                                   "reverse_request",
                                                   "reverse_reply",
                                                   "drarp_request",
                                                   "drarp_reply",
                                                   "drarp_error",
                                                   "inverse_request",
                                                   "inverse_reply",
                                                   "arp_nak"};
  return operation < names.size() ? names[operation] : std::string_view{};
}

void describe_end(const Message& m, core::Bytes hardware, core::Bytes protocol, std::string_view mac_name,
                  std::string_view ip_name, core::FieldWriter& fields) {
  if (m.hardware_type == ethernet && hardware.size() == 6) {
    fields.text(mac_name, MacAddress::from(hardware).to_string());
  }
  if (m.protocol_type == ipv4 && protocol.size() == 4) fields.text(ip_name, IpAddress::v4(protocol).to_string());
}

}  // namespace

bool Message::is_ipv4_over_ethernet() const {
  return hardware_type == ethernet && protocol_type == ipv4;
}

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"arp"},
      .title = "ARP and RARP",
      .specification = "RFC 826; RFC 903; RFC 5227",
      .ports = {},
      .links = links,
      .defects = defects,
      .operations = operations,
      .spaces = {},
      .max_message = 2048,
  };
  return info;
}

/// Frames say by their type what they carry: nobody asks.
Verdict Decoder::probe(const Chunk&) {
  return Verdict::maybe;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  core::ByteCursor in{chunk.bytes};
  message.hardware_type = in.be16();
  message.protocol_type = in.be16();
  const std::size_t hardware_size = in.u8();
  const std::size_t protocol_size = in.u8();
  message.operation = in.be16();
  message.has_header = in.ok();
  if (!in.ok()) return malformed(chunk, Defect::truncated, chunk.bytes.size());
  if (message.hardware_type == ethernet && hardware_size != 6) return malformed(chunk, Defect::bad_address_length, 4);
  if (message.protocol_type == ipv4 && protocol_size != 4) return malformed(chunk, Defect::bad_address_length, 5);
  message.sender_hardware = in.bytes(hardware_size);
  message.sender_protocol = in.bytes(protocol_size);
  message.target_hardware = in.bytes(hardware_size);
  message.target_protocol = in.bytes(protocol_size);
  if (!in.ok()) return malformed(chunk, Defect::truncated, chunk.bytes.size());
  // What follows fills the frame to the shortest that Ethernet has.
  return core::Progress::done(chunk.bytes.size());
}

void Decoder::observe(const Message& m, Observer& observer) {
  if (!m.is_ipv4_over_ethernet()) return;
  core::Observation o;
  o.verb = core::Verb::discover;
  o.operation = m.operation == request ? operations[0] : m.operation == reply ? operations[1] : operations[2];
  o.code = m.operation == request || m.operation == reply ? m.operation : 0;
  o.bytes = header_size + 20;
  o.source.mac = own_address(MacAddress::from(m.sender_hardware));
  // Who asks for its own address doesn't know it (RFC 903).
  if (m.operation != reverse_request) o.source.ip = own_address(IpAddress::v4(m.sender_protocol));
  // The question goes to everybody; whose address it is, is what is asked.
  o.target.ip = own_address(IpAddress::v4(m.target_protocol));
  // A probe for a free address (RFC 5227, 2.1.1) and whoever leaves its link address out claim nothing.
  const bool says_both = o.source.ip.is_set() && !o.source.mac.is_zero();
  if (says_both && (m.operation == request || m.operation == reply)) o.claim.kind = core::IdentityKind::link_address;
  observer.add(o);
}

void Decoder::describe(const Message& m, core::FieldWriter& fields) {
  if (!m.has_header) return;
  name_or_code(fields, "operation", operation_name(m.operation), "operation_code", m.operation);
  if (!m.is_ipv4_over_ethernet()) {
    fields.number("hardware_type", m.hardware_type);
    fields.number("protocol_type", m.protocol_type);
  }
  describe_end(m, m.sender_hardware, m.sender_protocol, "src_mac", "src_ip", fields);
  describe_end(m, m.target_hardware, m.target_protocol, "dest_mac", "dest_ip", fields);
}

}  // namespace vedette::decoders::arp
