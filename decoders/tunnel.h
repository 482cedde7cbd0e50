// SPDX-License-Identifier: Apache-2.0
// What changes when a packet turns out to carry another. The rules are in docs/reference/links.md: the inner packet is
// the conversation as soon as its own first header, Ethernet or IP, was read; until then the outer one is.
#pragma once

#include "decoders/dissect_layers.h"

namespace vedette::decoders {

/// Counts a tunnel whose header was valid; false where there were too many already.
bool add_tunnel(Dissection& d, Tunnel tunnel);
/// Likewise for one over IP: its network id (0: none) replaces the one around it once something inside was read.
bool enter_tunnel(Dissection& d, Tunnel tunnel, std::uint32_t network = 0);
/// Forgets what the headers around said of the ends. Called once the first header inside is known to be sound.
void begin_inner(Dissection& d);

/// Whether what follows may be an Ethernet frame, where nothing but its looks tells.
bool looks_like_ethernet(core::Bytes bytes);

// tunnel_gre.cpp
NextLayer dissect_gre(Dissection& d);
NextLayer dissect_ether_ip(Dissection& d);
/// Whether it is GRE that gre() takes apart: for where nothing but a port number says so.
bool looks_like_gre(core::Bytes bytes);

// tunnel_udp.cpp: `d.in` stands behind the UDP header. Nothing where it is no tunnel after all.
bool is_tunnel_port(std::uint16_t source, std::uint16_t target);
std::optional<NextLayer> dissect_udp_tunnel(Dissection& d);

}  // namespace vedette::decoders
