// SPDX-License-Identifier: Apache-2.0
// What an HTTP message means in the words of core::Observation.
#include "decoders/http/decoder.h"

namespace vedette::decoders::http {
namespace {

using core::IdentityClaim;
using core::IdentityKind;
using core::MessageKind;
using core::Observation;

core::ObjectRef object_of(std::string_view path) {
  if (path.empty()) return {};
  return core::hashed({.space = "uri", .first = 0, .count = 0, .text = path.substr(0, ShortText::capacity), .hash = 0});
}

IdentityClaim agent_claim(const Message& m) {
  if (!m.new_agent) return {};
  constexpr std::size_t longest = 256;
  const bool request = m.kind == Kind::request;
  return {.kind = request ? IdentityKind::model : IdentityKind::firmware,
          .number = 0,
          .text = (request ? m.user_agent : m.server).substr(0, longest)};
}

Observation response_of(const Message& m) {
  constexpr std::uint16_t first_refusal = 400;
  Observation o;
  o.kind = MessageKind::response;
  o.verb = m.matched ? method_info(m.method).verb : core::Verb::other;
  o.operation = m.matched ? method_info(m.method).operation : answer_operation;
  o.unmatched = m.unmatched;
  o.object = object_of(m.request_path.view());
  if (m.status >= first_refusal) {
    o.refused = true;
    o.status = m.status;
    o.status_name = status_name(m.status);
  }
  return o;
}

Observation request_of(const Message& m) {
  Observation o;
  o.kind = MessageKind::request;
  o.verb = method_info(m.method).verb;
  o.operation = method_info(m.method).operation;
  o.object = object_of(m.path);
  return o;
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o = m.kind == Kind::request ? request_of(m) : response_of(m);
  o.code = static_cast<std::uint32_t>(m.method);
  o.bytes = static_cast<std::uint32_t>(m.size);
  o.claim = agent_claim(m);
  if (m.scheme == Scheme::none) return observer.add(o);
  // One observation holds one claim.
  const IdentityClaim agent = o.claim;
  o.claim = {.kind = IdentityKind::user_name, .number = 0, .text = m.user.view()};
  observer.add(o);
  if (agent.kind == IdentityKind::none) return;
  Observation second;
  second.operation = agent_operation;
  second.bytes = o.bytes;
  second.claim = agent;
  observer.add(second);
}

}  // namespace vedette::decoders::http
