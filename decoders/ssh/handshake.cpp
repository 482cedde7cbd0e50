// SPDX-License-Identifier: Apache-2.0
#include "decoders/ssh/handshake.h"

#include <algorithm>

#include "core/byte_cursor.h"

namespace vedette::decoders::ssh {
namespace {

constexpr std::uint8_t kexinit = 20;
constexpr std::size_t cookie_size = 16, type_at = 5;
constexpr std::uint8_t least_padding = 4;

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c < 0 || (c >= ' ' && c != 0x7f); });
}

}  // namespace

std::optional<Flaw> read_identification(std::string_view line, Message& m) {
  m.type = Type::identification;
  const std::string_view rest = line.substr(identification_prefix.size());
  const std::size_t dash = rest.find('-');
  m.protocol_version = rest.substr(0, dash);
  if (dash == std::string_view::npos || dash == 0 || !is_printable(m.protocol_version)) {
    m.protocol_version = {};
    return Flaw{Defect::bad_identification, identification_prefix.size()};
  }
  // Software versions have no blanks, so the first one ends it; comments may have more.
  const std::string_view software = rest.substr(dash + 1);
  const std::size_t blank = software.find(' ');
  m.software_version = software.substr(0, blank);
  if (blank != std::string_view::npos) m.comments = software.substr(blank + 1);
  if (m.software_version.empty() || !is_printable(software))
    return Flaw{Defect::bad_identification, identification_prefix.size() + dash + 1};
  return {};
}

bool may_be_packet(core::Bytes bytes) {
  core::ByteCursor in{bytes};
  const std::uint32_t length = in.be32();
  if (!in.ok()) return bytes.empty() || bytes[0] == 0;
  const std::uint8_t padding = in.u8();
  if (length < 2u + least_padding || length > longest_packet) return false;
  return !in.ok() || (padding >= least_padding && padding + 2u <= length);
}

bool is_key_exchange_init(core::Bytes packet) {
  return packet.size() > type_at && packet[type_at] == kexinit;
}

std::optional<Flaw> read_key_exchange_init(core::Bytes packet, Message& m) {
  m.type = Type::key_exchange_init;
  core::ByteCursor in{packet};
  in.skip(packet_length_size);
  const std::uint8_t padding = in.u8();
  core::ByteCursor payload{packet.first(packet.size() - padding)};
  payload.skip(type_at + 1 + cookie_size);
  for (std::string_view& list : m.lists) {
    const std::size_t at = payload.offset();
    list = core::as_text(payload.bytes(payload.be32()));
    if (!payload.ok()) return Flaw{Defect::bad_name_list, std::min(at, packet.size())};
    ++m.lists_read;
  }
  // first_kex_packet_follows, and a number kept for later.
  payload.skip(1 + 4);
  if (!payload.ok()) return Flaw{Defect::bad_name_list, packet.size() - padding};
  return {};
}

}  // namespace vedette::decoders::ssh
