// SPDX-License-Identifier: Apache-2.0
// What a BACnet message means in the words of core::Observation.
#include <array>
#include <charconv>
#include <span>

#include "core/byte_cursor.h"
#include "decoders/bacnet/decoder.h"
#include "decoders/bacnet/names.h"
#include "decoders/bacnet/object_words.h"
#include "decoders/bacnet/operations.h"

namespace vedette::decoders::bacnet {
namespace {

using core::MessageKind;
using core::Observation;
using core::Verb;

constexpr std::uint32_t any_instance = 4'194'303;
// Services, messages of routers and functions of the link count from 0 each: apart here, so that codes tell them apart.
constexpr std::uint32_t network_codes = 0x100, link_codes = 0x200;

/// What is forwarded is said by who sent it first (J.2.5, U.2.9).
void set_originator(const Message& m, Observation& o) {
  if (!m.link.originator) return;
  o.source.ip = m.link.originator->ip;
  o.source.port = m.link.originator->port;
}

/// A vendor by its number: who has which is a list that grows outside of the standard.
class VendorText {
 public:
  explicit VendorText(std::uint16_t vendor) {
    constexpr std::string_view prefix = "BACnet vendor ";
    char* const number = room_.data() + prefix.copy(room_.data(), prefix.size());
    size_ = static_cast<std::size_t>(std::to_chars(number, room_.data() + room_.size(), vendor).ptr - room_.data());
  }
  std::string_view text() const { return {room_.data(), size_}; }

 private:
  std::array<char, 20> room_{};
  std::size_t size_ = 0;
};

/// Adds an observation about an object and, where one is named, its property: `o` with that object in place of its own.
void add_about(Observation& o, const Subject& subject, Observer& observer) {
  const core::HashedWord& space = word_of_object_type(static_cast<std::uint16_t>(subject.object >> 22));
  const std::uint32_t instance = subject.object & any_instance;
  const core::HashedWord& property = word_of_property(subject.property);
  o.object = core::hashed(space, instance, 1, property);
  if (!property.word.empty() || subject.property == Subject::no_property) return observer.add(o);
  const NameText number{names::properties, subject.property};
  o.object = core::hashed(space, instance, 1, core::hashed_text(number.text()));
  observer.add(o);
}

/// Of what is written or told; not of what was read.
bool tells_values(const Observation& common) {
  return common.kind != MessageKind::response && (common.verb == Verb::write || common.verb == Verb::publish);
}

/// One for each object; an answer repeats what its request was about, and is one.
void add_objects(Observation& o, std::span<const ObjectUse> objects, Observer& observer) {
  if (o.kind == MessageKind::response) objects = objects.first(1);
  const bool with_values = tells_values(o);
  for (const ObjectUse& use : objects) {
    const core::Value value{.at = use.priority ? *use.priority : use.index.value_or(0),
                            .number = use.value.value_or(0)};
    o.values = {&value, use.value && with_values ? 1u : 0u};
    add_about(o, subject_of(use), observer);
  }
}

/// A device says who it is.
void add_device(Observation o, const DeviceClaim& device, Observer& observer) {
  if (device.instance != any_instance)
    o.claim = {.kind = core::IdentityKind::bacnet_instance, .number = device.instance, .text = {}};
  observer.add(o);
  const VendorText text{device.vendor};
  o.verb = Verb::none;
  o.claim = {.kind = core::IdentityKind::vendor, .number = 0, .text = text.text()};
  observer.add(o);
}

/// Behind a router: the network of who is asked, in requests, else of who speaks.
std::uint32_t unit_of(const Message& m, MessageKind kind) {
  const auto& address = kind == MessageKind::request ? m.npdu->target : m.npdu->source;
  return address && address->network != global_network ? address->network : 0;
}

void observe_link(const Message& m, Observer& observer) {
  const LinkFunction function = *m.link.function;
  const bool is_response = m.asked_function || function == LinkFunction::result;
  Observation o;
  set_originator(m, o);
  o.kind = is_response ? MessageKind::response : MessageKind::request;
  const LinkFunction subject = m.asked_function.value_or(function);
  o.verb = verb_of(subject);
  o.operation = to_string(subject);
  o.code = link_codes + static_cast<std::uint32_t>(subject);
  if (function == LinkFunction::secure_bvll) o.kind = MessageKind::event;
  if (m.link.result.value_or(0) != 0) {
    o.refused = true;
    o.status = *m.link.result;
    o.status_name = result_name(m.link.type, *m.link.result);
  }
  observer.add(o);
}

/// Which network messages are answers, and which ask for something to be done.
MessageKind kind_of_network_message(std::uint8_t type) {
  switch (static_cast<NetworkMessageType>(type)) {
    case NetworkMessageType::reject_message_to_network:
    case NetworkMessageType::initialize_routing_table_ack:
      return MessageKind::response;
    case NetworkMessageType::initialize_routing_table:
    case NetworkMessageType::establish_connection_to_network:
    case NetworkMessageType::disconnect_connection_to_network:
      return MessageKind::request;
    default:
      return MessageKind::event;
  }
}

void observe_network(const Message& m, Observer& observer) {
  const NetworkMessage& message = *m.network;
  const NetworkMessageInfo& info = network_message_info(message.type);
  Observation o;
  set_originator(m, o);
  o.kind = kind_of_network_message(message.type);
  o.verb = info.verb;
  o.operation = info.name;
  o.code = network_codes + message.type;
  o.unit = unit_of(m, o.kind);
  const auto type = static_cast<NetworkMessageType>(message.type);
  // 6.4.7: without ports it only asks for the table.
  const bool no_ports = !message.content.empty() && message.content[0] == 0;
  if (type == NetworkMessageType::initialize_routing_table && no_ports) o.verb = Verb::read;
  if (type == NetworkMessageType::reject_message_to_network) {
    o.refused = true;
    o.status = message.content[0];
    o.status_name = network_reject_name(message.content[0]);
  }
  observer.add(o);
}

/// Who is asked for something by an unconfirmed service; all else is told to whom it may concern.
bool asks(Verb verb) {
  return verb == Verb::write || verb == Verb::control || verb == Verb::read;
}

void set_refusal(const Message& m, Observation& o) {
  const Apdu& apdu = *m.apdu;
  o.refused = true;
  switch (apdu.type) {
    case ApduType::error:
      if (const auto error = error_of(m)) {
        o.status = error->code;
        o.status_name = name_of_error_code(error->code);
      }
      break;
    case ApduType::reject:
      o.status = *apdu.reason;
      o.status_name = name_of_reject_reason(*apdu.reason);
      break;
    case ApduType::abort:
      o.status = *apdu.reason;
      o.status_name = name_of_abort_reason(*apdu.reason);
      break;
    default:
      break;
  }
}

MessageKind kind_of(const Apdu& apdu, Verb verb) {
  switch (apdu.type) {
    case ApduType::confirmed_request:
      return MessageKind::request;
    case ApduType::unconfirmed_request:
      return asks(verb) ? MessageKind::request : MessageKind::event;
    case ApduType::abort:
      return apdu.by_server ? MessageKind::response : MessageKind::event;
    default:
      return MessageKind::response;
  }
}

void describe_exchange(const Message& m, Observation& o) {
  const Apdu& apdu = *m.apdu;
  set_originator(m, o);
  const auto service = service_of(m);
  if (service) {
    const ServiceInfo& info =
        apdu.type == ApduType::unconfirmed_request ? unconfirmed_service(*service) : confirmed_service(*service);
    o.verb = info.verb;
    o.operation = info.name;
    o.code = *service;
  } else {
    o.verb = Verb::other;
    o.operation = to_string(apdu.type);
  }
  o.kind = kind_of(apdu, o.verb);
  o.unit = unit_of(m, o.kind);
  o.unmatched = m.unmatched;
  const bool refuses = apdu.type == ApduType::error || apdu.type == ApduType::reject || apdu.type == ApduType::abort;
  if (refuses) set_refusal(m, o);
}

void observe_application(const Message& m, Observer& observer) {
  // Nothing is done by a part of a message, nor by saying that it came.
  const Apdu& apdu = *m.apdu;
  if (apdu.type == ApduType::segment_ack || (apdu.segmented && !m.parameters)) return;
  Observation o;
  describe_exchange(m, o);
  const auto objects = m.objects.view();
  if (m.device) add_device(o, *m.device, observer);
  if (!objects.empty()) add_objects(o, objects, observer);
  if (m.device || !objects.empty()) return;
  // An answer without an object of its own is about its request's.
  if (m.request && m.request->subject.is_set()) return add_about(o, m.request->subject, observer);
  observer.add(o);
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  if (m.apdu) {
    observe_application(m, observer);
  } else if (m.network) {
    observe_network(m, observer);
  } else if (m.link.function) {
    observe_link(m, observer);
  }
}

}  // namespace vedette::decoders::bacnet
