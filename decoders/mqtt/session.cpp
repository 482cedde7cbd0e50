// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/session.h"

namespace vedette::decoders::mqtt {
namespace {

constexpr KeepKey assigned_key{static_cast<std::uint8_t>(Kept::assigned_client_id), 0};

}  // namespace

Session::Session(const Opening& opening)
    : client_(opening.from_client ? opening.from_client : opening.to_port),
      from_start_(starts_here(opening)),
      client_certain_(opening.from_client.has_value()) {}

std::optional<Flaw> Session::read(core::Bytes bytes, const Header& header, const Chunk& chunk, Message& message) {
  auto flaw = read_packet(bytes, header, version_for(bytes, header), message);
  const auto misplaced = judge_place(chunk, message);
  had_packet_ = true;
  follow(chunk, message);
  if (assigned_waits_ && message.from_client && message.direction_known) claim_assigned(chunk, message);
  if (message.version == Version::early) message.version = Version::unknown;
  if (!flaw && misplaced) flaw.emplace(*misplaced, 0);
  if (!flaw && message.properties.topic_alias) flaw = judge_alias(chunk.direction, message);
  message.has_flaw = flaw.has_value();
  return flaw;
}

void Session::lose(core::Direction direction) {
  Side& lost = side(direction);
  ++lost.epoch;
  lost.complete = false;
  from_start_ = false;
  if (client_ && direction == client_) ping_frame_ = connect_frame_ = 0;
}

/// Known from CONNECT, or told by what fits; remembered once that can be no chance.
Version Session::version_for(core::Bytes bytes, const Header& header) {
  if (header.type == PacketType::connect) return Version::unknown;
  if (version_ != Version::unknown) return version_;
  const VersionGuess guess = guess_version(bytes, header);
  switch (guess.evidence) {
    case Evidence::none:
      break;
    case Evidence::weak:
      if (++weak_evidence_ >= settled) version_ = guess.version;
      break;
    case Evidence::strong:
      version_ = guess.version;
      break;
  }
  return guess.version;
}

void Session::learn_client(core::Direction direction, const Message& message) {
  if (message.type == PacketType::connect && message.version != Version::unknown && !had_connect_) {
    client_ = direction;
    client_certain_ = true;
  }
  if (client_certain_) return;
  switch (sender_of(message.type, version_)) {
    case Sender::client:
      client_ = direction;
      break;
    case Sender::server:
      client_ = core::opposite(direction);
      break;
    case Sender::either:
      break;
  }
}

/// May this end send that packet now?
std::optional<Defect> Session::judge_place(const Chunk& chunk, Message& message) {
  learn_client(chunk.direction, message);
  message.direction_known = client_.has_value();
  message.from_client = chunk.direction == client_;
  if (!client_) return {};
  const bool first = message.from_client && !had_client_packet_;
  had_client_packet_ = had_client_packet_ || message.from_client;
  const Sender sender = sender_of(message.type, message.version);
  if (client_certain_ && sender != Sender::either && (sender == Sender::client) != message.from_client)
    return Defect::wrong_direction;
  const bool connects = message.type == PacketType::connect;
  if (connects && had_connect_) return Defect::repeated_connect;
  if (first && from_start_ && !connects) return Defect::missing_connect;
  return {};
}

void Session::follow(const Chunk& chunk, Message& message) {
  const core::Direction other = core::opposite(chunk.direction);
  const std::uint16_t id = message.packet_id.value_or(0);
  switch (message.type) {
    case PacketType::connect:
      follow_connect(chunk, message);
      break;
    case PacketType::connack:
      follow_connack(chunk, message);
      break;
    case PacketType::publish:
      follow_publish(chunk, message);
      break;
    case PacketType::puback:
      acknowledge(other, Awaited::puback, message);
      break;
    case PacketType::pubrec:
      acknowledge(other, Awaited::pubrec, message);
      break;
    case PacketType::pubrel:
      release(chunk, message);
      break;
    case PacketType::pubcomp:
      acknowledge(other, Awaited::pubcomp, message);
      break;
    case PacketType::subscribe:
      keep_filters(chunk, message);
      if (message.packet_id) begin({chunk.frame, id, Awaited::suback, chunk.direction});
      break;
    case PacketType::unsubscribe:
      if (message.packet_id) begin({chunk.frame, id, Awaited::unsuback, chunk.direction});
      break;
    case PacketType::suback:
      acknowledge(other, Awaited::suback, message);
      break;
    case PacketType::unsuback:
      acknowledge(other, Awaited::unsuback, message);
      break;
    case PacketType::pingreq:
      ping_frame_ = chunk.frame;
      break;
    case PacketType::pingresp:
      answer(ping_frame_, message);
      break;
    default:
      break;
  }
}

/// A new session on this connection: nothing of before holds.
void Session::follow_connect(const Chunk& chunk, Message& message) {
  had_connect_ = true;
  if (message.version == Version::unknown) return;
  version_ = message.version;
  exchanges_.clear();
  connect_frame_ = chunk.frame;
  ping_frame_ = 0;
  assigned_waits_ = resumed_ = false;
  for (Side& each : sides_) {
    ++each.epoch;
    each.alias_maximum.reset();
    each.complete = true;
  }
  if (version_ != Version::v5 || message.has_flaw || message.incomplete) return;
  side(core::opposite(chunk.direction)).alias_maximum = message.properties.topic_alias_maximum.value_or(0);
}

void Session::follow_connack(const Chunk& chunk, Message& message) {
  answer(connect_frame_, message);
  resumed_ = message.session_present;
  if (message.has_flaw || !message.has_reasons) return;
  side(core::opposite(chunk.direction)).alias_maximum = message.properties.topic_alias_maximum.value_or(0);
  const core::Bytes assigned = message.properties.assigned_client_id;
  if (!assigned.empty() && chunk.memory != nullptr) assigned_waits_ = chunk.memory->put(assigned_key, assigned);
}

void Session::answer(std::uint64_t& asked_in, Message& message) {
  message.matched = asked_in != 0;
  message.request_frame = asked_in;
  message.unmatched = !message.matched && client_ && side(*client_).complete;
  asked_in = 0;
}

void Session::begin(const Exchange& exchange) {
  if (!exchanges_.begin(exchange)) {
    for (Side& each : sides_) each.complete = false;
  }
}

/// `begun`: the direction in which the exchange began.
void Session::acknowledge(core::Direction begun, Awaited awaited, Message& message) {
  if (!message.packet_id) return;
  Exchange* exchange = exchanges_.find(begun, *message.packet_id);
  // PUBREC comes again where a publish did (section 4.3.3).
  const bool again = exchange && awaited == Awaited::pubrec && exchange->awaited == Awaited::pubrel;
  if (!exchange || (exchange->awaited != awaited && !again)) {
    message.unmatched = side(begun).complete && !resumed_;
    return;
  }
  message.matched = true;
  message.request_frame = exchange->frame;
  const bool failed = message.reason_code.value_or(0) >= first_error_code;
  if (awaited != Awaited::pubrec || failed) return exchanges_.end(*exchange);
  exchange->awaited = Awaited::pubrel;
}

/// PUBREL belongs to the publish of its own direction, and asks for PUBCOMP.
void Session::release(const Chunk& chunk, Message& message) {
  if (!message.packet_id) return;
  Exchange* exchange = exchanges_.find(chunk.direction, *message.packet_id);
  const bool fits = exchange && (exchange->awaited == Awaited::pubrec || exchange->awaited == Awaited::pubrel ||
                                 exchange->awaited == Awaited::pubcomp);
  if (!fits) {
    message.unmatched = side(chunk.direction).complete && !resumed_;
    return begin({chunk.frame, *message.packet_id, Awaited::pubcomp, chunk.direction});
  }
  message.matched = true;
  message.request_frame = exchange->frame;
  exchange->awaited = Awaited::pubcomp;
}

void Session::claim_assigned(const Chunk& chunk, Message& message) {
  if (message.type == PacketType::connect || chunk.memory == nullptr) return;
  assigned_waits_ = false;
  const auto id = chunk.memory->find(assigned_key);
  if (!id) return;
  message.claimed_id.assign(id->begin(), id->end());
  message.assigned_client_id = message.claimed_id;
}

}  // namespace vedette::decoders::mqtt
