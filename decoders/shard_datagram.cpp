// SPDX-License-Identifier: Apache-2.0
// Conversations without a connection: UDP, ICMP and whatever else IP carries.
#include "decoders/shard.h"

namespace vedette::decoders {

using core::Direction;
using core::Observation;
using core::Verb;

void Shard::datagram(const PacketKey& key, const Frame& frame) {
  Flow* flow = find(key, frame);
  if (!flow) {
    flow = &open(key, frame, FlowKind::other);
    const auto match = match_port(flow->key);
    applications_.open(*flow, match);
    const bool answered = match && match->to_port == core::opposite(key.direction);
    const Direction from_client = answered ? core::opposite(key.direction) : key.direction;
    Observation event = event_of(*flow, from_client, Verb::connect, "udp_first");
    event.code = event.target.port.number;
    emitter_.add_event(event);
  }
  see(*flow, key.direction, frame);
  if (frame.snapped || frame.defect != FrameDefect::none) {
    ++stats_.cut_datagrams;
    return;
  }
  if (frame.payload.empty()) return;
  Datagram bytes(frame.payload, {emitter_.moment().seq, emitter_.moment().stamp});
  do {
    applications_.identify(*flow, key.direction, bytes);
  } while (applications_.feed(*flow, key.direction, bytes));
}

void Shard::other_ip(const PacketKey& key, const Frame& frame) {
  Flow* flow = find(key, frame);
  if (!flow) {
    flow = &open(key, frame, FlowKind::other);
    Observation event = event_of(*flow, key.direction, Verb::connect, "ip_first");
    event.code = frame.ip_protocol;
    emitter_.add_event(event);
  }
  see(*flow, key.direction, frame);
}

}  // namespace vedette::decoders
