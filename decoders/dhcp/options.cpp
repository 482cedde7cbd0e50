// SPDX-License-Identifier: Apache-2.0
#include "decoders/dhcp/options.h"

#include <array>

#include "core/byte_cursor.h"

namespace vedette::decoders::dhcp {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr std::size_t max_parts = 512;  // 255 options at most are known; more only cost time
constexpr std::uint8_t pad = 0, end = 255, overload = 52, relay_agent = 82;
constexpr std::size_t sname_at = 44, sname_size = 64, file_at = 108, file_size = 128;

/// One field's options, up to its end mark or its last octet. Offsets count from the field's start.
std::optional<Flaw> collect(Bytes field, std::size_t field_at, Message& m) {
  for (ByteCursor in{field}; !in.empty();) {
    const std::size_t at = field_at + in.offset();
    const std::uint8_t code = in.u8();
    if (code == pad) continue;
    if (code == end) break;
    const Bytes value = in.bytes(in.u8());
    if (!in.ok()) return Flaw{Defect::truncated_option, at};
    if (m.parts.size() == max_parts) return Flaw{Defect::too_many_options, at};
    m.parts.push_back({code, value});
  }
  return {};
}

/// The option with its parts in a row. They fit into `joined`, which has room for all of the message.
Bytes option(Message& m, std::uint8_t code) {
  Bytes first;
  std::size_t begin = 0, count = 0;
  for (const OptionPart& part : m.parts) {
    if (part.code != code) continue;
    if (++count == 1) {
      first = part.value;
      continue;
    }
    if (count == 2) {
      begin = m.joined.size();
      m.joined.insert(m.joined.end(), first.begin(), first.end());
    }
    m.joined.insert(m.joined.end(), part.value.begin(), part.value.end());
  }
  return count < 2 ? first : Bytes{m.joined}.subspan(begin);
}

std::size_t offset_of(const Message& m, Bytes datagram, std::uint8_t code) {
  for (const OptionPart& part : m.parts) {
    if (part.code == code) return static_cast<std::size_t>(part.value.data() - datagram.data());
  }
  return datagram.size();
}

/// Names end with zeros where their sender counts the end of a C string in (RFC 2132, 2).
Bytes without_zeros(Bytes text) {
  while (!text.empty() && text.back() == 0) text = text.first(text.size() - 1);
  return text;
}

/// What an option's length must be (RFC 2132): `unit` octets, once or (`list`) any number of times.
struct LengthRule {
  std::uint8_t code, unit;
  bool list;
};
constexpr std::array<LengthRule, 9> length_rules{{{1, 4, false},
                                                  {3, 4, true},
                                                  {6, 4, true},
                                                  {42, 4, true},
                                                  {50, 4, false},
                                                  {51, 4, false},
                                                  {overload, 1, false},
                                                  {53, 1, false},
                                                  {54, 4, false}}};

std::optional<Flaw> check_lengths(Bytes datagram, Message& m) {
  for (const LengthRule& rule : length_rules) {
    std::size_t size = 0;
    bool there = false;
    for (const OptionPart& part : m.parts) {
      if (part.code != rule.code) continue;
      size += part.value.size();
      there = true;
    }
    if (!there) continue;
    const bool fits = rule.list ? size > 0 && size % rule.unit == 0 : size == rule.unit;
    if (!fits) return Flaw{Defect::bad_option_length, offset_of(m, datagram, rule.code)};
  }
  return {};
}

/// RFC 4702, 2: flags, two return codes that mean nothing any more, and the name.
void read_fqdn(Message& m) {
  ByteCursor in{option(m, 81)};
  constexpr std::uint8_t encoded = 4;
  const std::uint8_t flags = in.u8();
  in.skip(2);
  m.fqdn_is_encoded = (flags & encoded) != 0;
  m.fqdn = m.fqdn_is_encoded ? in.rest() : without_zeros(in.rest());
}

/// RFC 3046, 2.0: code, length, value.
void read_relay_agent(Message& m) {
  for (ByteCursor in{option(m, relay_agent)}; !in.empty();) {
    const std::uint8_t code = in.u8();
    const Bytes value = in.bytes(in.u8());
    if (!in.ok()) return;
    if (code == 1) m.circuit_id = value;
    if (code == 2) m.remote_id = value;
  }
}

core::IpAddress address(Message& m, std::uint8_t code) {
  return core::IpAddress::v4(option(m, code));
}

void take_options(Message& m) {
  if (const Bytes type = option(m, 53); type.size() == 1) m.type = type[0];
  m.host_name = without_zeros(option(m, 12));
  m.vendor_class = without_zeros(option(m, 60));
  m.parameters = option(m, 55);
  m.client_id = option(m, 61);
  m.domain = without_zeros(option(m, 15));
  m.routers = option(m, 3);
  m.dns_servers = option(m, 6);
  m.ntp_servers = option(m, 42);
  m.user_class = option(m, 77);
  m.tftp_server = without_zeros(option(m, 66));
  if (const Bytes file = without_zeros(option(m, 67)); !file.empty()) m.boot_file = file;
  m.subnet_mask = address(m, 1);
  m.requested_ip = address(m, 50);
  m.server_ip = address(m, 54);
  if (const Bytes time = option(m, 51); time.size() == 4) m.lease_time = ByteCursor{time}.be32();
  read_fqdn(m);
  read_relay_agent(m);
}

}  // namespace

std::optional<Flaw> read_options(Bytes datagram, std::size_t at, Message& m) {
  m.joined.reserve(datagram.size());
  auto flaw = collect(datagram.subspan(at), at, m);
  // RFC 2132, 9.3: 1 is the file field, 2 the sname field, 3 both.
  const Bytes lent = option(m, overload);
  const unsigned which = lent.empty() ? 0u : lent[0];
  if (!flaw && (which & 1) != 0) flaw = collect(datagram.subspan(file_at, file_size), file_at, m);
  if (!flaw && (which & 2) != 0) flaw = collect(datagram.subspan(sname_at, sname_size), sname_at, m);
  if ((which & 1) != 0) m.boot_file = {};
  m.joined.clear();
  take_options(m);
  return flaw ? flaw : check_lengths(datagram, m);
}

std::string_view type_name(std::uint8_t type) {
  // RFC 2131, 3.1; RFC 3203; RFC 4388, 6.1.
  constexpr std::array<std::string_view, 14> names{
      "",        "discover", "offer",       "request",     "decline",          "ack",           "nak",
      "release", "inform",   "force_renew", "lease_query", "lease_unassigned", "lease_unknown", "lease_active"};
  return type < names.size() ? names[type] : std::string_view{};
}

}  // namespace vedette::decoders::dhcp
