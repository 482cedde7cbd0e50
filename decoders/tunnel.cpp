// SPDX-License-Identifier: Apache-2.0
#include "decoders/tunnel.h"

namespace vedette::decoders {

bool add_tunnel(Dissection& d, Tunnel tunnel) {
  if (d.frame.tunnel_count == max_tunnels) return false;
  d.frame.tunnels[d.frame.tunnel_count++] = tunnel;
  d.tags = 0;
  return true;
}

bool enter_tunnel(Dissection& d, Tunnel tunnel, std::uint32_t network) {
  if (!add_tunnel(d, tunnel)) return false;
  d.entering = true;
  if (network != 0) d.network = network;
  d.mirrored_vlan = 0;
  d.extension_headers = 0;
  return true;
}

void begin_inner(Dissection& d) {
  Frame& f = d.frame;
  f.source = {};
  f.target = {};
  f.source.network = f.target.network = d.network;
  f.source.vlan = f.target.vlan = {d.mirrored_vlan};
  d.has_borrowed_vlan = d.mirrored_vlan != 0;
  d.mirrored_vlan = 0;
  d.entering = false;
  f.ether_type = 0;
  f.link_protocol = LinkProtocol::none;
  f.transport = core::IpProtocol::none;
  f.ip_protocol = 0;
  f.ip_id = 0;
  f.ttl = 0;
  f.has_transport = f.is_rerouted = false;
  f.tcp = {};
  f.icmp = {};
  f.claim.reset();
  f.segment = f.payload = {};
}

bool looks_like_ethernet(core::Bytes bytes) {
  if (bytes.size() < 14) return false;
  const unsigned type_or_length = static_cast<unsigned>(bytes[12] << 8 | bytes[13]);
  switch (type_or_length) {
    case 0x0800:
    case 0x0806:
    case 0x8035:
    case 0x86dd:
    case 0x8100:
    case 0x88a8:
    case 0x9100:
    case 0x8847:
    case 0x8863:
    case 0x8864:
    case 0x888e:  // port authentication
    case 0x8892:  // PROFINET
    case 0x88a4:  // EtherCAT
    case 0x88b8:  // GOOSE
    case 0x88ba:  // sampled values
    case 0x88cc:  // LLDP
    case 0x88e5:  // MACsec
    case 0x88f7:  // PTP
    case 0x8902:  // fault management
      return true;
    default:
      return type_or_length >= 3 && type_or_length < first_ether_type && type_or_length <= bytes.size() - 14;
  }
}

}  // namespace vedette::decoders
