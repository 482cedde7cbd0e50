// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/decoder.h"

#include <algorithm>

namespace vedette::decoders::mqtt {
namespace {

constexpr std::uint16_t ports[] = {1883};
constexpr std::string_view spaces[] = {"topic", "filter"};

// What can't be a packet says nothing of where the next one begins, unless it is short.
constexpr std::size_t longest_dubious = 1024;
// A start that was guessed is believed after so many packets without a flaw.
constexpr std::uint8_t doubts_at_first = 2;
// So many bytes tell frames from packets, or nothing does.
constexpr std::size_t enough_to_tell = 4096;

core::Progress malformed(std::size_t consumed, Defect defect, std::size_t offset, Message& message) {
  message.has_flaw = true;
  return core::Progress::malformed(consumed, static_cast<std::uint8_t>(defect), offset);
}

/// Evidence that whole packets, one after another, give for the protocol; nothing where something contradicts it. More
/// than a few say no more.
std::optional<unsigned> weigh(core::Bytes bytes) {
  constexpr unsigned enough = 8;
  unsigned weight = 0;
  while (!bytes.empty() && weight < enough) {
    const Likeness found = likeness(bytes, Version::unknown);
    if (found == Likeness::none) return {};
    if (found == Likeness::partial) break;
    weight += found == Likeness::strong ? 2 : 1;
    Header header;
    read_header(bytes, header);
    bytes = bytes.subspan(std::min(bytes.size(), header.total()));
  }
  return weight;
}

Verdict verdict_on(core::Bytes bytes) {
  switch (likeness_of_connect(bytes)) {
    case Likeness::strong:
      return Verdict::yes;
    case Likeness::partial:
      return Verdict::maybe;
    default:
      break;
  }
  const auto weight = weigh(bytes);
  if (!weight) return Verdict::no;
  return *weight >= 2 ? Verdict::yes : Verdict::maybe;
}

Verdict verdict_on_frames(core::Bytes bytes) {
  const websocket::Peek seen = websocket::peek(bytes);
  if (!seen.frames_fit) return Verdict::no;
  if (seen.size == 0) return Verdict::maybe;
  return verdict_on(seen.bytes());
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"mqtt"},
      .title = "MQTT",
      .specification = "MQTT Version 5.0 and 3.1.1 (OASIS), MQTT V3.1; over WebSocket: RFC 6455; Sparkplug 3.0.0",
      .over_tcp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operation_names(),
      .spaces = spaces,
      .max_message = max_message,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  const Verdict verdict = verdict_on(chunk.bytes);
  return verdict == Verdict::no ? verdict_on_frames(chunk.bytes) : verdict;
}

Decoder::Decoder(const Opening& opening) : session_(opening) {
  for (Side& each : sides_) each.in_step = starts_here(opening);
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message.reset();
  if (carrier_ == Carrier::unknown) {
    if (const auto progress = find_carrier(chunk)) return *progress;
  }
  return carrier_ == Carrier::websocket ? decode_frames(chunk, message) : decode_stream(chunk, message);
}

void Decoder::on_gap(core::Direction direction) {
  side(direction) = {};
  session_.lose(direction);
}

/// Are there packets in the stream, or frames around them? Nothing where that could be told.
std::optional<core::Progress> Decoder::find_carrier(const Chunk& chunk) {
  const Version version = session_.version();
  if (!side(chunk.direction).in_step) {
    const auto masked = expected_mask(chunk.direction);
    const std::size_t packet = find_packet(chunk.bytes, 0, version, chunk.segment_start, chunk.finished);
    const std::size_t frame = websocket::find_frame(chunk.bytes, 0, masked, version, chunk.finished);
    if (const std::size_t start = std::min(packet, frame); start > 0) return core::Progress::skipped(start);
  }
  const bool open = !chunk.finished && chunk.bytes.size() < enough_to_tell;
  const Likeness packet = likeness(chunk.bytes, version);
  const Likeness frame = websocket::likeness(chunk.bytes, version);
  const auto fits = [](Likeness found) { return found == Likeness::strong || found == Likeness::weak; };
  if (!fits(packet) && !fits(frame) && open && (packet == Likeness::partial || frame == Likeness::partial))
    return core::Progress::need_more();
  // A server's frame around a PUBLISH reads like SUBSCRIBE, with the packet's header as its identifier.
  const bool framed = fits(frame) && (!fits(packet) || weigh(websocket::peek(chunk.bytes).bytes()));
  carrier_ = framed ? Carrier::websocket : Carrier::stream;
  return {};
}

core::Progress Decoder::decode_stream(const Chunk& chunk, Message& message) {
  Side& own = side(chunk.direction);
  if (!own.parts.empty()) return go_on_with_parts(chunk, message);
  if (!own.in_step) {
    if (const auto progress = resynchronise(chunk)) return *progress;
  }
  Header header;
  switch (read_header(chunk.bytes, header)) {
    case Framing::partial:
      return chunk.finished ? cut_short(chunk, message) : core::Progress::need_more();
    case Framing::bad_length:
      if (session_.is_untried()) return core::Progress::not_mine();
      return lost_thread(chunk, Defect::bad_remaining_length, 1, message);
    case Framing::whole:
      break;
  }
  if (const auto progress = judge_header(chunk, header, message)) return *progress;
  const std::size_t total = header.total();
  if (total > chunk.bytes.size()) {
    if (chunk.finished) return cut_short(chunk, message);
    return total <= max_message ? core::Progress::need_more() : begin_parts(chunk, header);
  }
  const auto flaw = session_.read(chunk.bytes.first(total), header, chunk, message);
  if (flaw) {
    // A long packet is passed over in any case: looking for another start inside could take as long as it likes. That
    // CONNECT begins where its protocol's name stands is beyond doubt.
    const bool doubted = own.doubts > 0 && total <= longest_dubious &&
                         likeness_of_connect(chunk.bytes.first(total)) != Likeness::strong;
    return doubted ? guess_again(chunk, message) : malformed(total, flaw->defect, flaw->offset, message);
  }
  if (own.doubts > 0) --own.doubts;
  return core::Progress::done(total);
}

/// What was taken for the start of a packet was none: nothing is said of it.
core::Progress Decoder::guess_again(const Chunk& chunk, Message& message) {
  on_gap(chunk.direction);
  message.reset();
  return core::Progress::skipped(find_packet(chunk.bytes, 1, session_.version(), false, chunk.finished));
}

/// Nothing where the header may be that of a packet.
std::optional<core::Progress> Decoder::judge_header(const Chunk& chunk, const Header& header, Message& message) {
  const Version version = session_.version();
  const bool good = header.type != PacketType::reserved && has_good_flags(header) && has_good_length(header, version);
  if (good) return {};
  const std::string_view body = core::as_text(chunk.bytes.subspan(header.size));
  const bool names_itself =
      body.starts_with(std::string_view{"\0\4MQTT", 6}) || body.starts_with(std::string_view{"\0\6MQIsdp", 8});
  if (session_.is_untried() && !names_itself) {
    const bool open = header.type == PacketType::connect && body.size() < 8 && !chunk.finished;
    return open ? core::Progress::need_more() : core::Progress::not_mine();
  }
  if (header.total() <= longest_dubious) return {};
  const Defect defect = header.type == PacketType::reserved ? Defect::bad_packet_type
                        : has_good_flags(header)            ? Defect::bad_length
                                                            : Defect::bad_flags;
  return lost_thread(chunk, defect, defect == Defect::bad_length ? 1 : 0, message);
}

/// Finds the start of a packet. Nothing where the chunk begins with one.
std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk) {
  const std::size_t start = find_packet(chunk.bytes, 0, session_.version(), chunk.segment_start, chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (likeness(chunk.bytes, session_.version()) == Likeness::partial) return core::Progress::need_more();
  side(chunk.direction).in_step = true;
  side(chunk.direction).doubts = doubts_at_first;
  return {};
}

core::Progress Decoder::lost_thread(const Chunk& chunk, Defect defect, std::size_t offset, Message& message) {
  on_gap(chunk.direction);  // what is passed over on the way to the next packet may have been one
  message.size = 0;
  const std::size_t next = find_packet(chunk.bytes, 1, session_.version(), false, chunk.finished);
  return malformed(next, defect, offset, message);
}

/// Whatever can be read of a packet whose rest never comes.
core::Progress Decoder::cut_short(const Chunk& chunk, Message& message) {
  const std::size_t size = chunk.bytes.size();
  Header header;
  if (read_header(chunk.bytes, header) == Framing::whole) session_.read(chunk.bytes, header, chunk, message);
  message.incomplete = false;
  return malformed(size, Defect::truncated, size, message);
}

/// A packet that is longer than what is held back of a stream: what stands before its payload is remembered.
core::Progress Decoder::begin_parts(const Chunk& chunk, const Header& header) {
  const std::size_t size = chunk.bytes.size();
  const Version known = session_.version();
  const Version version = known == Version::unknown ? guess_version(chunk.bytes, header).version : known;
  const auto head = head_size(chunk.bytes, header, version);
  if (!head && size < max_message) return core::Progress::need_more();
  PacketParts& parts = side(chunk.direction).parts;
  for (std::size_t i = 0; i < header.size; ++i) parts.add_header_byte(chunk.bytes[i]);
  const std::size_t kept = std::min(head.value_or(size) - header.size, PacketParts::max_kept);
  parts.take(size - header.size, chunk.bytes.subspan(header.size, kept), chunk.memory, parts_key(chunk.direction));
  return core::Progress::partial(size);
}

core::Progress Decoder::go_on_with_parts(const Chunk& chunk, Message& message) {
  PacketParts& parts = side(chunk.direction).parts;
  const std::size_t taken = std::min(parts.left(), chunk.bytes.size());
  parts.take(taken, {}, chunk.memory, parts_key(chunk.direction));
  if (parts.left() == 0) return finish_parts(chunk, taken, {}, message);
  if (!chunk.finished) return core::Progress::partial(taken);
  finish_parts(chunk, taken, {}, message);
  return malformed(taken, Defect::truncated, 0, message);
}

/// All of a packet's parts went by. Where its defect stands among them can't be said in bytes of the chunk: offset 0.
core::Progress Decoder::finish_parts(const Chunk& chunk, std::size_t consumed, core::Bytes fresh, Message& message) {
  PacketParts& parts = side(chunk.direction).parts;
  const Header header = parts.header();
  parts.assemble(fresh, chunk.memory, parts_key(chunk.direction), message.assembled);
  const auto flaw = session_.read(message.assembled, header, chunk, message);
  return flaw ? malformed(consumed, flaw->defect, 0, message) : core::Progress::done(consumed);
}

}  // namespace vedette::decoders::mqtt
