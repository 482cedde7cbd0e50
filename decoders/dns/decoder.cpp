// SPDX-License-Identifier: Apache-2.0
#include "decoders/dns/decoder.h"

#include <algorithm>

#include "core/byte_cursor.h"
#include "decoders/dns/sections.h"
#include "decoders/dns/types.h"

namespace vedette::decoders::dns {
namespace {

constexpr std::uint16_t dns_port = 53, mdns_port = 5353, llmnr_port = 5355;
constexpr std::uint16_t ports[] = {dns_port, mdns_port, llmnr_port};
constexpr std::string_view spaces[] = {"domain"};
constexpr std::size_t prefix_size = 2;  // over TCP (RFC 7766, section 8)
constexpr std::size_t max_message_size = prefix_size + 0xffff;

bool has_port(const Chunk& chunk, std::uint16_t port) {
  return chunk.source_port.number == port || chunk.target_port.number == port;
}
Variant variant_of(const Chunk& chunk) {
  return has_port(chunk, mdns_port) ? Variant::mdns : has_port(chunk, llmnr_port) ? Variant::llmnr : Variant::dns;
}

bool is_stream(const Chunk& chunk) {
  return chunk.transport == core::IpProtocol::tcp;
}

std::size_t length_before(core::Bytes bytes) {
  return core::ByteCursor{bytes}.be16();
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"dns"},
      .title = "DNS, multicast DNS, LLMNR",
      .specification = "RFC 1035, 2181, 3596, 2782, 6891, 7766; RFC 6762 (multicast DNS); RFC 4795 (LLMNR)",
      .over_tcp = true,
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operation_names(),
      .spaces = spaces,
      .max_message = max_message_size,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  // NetBIOS names have the same format (RFC 1002, section 4.2) and another meaning.
  constexpr std::uint16_t netbios_port = 137;
  if (has_port(chunk, netbios_port)) return Verdict::no;
  core::Bytes wire = chunk.bytes;
  if (is_stream(chunk)) {
    if (wire.size() < prefix_size + header_size) return chunk.finished ? Verdict::no : Verdict::maybe;
    const std::size_t length = length_before(wire);
    wire = wire.subspan(prefix_size);
    if (!may_be_header(wire, length)) return Verdict::no;
    if (wire.size() < length) return chunk.finished ? Verdict::no : Verdict::maybe;
    wire = wire.first(length);
  }
  if (!may_be_header(wire, wire.size())) return Verdict::no;
  // Kept for the room that its lists have by then: nearly every conversation is asked.
  thread_local Message message;
  message.clear();
  message.variant = variant_of(chunk);
  if (read_message(wire, message)) return Verdict::no;
  return is_convincing(message) ? Verdict::yes : Verdict::maybe;
}

Decoder::Decoder(const Opening& opening) {
  if (!opening.from_client) return;
  steps_.fill(Step::kept);
  queries_missed_ = false;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message.clear();
  message.variant = variant_of(chunk);
  message.to_group = chunk.source_port.number == mdns_port && chunk.target_port.number == mdns_port;
  return is_stream(chunk) ? stream(chunk, message) : datagram(chunk, message);
}

void Decoder::on_gap(core::Direction direction) {
  steps_[core::index(direction)] = Step::lost;
  queries_missed_ = true;
}

core::Progress Decoder::datagram(const Chunk& chunk, Message& message) {
  message.size = chunk.bytes.size();
  return told(chunk, read_message(chunk.bytes, message), message);
}

core::Progress Decoder::stream(const Chunk& chunk, Message& message) {
  Step& step = steps_[core::index(chunk.direction)];
  if (step == Step::lost) {
    if (const auto progress = resynchronise(chunk)) return *progress;
  }
  const std::size_t available = chunk.bytes.size();
  message.size = available;
  if (available < prefix_size) {
    if (!chunk.finished) return core::Progress::need_more();
    return malformed(chunk, Defect::truncated, available);
  }
  const std::size_t length = length_before(chunk.bytes);
  const core::Bytes behind = chunk.bytes.subspan(prefix_size);
  if (!had_message_ && length >= header_size && behind.size() >= header_size && !may_be_header(behind, length))
    return core::Progress::not_mine();
  if (behind.size() < length && !chunk.finished) return core::Progress::need_more();
  message.size = prefix_size + std::min(length, behind.size());
  if (length < header_size && behind.size() >= length) return malformed(message.size, Defect::bad_length, 0);
  const core::Bytes wire = behind.first(message.size - prefix_size);
  const auto flaw = read_message(wire, message);
  if (flaw && step == Step::tried) {
    step = Step::lost;
    return core::Progress::skipped(message.size);
  }
  step = Step::kept;
  return told(chunk, flaw, message);
}

/// What was read belongs to its query, and is good or not.
core::Progress Decoder::told(const Chunk& chunk, const std::optional<Flaw>& flaw, Message& message) {
  if (message.has_header) match(chunk, message);
  const std::size_t prefix = message.size - message.wire.size();
  if (flaw) return malformed(message.size, flaw->defect, prefix + flaw->offset);
  had_message_ = true;
  return core::Progress::done(message.size);
}

/// Messages mostly begin where a segment does. Nothing where the chunk begins with one.
std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk) {
  const std::size_t size = chunk.bytes.size();
  if (!chunk.segment_start) return core::Progress::skipped(size);
  if (size < prefix_size + header_size)
    return chunk.finished ? core::Progress::skipped(size) : core::Progress::need_more();
  if (!may_be_header(chunk.bytes.subspan(prefix_size), length_before(chunk.bytes)))
    return core::Progress::skipped(size);
  steps_[core::index(chunk.direction)] = Step::tried;
  return {};
}

void Decoder::match(const Chunk& chunk, Message& message) {
  // What is said to everybody has no id (RFC 6762, section 18.1), and answers come from others than were asked.
  if (message.to_group) return;
  if (!message.is_answer()) {
    if (!queries_.add(message, chunk.frame, chunk.direction)) queries_missed_ = true;
    return;
  }
  const auto frame = queries_.take(message, chunk.direction);
  message.matched = frame.has_value();
  message.request_frame = frame.value_or(0);
  message.unmatched = !frame && !queries_missed_;
  if (frame) queries_missed_ = false;
}

}  // namespace vedette::decoders::dns
