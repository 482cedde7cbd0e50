// SPDX-License-Identifier: Apache-2.0
#include "decoders/dnp3/decoder.h"

#include <algorithm>

#include "decoders/dnp3/functions.h"
#include "decoders/dnp3/objects.h"

namespace vedette::decoders::dnp3 {
namespace {

constexpr std::uint16_t ports[] = {20000};

void clear(Message& message) {
  message.size = 0;
  message.link.reset();
  message.transport.reset();
  message.control.reset();
  message.function.reset();
  message.indications.reset();
  message.user.clear();
  message.objects_at = 0;
  message.matched = message.unmatched = false;
  message.request_subject = {};
}

Subject subject_of(const Message& message) {
  ObjectHeader header;
  ObjectWalk walk{message.objects(), carries_objects(*message.function)};
  if (!walk.next(header)) return {};
  Subject subject{.is_set = true, .group = header.group, .variation = header.variation};
  if (header.first) {
    subject.first = *header.first;
    subject.count = *header.last - *header.first + 1;
  } else if (header.prefix_size > 0 && header.element_count() > 0) {
    subject.first = header.index_of(0);
    subject.count = 1;
  } else {
    subject.count = header.count.value_or(0);
  }
  return subject;
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"dnp3"},
      .title = "DNP3",
      .specification = "IEEE 1815-2012",
      .over_tcp = true,
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operation_names(),
      .spaces = space_names(),
      .max_message = max_frame_size,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  LinkFrame frame;
  switch (read_link(chunk.bytes, frame)) {
    case Framing::whole:
      return Verdict::yes;
    case Framing::partial:
      // A header with its CRC is proof enough.
      return chunk.bytes.size() >= link_header_size ? Verdict::yes : chunk.finished ? Verdict::no : Verdict::maybe;
    default:
      return Verdict::no;
  }
}

Decoder::Decoder(const Opening& opening) {
  if (!opening.from_client) return;
  in_step_.fill(true);
  requests_missed_ = false;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  clear(message);
  if (!in_step_[core::index(chunk.direction)]) {
    if (const auto progress = resynchronise(chunk)) return *progress;
  }
  LinkFrame frame;
  switch (read_link(chunk.bytes, frame)) {
    case Framing::bad_start:
      return bad_header(chunk, {Defect::bad_start, 0}, message);
    case Framing::bad_length:
      return bad_header(chunk, {Defect::bad_length, 2}, message);
    case Framing::bad_header_crc:
      return bad_header(chunk, {Defect::bad_header_crc, link_header_size - crc_size}, message);
    case Framing::partial:
      if (!chunk.finished) return core::Progress::need_more();
      message.size = static_cast<std::uint16_t>(chunk.bytes.size());
      if (chunk.bytes.size() >= link_header_size) message.link = frame.link;
      return malformed(chunk, Defect::truncated, chunk.bytes.size());
    case Framing::whole:
      break;
  }
  message.size = static_cast<std::uint16_t>(frame.size);
  message.link = frame.link;
  std::size_t bad_crc_at = 0;
  if (!message.user.assemble(chunk.bytes.first(frame.size), frame.user_size, bad_crc_at)) {
    requests_missed_ = true;
    return malformed(frame.size, Defect::bad_data_crc, bad_crc_at);
  }
  if (const auto flaw = read_application(chunk, message))
    return malformed_within(frame.size, flaw->defect, frame_offset(flaw->offset));
  return core::Progress::done(frame.size);
}

void Decoder::on_gap(core::Direction direction) {
  in_step_[core::index(direction)] = false;
  requests_missed_ = true;
}

core::Progress Decoder::bad_header(const Chunk& chunk, Flaw flaw, Message& message) {
  on_gap(chunk.direction);  // what is passed over on the way to the next frame may have been one
  message.size = static_cast<std::uint16_t>(std::min(chunk.bytes.size(), link_header_size));
  return malformed(find_frame(chunk.bytes, 1, chunk.finished), flaw);
}

/// Finds the start of a frame. Nothing where the chunk begins with one.
std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk) {
  const std::size_t start = find_frame(chunk.bytes, 0, chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (chunk.bytes.size() < link_header_size) return core::Progress::need_more();
  requests_missed_ = true;
  in_step_[core::index(chunk.direction)] = true;
  return {};
}

/// Transport and application, of the first segment. Offsets count from the user data's start.
std::optional<Flaw> Decoder::read_application(const Chunk& chunk, Message& message) {
  constexpr std::uint8_t confirmed_user_data = 3, unconfirmed_user_data = 4;
  const std::uint8_t link_function = message.link->function();
  const bool has_data = link_function == confirmed_user_data || link_function == unconfirmed_user_data;
  core::ByteCursor in{message.user.view()};
  if (in.empty() || !message.link->is_primary() || !has_data) return {};
  message.transport = Transport{in.u8()};
  if (!message.transport->is_first()) return {};
  const ApplicationControl control{in.u8()};
  const std::uint8_t function = in.u8();
  if (!in.ok()) return Flaw{Defect::application_truncated, message.user.view().size()};
  message.control = control;
  message.function = function;
  if (is_response(function)) {
    const std::uint16_t indications = in.le16();
    if (!in.ok()) return Flaw{Defect::application_truncated, message.user.view().size()};
    message.indications = indications;
  }
  // What an unassigned function has behind it nobody knows.
  message.objects_at = function_info(function).is_assigned ? in.offset() : message.user.view().size();
  match(chunk, message);
  ObjectHeader header;
  ObjectWalk walk{message.objects(), carries_objects(function)};
  while (walk.next(header)) continue;
  const auto flaw = walk.flaw();
  const bool goes_on = !message.transport->is_final();
  if (!flaw || (goes_on && flaw->defect == Defect::objects_truncated)) return {};
  return Flaw{flaw->defect, message.objects_at + flaw->offset};
}

void Decoder::match(const Chunk& chunk, Message& message) {
  const std::uint8_t function = *message.function;
  if (function_info(function).is_answered) {
    const Request request{.frame = chunk.frame,
                          .subject = subject_of(message),
                          .master = message.link->source,
                          .outstation = message.link->destination,
                          .sequence = message.control->sequence(),
                          .function = function,
                          .direction = chunk.direction};
    if (!requests_.add(request)) requests_missed_ = true;
    return;
  }
  if (!is_response(function) || function == static_cast<std::uint8_t>(Function::unsolicited_response)) return;
  const auto request = requests_.answer(message, chunk.direction);
  if (!request) {
    message.unmatched = !requests_missed_;
    return;
  }
  requests_missed_ = false;
  message.matched = true;
  message.request_frame = request->frame;
  message.request_function = request->function;
  message.request_subject = request->subject;
}

}  // namespace vedette::decoders::dnp3
