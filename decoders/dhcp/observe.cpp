// SPDX-License-Identifier: Apache-2.0
// What a DHCP message means in the words of core::Observation. Clients are known by the hardware address they give, not
// by the frame's: a relay stands between, and broadcasts have no address to answer to.
#include "decoders/claims.h"
#include "decoders/dhcp/decoder.h"
#include "decoders/dhcp/options.h"

namespace vedette::decoders::dhcp {
namespace {

using core::IdentityKind;
using core::Observation;
using core::Verb;

enum : std::uint8_t { discover = 1, offer = 2, ack = 5, nak = 6, inform = 8 };

core::Endpoint client_of(const Message& m) {
  core::Endpoint client;
  client.mac = m.client_mac;
  client.ip = m.op == 2 && m.assigned_ip.is_set() ? m.assigned_ip : m.client_ip;
  return client;
}

std::string_view operation_of(const Message& m) {
  if (m.type) {
    if (const auto name = type_name(*m.type); !name.empty()) return name;
  }
  return m.op == 1 ? "bootp_request" : "bootp_reply";
}

Observation common(const Message& m) {
  Observation o;
  const std::uint8_t type = m.type.value_or(0);
  o.kind = m.op == 1 ? core::MessageKind::request : core::MessageKind::response;
  o.verb = type == discover || type == offer || type == inform ? Verb::discover : Verb::other;
  o.operation = operation_of(m);
  o.code = type;
  (m.op == 1 ? o.source : o.target) = client_of(m);
  if (type == nak) {
    o.refused = true;
    o.status = type;
    o.status_name = "nak";
  }
  return o;
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o = common(m);
  const bool asks = m.op == 1;
  const bool has_name = !m.host_name.empty() || (!m.fqdn.empty() && !m.fqdn_is_encoded);
  if (asks && has_name) {
    o.claim = {.kind = IdentityKind::host_name, .text = core::as_text(m.host_name.empty() ? m.fqdn : m.host_name)};
  }
  observer.add(o);
  // What is said beside what is done: of the client, whoever sent it.
  o.source = client_of(m);
  if (asks) add_claim(o, IdentityKind::vendor, m.vendor_class, observer);
  // The address is the device's from here on; an answer to an inform gives none (RFC 2131, 3.4).
  const bool binds = m.type == ack && m.assigned_ip.is_set() && !m.client_mac.is_zero();
  if (binds) add_claim(o, {.kind = IdentityKind::link_address, .text = {}}, observer);
}

}  // namespace vedette::decoders::dhcp
