// SPDX-License-Identifier: Apache-2.0
// Takes messages off contiguous bytes, one after another, and holds a decoder to its word: it moves on, and it does not
// ask for more than its longest message.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "decoders/decoder.h"
#include "decoders/hold_pool.h"

namespace vedette::decoders {

/// Defects that the engine finds, not the decoder. Their codes follow those of the decoder's table.
enum class LoopDefect : std::uint8_t { incomplete, too_long };
constexpr DefectInfo describe(LoopDefect defect) {
  return defect == LoopDefect::incomplete
             ? DefectInfo{"incomplete_message", "the datagram or the stream ends inside a message"}
             : DefectInfo{"message_too_long", "a message is longer than the protocol allows"};
}

/// The one datagram of a packet, as a source of bytes like TcpStream.
class Datagram {
 public:
  Datagram(core::Bytes bytes, FrameMark mark) : bytes_(bytes), mark_(mark) {}
  core::Bytes ready() const { return bytes_; }
  bool at_segment_start() const { return at_start_; }
  bool is_finished() const { return true; }
  FrameMark brought_by(std::size_t) const { return mark_; }
  void consume(std::size_t n) {
    bytes_ = bytes_.subspan(n);
    at_start_ = false;
  }

 private:
  core::Bytes bytes_;
  FrameMark mark_;
  bool at_start_ = true;
};

/// How far a decoder came.
enum class Taken : std::uint8_t {
  all,          ///< that was whole
  not_mine,     ///< the decoder, or the handler, says that this conversation is not of its protocol
  handed_over,  ///< what is left is of another
};

/// Handler: void on_message(const Message&, size_t size, FrameMark);
///          bool on_malformed(const Message*, size_t size, size_t code, DefectInfo, size_t offset, FrameMark);
///          bool on_skipped(size_t size);
/// They return false to stop. The message is null where the engine found the defect.
template <ApplicationDecoder D, typename Source, typename Handler>
Taken take_messages(D& decoder, typename D::Message& message, Chunk chunk, Source& source, Handler& handler) {
  using Status = core::Progress::Status;
  const DecoderInfo& info = D::info();
  while (!(chunk.bytes = source.ready()).empty()) {
    const std::size_t size = chunk.bytes.size();
    chunk.segment_start = source.at_segment_start();
    chunk.finished = source.is_finished();
    const core::Progress progress = decoder.decode(chunk, message);
    if (progress.status == Status::not_mine) return Taken::not_mine;
    if (progress.status == Status::handed_over) return Taken::handed_over;
    if (progress.status == Status::need_more) {
      if (!chunk.finished && size <= info.max_message) return Taken::all;
      const LoopDefect defect = chunk.finished ? LoopDefect::incomplete : LoopDefect::too_long;
      const std::size_t code = info.defects.size() + static_cast<std::size_t>(defect);
      const bool go_on = handler.on_malformed(nullptr, size, code, describe(defect), 0, source.brought_by(size));
      source.consume(size);
      decoder.on_gap(chunk.direction);
      return go_on ? Taken::all : Taken::not_mine;
    }
    const std::size_t taken = std::clamp<std::size_t>(progress.consumed, 1, size);
    bool go_on = true;
    if (progress.status == Status::done) {
      handler.on_message(message, taken, source.brought_by(taken));
    } else if (progress.status == Status::malformed) {
      const DefectInfo defect =
          progress.defect < info.defects.size() ? info.defects[progress.defect] : DefectInfo{"malformed", {}};
      go_on = handler.on_malformed(&message, taken, progress.defect, defect, progress.offset, source.brought_by(taken));
    } else if (progress.status == Status::skipped) {
      go_on = handler.on_skipped(taken);
    }
    source.consume(taken);
    if (!go_on) return Taken::not_mine;
  }
  return Taken::all;
}

}  // namespace vedette::decoders
