// SPDX-License-Identifier: Apache-2.0
// What an MQTT packet means in the words of core::Observation. The client acts, whichever end sends: what a server
// delivers is its answer to a subscription.
#include <array>
#include <memory>
#include <span>

#include "decoders/mqtt/decoder.h"
#include "decoders/mqtt/json_numbers.h"

namespace vedette::decoders::mqtt {
namespace {

using core::IdentityKind;
using core::Observation;
using core::Verb;

Verb verb_of(PacketType type) {
  switch (type) {
    case PacketType::connect:
    case PacketType::connack:
      return Verb::connect;
    case PacketType::publish:
      return Verb::publish;
    case PacketType::subscribe:
    case PacketType::unsubscribe:
      return Verb::subscribe;
    case PacketType::disconnect:
      return Verb::disconnect;
    default:
      return Verb::other;
  }
}

/// Where the sender isn't known, only what servers alone send is an answer.
bool is_response(const Message& m) {
  if (m.direction_known) return !m.from_client;
  return sender_of(m.type, m.version) == Sender::server;
}

bool is_error(const Message& m, std::uint8_t code) {
  const bool early_connack = m.type == PacketType::connack && !m.has_reasons;
  return early_connack ? code != 0 : code >= first_error_code;
}

/// The reason of a packet, or of the first filter that was refused.
void add_refusal(const Message& m, Observation& o) {
  std::optional<std::uint8_t> code = m.reason_code;
  if (m.type == PacketType::suback || m.type == PacketType::unsuback) {
    for (const std::uint8_t each : m.list) {
      if (!code && is_error(m, each)) code = each;
    }
  }
  if (!code || !is_error(m, *code)) return;
  o.refused = true;
  o.status = *code;
  o.status_name = reason_name(m.type, *code, m.has_reasons);
}

const core::HashedWord topics = core::hashed_space("topic"), filters = core::hashed_space("filter");

core::ObjectRef named(const core::HashedWord& space, core::Bytes text) {
  if (text.empty()) return {};
  return core::hashed(space, 0, 0, core::hashed_text(core::as_text(text)));
}

void set_common(const Message& m, Observation& o) {
  o.kind = is_response(m) ? core::MessageKind::response : core::MessageKind::request;
  o.verb = verb_of(m.type);
  o.operation = name_of(m.type);
  // A connect's code is taken for the port of a service, and which one that is TCP has told.
  if (o.verb != Verb::connect) o.code = static_cast<std::uint32_t>(m.type);
  o.bytes = static_cast<std::uint32_t>(m.size);
  o.unmatched = m.unmatched && o.kind == core::MessageKind::response;
  if (!m.assigned_client_id.empty())
    o.claim = {.kind = IdentityKind::mqtt_client_id, .text = core::as_text(m.assigned_client_id)};
  add_refusal(m, o);
}

void observe_connect(const Message& m, Observation& o, Observer& observer) {
  const Connect& connect = m.connect;
  if (connect.client_id && !connect.client_id->empty())
    o.claim = {.kind = IdentityKind::mqtt_client_id, .text = core::as_text(*connect.client_id)};
  observer.add(o);
  if (connect.user_name && !connect.user_name->empty()) {
    Observation user = o;
    user.verb = Verb::none;
    user.claim = {.kind = IdentityKind::user_name, .text = core::as_text(*connect.user_name)};
    observer.add(user);
  }
  if (!connect.has_will) return;
  Observation will = o;
  will.verb = Verb::publish;
  will.operation = will_operation;
  will.object = named(topics, connect.will.topic);
  will.claim = {};
  observer.add(will);
}

/// Numbers that a publish carries.
class Numbers {
 public:
  Numbers() {}  // NOLINT: the room stays uninitialised on purpose
  std::span<const core::Value> of(const Message& m) {
    if (m.sparkplug && m.sparkplug->topic().type != SparkplugType::state) {
      std::construct_at(&metrics_);
      return std::span{metrics_}.first(m.sparkplug->values(metrics_));
    }
    if (m.incomplete || !may_be_json(m.payload)) return {};
    std::construct_at(&json_);
    read_json_numbers(m.payload, json_);
    return json_.view();
  }

 private:
  /// Most payloads that are no JSON are told by their first byte.
  static bool may_be_json(core::Bytes payload) {
    if (payload.empty()) return false;
    const std::uint8_t first = payload[0];
    return first == '{' || first == '[' || first == '-' || first == '"' || (first >= '0' && first <= '9') ||
           first <= ' ';
  }
  union {
    std::array<core::Value, Sparkplug::max_values> metrics_;
    JsonNumbers json_;
  };
};

void observe_publish(const Message& m, Observation& o, Observer& observer) {
  Numbers numbers;
  o.object = named(topics, m.topic);
  o.values = numbers.of(m);
  observer.add(o);
}

/// One observation for each filter, since they may be about anything.
void observe_filters(const Message& m, Observation& o, Observer& observer) {
  for (core::ByteCursor in{m.list}; !in.empty();) {
    o.object = named(filters, next_filter(in, m.type == PacketType::subscribe).text);
    observer.add(o);
    o.claim = {};
  }
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  set_common(m, o);
  switch (m.type) {
    case PacketType::connect:
      return observe_connect(m, o, observer);
    case PacketType::publish:
      return observe_publish(m, o, observer);
    case PacketType::subscribe:
    case PacketType::unsubscribe:
      if (!m.list.empty()) return observe_filters(m, o, observer);
      break;
    default:
      break;
  }
  observer.add(o);
}

}  // namespace vedette::decoders::mqtt
