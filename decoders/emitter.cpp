// SPDX-License-Identifier: Apache-2.0
#include "decoders/emitter.h"

#include <algorithm>
#include <cstring>

namespace vedette::decoders {

namespace {

bool is_said(const core::Endpoint& end) {
  // In words: compared octet by octet, what the decoder has just written is waited for.
  std::uint32_t high = 0;
  std::uint16_t low = 0;
  std::memcpy(&high, end.mac.octets.data(), sizeof high);
  std::memcpy(&low, end.mac.octets.data() + sizeof high, sizeof low);
  return end.ip.is_set() || (high | low) != 0;
}

/// What the message says of an end goes before what the frame says; where it is, only the frame says.
void set_end(core::Endpoint& end, const core::Endpoint& said, const core::Endpoint& seen) {
  end = said;
  end.vlan = seen.vlan;
  end.outer_vlan = seen.outer_vlan;
  end.network = seen.network;
}

}  // namespace

void Emitter::set_message(const MessageContext& context, core::Protocol protocol, std::size_t bytes) {
  context_ = &context;
  protocol_ = protocol;
  bytes_ = static_cast<std::uint32_t>(bytes);
}

void Emitter::add(const core::Observation& from) {
  core::Observation& observation = append(from, {.transport = context_->transport,
                                                 .frame = context_->frame,
                                                 .flow = context_->flow,
                                                 .source = context_->sender,
                                                 .target = context_->receiver,
                                                 .protocol = protocol_,
                                                 .bytes = from.bytes == 0 ? bytes_ : from.bytes});
  if (is_said(from.source)) set_end(observation.source, from.source, context_->sender);
  if (is_said(from.target)) set_end(observation.target, from.target, context_->receiver);
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
  append(event, {.transport = event.transport,
                 .frame = moment_.seq,
                 .flow = event.flow,
                 .source = event.source,
                 .target = event.target,
                 .protocol = event.protocol,
                 .bytes = event.bytes});
}

// Made where it stays, member by member: copied as a block, what was just written in parts is waited for.
core::Observation& Emitter::append(const core::Observation& from, const Setting& of) {
  core::Observation& observation = out_->items.emplace_back(
      moment_.now, moment_.seq, part_++, from.kind, from.verb, from.refused, from.unmatched, of.transport, of.frame,
      of.flow, of.source, of.target, of.protocol, from.operation, from.status_name, from.code, from.status, from.unit,
      of.bytes, from.object, from.claim, from.values);
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
