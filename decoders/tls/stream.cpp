// SPDX-License-Identifier: Apache-2.0
// TLS over TCP: records out of a stream, and messages out of records.
#include <algorithm>

#include "decoders/tls/decoder.h"

namespace vedette::decoders::tls {
namespace {

using core::Bytes;
using core::Progress;

struct MessageHeader {
  std::uint8_t type = 0;
  std::uint32_t size = 0;  ///< with the header
};
MessageHeader read_message_header(Bytes bytes) {
  core::ByteCursor in{bytes};
  const std::uint8_t type = in.u8();
  return {type, in.be24() + static_cast<std::uint32_t>(message_header)};
}

/// What must be there before it can be told what becomes of the record.
std::size_t needed(Bytes record) {
  if (record.size() < header_size || record[0] != static_cast<std::uint8_t>(Content::handshake)) return header_size;
  return header_size + std::min<std::size_t>(hello_prefix, read_record(record).length);
}

}  // namespace

// Records of no interest are passed over in one go, so that what follows the handshake costs little.
Progress Decoder::decode_stream(const Chunk& chunk, Message& message) {
  Side& side = side_of(chunk);
  if (side.phase == Phase::over) return Progress::partial(chunk.bytes.size());
  if (side.phase == Phase::searching) {
    if (const auto progress = search(chunk)) return *progress;
  }
  if (!recognised_) {
    if (const auto progress = read_ssl2_hello(chunk, message)) return *progress;
  }
  std::size_t at = 0;
  while (at < chunk.bytes.size()) {
    const Bytes here = chunk.bytes.subspan(at);
    if (side.record_left > 0) {
      const Part part{.left = side.record_left,
                      .content = here.first(std::min<std::size_t>(side.record_left, here.size()))};
      if (!side.opaque) return at > 0 ? Progress::partial(at) : decode_content(chunk, side.content, part, message);
      at += take(side, part, part.content.size());
      continue;
    }
    if (!may_be_record(here)) return at > 0 ? Progress::partial(at) : refuse(chunk);
    if (here.size() < needed(here)) return at > 0 ? Progress::partial(at) : wait(chunk, {}, message);
    const Record record = read_record(here);
    if (!is_opaque(side, record, here)) {
      if (at > 0) return Progress::partial(at);
      const Bytes content = here.subspan(header_size);
      const Part part{.header = header_size,
                      .left = record.length,
                      .content = content.first(std::min<std::size_t>(record.length, content.size()))};
      return decode_content(chunk, record.content, part, message);
    }
    recognised_ = true;
    side.phase = Phase::encrypted;
    side.opaque = true;
    side.record_left = record.length;
    at += header_size;
  }
  return Progress::partial(at);
}

/// Nothing where the chunk begins with a record.
std::optional<Progress> Decoder::search(const Chunk& chunk) {
  Side& side = side_of(chunk);
  const Bytes bytes = chunk.bytes;
  const bool trusted = chunk.segment_start && bytes.size() >= header_size && may_be_record(bytes);
  const std::size_t start = trusted ? 0 : find_record(bytes);
  if (start > 0) return Progress::skipped(start);
  if (bytes.size() < needed(bytes)) return chunk.finished ? Progress::skipped(bytes.size()) : Progress::need_more();
  const Record record = read_record(bytes);
  const bool opens =
      record.content == Content::handshake && begins_with_hello(bytes.subspan(header_size), record.length);
  side.phase = opens ? Phase::clear : Phase::encrypted;
  return {};
}

std::optional<Progress> Decoder::read_ssl2_hello(const Chunk& chunk, Message& message) {
  switch (ssl2_hello(chunk.bytes)) {
    case Likeness::none:
      return {};
    case Likeness::partial:
      return wait(chunk, {}, message);
    case Likeness::whole:
      break;
  }
  recognised_ = asked_by_ssl2_ = true;
  client_ = chunk.direction;
  message.type = Type::ssl2_client_hello;
  message.size = ssl2_size(chunk.bytes);
  message.version = core::ByteCursor{chunk.bytes.subspan(3)}.be16();
  return Progress::done(message.size);
}

/// What is encrypted looks like nothing; a hello looks like one, also after a change of ciphers that was only made up
/// for those who look on (RFC 8446, appendix D.4).
bool Decoder::is_opaque(const Side& side, const Record& record, Bytes bytes) const {
  const bool inside_message = side.gathered > 0 || side.message_left > 0;
  switch (record.content) {
    case Content::alert:
      return side.phase == Phase::encrypted && record.length != 2;
    case Content::handshake:
      return side.phase == Phase::encrypted && !begins_with_hello(bytes.subspan(header_size), record.length);
    case Content::change_cipher_spec:
      return side.phase == Phase::encrypted;
    default:
      return !(side.phase == Phase::clear && inside_message);
  }
}

/// There is no record here.
Progress Decoder::refuse(const Chunk& chunk) {
  Side& side = side_of(chunk);
  if (side.from_start && !recognised_) return Progress::not_mine();
  if (!side.from_start) {  // what was taken for one wasn't
    side = {.phase = Phase::searching, .from_start = false};
    return Progress::skipped(1 + find_record(chunk.bytes.subspan(1)));
  }
  side.phase = Phase::over;
  if (asked_by_ssl2_) return Progress::partial(chunk.bytes.size());
  return malformed(chunk, Defect::bad_record, 0);
}

Progress Decoder::decode_content(const Chunk& chunk, Content content, const Part& part, Message& message) {
  Side& side = side_of(chunk);
  if (part.header > 0) {
    recognised_ = true;
    side.content = content;
    side.opaque = false;
    if (part.left == 0) return malformed_within(part.header, Defect::empty_record, 3);
    if (content != Content::handshake && (side.gathered > 0 || side.message_left > 0)) {
      side.gathered = side.message_left = 0;
      if (content != Content::alert) side.phase = Phase::encrypted;
      return skip_record(side, {.header = part.header, .left = part.left, .content = {}}, Defect::interleaved_record);
    }
  }
  switch (content) {
    case Content::change_cipher_spec:
      return decode_cipher_change(chunk, part, message);
    case Content::alert:
      return decode_alert(chunk, part, message);
    default:
      break;
  }
  if (side.phase == Phase::encrypted) {  // a hello after all
    side.phase = Phase::clear;
    side.gathered = side.message_left = 0;
  }
  return decode_message(chunk, part, message);
}

Progress Decoder::decode_cipher_change(const Chunk& chunk, const Part& part, Message& message) {
  Side& side = side_of(chunk);
  side.phase = Phase::encrypted;
  if (part.left != 1) return skip_record(side, part, Defect::bad_change_cipher_spec);
  if (part.content.empty()) {
    side.phase = Phase::clear;
    return wait(chunk, part, message);
  }
  const std::size_t consumed = take(side, part, 1);
  if (part.content[0] != 1) return malformed_within(consumed, Defect::bad_change_cipher_spec, part.header);
  return Progress::partial(consumed);
}

Progress Decoder::decode_message(const Chunk& chunk, const Part& part, Message& message) {
  Side& side = side_of(chunk);
  if (side.message_left > 0) {
    const std::size_t n = std::min<std::size_t>(side.message_left, part.content.size());
    side.message_left -= static_cast<std::uint32_t>(n);
    const std::size_t consumed = take(side, part, n);
    return Progress::partial(consumed);
  }
  if (side.gathered > 0 || part.left < message_header) return gather(chunk, part, message);
  if (part.content.size() < message_header) return wait(chunk, part, message);
  const MessageHeader header = read_message_header(part.content);
  const bool too_long = header.size > max_handshake;
  if (!is_of_interest(header.type) || too_long) {
    const std::size_t n = std::min<std::size_t>(header.size, part.content.size());
    side.message_left = header.size - static_cast<std::uint32_t>(n);
    const std::size_t consumed = take(side, part, n);
    return too_long ? malformed_within(consumed, Defect::message_too_long, part.header + 1)
                    : Progress::partial(consumed);
  }
  if (header.size > part.left) return gather(chunk, part, message);
  if (part.content.size() < header.size) return wait(chunk, part, message);
  const Bytes body = part.content.first(header.size).subspan(message_header);
  return finish(chunk, header.type, body, take(side, part, header.size), part.header + message_header, message);
}

/// A piece of a message that doesn't end in this record.
Progress Decoder::gather(const Chunk& chunk, const Part& part, Message& message) {
  Side& side = side_of(chunk);
  if (side.gathered == 0 && part.left >= message_header) {
    if (part.content.size() < part.left) return wait(chunk, part, message);
    const MessageHeader header = read_message_header(part.content);
    side.message_type = header.type;
    side.message_size = header.size;
  }
  const std::size_t end = side.message_size > 0 ? side.message_size : message_header;
  const std::size_t n = std::min(end - side.gathered, part.left);
  if (part.content.size() < n) return wait(chunk, part, message);
  const KeepKey key = keep::handshake_of(chunk.direction);
  if (side.gathered == 0) chunk.memory->erase(key);
  chunk.memory->append(key, part.content.first(n));
  side.gathered += static_cast<std::uint32_t>(n);
  const std::size_t consumed = take(side, part, n);
  if (side.message_size == 0 && side.gathered == message_header) return begin_gathered(chunk, consumed, message);
  if (side.gathered == side.message_size) return finish_gathered(chunk, consumed, message);
  return Progress::partial(consumed);
}

/// The header itself was in several records, and is whole now.
Progress Decoder::begin_gathered(const Chunk& chunk, std::size_t consumed, Message& message) {
  Side& side = side_of(chunk);
  const auto start = chunk.memory->find(keep::handshake_of(chunk.direction));
  const MessageHeader header = start && start->size() == message_header ? read_message_header(*start) : MessageHeader{};
  const bool too_long = header.size > max_handshake;
  if (!is_of_interest(header.type) || too_long) {
    side.gathered = 0;
    if (header.size > message_header) side.message_left = header.size - static_cast<std::uint32_t>(message_header);
    return too_long ? malformed(consumed, Defect::message_too_long, 0) : Progress::partial(consumed);
  }
  side.message_type = header.type;
  side.message_size = header.size;
  if (side.gathered == side.message_size) return finish_gathered(chunk, consumed, message);
  return Progress::partial(consumed);
}

/// Where no more will come, what there is of a hello is told.
Progress Decoder::wait(const Chunk& chunk, const Part& part, Message& message) {
  if (!chunk.finished) return Progress::need_more();
  const std::size_t size = chunk.bytes.size();
  if (side_of(chunk).content == Content::handshake && side_of(chunk).gathered == 0 &&
      part.content.size() > message_header) {
    const MessageHeader header = read_message_header(part.content);
    if (is_of_interest(header.type)) finish(chunk, header.type, part.content.subspan(message_header), size, 0, message);
  }
  side_of(chunk).phase = Phase::over;
  return malformed(size, Defect::truncated, size);
}

}  // namespace vedette::decoders::tls
