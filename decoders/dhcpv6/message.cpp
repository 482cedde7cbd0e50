// SPDX-License-Identifier: Apache-2.0
#include "decoders/dhcpv6/message.h"

#include <array>

#include "core/byte_cursor.h"

namespace vedette::decoders::dhcpv6 {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr std::uint8_t relay_forward = 12, relay_reply = 13;
// RFC 8415, 7.3; RFC 5007, 4.1; RFC 5460, 5.1; RFC 6977, 5. The first is type 1; the last stands for all others.
constexpr std::array<std::string_view, 20> types{"solicit",
                                                 "advertise",
                                                 "request",
                                                 "confirm",
                                                 "renew",
                                                 "rebind",
                                                 "reply",
                                                 "release",
                                                 "decline",
                                                 "reconfigure",
                                                 "information_request",
                                                 "relay_forward",
                                                 "relay_reply",
                                                 "lease_query",
                                                 "lease_query_reply",
                                                 "lease_query_done",
                                                 "lease_query_data",
                                                 "reconfigure_request",
                                                 "reconfigure_reply",
                                                 other_type};
constexpr std::size_t last_type = types.size() - 1;
// Relays drop what passed more than 8 others (RFC 8415, 7.6); RFC 3315 had 32.
constexpr std::uint32_t max_relays = 32;
enum : std::uint16_t {
  opt_client_id = 1,
  opt_server_id = 2,
  opt_ia_na = 3,
  opt_ia_ta = 4,
  opt_ia_address = 5,
  opt_oro = 6,
  opt_relay_message = 9,
  opt_status = 13,
  opt_rapid_commit = 14,
  opt_vendor_class = 16,
  opt_interface_id = 18,
  opt_dns_servers = 23,
  opt_domains = 24,
  opt_ia_pd = 25,
  opt_ia_prefix = 26,
  opt_remote_id = 37,
  opt_fqdn = 39,
};

Option next_option(ByteCursor& in) {
  Option option;
  option.code = in.be16();
  option.value = in.bytes(in.be16());
  return option;
}

std::size_t offset_in(Bytes datagram, Bytes part) {
  return static_cast<std::size_t>(part.data() - datagram.data());
}

/// RFC 8415, 9: goes one relay inwards. `inner` is what it wrapped.
std::optional<Flaw> read_relay(Bytes datagram, ByteCursor& in, Message& m, Bytes& inner) {
  in.skip(1);  // hops
  const Bytes link = in.bytes(16), peer = in.bytes(16);
  if (!in.ok()) return Flaw{Defect::truncated, datagram.size()};
  m.link_ip = core::IpAddress::v6(link);
  m.peer_ip = core::IpAddress::v6(peer);
  bool found = false;
  while (!in.empty()) {
    const Bytes at = in.peek();
    const Option option = next_option(in);
    if (!in.ok()) return Flaw{Defect::truncated_option, offset_in(datagram, at)};
    if (option.code == opt_interface_id) m.interface_id = option.value;
    if (option.code == opt_remote_id) m.remote_id = option.value;
    if (option.code == opt_relay_message && !found) inner = option.value;
    found = found || option.code == opt_relay_message;
  }
  if (!found || inner.empty()) return Flaw{Defect::missing_message, datagram.size()};
  return {};
}

/// Least octets of an option's value, where less would make it mean nothing.
std::size_t least_size(std::uint16_t code) {
  switch (code) {
    case opt_client_id:
    case opt_server_id:
      return 3;
    case opt_ia_na:
    case opt_ia_pd:
      return 12;
    case opt_ia_ta:
    case opt_vendor_class:
      return 4;
    case opt_status:
      return 2;
    case opt_fqdn:
      return 1;
    default:
      return 0;
  }
}

bool has_fitting_size(const Option& option) {
  const std::size_t size = option.value.size();
  if (option.code == opt_oro) return size % 2 == 0;
  if (option.code == opt_dns_servers) return size % 16 == 0;
  return size >= least_size(option.code);
}

void take_option(const Option& option, Message& m) {
  ByteCursor value{option.value};
  switch (option.code) {
    case opt_client_id:
      m.client_id = option.value;
      break;
    case opt_server_id:
      m.server_id = option.value;
      break;
    case opt_oro:
      m.requested = option.value;
      break;
    case opt_status:
      m.status = value.be16();
      break;
    case opt_rapid_commit:
      m.rapid_commit = true;
      break;
    case opt_vendor_class:
      m.vendor_enterprise = value.be32();
      m.vendor_class = value.rest();
      break;
    case opt_dns_servers:
      m.dns_servers = option.value;
      break;
    case opt_domains:
      m.domains = option.value;
      break;
    case opt_fqdn:
      m.fqdn = option.value.subspan(1);  // behind the flags (RFC 4704, 4)
      break;
    default:
      break;
  }
}

std::optional<Flaw> read_options(Bytes datagram, ByteCursor in, Message& m) {
  const Bytes all = in.peek();
  while (!in.empty()) {
    m.options = all.first(all.size() - in.remaining());
    const Bytes at = in.peek();
    const Option option = next_option(in);
    if (!in.ok()) return Flaw{Defect::truncated_option, offset_in(datagram, at)};
    if (!has_fitting_size(option)) return Flaw{Defect::bad_option_length, offset_in(datagram, at)};
    take_option(option, m);
  }
  m.options = all;
  return {};
}

}  // namespace

std::optional<Flaw> read_message(Bytes datagram, Message& m) {
  Bytes here = datagram;
  for (;;) {
    ByteCursor in{here};
    const std::uint8_t type = in.u8();
    m.type = type;
    if (type != relay_forward && type != relay_reply) {
      m.transaction_id = in.be24();
      if (!in.ok()) return Flaw{Defect::truncated, datagram.size()};
      return read_options(datagram, in, m);
    }
    if (m.relays++ == max_relays) return Flaw{Defect::too_many_relays, offset_in(datagram, here)};
    m.to_client = type == relay_reply;
    if (const auto flaw = read_relay(datagram, in, m, here)) return flaw;
  }
}

std::string_view type_name(std::uint8_t type) {
  return type > 0 && type <= last_type ? types[type - 1u] : std::string_view{};
}

std::span<const std::string_view> operation_names() {
  return types;
}

std::string_view status_name(std::uint16_t status) {
  constexpr std::array<std::string_view, 7> names{
      "success",     "unspecified_failure", "no_addresses_available", "no_binding",
      "not_on_link", "use_multicast",       "no_prefix_available"};
  return status < names.size() ? names[status] : std::string_view{};
}

bool is_request(std::uint8_t type) {
  constexpr std::uint32_t requests = 1u << 1 | 1u << 3 | 1u << 4 | 1u << 5 | 1u << 6 | 1u << 8 | 1u << 9 | 1u << 11 |
                                     1u << relay_forward | 1u << 14 | 1u << 18;
  return type < 32 && (requests >> type & 1) != 0;
}

std::optional<Lease> Leases::next() {
  for (;;) {
    while (!inner_.empty()) {
      ByteCursor in{inner_};
      const Option option = next_option(in);
      inner_ = in.peek();
      ByteCursor value{option.value};
      Lease lease;
      lease.is_prefix = option.code == opt_ia_prefix;
      if (!in.ok() || (!lease.is_prefix && option.code != opt_ia_address)) continue;
      if (!lease.is_prefix) lease.address = core::IpAddress::v6(value.bytes(16));
      lease.preferred = value.be32();
      lease.valid = value.be32();
      if (lease.is_prefix) {
        lease.prefix_length = value.u8();
        lease.address = core::IpAddress::v6(value.bytes(16));
      }
      if (value.ok()) return lease;
    }
    if (outer_.empty()) return std::nullopt;
    ByteCursor in{outer_};
    const Option option = next_option(in);
    outer_ = in.peek();
    // IAID, and of two kinds also the times T1 and T2, before the options (RFC 8415, 21.4, 21.5, 21.21).
    const bool timed = option.code == opt_ia_na || option.code == opt_ia_pd;
    const std::size_t fixed = timed ? 12 : 4;
    if (in.ok() && (timed || option.code == opt_ia_ta) && option.value.size() >= fixed)
      inner_ = option.value.subspan(fixed);
  }
}

std::string_view decode_name(Bytes encoded, std::span<char> room, std::size_t& taken) {
  std::size_t used = 0;
  ByteCursor in{encoded};
  while (!in.empty()) {
    const std::uint8_t size = in.u8();
    if (size == 0) break;
    const Bytes label = in.bytes(size);
    if (!in.ok() || used + size + 1 > room.size()) {
      taken = encoded.size();
      return {room.data(), used};
    }
    if (used > 0) room[used++] = '.';
    for (const std::uint8_t octet : label) room[used++] = static_cast<char>(octet);
  }
  taken = in.offset();
  return {room.data(), used};
}

Bytes first_item(Bytes items) {
  ByteCursor in{items};
  return in.bytes(in.be16());
}

core::MacAddress mac_of_duid(Bytes duid) {
  ByteCursor in{duid};
  constexpr std::uint16_t link_layer_time = 1, link_layer = 3, ethernet = 1;
  const std::uint16_t type = in.be16(), hardware = in.be16();
  if (hardware != ethernet || (type != link_layer_time && type != link_layer)) return {};
  if (type == link_layer_time) in.skip(4);
  return core::MacAddress::from(in.remaining() == 6 ? in.rest() : Bytes{});
}

}  // namespace vedette::decoders::dhcpv6
