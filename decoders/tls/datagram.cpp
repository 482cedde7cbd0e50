// SPDX-License-Identifier: Apache-2.0
// DTLS over UDP (RFC 6347, section 4; RFC 9147): each datagram holds whole records, each record whole messages or
// fragments. Fragments are put together as they come; what comes out of order comes again with the next flight.
#include <algorithm>

#include "decoders/tls/decoder.h"

namespace vedette::decoders::tls {
namespace {

using core::Bytes;
using core::Progress;

/// RFC 9147, section 4: the header of encrypted records in DTLS 1.3 begins with the bits 001.
bool is_unified_header(std::uint8_t first) {
  return first >> 5 == 1;
}
/// RFC 7983: what media shares a port with DTLS begins with other bytes.
bool may_share_port(std::uint8_t first) {
  return first < 20 || first > 63;
}
/// The form of QUIC's headers (RFC 8999, section 5): it is more often on port 443 than DTLS.
bool may_be_quic(std::uint8_t first) {
  return (first & 0xc0) != 0;
}

bool is_passed_over(const Record& record) {
  if (record.epoch > 0) return true;
  return record.content != Content::handshake && record.content != Content::alert;
}

Fragment read_fragment(Bytes bytes) {
  core::ByteCursor in{bytes};
  Fragment f;
  f.type = in.u8();
  f.size = in.be24();
  f.number = in.be16();
  f.offset = in.be24();
  f.length = in.be24();
  return f;
}

}  // namespace

Progress Decoder::decode_datagram(const Chunk& chunk, Message& message) {
  Side& side = side_of(chunk);
  if (chunk.segment_start) side.record_left = 0;
  std::size_t at = 0;
  while (at < chunk.bytes.size()) {
    const Bytes here = chunk.bytes.subspan(at);
    Part part{.left = side.record_left, .content = here.first(std::min<std::size_t>(side.record_left, here.size()))};
    if (part.left == 0) {
      if (recognised_ && is_unified_header(here[0])) return Progress::partial(chunk.bytes.size());
      if (!may_be_dtls_record(here)) return at > 0 ? Progress::partial(at) : refuse_datagram(chunk);
      if (here.size() < dtls_header_size) return at > 0 ? Progress::partial(at) : wait(chunk, {}, message);
      const Record record = read_dtls_record(here);
      if (record.content == Content::with_connection) return Progress::partial(chunk.bytes.size());
      if (is_passed_over(record)) {
        recognised_ = true;
        at += std::min<std::size_t>(here.size(), dtls_header_size + record.length);
        continue;
      }
      if (at > 0) return Progress::partial(at);
      if (here.size() < dtls_header_size + record.length) return malformed_within(here.size(), Defect::truncated, 11);
      recognised_ = true;
      side.content = record.content;
      part = {
          .header = dtls_header_size, .left = record.length, .content = here.subspan(dtls_header_size, record.length)};
      if (record.length == 0) return malformed_within(dtls_header_size, Defect::empty_record, 11);
    }
    return at > 0 ? Progress::partial(at) : decode_dtls_content(chunk, part, message);
  }
  return Progress::partial(at);
}

/// There is no record here.
Progress Decoder::refuse_datagram(const Chunk& chunk) {
  const std::uint8_t first = chunk.bytes[0];
  if (!recognised_) return may_be_quic(first) ? Progress::handed_over() : Progress::not_mine();
  if (chunk.segment_start && may_share_port(first)) return Progress::partial(chunk.bytes.size());
  return malformed(chunk, Defect::bad_record, 0);
}

Progress Decoder::decode_dtls_content(const Chunk& chunk, const Part& part, Message& message) {
  if (side_of(chunk).content == Content::alert) {
    const Progress progress = decode_alert(chunk, part, message);
    side_of(chunk).record_left = 0;
    return progress;
  }
  return decode_fragment(chunk, part, message);
}

Progress Decoder::decode_fragment(const Chunk& chunk, const Part& part, Message& message) {
  Side& side = side_of(chunk);
  const std::size_t whole = part.header + part.content.size();
  side.record_left = 0;
  if (part.content.size() < dtls_message_header) return malformed_within(whole, Defect::bad_fragment, part.header);
  const Fragment f = read_fragment(part.content);
  const Bytes rest = part.content.subspan(dtls_message_header);
  if (f.length > rest.size() || f.offset + f.length > f.size)
    return malformed_within(whole, Defect::bad_fragment, part.header + 6);
  const Bytes bytes = rest.first(f.length);
  const std::size_t consumed = take(side, part, dtls_message_header + f.length);
  if (!is_of_interest(f.type)) return Progress::partial(consumed);
  if (f.size + message_header > max_handshake) {
    // Told once, not with each of its fragments.
    return f.offset == 0 ? malformed_within(consumed, Defect::message_too_long, part.header + 1)
                         : Progress::partial(consumed);
  }
  if (f.length == f.size) return finish(chunk, f.type, bytes, consumed, part.header + dtls_message_header, message);
  return gather_fragment(chunk, f, bytes, consumed, message);
}

Progress Decoder::gather_fragment(const Chunk& chunk, const Fragment& f, core::Bytes bytes, std::size_t consumed,
                                  Message& message) {
  Side& side = side_of(chunk);
  const KeepKey key = keep::handshake_of(chunk.direction);
  const bool same = side.gathered > 0 && side.message_number == f.number && side.message_type == f.type &&
                    side.message_size == f.size + message_header;
  if (!same) {
    if (f.offset != 0) return Progress::partial(consumed);
    const std::array<std::uint8_t, message_header> header{f.type, static_cast<std::uint8_t>(f.size >> 16),
                                                          static_cast<std::uint8_t>(f.size >> 8),
                                                          static_cast<std::uint8_t>(f.size)};
    chunk.memory->put(key, header);
    side.message_number = f.number;
    side.message_type = f.type;
    side.message_size = f.size + static_cast<std::uint32_t>(message_header);
    side.gathered = message_header;
  }
  const std::uint32_t have = side.gathered - static_cast<std::uint32_t>(message_header);
  if (f.offset > have || f.offset + f.length <= have) return Progress::partial(consumed);
  chunk.memory->append(key, bytes.subspan(have - f.offset));
  side.gathered = f.offset + f.length + static_cast<std::uint32_t>(message_header);
  return side.gathered == side.message_size ? finish_gathered(chunk, consumed, message) : Progress::partial(consumed);
}

}  // namespace vedette::decoders::tls
