// SPDX-License-Identifier: Apache-2.0
// Which conversation a packet belongs to where VLANs may tell conversations apart. Two cells of a plant may have the
// same addresses in VLANs of their own; but a conversation may also go out in one VLAN and come back in another, and a
// mirror may show it before and after a router. What is in the key settles it for VlanInIdentity::always and ::never;
// here is ::automatic, where tags are compared.
#include <algorithm>

#include "decoders/shard.h"

namespace vedette::decoders {

using core::Direction;
using core::IpProtocol;
using core::VlanInIdentity;
namespace {

// So many conversations of the same ends and ports, apart by their VLANs only. Each packet of one looks at all of them.
constexpr unsigned max_variants = 8;
constexpr std::uint16_t first_ephemeral_port = 32768;

bool share_a_mac(const Ends& ends, const Frame& frame) {
  const core::MacAddress &a = ends.sender.mac, &b = ends.receiver.mac;
  const core::MacAddress &c = frame.source.mac, &d = frame.target.mac;
  return a == c || a == d || b == c || b == d;
}

/// A port that was drawn from thousands: two cells don't have the same by chance.
bool has_drawn_port(const core::FlowKey& key) {
  return key.protocol == IpProtocol::udp && key.port_a != key.port_b &&
         std::max(key.port_a, key.port_b).number >= first_ephemeral_port;
}

}  // namespace

Flow* Shard::find(const PacketKey& key, const Frame& frame) {
  if (options_.vlan_in_identity != VlanInIdentity::automatic) return flows_.find(key);
  const VlanTags tags = VlanTags::of(frame.source);
  const std::size_t there = core::index(key.direction);
  Flow* const same = flows_.find_if(
      key, [&](const Flow& flow) { return flow.sides[there].seen && VlanTags::of(flow.ends[there].sender) == tags; });
  return same ? same : find_across(key, frame);
}

// Where none has the same tags in that direction.
Flow* Shard::find_across(const PacketKey& key, const Frame& frame) {
  const VlanTags tags = VlanTags::of(frame.source);
  const std::size_t there = core::index(key.direction), back = core::index(core::opposite(key.direction));
  Flow *alias = nullptr, *answered = nullptr, *crossing = nullptr, *oldest = nullptr;
  unsigned variants = 0;
  const auto looked_at = [&](Flow& flow) {
    const FlowSide& side = flow.sides[there];
    ++variants;
    if (side.has_alias(tags)) alias = &flow;
    if (!side.seen && VlanTags::of(flow.ends[back].sender) == tags) answered = &flow;
    if (!crossing && !side.seen && crosses(flow, key.direction, frame)) crossing = &flow;
    if (!oldest || flow.last_packet < oldest->last_packet) oldest = &flow;
    return false;
  };
  flows_.find_if(key, looked_at);
  if (answered) return answered;
  if (alias) return alias;
  if (crossing) {
    tell_crossing(*crossing, crossing->ends[back].sender, frame.source);
    return crossing;
  }
  if (variants >= max_variants) {
    ++stats_.evicted_flows;
    ++stats_.evicted_variants;
    retire(*oldest, FlowEnd::evicted);
  }
  return nullptr;
}

// The first packet of a direction, in another VLAN than what it may answer. Numbers that were drawn at random are what
// shows that it does; without such, that the same station is on both links.
bool Shard::crosses(const Flow& flow, Direction direction, const Frame& frame) const {
  const std::size_t back = core::index(core::opposite(direction));
  if (frame.transport == IpProtocol::tcp) {
    const TcpStream& asked = flow.streams[back];
    if (!frame.tcp.ack || !asked.started()) return false;
    const bool only_syn = flow.tcp.opened_by_syn && flow.sides[back].packets == 1;
    return only_syn ? frame.tcp.acknowledgement == flow.tcp.client_isn + 1 : asked.is_near(frame.tcp.acknowledgement);
  }
  return share_a_mac(flow.ends[back], frame) || has_drawn_port(flow.key);
}

void Shard::tell_crossing(Flow& flow, const core::Endpoint& source, const core::Endpoint& target) {
  if (flow.crossing_told) return;
  flow.crossing_told = true;
  ++stats_.vlan_crossings;
  core::Observation event;
  event.transport = flow.key.protocol;
  event.flow = flow.id;
  event.protocol = {"vlan"};
  event.operation = "vlan_crossing";
  event.source = source;
  event.target = target;
  emitter_.add_event(event);
}

void Shard::copied(const Frame& frame, const VlanTags& original) {
  ++stats_.copies;
  stats_.copy_bytes += frame.wire_bytes;
  if (!frame.source.ip.is_set()) return;
  FrameKey key(frame, options_.vlan_in_identity);
  if (options_.vlan_in_identity == VlanInIdentity::always) key.set_vlan(original.outer, original.inner);
  const std::size_t there = core::index(key.key().direction);
  Flow* const flow = flows_.find_if(key.key(), [&](const Flow& of) {
    const bool is_its = VlanTags::of(of.ends[there].sender) == original || of.sides[there].has_alias(original);
    return of.sides[there].seen && (is_its || options_.vlan_in_identity != VlanInIdentity::automatic);
  });
  if (!flow) return;
  FlowSide& side = flow->sides[there];
  side.copies += frame.pieces;
  side.copy_bytes += frame.wire_bytes;
  if (options_.vlan_in_identity != VlanInIdentity::automatic) return;
  const VlanTags tags = VlanTags::of(frame.source);
  if (tags == VlanTags::of(flow->ends[there].sender) || side.has_alias(tags)) return;
  side.add_alias(tags);
  tell_crossing(*flow, flow->ends[there].sender, frame.target);
}

}  // namespace vedette::decoders
