// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/decoder.h"

#include "decoders/modbus/functions.h"
#include "decoders/modbus/pdu.h"
#include "decoders/modbus/rtu.h"

namespace vedette::decoders::modbus {
namespace {

constexpr std::uint16_t ports[] = {502};

/// Is there as much data as the request asked for?
bool answers(const Message& response) {
  if (!response.quantity) return true;
  const std::size_t quantity = *response.quantity;
  switch (response.content) {
    case Content::bits:
      return response.data.size() == (quantity + 7) / 8;
    case Content::registers:
      return response.data.size() == quantity * 2;
    default:
      return true;
  }
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"modbus"},
      .title = "Modbus over TCP and UDP, also in RTU framing",
      .specification =
          "MODBUS Application Protocol Specification V1.1b3; "
          "MODBUS Messaging on TCP/IP Implementation Guide V1.0b; "
          "MODBUS over Serial Line Specification and Implementation Guide V1.02",
      .over_tcp = true,
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operation_names(),
      .spaces = space_names(),
      .max_message = max_message_size,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  if (tell_envelope(chunk.bytes, chunk.finished) == Envelope::rtu) return Verdict::yes;
  const bool may_become_rtu = !chunk.finished && rtu_likeness(chunk.bytes) == Likeness::partial;
  switch (likeness(chunk.bytes)) {
    case Likeness::none:
      return may_become_rtu || has_right_rtu_crc(chunk.bytes) ? Verdict::maybe : Verdict::no;
    case Likeness::partial:
      return chunk.finished ? Verdict::no : Verdict::maybe;
    case Likeness::doubtful:
      return Verdict::maybe;
    case Likeness::complete:
      break;
  }
  Adu adu;
  read_adu(chunk.bytes, adu);
  return may_be_header(chunk.bytes.subspan(adu.size)) ? Verdict::yes : Verdict::no;
}

Decoder::Decoder(const Opening& opening) {
  client_ = opening.from_client ? opening.from_client : opening.to_port;
  // A server that opened the conversation from its own port: then the messages must tell.
  const bool contradicted = opening.from_client && opening.to_port && opening.from_client != opening.to_port;
  if (client_ && !contradicted) evidence_ = settled;
  if (contradicted) client_.reset();
  if (opening.from_client) {
    in_step_.fill(true);
    requests_missed_ = false;
  }
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  if (envelope_ == Envelope::untold) {
    if (const auto progress = tell_framing(chunk)) return *progress;
  }
  return envelope_ == Envelope::rtu ? decode_rtu(chunk, message) : decode_mbap(chunk, message);
}

/// What the conversation's messages are framed in, where its bytes show it. Nothing where they are to be read now.
std::optional<core::Progress> Decoder::tell_framing(const Chunk& chunk) {
  const bool in_step = in_step_[core::index(chunk.direction)];
  if (const std::size_t at = in_step ? 0 : find_rtu_envelope(chunk.bytes, chunk.finished);
      at > 0 && at < chunk.bytes.size())
    return core::Progress::skipped(at);
  const Envelope told = tell_envelope(chunk.bytes, chunk.finished);
  if (told == Envelope::awaiting) return core::Progress::need_more();
  envelope_ = told;
  return {};
}

core::Progress Decoder::decode_mbap(const Chunk& chunk, Message& message) {
  if (!in_step_[core::index(chunk.direction)]) {
    if (const auto progress = resynchronise(chunk)) return *progress;
  }
  Adu adu;
  switch (read_adu(chunk.bytes, adu)) {
    case Framing::partial:
      return chunk.finished ? cut_short(chunk, message) : core::Progress::need_more();
    case Framing::bad_protocol_id:
      return bad_header(chunk, Defect::bad_protocol_id, message);
    case Framing::bad_length:
      return bad_header(chunk, Defect::bad_length, message);
    case Framing::whole:
      break;
  }
  message.size = static_cast<std::uint16_t>(adu.size);
  message.transaction_id = adu.transaction_id;
  message.unit_id = adu.unit_id;
  if (const auto flaw = read_pdu(chunk, adu, message))
    return malformed(adu.size, {flaw->defect, header_size + flaw->offset}, message);
  if (adu.too_long) return malformed(adu.size, {Defect::bad_length, 4}, message);
  return core::Progress::done(adu.size);
}

void Decoder::on_gap(core::Direction direction) {
  in_step_[core::index(direction)] = false;
  expect_missing(direction);
}

/// Messages of this direction may have been missed.
void Decoder::expect_missing(core::Direction direction) {
  if (!client_ || direction == client_) requests_missed_ = true;
}

/// Finds the start of a message. Nothing where the chunk begins with one.
std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk) {
  // A segment mostly begins with a message, so there the header is proof enough; elsewhere all of the message is asked.
  const bool trusted = chunk.segment_start && chunk.bytes.size() > header_size && may_be_header(chunk.bytes);
  const std::size_t start = trusted ? 0 : find_message(chunk.bytes, 0, chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (!trusted && likeness(chunk.bytes) == Likeness::partial) return core::Progress::need_more();
  expect_missing(chunk.direction);
  in_step_[core::index(chunk.direction)] = true;
  return {};
}

core::Progress Decoder::bad_header(const Chunk& chunk, Defect defect, Message& message) {
  on_gap(chunk.direction);  // what is passed over on the way to the next message may have been one
  message.size = prefix_size;
  message.transaction_id = core::ByteCursor{chunk.bytes}.be16();
  const std::size_t offset = defect == Defect::bad_protocol_id ? 2 : 4;
  return malformed(find_message(chunk.bytes, 1, chunk.finished), {defect, offset}, message);
}

core::Progress Decoder::cut_short(const Chunk& chunk, Message& message) {
  message.size = static_cast<std::uint16_t>(chunk.bytes.size());
  core::ByteCursor in{chunk.bytes};
  const std::uint16_t transaction_id = in.be16();
  in.skip(prefix_size - in.offset());
  const std::uint8_t unit_id = in.u8();
  if (in.ok()) {
    message.transaction_id = transaction_id;
    message.unit_id = unit_id;
  }
  return malformed(chunk.bytes.size(), {Defect::truncated, chunk.bytes.size()}, message);
}

std::optional<Flaw> Decoder::read_pdu(const Chunk& chunk, const Adu& adu, Message& message) {
  if (is_request(chunk.direction, adu.pdu, message)) {
    const auto flaw = read_request(adu.pdu, message);
    open_transaction(chunk, message);
    return flaw;
  }
  const auto flaw = read_response(adu.pdu, message);
  const auto mismatch = close_transaction(chunk.direction, message);
  return flaw ? flaw : mismatch;
}

/// Told by who is the client where that is settled, else by the shape of the PDU and what was asked before.
bool Decoder::is_request(core::Direction direction, core::Bytes pdu, const Message& header) {
  if (evidence_ >= settled) return direction == client_;
  const bool refusal = (pdu[0] & exception_bit) != 0;
  switch (refusal ? Shape::response : shape_of(pdu)) {
    case Shape::request:
      learn_client(direction);
      return true;
    case Shape::response:
      learn_client(core::opposite(direction));
      return false;
    case Shape::neither:
    case Shape::either:
      break;
  }
  if (client_) return direction == client_;
  Message echo = header;
  echo.function_code = pdu[0];
  if (!transactions_.awaits(echo, direction)) return true;
  learn_client(core::opposite(direction));
  return false;
}

void Decoder::learn_client(core::Direction client) {
  if (client_ && client_ != client) {
    transactions_.clear();
    requests_missed_ = true;
    evidence_ = 0;
  }
  client_ = client;
  ++evidence_;
}

void Decoder::open_transaction(const Chunk& chunk, const Message& request) {
  if (request.is_rtu && !transactions_.give_up(request.unit_id.value_or(0), chunk.direction)) requests_missed_ = true;
  if (!transactions_.add(Request::from(request, chunk.frame, chunk.direction))) requests_missed_ = true;
}

/// Completes a response with what its request said, and holds it against that.
std::optional<Flaw> Decoder::close_transaction(core::Direction direction, Message& response) {
  const auto request = transactions_.take(response, direction);
  if (!request) {
    response.unmatched = !requests_missed_;
    return {};
  }
  requests_missed_ = false;
  request->complete(response);
  if (response.kind == Kind::exception || answers(response)) return {};
  return Flaw{Defect::byte_count_mismatch, 1};
}

}  // namespace vedette::decoders::modbus
