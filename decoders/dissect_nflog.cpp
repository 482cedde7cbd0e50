// SPDX-License-Identifier: Apache-2.0
// What Linux's packet filter logs (https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html): a family and a list of
// values, one of which is the packet from its network header on.
#include <algorithm>

#include "decoders/dissect_layers.h"

namespace vedette::decoders {
namespace {

enum : std::uint16_t { packet_header = 1, payload = 9 };

struct Value {
  std::uint16_t type = 0;
  core::Bytes bytes;
};

/// Length and type are in the byte order of the machine that captured. The types are below 256, so the order shows.
/// Lengths count their own four octets and no padding.
std::optional<Value> next_value(core::ByteCursor& in, bool cut) {
  std::uint16_t length = in.le16(), type = in.le16();
  if (type > 0xff) {
    length = __builtin_bswap16(length);
    type = __builtin_bswap16(type);
  }
  if (!in.ok() || length < 4) return std::nullopt;
  const std::size_t size = length - std::size_t{4};
  if (size > in.remaining() && !(cut && type == payload)) return std::nullopt;
  const Value value{type, in.bytes(std::min(size, in.remaining()))};
  in.skip(std::min((4 - size % 4) % 4, in.remaining()));
  return value;
}

}  // namespace

NextLayer dissect_nflog(Dissection& d) {
  const auto header = d.header<4>();
  if (!header) return d.refuse(FrameDefect::truncated_link);
  const std::uint8_t family = header->u8<0>();
  std::uint16_t protocol = 0;
  while (!d.in.empty()) {
    const auto value = next_value(d.in, d.cut);
    if (!value) return d.refuse(FrameDefect::truncated_link);
    if (value->type == packet_header) protocol = core::ByteCursor{value->bytes}.be16();
    if (value->type != payload) continue;
    d.in = core::ByteCursor{value->bytes};
    if (family == 2) return dissect_ipv4(d);
    if (family == 10) return dissect_ipv6(d);
    return protocol >= first_ether_type ? by_ether_type(d, protocol) : d.stop();
  }
  return d.stop();
}

}  // namespace vedette::decoders
