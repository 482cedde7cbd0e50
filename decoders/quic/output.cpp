// SPDX-License-Identifier: Apache-2.0
// A QUIC message in the words of core::Observation, and by the names that `vedette decode` gives its fields.
#include "core/hex.h"
#include "decoders/quic/decoder.h"
#include "decoders/tls/describe.h"
#include "decoders/tls/server_name.h"

namespace vedette::decoders::quic {
namespace {

std::string_view type_name(Type type) {
  switch (type) {
    case Type::client_hello:
      return "client_hello";
    case Type::server_initial:
      return "server_initial";
    case Type::none:
      break;
  }
  return {};
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  core::Observation o;
  const bool asks = m.type == Type::client_hello;
  o.kind = asks ? core::MessageKind::request : core::MessageKind::response;
  o.verb = core::Verb::other;
  o.operation = type_name(m.type);
  o.code = asks ? 1 : 0;
  o.bytes = static_cast<std::uint32_t>(m.size);
  if (!m.server_name.empty())
    o.object = core::hashed({.space = "server_name", .first = 0, .count = 0, .text = m.server_name});
  if (!asks && tls::is_domain_name(m.server_name))
    o.claim = {.kind = core::IdentityKind::domain_name, .number = 0, .text = m.server_name};
  observer.add(o);
}

void Decoder::describe(const Message& m, core::FieldWriter& fields) {
  if (m.type != Type::none) fields.text("type", type_name(m.type));
  if (m.version) fields.text("version", m.version->name);
  if (m.type == Type::none) return;
  fields.text("dcid", core::to_hex(m.destination_id));
  fields.text("scid", core::to_hex(m.source_id));
  if (m.type == Type::client_hello) tls::describe_client_hello(m.client_hello, tls::Carrier::quic, fields);
}

}  // namespace vedette::decoders::quic
