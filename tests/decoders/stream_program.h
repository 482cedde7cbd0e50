// SPDX-License-Identifier: Apache-2.0
// Bytes as a program of what may happen to some TCP streams that share a pool, each held against its model. The
// property test makes such bytes at random, the fuzzer searches for them.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "tests/decoders/stream_model.h"

namespace vedette::decoders {

class StreamProgram {
 public:
  explicit StreamProgram(core::Bytes program) : program_(program) {}

  /// Empty where every stream did what its model did, and the pool kept within its limit.
  std::string run() {
    const std::size_t limit = std::size_t{2048} << (byte() % 9);
    HoldPool pool(limit, byte() % 2 == 0 ? limit : limit / 2);
    std::array<std::unique_ptr<ModelledStream>, 3> streams;
    for (auto& stream : streams) stream = std::make_unique<ModelledStream>(pool);
    std::string difference;
    while (at_ < program_.size() && difference.empty()) {
      const std::uint8_t head = byte();
      ModelledStream& stream = *streams[head / 16 % streams.size()];
      step(stream, head % 16);
      difference = stream.difference;
      if (pool.allocated() > limit || pool.used() > pool.allocated()) difference = "the pool's limit";
    }
    for (auto& stream : streams) {
      if (difference.empty()) stream->give_up();
      if (difference.empty()) difference = stream->difference;
      if (difference.empty()) difference = compare_sums(*stream);
      stream.reset();
    }
    if (difference.empty() && pool.used() != 0) difference = "a block that was not returned";
    return difference;
  }

 private:
  void step(ModelledStream& stream, unsigned operation) {
    switch (operation) {
      case 10:
        return stream.acknowledged(place_near(stream), now_);
      case 11:
        if (stream.stream.has_hole()) stream.skip_hole();
        return stream.take(byte());
      case 12:
        return stream.drop_held();
      case 13:
        now_ += std::chrono::milliseconds{byte() * 20};
        while (stream.stream.is_hole_due(now_, std::chrono::seconds{2})) {
          stream.skip_hole();
          stream.take(stream.stream.ready().size());
        }
        return;
      default:
        return segment(stream, operation);
    }
  }

  void segment(ModelledStream& stream, unsigned operation) {
    const std::uint32_t sequence = place_near(stream);
    const std::uint8_t flags = byte();
    std::size_t size = byte();
    if (operation == 9) size *= 4;
    std::vector<std::uint8_t> payload(size);
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint32_t place = sequence + static_cast<std::uint32_t>(i);
      // Some segments have their own idea of every place, others only of every 64th.
      const std::uint32_t version = flags / 4 % 4 == 1 || (flags / 4 % 4 == 2 && place % 64 == 0) ? flags : 0;
      payload[i] = static_cast<std::uint8_t>(place * 31 + (place >> 8) * 7 + version);
    }
    stream.segment({.sequence = sequence - (flags % 16 == 3 ? 1 : 0),
                    .payload = payload,
                    .syn = flags % 16 == 3,
                    .fin = flags / 16 == 7,
                    .snapped = flags / 16 == 5,
                    .mark = {++frame_, now_}});
    stream.take(operation < 4 ? stream.stream.ready().size() : byte());
  }

  /// A sequence number near to what the stream expects: often exactly that, seldom far away.
  std::uint32_t place_near(const ModelledStream& stream) {
    const auto next = stream.sequence_at(stream.next());
    const std::uint8_t how = byte();
    if (how < 64) return next;
    const std::uint32_t offset = byte();
    if (how < 128) return next + offset;
    if (how < 176) return next - offset;
    if (how < 224) return next + offset * 64;
    if (how < 250) return next + offset * 1024;
    return next + (offset << 24);
  }

  static std::string compare_sums(const ModelledStream& stream) {
    if (stream.stats.conflicting_overlaps != stream.conflicts()) return "the number of conflicts";
    if (stream.stats.retransmitted_bytes != stream.repeated()) return "the number of repeated bytes";
    return {};
  }

  std::uint8_t byte() { return at_ < program_.size() ? program_[at_++] : 0; }

  core::Bytes program_;
  std::size_t at_ = 0;
  std::uint64_t frame_ = 0;
  core::Timestamp now_ = core::timestamp_from_ns(1'000'000'000'000);
};

}  // namespace vedette::decoders
