// SPDX-License-Identifier: Apache-2.0
#include "decoders/enip/encapsulation.h"

#include "core/byte_cursor.h"
#include "decoders/enip/cip.h"

namespace vedette::decoders::enip {
namespace {

using core::ByteCursor;
using core::Bytes;

enum Command : std::uint16_t { nop = 0, list_identity = 0x63, send_rr_data = 0x6f, send_unit_data = 0x70 };
/// Volume 2, table 2-6.4.
enum ItemType : std::uint16_t {
  identity_item = 0x000c,
  connected_address = 0x00a1,
  connected_data = 0x00b1,
  unconnected_data = 0x00b2,
  sequenced_address = 0x8002,
};

struct Item {
  std::uint16_t type = 0;
  std::size_t at = 0;  ///< of its value, in the message
  Bytes value;
};

Item next_item(ByteCursor& in) {
  Item item;
  item.type = in.le16();
  const std::size_t size = in.le16();
  item.at = in.offset();
  item.value = in.bytes(size);
  return item;
}

/// Rockwell's devices fill their names with blanks.
Bytes without_blanks(Bytes text) {
  while (!text.empty() && text.back() == ' ') text = text.first(text.size() - 1);
  return text;
}

/// Volume 2, 2-4.7: the address is in network order, all else is not.
std::optional<Flaw> read_identity(const Item& item, Message& m) {
  ByteCursor in{item.value};
  Identity identity;
  in.skip(2);
  in.skip(4);
  identity.ip = core::IpAddress::v4(in.bytes(4));
  in.skip(8);
  identity.vendor_id = in.le16();
  identity.device_type = in.le16();
  identity.product_code = in.le16();
  identity.major = in.u8();
  identity.minor = in.u8();
  identity.status = in.le16();
  identity.serial = in.le32();
  identity.product_name = without_blanks(in.bytes(in.u8()));
  if (!in.ok()) return Flaw{Defect::bad_identity, item.at};
  if (!in.empty()) identity.state = in.u8();
  m.identity = identity;
  return {};
}

std::optional<Flaw> read_item(const Item& item, Message& m) {
  ByteCursor in{item.value};
  switch (item.type) {
    case identity_item:
      return m.identity ? std::nullopt : read_identity(item, m);
    case connected_address:
      if (item.value.size() >= 4) m.connection_id = in.le32();
      return {};
    case unconnected_data:
      return item.value.empty() ? std::nullopt : read_message(item.value, item.at, m);
    case connected_data:
      if (item.value.size() < 3) return Flaw{Defect::bad_item, item.at};
      m.sequence = in.le16();
      return read_message(in.peek(), item.at + 2, m);
    default:
      return {};
  }
}

/// Volume 2, 2-6: a count, then type, length and value of each.
std::optional<Flaw> read_items(Bytes message, std::size_t at, Message& m) {
  ByteCursor in{message};
  in.skip(at);
  const unsigned count = in.le16();
  if (!in.ok()) return Flaw{Defect::bad_item, at};
  for (unsigned left = count; left > 0; --left) {
    const std::size_t item_at = in.offset();
    const Item item = next_item(in);
    if (!in.ok()) return Flaw{Defect::bad_item, item_at};
    if (const auto flaw = read_item(item, m)) return flaw;
  }
  return {};
}

}  // namespace

bool may_be_header(Bytes bytes, bool nothing_too) {
  ByteCursor in{bytes};
  const std::uint8_t low = in.u8();
  if (bytes.size() == 1) return !command_name(low).empty() && (nothing_too || low != 0);
  ByteCursor header{bytes};
  const std::uint16_t command = header.le16();
  if (command_name(command).empty() || (command == nop && !nothing_too)) return false;
  const std::size_t size = header.le16();
  if (header.ok() && size + header_size > max_message) return false;
  header.skip(4);
  const std::uint32_t status = header.le32();
  constexpr std::uint32_t last_status = 0xffff;
  if (header.ok() && status > last_status) return false;
  header.skip(8);
  const std::uint32_t options = header.le32();
  return !header.ok() || options == 0;
}

std::size_t find_header(Bytes bytes, std::size_t from, bool finished) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const Bytes here = bytes.subspan(at);
    if (may_be_header(here, false) && !(here.size() < header_size && finished)) return at;
  }
  return bytes.size();
}

std::optional<Flaw> read_encapsulated(Bytes message, Message& m) {
  ByteCursor in{message};
  m.command = in.le16();
  in.skip(2);
  m.session = in.le32();
  m.status = in.le32();
  m.has_header = true;
  m.size = static_cast<std::uint32_t>(message.size());
  const std::size_t body = message.size() - header_size;
  if (m.command == list_identity) return body == 0 ? std::nullopt : read_items(message, header_size, m);
  if (m.command != send_rr_data && m.command != send_unit_data) return {};
  if (body == 0 && m.status != 0) return {};
  constexpr std::size_t interface_and_time = 6;
  if (body < interface_and_time) return Flaw{Defect::bad_length, 2};
  return read_items(message, header_size + interface_and_time, m);
}

bool is_implicit(Bytes datagram) {
  ByteCursor in{datagram};
  if (in.le16() != 2) return false;
  const Item address = next_item(in), data = next_item(in);
  return in.ok() && in.empty() && address.type == sequenced_address && address.value.size() == 8 &&
         data.type == connected_data;
}

void read_implicit(Bytes datagram, Message& m) {
  ByteCursor in{datagram};
  in.skip(6);
  m.is_implicit = true;
  m.size = static_cast<std::uint32_t>(datagram.size());
  m.connection_id = in.le32();
  m.sequence = in.le32();
}

}  // namespace vedette::decoders::enip
