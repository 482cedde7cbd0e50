// SPDX-License-Identifier: Apache-2.0
#include "decoders/quic/decoder.h"

#include <algorithm>

#include "decoders/tls/record.h"

namespace vedette::decoders::quic {
namespace {

using core::Bytes;
using core::Progress;

constexpr std::uint16_t ports[] = {443, 853};  // HTTP/3, DNS (RFC 9250)
constexpr std::string_view operations[] = {"client_hello", "server_initial"};
constexpr std::string_view spaces[] = {"server_name"};

constexpr std::size_t max_datagram = 0xffff;
constexpr std::uint8_t client_hello_type = 1;
constexpr std::size_t message_header = 4;
constexpr KeepKey name_key{0, 0};

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"quic"},
      .title = "QUIC",
      .specification = "RFC 9000, RFC 9001 (version 1); RFC 9369 (version 2); RFC 8446; FoxIO JA4",
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operations,
      .spaces = spaces,
      .max_message = max_datagram,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  const std::uint8_t first = chunk.bytes[0];
  if (!has_long_header(first) || !has_fixed_bit(first)) return Verdict::no;
  LongHeader header;
  const Framing framing = read_long_header(chunk.bytes, header);
  return framing == Framing::bad || !header.version ? Verdict::no : Verdict::yes;
}

Decoder::Decoder(const Opening& opening) {
  client_ = opening.from_client ? opening.from_client : opening.to_port;
}

Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message.clear();
  const std::size_t size = chunk.bytes.size();
  const std::uint8_t first = chunk.bytes[0];
  if (over_) return Progress::partial(size);
  if (!has_long_header(first)) {
    const bool may_be_short = has_fixed_bit(first);
    recognised_ = recognised_ || may_be_short;
    if (recognised_) return Progress::partial(size);
    return tls::may_be_dtls_record(chunk.bytes) ? Progress::handed_over() : Progress::not_mine();
  }
  LongHeader header;
  const Framing framing = read_long_header(chunk.bytes, header);
  if (framing == Framing::bad) {
    const bool cut = !header.version;  // not even a version
    if (cut && !recognised_) return Progress::not_mine();
    return malformed_within(size, Defect::bad_header, cut ? 0 : 5);
  }
  recognised_ = true;
  if (framing == Framing::other) return Progress::partial(size);
  if (!header.is_initial) return Progress::partial(header.size);
  message.version = header.version;
  if (told_) return decode_answer(chunk, header, message);
  return client_ && chunk.direction != *client_ ? Progress::partial(header.size)
                                                : decode_initial(chunk, header, message);
}

Progress Decoder::decode_initial(const Chunk& chunk, const LongHeader& header, Message& message) {
  if (attempts_ == max_attempts) {
    over_ = true;
    return Progress::partial(chunk.bytes.size());
  }
  ++attempts_;
  const Bytes frames = open(chunk, header, message);
  if (frames.empty()) {
    // Where it isn't known who the client is, it may be the server's.
    if (!client_) return Progress::partial(header.size);
    return malformed_within(header.size, Defect::not_authentic, header.number_at);
  }
  client_ = chunk.direction;
  message.stream.load(*chunk.memory);
  if (const auto flaw = read_frames(frames, message.stream)) {
    over_ = flaw->defect == Defect::hello_too_long;
    return malformed_within(header.size, flaw->defect, header.number_at);
  }
  return read_hello(chunk, header, message);
}

bool Decoder::has_keys_of(const LongHeader& header) const {
  return version_ == header.version && std::ranges::equal(Bytes{id_}.first(id_size_), header.destination_id);
}

// Once the server has answered, the client calls it by another id, but the keys stay; after a retry they change.
Bytes Decoder::open(const Chunk& chunk, const LongHeader& header, Message& message) {
  if (version_ == header.version) {
    const Bytes frames = message.opener.open(keys_, chunk.bytes, header);
    if (!frames.empty() || has_keys_of(header)) return frames;
  }
  return open_anew(chunk, header, message);
}

Bytes Decoder::open_anew(const Chunk& chunk, const LongHeader& header, Message& message) {
  const InitialKeys keys = message.opener.derive(*header.version, header.destination_id);
  const Bytes frames = message.opener.open(keys, chunk.bytes, header);
  if (frames.empty()) return {};
  keys_ = keys;
  version_ = header.version;
  id_size_ = static_cast<std::uint8_t>(header.destination_id.size());
  std::ranges::copy(header.destination_id, id_.begin());
  chunk.memory->clear();
  return frames;
}

Progress Decoder::read_hello(const Chunk& chunk, const LongHeader& header, Message& message) {
  const Bytes whole = message.stream.first_message();
  if (whole.empty()) {
    message.stream.save(*chunk.memory);
    return Progress::partial(header.size);
  }
  told_ = true;
  chunk.memory->clear();
  if (whole[0] != client_hello_type) {
    over_ = true;
    return malformed_within(header.size, Defect::bad_client_hello, header.number_at);
  }
  message.type = Type::client_hello;
  message.size = whole.size();
  message.destination_id = header.destination_id;
  message.source_id = header.source_id;
  const auto flaw = tls::read_client_hello(whole.subspan(message_header), tls::Carrier::quic, message.client_hello);
  message.server_name = message.client_hello.server_name;
  if (!message.server_name.empty()) chunk.memory->put(name_key, core::as_bytes(message.server_name));
  return flaw ? malformed_within(header.size, Defect::bad_client_hello, header.number_at) : Progress::done(header.size);
}

/// The server's first Initial packet says that it is there under the name which the client asked for.
Progress Decoder::decode_answer(const Chunk& chunk, const LongHeader& header, Message& message) {
  if (chunk.direction == *client_) return Progress::partial(chunk.bytes.size());
  over_ = true;
  message.type = Type::server_initial;
  message.size = header.size;
  message.destination_id = header.destination_id;
  message.source_id = header.source_id;
  if (const auto name = chunk.memory->find(name_key)) message.server_name = core::as_text(*name);
  return Progress::done(header.size);
}

}  // namespace vedette::decoders::quic
