// SPDX-License-Identifier: Apache-2.0
// What an S7 message means in the words of core::Observation.
#include "decoders/claims.h"
#include "decoders/s7comm/decoder.h"
#include "decoders/s7comm/names.h"

namespace vedette::decoders::s7comm {
namespace {

using core::IdentityKind;
using core::MessageKind;
using core::Observation;
using core::Verb;

Observation of_transport(const Message& m) {
  Observation o;
  o.operation = cotp_name(*m.cotp);
  o.code = static_cast<std::uint32_t>(*m.cotp);
  switch (*m.cotp) {
    case Cotp::connection_request:
      o.kind = MessageKind::request;
      o.verb = Verb::connect;
      break;
    case Cotp::connection_confirm:
      o.kind = MessageKind::response;
      o.verb = Verb::connect;
      break;
    case Cotp::disconnect_request:
      o.verb = Verb::disconnect;
      break;
    case Cotp::data:
      o.verb = Verb::other;
      break;
    default:
      break;
  }
  return o;
}

Observation of_pdu(const Message& m) {
  constexpr std::uint8_t asks = 4, answers = 8;
  Observation o;
  FunctionInfo function{"ack", Verb::other};
  if (m.user) {
    function = user_info(*m.user);
    o.code = static_cast<std::uint32_t>(m.user->group << 8 | m.user->sub_function);
    o.kind = m.user->type == asks      ? MessageKind::request
             : m.user->type == answers ? MessageKind::response
                                       : MessageKind::event;
    o.status = m.user->error.value_or(0);
  } else {
    if (m.function) function = function_info(*m.function);
    o.code = m.function.value_or(0);
    o.kind = m.rosctr == Rosctr::job ? MessageKind::request : MessageKind::response;
    o.status = m.error.value_or(0);
  }
  o.verb = function.verb;
  o.operation = function.name;
  o.refused = o.status != 0;
  o.unmatched = m.unmatched;
  return o;
}

/// In octets, DB by DB; counters and timers by their number.
core::ObjectRef object_of(const Item& item) {
  const std::string_view space = item.syntax == Item::any ? area_name(item.area) : std::string_view{};
  if (space.empty()) return {};
  const bool by_number = space == "counter" || space == "timer";
  const std::uint64_t first = by_number ? item.bit_address : std::uint64_t{item.db} << 24 | item.bit_address >> 3;
  const std::uint32_t size = by_number ? 1 : element_size(item.transport_size);
  return core::hashed({.space = space, .first = first, .count = item.count * size, .text = {}});
}

void observe_items(const Message& m, Observation o, Observer& observer) {
  for (core::Bytes items = m.items; !items.empty();) {
    o.object = object_of(next_item(items));
    observer.add(o);
  }
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o = m.rosctr ? of_pdu(m) : of_transport(m);
  if (m.protocol_id && !m.rosctr) {
    const bool is_plus = m.protocol_id == 0x72;
    o.operation = is_plus ? "s7comm_plus" : "other_protocol";
    o.code = *m.protocol_id;
    o.verb = Verb::other;
  }
  if (!m.items.empty()) return observe_items(m, o, observer);
  if (m.user && m.user->szl_id)
    o.object = core::hashed({.space = "szl", .first = *m.user->szl_id, .count = 1, .text = {}});
  const core::Bytes named = m.block.empty() ? m.service : m.block;
  if (!named.empty()) o.object = core::hashed({.space = "block", .text = core::as_text(named)});
  observer.add(o);
  const core::Bytes model = m.component.module_type.empty() ? m.component.order_number : m.component.module_type;
  add_claim(o, IdentityKind::model, model, observer);
  add_claim(o, IdentityKind::host_name, m.component.plc_name, observer);
}

}  // namespace vedette::decoders::s7comm
