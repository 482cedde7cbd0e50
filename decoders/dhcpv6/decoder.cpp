// SPDX-License-Identifier: Apache-2.0
#include "decoders/dhcpv6/decoder.h"

#include <array>

#include "decoders/claims.h"

namespace vedette::decoders::dhcpv6 {
namespace {

using core::IdentityKind;
using core::Observation;
using core::Verb;

constexpr std::array<DefectInfo, 5> defects{{
    {"truncated", "the datagram ends inside the fixed part of a message (RFC 8415, 8 and 9)"},
    {"truncated_option", "an option reaches beyond its message (RFC 8415, 21.1)"},
    {"bad_option_length", "an option is too short for what it says, or no whole number of its elements (RFC 8415, 21)"},
    {"missing_message", "a relay's message without the one that it relays (RFC 8415, 9)"},
    {"too_many_relays", "wrapped by more than 32 relays (RFC 8415, 7.6)"},
}};
constexpr std::array<std::uint16_t, 2> ports{547, 546};

Verb verb_of(std::uint8_t type) {
  constexpr std::uint8_t solicit = 1, advertise = 2, information_request = 11;
  return type == solicit || type == advertise || type == information_request ? Verb::discover : Verb::other;
}

/// Behind a relay the client isn't who sent the frame. The link address in a DUID is one of the client's, though not
/// always that of this interface (RFC 8415, 11): so it is no claim, and not told as the source.
core::Endpoint client_of(const Message& m) {
  core::Endpoint client;
  client.ip = m.peer_ip;
  return client;
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"dhcpv6"},
      .title = "DHCPv6",
      .specification = "RFC 8415; RFC 4704",
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defects,
      .operations = operation_names(),
      .spaces = {},
      .max_message = 65'535,
  };
  return info;
}

/// Nothing at its start tells this protocol from others: the port must.
Verdict Decoder::probe(const Chunk& chunk) {
  return !chunk.bytes.empty() && !type_name(chunk.bytes[0]).empty() ? Verdict::maybe : Verdict::no;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  if (const auto flaw = read_message(chunk.bytes, message)) return malformed(chunk, *flaw);
  return core::Progress::done(chunk.bytes.size());
}

void Decoder::observe(const Message& m, Observer& observer) {
  const std::uint8_t type = *m.type;
  const bool asks = is_request(type);
  const std::string_view name = type_name(type);
  Observation o;
  o.kind = asks ? core::MessageKind::request : core::MessageKind::response;
  o.verb = verb_of(type);
  o.operation = name.empty() ? other_type : name;
  o.code = type;
  if (m.relays > 0) (asks ? o.source : o.target) = client_of(m);
  if (!asks && m.status.value_or(0) != 0) {
    o.refused = true;
    o.status = *m.status;
    o.status_name = status_name(*m.status);
  }
  std::array<char, 256> room;
  std::size_t taken = 0;
  const std::string_view fqdn = decode_name(m.fqdn, room, taken);
  if (asks && !fqdn.empty()) o.claim = {.kind = IdentityKind::host_name, .text = fqdn};
  observer.add(o);
  if (asks) add_claim(o, IdentityKind::vendor, first_item(m.vendor_class), observer);
}

}  // namespace vedette::decoders::dhcpv6
