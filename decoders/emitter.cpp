// SPDX-License-Identifier: Apache-2.0
#include "decoders/emitter.h"

#include <algorithm>

namespace vedette::decoders {

void Emitter::set_message(const MessageContext& context, core::Protocol protocol, std::size_t bytes) {
  context_ = &context;
  protocol_ = protocol;
  bytes_ = static_cast<std::uint32_t>(bytes);
}

void Emitter::add(core::Observation observation) {
  observation.transport = context_->transport;
  observation.frame = context_->frame;
  observation.flow = context_->flow;
  observation.source = context_->sender;
  observation.target = context_->receiver;
  observation.protocol = protocol_;
  if (observation.bytes == 0) observation.bytes = bytes_;
  append(observation);
}

void Emitter::add_malformed(std::string_view defect, std::uint32_t code) {
  core::Observation observation;
  observation.verb = core::Verb::malformed;
  observation.operation = defect;
  observation.code = code;
  add(observation);
}

void Emitter::add_event(core::Observation event) {
  event.frame = moment_.seq;
  append(event);
}

void Emitter::append(core::Observation& observation) {
  observation.time = moment_.now;
  observation.seq = moment_.seq;
  observation.part = part_++;
  observation.object.text = out_->arena.copy(observation.object.text);
  if (!observation.values.empty()) {
    const auto values = out_->arena.allocate<core::Value>(observation.values.size());
    std::ranges::copy(observation.values, values.begin());
    observation.values = values;
  }
  out_->items.push_back(observation);
}

}  // namespace vedette::decoders
