// SPDX-License-Identifier: Apache-2.0
#include "decoders/dhcp/decoder.h"

#include <algorithm>
#include <array>

#include "core/byte_cursor.h"
#include "decoders/dhcp/options.h"

namespace vedette::decoders::dhcp {
namespace {

using core::Bytes;
using core::IpAddress;

constexpr std::array<DefectInfo, 6> defects{{
    {"truncated", "the datagram ends inside the fixed part (RFC 951, 3; RFC 2131, 2)"},
    {"bad_op", "neither a request (1) nor a reply (2) (RFC 2131, 2)"},
    {"bad_hardware_length", "a hardware address longer than its 16 octets of room (RFC 951, 3)"},
    {"truncated_option", "an option reaches beyond its field (RFC 2132, 2)"},
    {"bad_option_length", "an option's length is not that of its kind (RFC 2132)"},
    {"too_many_options", "more than 512 options or parts of them: what follows is not read"},
}};
constexpr std::array<std::uint16_t, 2> ports{67, 68};
constexpr std::array<std::string_view, 15> operations{"bootp_request",    "bootp_reply",   "discover",    "offer",
                                                      "request",          "decline",       "ack",         "nak",
                                                      "release",          "inform",        "force_renew", "lease_query",
                                                      "lease_unassigned", "lease_unknown", "lease_active"};

constexpr std::uint8_t from_client = 1, from_server = 2;
constexpr std::size_t fixed_size = 236, shortest_bootp = fixed_size;
constexpr std::uint32_t magic_cookie = 0x63825363;

IpAddress set_address(Bytes octets) {
  return std::ranges::all_of(octets, [](std::uint8_t octet) { return octet == 0; }) ? IpAddress{}
                                                                                    : IpAddress::v4(octets);
}

Bytes c_string(Bytes room) {
  return room.first(static_cast<std::size_t>(std::ranges::find(room, std::uint8_t{0}) - room.begin()));
}

/// RFC 2131, 2, up to the options.
std::optional<Flaw> read_fixed(core::ByteCursor& in, Message& m) {
  m.op = in.u8();
  const std::uint8_t hardware_type = in.u8(), hardware_size = in.u8();
  in.skip(1);
  m.transaction_id = in.be32();
  in.skip(4);  // seconds, flags
  m.client_ip = set_address(in.bytes(4));
  m.assigned_ip = set_address(in.bytes(4));
  m.next_server_ip = set_address(in.bytes(4));
  m.relay_ip = set_address(in.bytes(4));
  const Bytes hardware = in.bytes(16);
  in.skip(64);
  m.boot_file = c_string(in.bytes(128));
  if (!in.ok()) return Flaw{Defect::truncated, in.offset()};
  m.has_header = true;
  if (m.op != from_client && m.op != from_server) return Flaw{Defect::bad_op, 0};
  if (hardware_size > hardware.size()) return Flaw{Defect::bad_hardware_length, 2};
  constexpr std::uint8_t ethernet = 1, ieee_802 = 6;
  const bool is_mac = hardware_size == 6 && (hardware_type == ethernet || hardware_type == ieee_802);
  if (is_mac) m.client_mac = core::MacAddress::from(hardware);
  return {};
}

}  // namespace

void Message::clear() {
  std::vector<OptionPart> keep_parts = std::move(parts);
  std::vector<std::uint8_t> keep_joined = std::move(joined);
  *this = {};
  parts = std::move(keep_parts);
  joined = std::move(keep_joined);
  parts.clear();
  joined.clear();
}

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"dhcp"},
      .title = "DHCP and BOOTP",
      .specification = "RFC 2131; RFC 2132; RFC 951; RFC 3396; RFC 4702",
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defects,
      .operations = operations,
      .spaces = {},
      .max_message = 65'535,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  core::ByteCursor in{chunk.bytes};
  const std::uint8_t op = in.u8();
  in.skip(fixed_size - 1);
  const bool is_dhcp = in.be32() == magic_cookie && in.ok() && (op == from_client || op == from_server);
  if (is_dhcp) return Verdict::yes;
  // BOOTP alone has nothing that tells it: there the port must.
  return chunk.bytes.size() >= shortest_bootp && (op == from_client || op == from_server) ? Verdict::maybe
                                                                                          : Verdict::no;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message.clear();
  core::ByteCursor in{chunk.bytes};
  if (const auto flaw = read_fixed(in, message)) return malformed_within(chunk.bytes.size(), *flaw);
  const bool has_options = in.be32() == magic_cookie && in.ok();
  if (has_options) {
    if (const auto flaw = read_options(chunk.bytes, in.offset(), message))
      return malformed_within(chunk.bytes.size(), *flaw);
  }
  return core::Progress::done(chunk.bytes.size());
}

}  // namespace vedette::decoders::dhcp
