// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/decoder.h"

#include <algorithm>

#include "decoders/tls/names.h"

namespace vedette::decoders::tls {
namespace {

// Registered for protocols inside TLS from the first byte on: HTTPS, Modbus/TCP Security, MQTT, mail, LDAP, DNS, FTP,
// telnet, SIP, AMQP, syslog, OPC UA, CoAP (DTLS), IEC 60870-5-104; and those that such servers commonly use beside.
constexpr std::uint16_t ports[] = {443, 8883, 802,  8443, 993,  995,  465,  636,  853,  990,
                                   992, 4433, 4843, 5061, 5671, 5684, 6514, 8886, 19998};
constexpr std::string_view operations[] = {
    "client_hello",         "ssl2_client_hello", "server_hello",        "hello_retry_request",
    "hello_verify_request", "certificate",       "certificate_request", "alert"};
constexpr std::string_view spaces[] = {"server_name"};

constexpr std::size_t alert_size = 2;

bool shows_resumption(std::uint16_t version) {
  return version == tls13 || version == dtls13 || version >> 8 == 0x7f;
}

}  // namespace

void Message::clear() {
  std::vector<std::uint8_t> room = std::move(gathered);
  *this = {};
  gathered = std::move(room);
}

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"tls"},
      .title = "TLS and DTLS",
      .specification = "RFC 8446, RFC 5246 (TLS); RFC 9147, RFC 6347 (DTLS); RFC 6066, RFC 7301, RFC 5280; FoxIO JA4",
      .over_tcp = true,
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operations,
      .spaces = spaces,
      .max_message = max_record_size,
      .resynchronises = false,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  return chunk.transport == core::IpProtocol::udp ? probe_datagram(chunk.bytes) : probe_stream(chunk.bytes);
}

Decoder::Decoder(const Opening& opening) : port_(opening.port.number) {
  client_ = opening.from_client ? opening.from_client : opening.to_port;
  if (opening.from_client || opening.transport != core::IpProtocol::tcp) return;
  for (Side& side : sides_) side = {.phase = Phase::searching, .from_start = false};
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message.clear();
  message.dtls = chunk.transport == core::IpProtocol::udp;
  message.application = application_of(port_);
  return message.dtls ? decode_datagram(chunk, message) : decode_stream(chunk, message);
}

void Decoder::on_gap(core::Direction direction) {
  sides_[core::index(direction)] = {.phase = Phase::searching, .from_start = false};
}

/// So many bytes of the content are done with. Gives how far the chunk is.
std::size_t Decoder::take(Side& side, const Part& part, std::size_t n) {
  side.record_left = static_cast<std::uint16_t>(part.left - n);
  return part.header + n;
}

/// What is at hand of a record that can't be read; the rest of it is passed over when it comes.
core::Progress Decoder::skip_record(Side& side, const Part& part, Defect defect) {
  side.opaque = true;
  return malformed_within(take(side, part, part.content.size()), defect, part.header);
}

core::Progress Decoder::decode_alert(const Chunk& chunk, const Part& part, Message& message) {
  Side& side = side_of(chunk);
  message.version = agreed_.version;
  message.from_server = client_ && chunk.direction != *client_;
  if (part.left != alert_size) return skip_record(side, part, Defect::bad_alert);
  if (part.content.size() < alert_size) return wait(chunk, part, message);
  message.type = Type::alert;
  message.size = alert_size;
  message.alert = {.level = part.content[0], .description = part.content[1]};
  const std::size_t consumed = take(side, part, alert_size);
  const bool known = message.alert.level == warning_level || message.alert.level == fatal_level;
  return known ? core::Progress::done(consumed) : malformed_within(consumed, Defect::bad_alert, part.header);
}

core::Progress Decoder::finish(const Chunk& chunk, std::uint8_t type, core::Bytes body, std::size_t consumed,
                               std::size_t body_at, Message& message) {
  learn_side(chunk.direction, type);
  message.from_server = client_ && chunk.direction != *client_;
  message.size = message_header + body.size();
  const auto flaw = read_handshake(type, body, agreed_, message);
  learn(chunk, message);
  return flaw ? malformed_within(consumed, flaw->defect, body_at + flaw->offset) : core::Progress::done(consumed);
}

/// All of a message that came in several records is in memory.
core::Progress Decoder::finish_gathered(const Chunk& chunk, std::size_t consumed, Message& message) {
  Side& side = side_of(chunk);
  const KeepKey key = keep::handshake_of(chunk.direction);
  const auto found = chunk.memory->find(key);
  const std::size_t size = side.message_size;
  const bool whole = found && found->size() == size;  // memory may have been needed elsewhere
  side.gathered = side.message_size = 0;
  if (whole) message.gathered.assign(found->begin(), found->end());
  chunk.memory->erase(key);
  if (!whole) return core::Progress::partial(consumed);
  return finish(chunk, side.message_type, core::Bytes{message.gathered}.subspan(message_header), consumed, 0, message);
}

void Decoder::learn_side(core::Direction direction, std::uint8_t type) {
  switch (static_cast<Handshake>(type)) {
    case Handshake::client_hello:
      client_ = direction;
      break;
    case Handshake::server_hello:
    case Handshake::hello_verify_request:
    case Handshake::certificate_request:
      client_ = core::opposite(direction);
      break;
    case Handshake::certificate:
      break;
  }
}

void Decoder::learn(const Chunk& chunk, Message& message) {
  switch (message.type) {
    case Type::client_hello:
      learn_client_hello(chunk, message);
      message.server_name = message.client_hello.server_name;
      break;
    case Type::server_hello:
    case Type::hello_retry_request:
      learn_server_hello(chunk, message);
      break;
    default:
      break;
  }
}

void Decoder::learn_client_hello(const Chunk& chunk, const Message& message) {
  const ClientHello& hello = message.client_hello;
  agreed_ = {};
  client_hello_seen_ = true;
  session_id_size_ = static_cast<std::uint8_t>(std::min(hello.session_id.size(), session_id_.size()));
  std::copy_n(hello.session_id.begin(), session_id_size_, session_id_.begin());
  chunk.memory->erase(keep::name);
  if (!hello.server_name.empty()) chunk.memory->put(keep::name, core::as_bytes(hello.server_name));
}

void Decoder::learn_server_hello(const Chunk& chunk, Message& message) {
  const ServerHello& hello = message.server_hello;
  agreed_.version = hello.version;
  if (message.type == Type::hello_retry_request) return;
  agreed_.server_raw_public_key = hello.server_raw_public_key;
  agreed_.client_raw_public_key = hello.client_raw_public_key;
  if (shows_resumption(hello.version)) {
    message.session_resumed = hello.pre_shared_key;
  } else if (client_hello_seen_) {
    const core::Bytes offered = core::Bytes{session_id_}.first(session_id_size_);
    message.session_resumed = !offered.empty() && std::ranges::equal(offered, hello.session_id);
  }
  if (const auto name = chunk.memory->find(keep::name)) message.server_name = core::as_text(*name);
}

}  // namespace vedette::decoders::tls
