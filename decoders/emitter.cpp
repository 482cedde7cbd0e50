// SPDX-License-Identifier: Apache-2.0
#include "decoders/emitter.h"

#include <algorithm>

namespace vedette::decoders {

namespace {

/// What the message says of an end goes before what the frame says; where it is, only the frame says.
core::Endpoint end_of(const core::Endpoint& said, const core::Endpoint& seen) {
  if (!said.ip.is_set() && said.mac.is_zero()) return seen;
  core::Endpoint end = said;
  end.vlan = seen.vlan;
  end.outer_vlan = seen.outer_vlan;
  end.network = seen.network;
  return end;
}

}  // namespace

void Emitter::set_message(const MessageContext& context, core::Protocol protocol, std::size_t bytes) {
  context_ = &context;
  protocol_ = protocol;
  bytes_ = static_cast<std::uint32_t>(bytes);
}

void Emitter::add(const core::Observation& from) {
  core::Observation& observation = append(from);
  observation.transport = context_->transport;
  observation.frame = context_->frame;
  observation.flow = context_->flow;
  observation.source = end_of(from.source, context_->sender);
  observation.target = end_of(from.target, context_->receiver);
  observation.protocol = protocol_;
  if (observation.bytes == 0) observation.bytes = bytes_;
  if (claims_to_ && observation.claim.kind != core::IdentityKind::none) claims_to_->claimed(observation);
}

void Emitter::add_malformed(std::string_view defect, std::uint32_t code) {
  core::Observation observation;
  observation.verb = core::Verb::malformed;
  observation.operation = defect;
  observation.code = code;
  add(observation);
}

void Emitter::add_event(const core::Observation& event) {
  append(event).frame = moment_.seq;
}

core::Observation& Emitter::append(const core::Observation& from) {
  core::Observation& observation = out_->items.emplace_back(from);
  observation.time = moment_.now;
  observation.seq = moment_.seq;
  observation.part = part_++;
  if (!from.claim.text.empty()) observation.claim.text = out_->arena.copy(from.claim.text);
  if (!from.object.text.empty()) observation.object.text = out_->arena.copy(from.object.text);
  if (!from.values.empty()) {
    const auto values = out_->arena.allocate<core::Value>(from.values.size());
    std::ranges::copy(from.values, values.begin());
    observation.values = values;
  }
  return observation;
}

}  // namespace vedette::decoders
