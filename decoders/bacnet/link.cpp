// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/link.h"

#include <array>

#include "core/byte_cursor.h"

namespace vedette::decoders::bacnet {
namespace {

using enum LinkFunction;

constexpr std::size_t header_size = 4;
constexpr std::size_t length_at = 2;

constexpr std::array functions_ip{
    result,
    write_broadcast_distribution_table,
    read_broadcast_distribution_table,
    read_broadcast_distribution_table_ack,
    forwarded_npdu,
    register_foreign_device,
    read_foreign_device_table,
    read_foreign_device_table_ack,
    delete_foreign_device_table_entry,
    distribute_broadcast_to_network,
    original_unicast_npdu,
    original_broadcast_npdu,
    secure_bvll,
};
constexpr std::array functions_ipv6{
    result,
    original_unicast_npdu,
    original_broadcast_npdu,
    address_resolution,
    forwarded_address_resolution,
    address_resolution_ack,
    virtual_address_resolution,
    virtual_address_resolution_ack,
    forwarded_npdu,
    register_foreign_device,
    delete_foreign_device_table_entry,
    secure_bvll,
    distribute_broadcast_to_network,
};

struct Refusal {
  std::uint16_t code;
  LinkFunction function;
  std::string_view name;
};
constexpr std::array refusals_ip{
    Refusal{0x0010, write_broadcast_distribution_table, "write_broadcast_distribution_table_nak"},
    Refusal{0x0020, read_broadcast_distribution_table, "read_broadcast_distribution_table_nak"},
    Refusal{0x0030, register_foreign_device, "register_foreign_device_nak"},
    Refusal{0x0040, read_foreign_device_table, "read_foreign_device_table_nak"},
    Refusal{0x0050, delete_foreign_device_table_entry, "delete_foreign_device_table_entry_nak"},
    Refusal{0x0060, distribute_broadcast_to_network, "distribute_broadcast_to_network_nak"},
};
constexpr std::array refusals_ipv6{
    Refusal{0x0030, address_resolution, "address_resolution_nak"},
    Refusal{0x0060, virtual_address_resolution, "virtual_address_resolution_nak"},
    Refusal{0x0090, register_foreign_device, "register_foreign_device_nak"},
    Refusal{0x00a0, delete_foreign_device_table_entry, "delete_foreign_device_table_entry_nak"},
    Refusal{0x00c0, distribute_broadcast_to_network, "distribute_broadcast_to_network_nak"},
};

const Refusal* find_refusal(std::uint8_t type, std::uint16_t code) {
  const std::span<const Refusal> all = type == type_ipv6 ? std::span<const Refusal>{refusals_ipv6} : refusals_ip;
  for (const Refusal& refusal : all) {
    if (refusal.code == code) return &refusal;
  }
  return nullptr;
}

std::optional<LinkFunction> function_of(std::uint8_t type, std::uint8_t code) {
  const std::span<const LinkFunction> all =
      type == type_ipv6 ? std::span<const LinkFunction>{functions_ipv6} : functions_ip;
  return code < all.size() ? std::optional{all[code]} : std::nullopt;
}

LinkAddress read_address(core::ByteCursor& in, std::uint8_t type) {
  LinkAddress address;
  if (type == type_ipv6) {
    address.ip.assign_v6(in.bytes(16));
  } else {
    address.ip.assign_v4(in.bytes(4));
  }
  address.port.number = in.be16();
  return address;
}

/// What is read past the end stays unset.
template <typename T>
void keep(const core::ByteCursor& in, std::optional<T>& field, T value) {
  if (in.ok()) field = value;
}

/// U.2: all but Annex J's begin with who sends, and some say then whom it is for or about.
void read_virtual_addresses(core::ByteCursor& in, LinkHeader& link) {
  keep(in, link.virtual_source, in.be24());
  switch (*link.function) {
    case original_unicast_npdu:
    case address_resolution:
    case forwarded_address_resolution:
    case address_resolution_ack:
    case virtual_address_resolution_ack:
      keep(in, link.virtual_target, in.be24());
      break;
    default:
      break;
  }
}

/// True where the network layer follows.
bool read_content(core::ByteCursor& in, LinkHeader& link) {
  if (link.type == type_ipv6 && link.function != secure_bvll) read_virtual_addresses(in, link);
  switch (*link.function) {
    case result:
      keep(in, link.result, in.be16());
      return false;
    case register_foreign_device:
      keep(in, link.ttl, in.be16());
      return false;
    case delete_foreign_device_table_entry:
      keep(in, link.entry, read_address(in, link.type));
      return false;
    case write_broadcast_distribution_table:
    case read_broadcast_distribution_table_ack:
    case read_foreign_device_table_ack:
      link.table = in.bytes(in.remaining() - in.remaining() % table_entry_size);
      return false;
    case forwarded_address_resolution:
      keep(in, link.originator, read_address(in, link.type));
      return false;
    case forwarded_npdu:
      keep(in, link.originator, read_address(in, link.type));
      return true;
    case original_unicast_npdu:
    case original_broadcast_npdu:
    case distribute_broadcast_to_network:
      return true;
    case secure_bvll:
      in.rest();
      return false;
    case read_broadcast_distribution_table:
    case read_foreign_device_table:
    case address_resolution:
    case address_resolution_ack:
    case virtual_address_resolution:
    case virtual_address_resolution_ack:
      return false;
  }
  return false;
}

}  // namespace

std::optional<Flaw> read_link(core::Bytes datagram, LinkHeader& link, std::optional<core::Bytes>& npdu) {
  core::ByteCursor in{datagram};
  const std::uint8_t type = in.u8();
  if (type != type_ip && type != type_ipv6) return Flaw{Defect::bad_bvlc_type, 0};
  link.type = type;
  keep(in, link.function_code, in.u8());
  const std::uint16_t length = in.be16();
  if (!in.ok()) return Flaw{Defect::bad_bvlc_length, datagram.size()};
  link.function = function_of(type, *link.function_code);
  if (!link.function) return Flaw{Defect::bad_bvlc_function, 1};
  if (length < header_size) return Flaw{Defect::bad_bvlc_length, length_at};

  core::ByteCursor content = in.sub(std::min<std::size_t>(length - header_size, in.remaining()));
  const bool carries_npdu = read_content(content, link);
  if (carries_npdu && content.ok()) npdu = content.rest();
  // As much as is there has been read by now: a wrong length does not hide what the receiver may make of the rest.
  if (length != datagram.size()) return Flaw{Defect::bad_bvlc_length, length_at};
  if (!content.ok()) return Flaw{Defect::bad_bvlc_content, datagram.size()};
  if (!content.empty()) return Flaw{Defect::bad_bvlc_content, header_size + content.offset()};
  return {};
}

TableEntry table_entry(core::Bytes ten) {
  core::ByteCursor in{ten};
  TableEntry entry{.address = read_address(in, type_ip), .mask = {}};
  const core::Bytes rest = in.peek();
  entry.mask.assign_v4(rest);
  entry.ttl = in.be16();
  entry.remaining = in.be16();
  return entry;
}

std::string_view to_string(LinkFunction function) {
  static constexpr std::array<std::string_view, link_function_count> names{
      "result",
      "write_broadcast_distribution_table",
      "read_broadcast_distribution_table",
      "read_broadcast_distribution_table_ack",
      "forwarded_npdu",
      "register_foreign_device",
      "read_foreign_device_table",
      "read_foreign_device_table_ack",
      "delete_foreign_device_table_entry",
      "distribute_broadcast_to_network",
      "original_unicast_npdu",
      "original_broadcast_npdu",
      "secure_bvll",
      "address_resolution",
      "forwarded_address_resolution",
      "address_resolution_ack",
      "virtual_address_resolution",
      "virtual_address_resolution_ack",
  };
  return names[static_cast<std::size_t>(function)];
}

std::string_view result_name(std::uint8_t type, std::uint16_t code) {
  if (code == 0) return "successful_completion";
  const Refusal* const refusal = find_refusal(type, code);
  return refusal ? refusal->name : std::string_view{};
}

std::optional<LinkFunction> refused_function(std::uint8_t type, std::uint16_t code) {
  const Refusal* const refusal = find_refusal(type, code);
  return refusal ? std::optional{refusal->function} : std::nullopt;
}

core::Verb verb_of(LinkFunction function) {
  switch (function) {
    case write_broadcast_distribution_table:
    case register_foreign_device:
    case delete_foreign_device_table_entry:
      return core::Verb::control;  // who gets a network's broadcasts
    case read_broadcast_distribution_table:
    case read_broadcast_distribution_table_ack:
    case read_foreign_device_table:
    case read_foreign_device_table_ack:
      return core::Verb::read;
    case address_resolution:
    case forwarded_address_resolution:
    case address_resolution_ack:
    case virtual_address_resolution:
    case virtual_address_resolution_ack:
      return core::Verb::discover;
    default:
      return core::Verb::other;
  }
}

}  // namespace vedette::decoders::bacnet
