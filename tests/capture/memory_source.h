// SPDX-License-Identifier: Apache-2.0
// Bytes in memory as a source that gives them in pieces, and a reader run over them to its end.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "capture/byte_source.h"
#include "capture/pcap_reader.h"
#include "capture/pcapng_reader.h"
#include "capture/read_buffer.h"

namespace vedette::capture::testing {

class MemorySource final : public ByteSource {
 public:
  /// `piece` is asked before each: how many bytes to give at most; 0 is "none for now".
  explicit MemorySource(
      std::string bytes, std::function<std::size_t()> piece = [] { return SIZE_MAX; })
      : bytes_(std::move(bytes)), piece_(std::move(piece)) {}

  Supply fill(std::span<std::uint8_t> room, std::size_t& got) override {
    got = 0;
    if (at_ == bytes_.size()) return Supply::end;
    const std::size_t piece = piece_();
    if (piece == 0) return Supply::none_now;
    got = std::min({room.size(), piece, bytes_.size() - at_});
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), got, room.begin());
    at_ += got;
    return Supply::some;
  }
  const Failure& failure() const override { return failure_; }

 private:
  std::string bytes_;
  std::function<std::size_t()> piece_;
  std::size_t at_ = 0;
  Failure failure_;
};

struct ReadPacket {
  std::int64_t ns;
  std::uint32_t wire;
  std::uint32_t link;
  int digits;
  std::string bytes;
  bool operator==(const ReadPacket&) const = default;
};

inline ReadPacket owned(const core::Packet& packet) {
  return {core::to_ns(packet.time), packet.wire_length, static_cast<std::uint32_t>(packet.link),
          static_cast<int>(packet.precision), std::string{core::as_text(packet.bytes)}};
}

inline std::ostream& operator<<(std::ostream& out, const ReadPacket& packet) {
  return out << packet.ns << "ns/" << packet.digits << " link " << packet.link << ", " << packet.bytes.size() << " of "
             << packet.wire << " bytes";
}

struct Outcome {
  std::vector<ReadPacket> packets;
  Found last = Found::it;
  std::string damage;
  bool operator==(const Outcome&) const = default;
};

/// Calls again after each none_now. The buffer begins at `capacity`: with 1 it is an exact-size block for each record.
template <typename Reader>
Outcome run_reader(ByteSource& source, std::size_t capacity = 1) {
  ReadBuffer buffer{source, capacity};
  Reader reader;
  Outcome outcome;
  do {
    outcome.last = reader.read_header(buffer);
  } while (outcome.last == Found::none_now);
  core::Packet packet;
  while (outcome.last == Found::it || outcome.last == Found::none_now) {
    outcome.last = reader.read(buffer, packet);
    if (outcome.last == Found::it) outcome.packets.push_back(owned(packet));
  }
  outcome.damage = reader.damage();
  return outcome;
}

inline Outcome read_pcap(const std::string& bytes, std::size_t capacity = 1) {
  MemorySource source{bytes};
  return run_reader<PcapReader>(source, capacity);
}
inline Outcome read_pcapng(const std::string& bytes, std::size_t capacity = 1) {
  MemorySource source{bytes};
  return run_reader<PcapngReader>(source, capacity);
}

}  // namespace vedette::capture::testing
