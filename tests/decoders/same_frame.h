// SPDX-License-Identifier: Apache-2.0
// Do two frames say the same, in every member?
#pragma once

#include <tuple>

#include "decoders/frame.h"

namespace vedette::decoders {

inline bool same_bytes(core::Bytes a, core::Bytes b) {
  return a.size() == b.size() && (a.empty() || a.data() == b.data());
}

inline bool same_tcp(const TcpHeader& a, const TcpHeader& b) {
  const auto members = [](const TcpHeader& h) {
    return std::tuple(h.sequence, h.acknowledgement, h.window, h.fin, h.syn, h.rst, h.psh, h.ack, h.urg);
  };
  return members(a) == members(b);
}

/// Of what is worked out from the ends at last (pair_hash, shard) nothing is asked.
inline bool same_frame(const Frame& a, const Frame& b) {
  const auto members = [](const Frame& f) {
    return std::tuple(f.source, f.target, f.ether_type, f.link_protocol, f.transport, f.ip_protocol, f.fragment,
                      f.pieces, f.ip_id, f.ttl, f.bad_ip_checksum, f.has_transport, f.is_rerouted, f.tunnels,
                      f.tunnel_count, f.icmp.type, f.icmp.code, f.claim.has_value(), f.snapped, f.defect);
  };
  return members(a) == members(b) && same_tcp(a.tcp, b.tcp) && same_bytes(a.segment, b.segment) &&
         same_bytes(a.payload, b.payload);
}

}  // namespace vedette::decoders
