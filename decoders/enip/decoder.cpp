// SPDX-License-Identifier: Apache-2.0
#include "decoders/enip/decoder.h"

#include <array>

#include "core/byte_cursor.h"
#include "decoders/enip/cip.h"
#include "decoders/enip/encapsulation.h"

namespace vedette::decoders::enip {
namespace {

constexpr std::array<DefectInfo, 7> defects{{
    {"bad_header", "an unknown command, options that are not 0, or more than 65511 octets of data (volume 2, 2-3)"},
    {"truncated", "the datagram or the stream ends inside a message (volume 2, 2-3.3)"},
    {"bad_length", "the data are shorter than the command has them (volume 2, 2-4)"},
    {"bad_item", "an item reaches beyond its message, or has no room for what its type says (volume 2, 2-6)"},
    {"bad_identity", "an identity item is shorter than its fields (volume 2, 2-4.7)"},
    {"bad_path", "a segment of a path is unknown or reaches beyond it (volume 1, C-1.4)"},
    {"bad_cip", "a CIP message ends before its path, its status or the message inside it does (volume 1, 2-4)"},
}};
constexpr std::array<std::uint16_t, 1> ports{44818};
constexpr std::array<std::string_view, 2> spaces{"object", "tag"};
constexpr std::uint16_t implicit_port = 2222;

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"enip"},
      .title = "EtherNet/IP",
      .specification = "ODVA, The CIP Networks Library, volumes 1 and 2",
      .over_tcp = true,
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defects,
      .operations = operation_names(),
      .spaces = spaces,
      .max_message = max_message,
  };
  return info;
}

/// A header alone is too weak to claim an unknown conversation. Cyclic data have a port over UDP, which over TCP is
/// often another's: so it is not in the table of ports.
Verdict Decoder::probe(const Chunk& chunk) {
  const bool is_udp = chunk.transport == core::IpProtocol::udp;
  const bool at_port = chunk.source_port.number == implicit_port || chunk.target_port.number == implicit_port;
  if (is_udp && at_port && is_implicit(chunk.bytes)) return Verdict::yes;
  return may_be_header(chunk.bytes, false) || (is_udp && is_implicit(chunk.bytes)) ? Verdict::maybe : Verdict::no;
}

Decoder::Decoder(const Opening& opening) : client_(opening.from_client ? opening.from_client : opening.to_port) {
  if (opening.from_client) in_step_.fill(true);
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  if (chunk.transport == core::IpProtocol::udp) {
    if (is_implicit(chunk.bytes)) {
      read_implicit(chunk.bytes, message);
      return core::Progress::done(chunk.bytes.size());
    }
    return read(chunk, message);
  }
  if (!in_step_[core::index(chunk.direction)]) {
    if (const auto progress = resynchronise(chunk)) return *progress;
  }
  return read(chunk, message);
}

core::Progress Decoder::read(const Chunk& chunk, Message& message) {
  if (!may_be_header(chunk.bytes, true)) {
    on_gap(chunk.direction);
    const bool is_udp = chunk.transport == core::IpProtocol::udp;
    return malformed(is_udp ? chunk.bytes.size() : find_header(chunk.bytes, 1, chunk.finished), Defect::bad_header, 0);
  }
  core::ByteCursor in{chunk.bytes};
  in.skip(2);
  const std::size_t size = header_size + in.le16();
  if (chunk.bytes.size() < header_size || chunk.bytes.size() < size) {
    if (!chunk.finished) return core::Progress::need_more();
    return malformed(chunk, Defect::truncated, chunk.bytes.size());
  }
  const auto flaw = read_encapsulated(chunk.bytes.first(size), message);
  message.is_response = message.cip ? message.cip->is_response : is_response(chunk);
  return flaw ? malformed_within(size, *flaw) : core::Progress::done(size);
}

/// Who has the registered port answers; where both have it, who opened the conversation asks.
bool Decoder::is_response(const Chunk& chunk) const {
  const bool from_port = chunk.source_port.number == ports[0], to_port = chunk.target_port.number == ports[0];
  if (from_port != to_port) return from_port;
  return client_ && chunk.direction != *client_;
}

void Decoder::on_gap(core::Direction direction) {
  in_step_[core::index(direction)] = false;
}

std::optional<core::Progress> Decoder::resynchronise(const Chunk& chunk) {
  const std::size_t start = find_header(chunk.bytes, 0, chunk.finished);
  if (start > 0) return core::Progress::skipped(start);
  if (chunk.bytes.size() < header_size) return core::Progress::need_more();
  in_step_[core::index(chunk.direction)] = true;
  return {};
}

}  // namespace vedette::decoders::enip
