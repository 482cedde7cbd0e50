// SPDX-License-Identifier: Apache-2.0
#include "decoders/enip/cip.h"

#include <algorithm>

#include "core/byte_cursor.h"

namespace vedette::decoders::enip {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr std::uint8_t response_bit = 0x80, symbol_segment = 0x91;
constexpr std::uint8_t unconnected_send = 0x52, multiple_service_packet = 0x0a;
constexpr std::uint32_t connection_manager = 6, message_router = 2;

/// Volume 1, C-1.4.2: type in bits 4 to 2, how the value is written in bits 1 and 0.
void read_logical(ByteCursor& in, std::uint8_t segment, Path& path) {
  std::uint32_t value = 0;
  switch (segment & 3) {
    case 0:
      value = in.u8();
      break;
    case 1:
      in.skip(1);
      value = in.le16();
      break;
    case 2:
      in.skip(1);
      value = in.le32();
      break;
    default:
      in.fail();
      break;
  }
  if (!in.ok()) return;
  const unsigned type = segment >> 2 & 7;
  if (type == 0) path.object_class = value;
  if (type == 1) path.instance = value;
  if (type == 4) path.attribute = value;
}

/// Volume 1, C-1.4.1: a port, with the length of its link's address where that isn't one octet.
void read_port(ByteCursor& in, std::uint8_t segment) {
  const bool has_length = (segment & 0x10) != 0;
  const std::size_t length = has_length ? in.u8() : 1;
  if ((segment & 15) == 15) in.skip(2);
  in.skip(length + (has_length ? length % 2 : 0));
}

void read_segment(ByteCursor& in, Path& path) {
  const std::uint8_t segment = in.u8();
  if (segment == symbol_segment) {
    const std::size_t length = in.u8();
    const Bytes name = in.bytes(length);
    in.skip(length % 2);
    if (in.ok() && path.symbol.empty()) path.symbol = name;
    return;
  }
  constexpr unsigned port = 0, logical = 1, network = 2, data = 4;
  constexpr std::uint8_t key = 0x34;
  if (segment == key) {
    in.skip(1);  // its format; then vendor, device type, product, revision
    in.skip(8);
    return;
  }
  switch (segment >> 5) {
    case port:
      read_port(in, segment);
      break;
    case logical:
      read_logical(in, segment, path);
      break;
    case network:
      in.skip(1);
      break;
    case data:
      in.skip(in.u8() * std::size_t{2});
      break;
    default:
      in.fail();
      break;
  }
}

bool read_path(Bytes bytes, Path& path) {
  path.symbols = bytes;
  ByteCursor in{bytes};
  while (!in.empty()) read_segment(in, path);
  return in.ok();
}

}  // namespace

std::optional<Flaw> read_cip(Bytes bytes, std::size_t at, Cip& cip) {
  ByteCursor in{bytes};
  const std::uint8_t first = in.u8();
  cip.service = first & static_cast<std::uint8_t>(~response_bit);
  cip.is_response = (first & response_bit) != 0;
  if (cip.is_response) {
    in.skip(1);
    cip.status = in.u8();
    in.skip(in.u8() * std::size_t{2});
    if (!in.ok()) return Flaw{Defect::bad_cip, at};
  } else {
    const Bytes path = in.bytes(in.u8() * std::size_t{2});
    if (!in.ok()) return Flaw{Defect::bad_cip, at};
    if (!read_path(path, cip.path)) return Flaw{Defect::bad_path, at + 2};
  }
  cip.body = in.peek();
  return {};
}

std::optional<Flaw> read_message(Bytes bytes, std::size_t at, Message& m) {
  Cip cip;
  if (const auto flaw = read_cip(bytes, at, cip)) return flaw;
  // Volume 1, 3-5.5.4: a time, a length, and the message that somebody else is to get. One inside another is left.
  if (!cip.is_response && cip.service == unconnected_send && cip.path.object_class == connection_manager) {
    ByteCursor in{cip.body};
    in.skip(2);
    const Bytes inner = in.bytes(in.le16());
    const std::size_t inner_at = at + static_cast<std::size_t>(cip.body.data() - bytes.data()) + 4;
    if (!in.ok() || inner.empty()) return Flaw{Defect::bad_cip, inner_at};
    m.was_forwarded = true;
    cip = {};
    if (const auto flaw = read_cip(inner, inner_at, cip)) return flaw;
  }
  m.cip = cip;
  const bool is_packet = cip.service == multiple_service_packet &&
                         (cip.is_response || cip.path.object_class.value_or(message_router) == message_router);
  if (is_packet) m.packed = cip.body;
  return {};
}

Bytes next_symbol(Bytes& path) {
  while (!path.empty()) {
    ByteCursor in{path};
    Path found;
    read_segment(in, found);
    path = in.ok() ? in.peek() : Bytes{};
    if (!found.symbol.empty()) return found.symbol;
  }
  return {};
}

std::size_t packed_count(Bytes packed) {
  ByteCursor in{packed};
  return std::min<std::size_t>({in.le16(), in.remaining() / 2, max_packed});
}

Bytes packed_service(Bytes packed, std::size_t i) {
  ByteCursor in{packed};
  const std::size_t count = in.le16();
  in.skip(2 * i);
  const std::size_t begin = in.le16();
  const std::size_t end = i + 1 < count ? in.le16() : packed.size();
  return in.ok() && begin < end && end <= packed.size() ? packed.subspan(begin, end - begin) : Bytes{};
}

}  // namespace vedette::decoders::enip
