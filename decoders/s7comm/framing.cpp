// SPDX-License-Identifier: Apache-2.0
#include "decoders/s7comm/framing.h"

#include "core/byte_cursor.h"

namespace vedette::decoders::s7comm {
namespace {

constexpr std::uint8_t tpkt_version = 3;

bool is_known(std::uint8_t code) {
  switch (static_cast<Cotp>(code & 0xf0)) {
    case Cotp::expedited:
    case Cotp::expedited_acknowledgement:
    case Cotp::reject:
    case Cotp::acknowledgement:
    case Cotp::error:
    case Cotp::disconnect_request:
    case Cotp::disconnect_confirm:
    case Cotp::connection_confirm:
    case Cotp::connection_request:
    case Cotp::data:
      return true;
  }
  return false;
}

}  // namespace

Framing read_packet(core::Bytes bytes, Packet& packet) {
  core::ByteCursor in{bytes};
  const std::uint8_t version = in.u8();
  if (in.ok() && version != tpkt_version) return Framing::bad_tpkt;
  in.skip(1);
  const std::size_t size = in.be16();
  if (!in.ok()) return Framing::partial;
  if (size < min_packet) return Framing::bad_tpkt;
  if (bytes.size() < size) return Framing::partial;
  packet = {};
  packet.size = size;
  core::ByteCursor inside{bytes.first(size).subspan(tpkt_size)};
  packet.header = inside.bytes(inside.u8());
  packet.data = inside.rest();
  if (packet.header.empty()) return Framing::whole;
  packet.cotp = static_cast<Cotp>(packet.header[0] & 0xf0);
  constexpr std::uint8_t end_of_message = 0x80;
  const bool goes_on =
      packet.cotp == Cotp::data && packet.header.size() >= 2 && (packet.header[1] & end_of_message) == 0;
  packet.last = !goes_on;
  return Framing::whole;
}

bool is_sound(const Packet& packet) {
  if (packet.header.empty() || !is_known(packet.header[0])) return false;
  const bool connects = packet.cotp == Cotp::connection_request || packet.cotp == Cotp::connection_confirm;
  return packet.header.size() >= (connects ? 6u : 2u);
}

bool may_be_packet(core::Bytes bytes) {
  core::ByteCursor in{bytes};
  if (in.u8() != tpkt_version) return false;
  const std::uint8_t reserved = in.u8();
  if (in.ok() && reserved != 0) return false;
  const std::size_t size = in.be16();
  if (in.ok() && size < min_packet) return false;
  const std::size_t header = in.u8();
  if (in.ok() && (header < 2 || header + tpkt_size + 1 > size)) return false;
  const std::uint8_t code = in.u8();
  if (!in.ok()) return true;
  const bool is_data = (code & 0xf0) == static_cast<std::uint8_t>(Cotp::data);
  return is_known(code) && (!is_data || header == 2);
}

std::size_t find_packet(core::Bytes bytes, std::size_t from, bool finished) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    const bool is_partial = bytes.size() - at < tpkt_size + 2;
    if (may_be_packet(bytes.subspan(at)) && !(is_partial && finished)) return at;
  }
  return bytes.size();
}

}  // namespace vedette::decoders::s7comm
