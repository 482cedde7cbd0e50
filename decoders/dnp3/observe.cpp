// SPDX-License-Identifier: Apache-2.0
// What a DNP3 frame means in the words of core::Observation.
#include <array>
#include <span>

#include "decoders/dnp3/decoder.h"
#include "decoders/dnp3/functions.h"
#include "decoders/dnp3/objects.h"

namespace vedette::decoders::dnp3 {
namespace {

using core::IdentityKind;
using core::MessageKind;
using core::ObjectRef;
using core::Observation;
using core::Verb;

constexpr std::size_t max_observations = 64;       // of one message
constexpr std::uint32_t link_function_base = 256;  // codes of the link layer stand above those of the application

ObjectRef object_of(std::uint8_t group, std::uint64_t first, std::uint32_t count) {
  return core::hashed({.space = space_of(group), .first = first, .count = count, .text = {}});
}
/// All points of a group, and classes, which are numbered by their variation (section 11.9.17).
ObjectRef object_of(const ObjectHeader& header) {
  if (space_of(header.group) == "class") return object_of(header.group, header.variation - 1U, 1);
  if (header.first) return object_of(header.group, *header.first, *header.last - *header.first + 1);
  return object_of(header.group, 0, header.count.value_or(0));
}
ObjectRef object_of(const Subject& subject) {
  if (!subject.is_set) return {};
  if (space_of(subject.group) == "class") return object_of(subject.group, subject.variation - 1U, 1);
  return object_of(subject.group, subject.first, subject.count);
}

MessageKind kind_of(const Message& m) {
  if (!m.function) return m.link->is_primary() ? MessageKind::request : MessageKind::response;
  switch (static_cast<Function>(*m.function)) {
    case Function::confirm:
    case Function::unsolicited_response:
      return MessageKind::event;
    default:
      return is_response(*m.function) ? MessageKind::response : MessageKind::request;
  }
}

/// What indications say, else the first control that did not succeed.
void tell_refusal(const Message& m, Observation& o) {
  const unsigned second = m.indications.value_or(0) >> 8U;
  if ((second & refusing_indications) != 0) {
    o.refused = true;
    o.status = second;
    for (unsigned bit = 0; bit < 8 && o.status_name.empty(); ++bit)
      if ((refusing_indications >> bit & second >> bit & 1) != 0) o.status_name = indication_name(8 + bit);
    return;
  }
  if (!m.matched || function_info(m.request_function).verb != Verb::write) return;
  ObjectHeader header;
  for (ObjectWalk walk{m.objects(), true}; walk.next(header);) {
    for (std::size_t i = 0; i < header.element_count(); ++i) {
      const auto status = control_status_of(header, header.object_at(i));
      if (!status || *status == 0) continue;
      o.refused = true;
      o.status = *status;
      o.status_name = control_status_name(*status);
      return;
    }
  }
}

/// What an outstation says of itself in its attributes (section 11.9.1).
IdentityKind claim_of(std::uint8_t variation) {
  switch (variation) {
    case 242:
      return IdentityKind::firmware;
    case 250:
      return IdentityKind::model;
    case 252:
      return IdentityKind::vendor;
    default:
      return IdentityKind::none;
  }
}

void observe_attributes(const Message& m, Observation o, Observer& observer) {
  o.verb = Verb::none;
  o.object = {};
  std::size_t left = max_observations;
  ObjectHeader header;
  for (ObjectWalk walk{m.objects(), true}; walk.next(header);) {
    if (header.group != group_attributes) continue;
    core::ByteCursor in{header.data};
    for (auto attribute = next_attribute(in, header); attribute && left > 0; attribute = next_attribute(in, header)) {
      o.claim = {.kind = claim_of(attribute->variation), .number = 0, .text = attribute->text};
      if (o.claim.kind == IdentityKind::none || o.claim.text.empty()) continue;
      observer.add(o);
      --left;
    }
  }
}

/// One observation for each range, and for each point that has its own index.
void observe_objects(const Message& m, Observation o, Observer& observer) {
  std::size_t left = max_observations;
  ObjectHeader header;
  for (ObjectWalk walk{m.objects(), carries_objects(*m.function)}; left > 0 && walk.next(header);) {
    if (header.prefix_size == 0 || header.element_count() == 0) {
      o.object = object_of(header);
      o.values = {};
      observer.add(o);
      --left;
      continue;
    }
    for (std::size_t i = 0; i < header.element_count() && left > 0; ++i, --left) {
      const std::uint32_t index = header.index_of(i);
      const auto number = header.object_size > 0 ? value_of(header, header.object_at(i)) : std::nullopt;
      const std::array value{core::Value{.at = index, .number = number.value_or(0)}};
      o.object = object_of(header.group, index, 1);
      o.values = std::span{value}.first(number ? 1 : 0);
      observer.add(o);
    }
  }
  if (left == max_observations) observer.add(o);
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  if (m.transport && !m.function) return;  // a segment of what was observed with its first
  Observation o;
  o.kind = kind_of(m);
  o.unit = m.outstation();
  o.bytes = m.size;
  o.unmatched = m.unmatched;
  if (!m.function) {
    o.verb = Verb::other;
    o.operation = link_function_name(*m.link);
    o.code = link_function_base + m.link->function();
    return observer.add(o);
  }
  const FunctionInfo& info = function_info(*m.function);
  o.verb = m.matched ? function_info(m.request_function).verb : info.verb;
  o.operation = m.matched ? function_info(m.request_function).name : info.name;
  o.code = m.matched ? m.request_function : *m.function;
  if (o.kind == MessageKind::request) return observe_objects(m, o, observer);
  if (o.kind == MessageKind::response) tell_refusal(m, o);
  o.object = object_of(m.request_subject);
  observer.add(o);
  if (is_response(*m.function)) observe_attributes(m, o, observer);
}

}  // namespace vedette::decoders::dnp3
