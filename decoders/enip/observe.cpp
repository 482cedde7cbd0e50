// SPDX-License-Identifier: Apache-2.0
// What an EtherNet/IP message means in the words of core::Observation.
#include <array>
#include <charconv>

#include "decoders/claims.h"
#include "decoders/enip/cip.h"
#include "decoders/enip/decoder.h"

namespace vedette::decoders::enip {
namespace {

using core::IdentityKind;
using core::Observation;
using core::Verb;

Verb verb_of(std::uint16_t command) {
  switch (command) {
    case 0x04:
    case 0x63:
    case 0x64:
      return Verb::discover;
    case 0x65:
    case 0xc8:
      return Verb::connect;
    case 0x66:
      return Verb::disconnect;
    default:
      return Verb::other;
  }
}

/// A class, instance and attribute as one number: 16, 32 and 16 bits.
core::ObjectRef object_of(const Path& path) {
  if (!path.symbol.empty()) return core::hashed({.space = "tag", .text = core::as_text(path.symbol)});
  if (!path.object_class) return {};
  const std::uint64_t first = std::uint64_t{*path.object_class & 0xffff} << 48 |
                              std::uint64_t{path.instance.value_or(0)} << 16 | (path.attribute.value_or(0) & 0xffff);
  return core::hashed({.space = "object", .first = first, .count = 1, .text = {}});
}

void observe_service(const Cip& cip, Observer& observer) {
  const ServiceInfo service = service_info(cip.service, cip.path.object_class);
  constexpr std::uint32_t identity_object = 1;
  Observation o;
  o.kind = cip.is_response ? core::MessageKind::response : core::MessageKind::request;
  o.verb = service.verb == Verb::read && cip.path.object_class == identity_object ? Verb::identify : service.verb;
  o.operation = service.name;
  o.code = cip.service;
  o.object = object_of(cip.path);
  constexpr std::uint8_t partial_transfer = 6;
  if (cip.is_response && cip.status != 0 && cip.status != partial_transfer) {
    o.refused = true;
    o.status = cip.status;
    o.status_name = status_name(cip.status);
  }
  observer.add(o);
}

void observe_packed(const Message& m, Observer& observer) {
  for (std::size_t i = 0; i < packed_count(m.packed); ++i) {
    Cip cip;
    const core::Bytes bytes = packed_service(m.packed, i);
    if (bytes.empty() || read_cip(bytes, 0, cip)) continue;
    observe_service(cip, observer);
  }
}

void claim_identity(const Identity& identity, Observer& observer) {
  Observation o;
  o.operation = "list_identity";
  add_claim(o, IdentityKind::vendor, vendor_name(identity.vendor_id), observer);
  std::array<char, 8> revision{};
  char* const end = revision.data() + revision.size();
  char* at = std::to_chars(revision.data(), end, identity.major).ptr;
  *at++ = '.';
  at = std::to_chars(at, end, identity.minor).ptr;
  add_claim(o, IdentityKind::firmware, std::string_view{revision.data(), at}, observer);
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  if (m.cip && !m.packed.empty()) observe_packed(m, observer);
  if (m.cip) return observe_service(*m.cip, observer);
  Observation o;
  o.kind = m.is_implicit   ? core::MessageKind::event
           : m.is_response ? core::MessageKind::response
                           : core::MessageKind::request;
  o.verb = m.is_implicit ? Verb::other : verb_of(m.command);
  o.operation = m.is_implicit ? "io_data" : command_name(m.command);
  o.code = m.command;
  o.refused = m.is_response && m.status != 0;
  o.status = o.refused ? m.status : 0;
  if (o.refused) o.status_name = "encapsulation_error";
  if (m.identity) o.claim = {.kind = IdentityKind::model, .text = core::as_text(m.identity->product_name)};
  observer.add(o);
  if (m.identity) claim_identity(*m.identity, observer);
}

}  // namespace vedette::decoders::enip
