// SPDX-License-Identifier: Apache-2.0
// Who claims which address: the neighbor discovery of IPv6. ARP, which is no part of IP, has a decoder.
#include "decoders/dissect_layers.h"
#include "decoders/own_address.h"

namespace vedette::decoders {
namespace {

using core::IpAddress;
using core::MacAddress;

struct LinkLayerOptions {
  MacAddress source, target;
  bool is_sound = true;
};

/// RFC 4861, 4.6: type, length in 8 octets. A message with an option of length 0 is discarded (6.1.1).
LinkLayerOptions read_options(core::ByteCursor in) {
  LinkLayerOptions options;
  while (!in.empty()) {
    const std::uint8_t type = in.u8(), words = in.u8();
    const core::Bytes value = in.bytes(words == 0 ? in.remaining() + 1 : words * std::size_t{8} - 2);
    options.is_sound = in.ok();
    if (!in.ok() || words != 1) continue;
    if (type == 1) options.source = own_address(MacAddress::from(value));
    if (type == 2) options.target = own_address(MacAddress::from(value));
  }
  return options;
}

struct MessageShape {
  ClaimKind kind;
  std::size_t options_at;  ///< where they start, behind the fixed part
};
std::optional<MessageShape> shape_of(std::uint8_t type) {
  switch (type) {
    case 133:
      return MessageShape{ClaimKind::router_solicitation, 8};
    case 134:
      return MessageShape{ClaimKind::router_advertisement, 16};
    case 135:
      return MessageShape{ClaimKind::neighbor_solicitation, 24};
    case 136:
      return MessageShape{ClaimKind::neighbor_advertisement, 24};
    default:
      return std::nullopt;
  }
}

}  // namespace

/// RFC 4861, 4 and the checks of 6.1 and 7.1. A hop limit below 255 means that a router was passed; a message in
/// fragments is ignored (RFC 6980).
void read_neighbor_claim(Dissection& d) {
  Frame& frame = d.frame;
  const auto shape = shape_of(frame.icmp.type);
  const bool is_acceptable = frame.ttl == 255 && frame.icmp.code == 0 && frame.fragment == Fragment::none;
  core::ByteCursor in{d.in.peek()};
  if (!shape || !is_acceptable || in.remaining() < shape->options_at) return;
  const core::Bytes fixed = in.bytes(shape->options_at);
  const LinkLayerOptions options = read_options(in);
  if (!options.is_sound) return;
  AddressClaim claim{
      .kind = shape->kind, .sender_mac = options.source, .sender_ip = own_address(frame.source.ip), .target_ip = {}};
  if (shape->options_at == 24) {
    claim.target_ip = own_address(IpAddress::v6(fixed.subspan(8, 16)));
    if (!claim.target_ip.is_set()) return;
  }
  if (claim.kind == ClaimKind::neighbor_advertisement) {
    claim.sender_ip = claim.target_ip;
    claim.sender_mac = options.target.is_zero() ? own_address(frame.source.mac) : options.target;
  }
  // Who looks for duplicates of an address doesn't own it yet (RFC 4862, 5.4), nor has a source to tell of.
  if (!claim.sender_ip.is_set()) claim.sender_mac = {};
  frame.claim = claim;
}

}  // namespace vedette::decoders
