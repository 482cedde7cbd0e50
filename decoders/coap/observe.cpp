// SPDX-License-Identifier: Apache-2.0
// What a CoAP message means in the words of core::Observation.
#include "decoders/coap/codes.h"
#include "decoders/coap/decoder.h"

namespace vedette::decoders::coap {
namespace {

using core::MessageKind;
using core::Observation;
using core::Verb;

/// Asked of everybody: what is there (RFC 6690, section 4).
constexpr std::string_view discovery = "/.well-known/core";

Verb verb_of(std::uint8_t method, bool observes, std::string_view path) {
  const Verb verb = method_info(method).verb;
  if (verb != Verb::read) return verb;
  if (observes) return Verb::subscribe;
  return path == discovery ? Verb::discover : verb;
}

/// Neither request nor response: acknowledgements, resets, and the ping that is a confirmable message of no content
/// (section 4.3).
void tell_empty(const Message& m, Observation& o) {
  const bool asks = m.type == Type::confirmable;
  o.kind = asks ? MessageKind::request : MessageKind::response;
  o.verb = Verb::other;
  o.operation = asks ? operation_ping : m.type == Type::reset ? operation_reset : operation_empty;
  o.refused = m.type == Type::reset;
  if (o.refused) o.status_name = "reset";
}

void tell_response(const Message& m, Observation& o) {
  o.kind = MessageKind::response;
  o.operation = operation_response;
  o.verb = Verb::other;
  if (m.matched) {
    o.verb = verb_of(m.request_code, m.request_observes, m.uri_path);
    o.operation = method_info(m.request_code).operation;
  }
  // RFC 7641, section 3.2: the first response to a subscription looks like every later one.
  if (m.observe) o.operation = operation_notification;
  o.refused = m.code_class() >= 4;
  if (o.refused) {
    o.status = m.code;
    o.status_name = response_name(m.code);
  }
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  o.code = m.code;
  o.bytes = m.size;
  if (m.is_empty()) {
    tell_empty(m, o);
  } else if (m.is_response()) {
    tell_response(m, o);
  } else {
    o.kind = MessageKind::request;
    o.verb = verb_of(m.code, m.observe == 0U, m.uri_path);
    o.operation = method_info(m.code).operation;
  }
  if (!m.uri_path.empty()) o.object = core::hashed({.space = "uri", .first = 0, .count = 0, .text = m.uri_path});
  observer.add(o);
}

}  // namespace vedette::decoders::coap
