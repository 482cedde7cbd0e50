// SPDX-License-Identifier: Apache-2.0
// Frames without IP that a decoder reads. Their conversation is that of two link addresses.
#include "decoders/shard.h"

namespace vedette::decoders {

void Shard::link_message(const Frame& frame) {
  const auto decoder = match_link(frame.link_protocol);
  if (!decoder || frame.payload.empty()) return;
  const core::DirectedKey ends = core::make_link_key(frame.source, frame.target, frame.ether_type);
  const PacketKey key(ends);
  Flow* flow = find(key, frame);
  if (!flow) {
    flow = &open(key, frame, FlowKind::other);
    applications_.open_as(*flow, *decoder);
  }
  see(*flow, key.direction, frame);
  if (frame.snapped || frame.defect != FrameDefect::none) {
    ++stats_.cut_datagrams;
    return;
  }
  Datagram bytes(frame.payload, {emitter_.moment().seq, emitter_.moment().stamp});
  applications_.feed(*flow, key.direction, bytes);
}

}  // namespace vedette::decoders
