// SPDX-License-Identifier: Apache-2.0
// What a TLS message means in the words of core::Observation.
#include <algorithm>

#include "decoders/tls/decoder.h"
#include "decoders/tls/names.h"
#include "decoders/tls/server_name.h"
#include "decoders/tls/type_names.h"

namespace vedette::decoders::tls {
namespace {

using core::MessageKind;
using core::Observation;

MessageKind kind_of(const Message& m) {
  switch (m.type) {
    case Type::client_hello:
    case Type::ssl2_client_hello:
      return MessageKind::request;
    case Type::none:
      return MessageKind::event;
    default:
      return m.from_server ? MessageKind::response : MessageKind::event;
  }
}

std::uint32_t code_of(Type type) {
  switch (type) {
    case Type::client_hello:
    case Type::ssl2_client_hello:
      return static_cast<std::uint32_t>(Handshake::client_hello);
    case Type::server_hello:
    case Type::hello_retry_request:
      return static_cast<std::uint32_t>(Handshake::server_hello);
    case Type::hello_verify_request:
      return static_cast<std::uint32_t>(Handshake::hello_verify_request);
    case Type::certificate:
      return static_cast<std::uint32_t>(Handshake::certificate);
    case Type::certificate_request:
      return static_cast<std::uint32_t>(Handshake::certificate_request);
    case Type::alert:
      return static_cast<std::uint32_t>(Content::alert);
    case Type::none:
      break;
  }
  return 0;
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  o.kind = kind_of(m);
  o.verb = core::Verb::other;
  o.operation = type_name(m.type);
  o.code = code_of(m.type);
  o.bytes = static_cast<std::uint32_t>(m.size);
  if (!m.server_name.empty())
    o.object = core::hashed({.space = "server_name", .first = 0, .count = 0, .text = m.server_name});
  if (m.type == Type::alert) {
    o.refused = m.alert.level == fatal_level;
    o.status = m.alert.description;
    if (o.refused) o.status_name = alert_name(m.alert.description);
  }
  // The server took up what was asked of that name; a name that it doesn't have it would mostly refuse.
  if (m.type == Type::server_hello && is_domain_name(m.server_name))
    o.claim = {.kind = core::IdentityKind::domain_name, .number = 0, .text = m.server_name};
  observer.add(o);
}

}  // namespace vedette::decoders::tls
