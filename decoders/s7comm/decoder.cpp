// SPDX-License-Identifier: Apache-2.0
#include "decoders/s7comm/decoder.h"

#include <array>

#include "core/byte_cursor.h"
#include "decoders/s7comm/names.h"

namespace vedette::decoders::s7comm {
namespace {

constexpr std::array<DefectInfo, 7> defects{{
    {"bad_tpkt", "the version is not 3, or the length below 7 (RFC 1006, 6)"},
    {"bad_cotp", "the transport header is longer than its packet, too short, or of no known kind (ISO 8073, 13)"},
    {"truncated", "the stream ended inside a packet (RFC 1006, 6: the length tells where one ends)"},
    {"too_many_fragments", "a message in more than 256 transport PDUs, or of more than 16 KiB"},
    {"bad_length", "the lengths of parameters and data are not those of the PDU"},
    {"bad_item", "an item reaches beyond the parameters, or is shorter than its syntax has it"},
    {"bad_function", "the kind of PDU is none of job, ack, ack data and user data"},
}};
constexpr std::array<std::uint16_t, 1> ports{102};
constexpr std::size_t max_kept = 16 * 1024;
constexpr std::uint16_t max_fragments = 256;

KeepKey fragments_key(core::Direction direction) {
  return {.kind = 1, .number = core::index(direction)};
}

/// ISO 8073, 13.3.4: code, length, value; C1 is the caller's selector, C2 the called one's.
void read_selectors(core::Bytes header, Message& m) {
  core::ByteCursor in{header};
  in.skip(6);
  while (!in.empty()) {
    const std::uint8_t code = in.u8();
    const core::Bytes value = in.bytes(in.u8());
    if (!in.ok()) return;
    if (code == 0xc1) m.source_tsap = value;
    if (code == 0xc2) m.target_tsap = value;
  }
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"s7comm"},
      .title = "S7 communication",
      .specification = "RFC 1006; ISO 8073; Wireshark's packet-s7comm (Siemens has published none)",
      .over_tcp = true,
      .ports = ports,
      .links = {},
      .defects = defects,
      .operations = operation_names(),
      .spaces = space_names(),
      .max_message = 65'535,
  };
  return info;
}

/// TPKT is also how others begin (remote desktop, H.323): only an S7 PDU inside proves it, or a connection request
/// that has selectors of S7's kind.
Verdict Decoder::probe(const Chunk& chunk) {
  if (!may_be_packet(chunk.bytes)) return Verdict::no;
  Packet packet;
  if (read_packet(chunk.bytes, packet) != Framing::whole) return Verdict::maybe;
  if (!is_sound(packet)) return Verdict::no;
  if (packet.cotp != Cotp::data) return Verdict::maybe;
  if (packet.data.empty()) return Verdict::maybe;
  constexpr std::uint8_t s7 = 0x32, s7_plus = 0x72;
  return packet.data[0] == s7 || packet.data[0] == s7_plus ? Verdict::yes : Verdict::no;
}

Decoder::Decoder(const Opening& opening) {
  if (!opening.from_client) return;
  in_step_.fill(true);
  requests_missed_ = false;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  const std::size_t side = core::index(chunk.direction);
  if (!in_step_[side]) {
    if (const auto progress = resynchronise(chunk)) return *progress;
  }
  Packet packet;
  switch (read_packet(chunk.bytes, packet)) {
    case Framing::partial:
      if (!chunk.finished) return core::Progress::need_more();
      return malformed(chunk, Defect::truncated, chunk.bytes.size());
    case Framing::bad_tpkt:
      on_gap(chunk.direction);
      return malformed(find_packet(chunk.bytes, 1, chunk.finished), Defect::bad_tpkt, 0);
    case Framing::whole:
      break;
  }
  message.size = packet.size;
  if (!is_sound(packet)) return malformed(packet.size, Defect::bad_cotp, tpkt_size);
  message.cotp = packet.cotp;
  if (packet.cotp == Cotp::data || packet.cotp == Cotp::expedited) return read_data(chunk, packet, message);
  if (packet.cotp == Cotp::connection_request || packet.cotp == Cotp::connection_confirm)
    read_selectors(packet.header, message);
  return core::Progress::done(packet.size);
}

void Decoder::on_gap(core::Direction direction) {
  const std::size_t side = core::index(direction);
  in_step_[side] = false;
  fragments_[side] = 0;
  fragment_bytes_[side] = 0;
  requests_missed_ = true;
}

std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk) {
  const std::size_t start = find_packet(chunk.bytes, 0, chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (chunk.bytes.size() < tpkt_size + 2) return core::Progress::need_more();
  in_step_[core::index(chunk.direction)] = true;
  return {};
}

/// ISO 8073, 13.7: a message may come in several data PDUs, the last of which says so.
core::Progress Decoder::read_data(const Chunk& chunk, const Packet& packet, Message& message) {
  const std::size_t side = core::index(chunk.direction);
  if (!packet.last) return keep_fragment(chunk, packet, message);
  core::Bytes pdu = packet.data;
  std::size_t before = 0;
  if (fragments_[side] > 0) {
    before = fragment_bytes_[side];
    fragments_[side] = 0;
    fragment_bytes_[side] = 0;
    if (before + packet.data.size() > max_kept) return malformed(packet.size, Defect::too_many_fragments, tpkt_size);
    const KeepKey key = fragments_key(chunk.direction);
    const bool kept = before > 0 && chunk.memory->append(key, packet.data);
    if (const auto whole = chunk.memory->find(key); before > 0 && kept && whole && whole->size() == before + pdu.size())
      pdu = *whole;
    else if (before > 0)
      pdu = {};  // what was kept had to go: only that there was a message is known
  }
  if (pdu.empty()) return core::Progress::done(packet.size);
  if (const auto flaw = read_pdu(pdu, message)) {
    const std::size_t header = tpkt_size + 1 + packet.header.size();
    return malformed_within(packet.size, flaw->defect, header + (flaw->offset > before ? flaw->offset - before : 0));
  }
  match(chunk, message);
  return core::Progress::done(packet.size);
}

core::Progress Decoder::keep_fragment(const Chunk& chunk, const Packet& packet, Message&) {
  const std::size_t side = core::index(chunk.direction);
  const KeepKey key = fragments_key(chunk.direction);
  if (fragments_[side]++ == 0) chunk.memory->erase(key);
  fragment_bytes_[side] += static_cast<std::uint32_t>(packet.data.size());
  if (fragments_[side] > max_fragments || fragment_bytes_[side] > max_kept) {
    fragments_[side] = 0;
    fragment_bytes_[side] = 0;
    return malformed(packet.size, Defect::too_many_fragments, tpkt_size);
  }
  if (!packet.data.empty()) chunk.memory->append(key, packet.data);
  return core::Progress::partial(packet.size);
}

/// An answer repeats the reference of its job; those of user data do so too.
void Decoder::match(const Chunk& chunk, Message& m) {
  if (!m.rosctr) return;
  constexpr std::uint8_t request = 4, response = 8;
  const bool asks = m.rosctr == Rosctr::job || (m.user && m.user->type == request);
  const bool answers = m.rosctr == Rosctr::ack || m.rosctr == Rosctr::ack_data || (m.user && m.user->type == response);
  if (asks) {
    Open& place = open_[next_open_];
    requests_missed_ = requests_missed_ || place.is_used;
    place = {.frame = chunk.frame, .reference = m.pdu_reference, .direction = chunk.direction, .is_used = true};
    next_open_ = static_cast<std::uint8_t>((next_open_ + 1) % open_.size());
  }
  if (!answers) return;
  for (Open& open : open_) {
    if (!open.is_used || open.reference != m.pdu_reference || open.direction == chunk.direction) continue;
    m.request_frame = open.frame;
    open.is_used = false;
    return;
  }
  m.unmatched = !requests_missed_;
}

}  // namespace vedette::decoders::s7comm
