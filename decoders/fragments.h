// SPDX-License-Identifier: Apache-2.0
// Datagrams in pieces (RFC 791, 3.2; RFC 8200, 4.5). Pieces may come in any order, twice, and contradict each other.
// Their bytes are kept in pages, so that a piece costs what it is long, wherever in the datagram it lies, and one bit
// for each 8 octets says what is there: adding a piece is linear in its length and no more.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/address.h"
#include "core/arena.h"
#include "core/bytes.h"
#include "core/time.h"
#include "decoders/dissector.h"
#include "decoders/frame.h"

namespace vedette::decoders {

/// What makes pieces one datagram. Its VLANs are part of it: fragments that are seen in two VLANs are two datagrams,
/// just as two frames that weren't cut would be two, since devices in different VLANs may have the same addresses.
struct FragmentKey {
  core::IpAddress source, target;
  std::uint32_t id = 0;
  std::uint32_t network = 0;
  core::VlanId vlan, outer_vlan;
  std::uint8_t protocol = 0;  ///< of IPv6 always that of the fragment header: the pieces may name different ones

  bool operator==(const FragmentKey&) const = default;
};

struct FragmentPiece {
  core::Bytes bytes;
  std::uint32_t offset = 0;      ///< in octets
  std::uint32_t wire_bytes = 0;  ///< of the frames that brought it
  std::uint16_t frames = 1;
  std::uint8_t protocol = 0;
  bool has_more = false;
};

struct FragmentResult {
  bool is_whole = false;
  core::Bytes whole;
  std::uint32_t wire_bytes = 0;
  std::uint16_t frames = 0;
  std::uint8_t protocol = 0;  ///< as the first piece names it
  FrameDefect defect = FrameDefect::none;
};

class FragmentTable {
 public:
  /// `seed` decides places in memory only.
  FragmentTable(const DissectorLimits& limits, std::uint64_t seed) : limits_(limits), seed_(seed) {}

  /// A datagram that became whole lies in `room`.
  FragmentResult add(const FragmentKey& key, const FragmentPiece& piece, core::Timestamp now, core::Arena& room,
                     DissectorStats& stats);
  /// Drops what has waited too long; returns how many.
  std::uint64_t expire(core::Timestamp now) {
    return waiting_.front == none || now < oldest_deadline_ ? 0 : drop_expired(now);
  }
  std::size_t bytes() const { return pages_.size() * sizeof(Page); }

 private:
  static constexpr std::size_t unit = 8, page_bytes = 2048, longest = 65535;
  static constexpr std::size_t page_count = (longest + page_bytes) / page_bytes;
  /// A page number or the number of a datagram that isn't there.
  static constexpr std::uint32_t none = 0xffffffff;

  struct Page {
    std::array<std::uint8_t, page_bytes> bytes;
    std::bitset<page_bytes / unit> present;
  };
  enum class State : std::uint8_t {
    free,
    waiting,
    whole,     ///< remembered for a while, so that late copies of its pieces aren't taken for another datagram
    rejected,  ///< by RFC 5722: what is still to come of it is dropped
  };
  struct Datagram {
    FragmentKey key;
    core::Timestamp since{};  ///< of the first piece; once it isn't waiting any more: since then
    std::uint32_t previous = none, next = none;
    std::uint32_t in_bucket = none;  ///< next in the same bucket
    std::uint32_t end = 0;           ///< of the datagram: 0 while the last piece is missing
    std::uint32_t highest = 0;       ///< end of what is there
    std::uint32_t units = 0;
    std::uint32_t wire_bytes = 0;
    std::uint16_t frames = 0;
    std::uint8_t protocol = 0;
    State state = State::free;
    std::array<std::uint32_t, page_count> pages;
  };
  /// In the order in which they came.
  struct List {
    std::uint32_t front = none, back = none, size = 0;
  };
  /// What a piece did to the bits.
  struct Written {
    std::uint32_t fresh = 0, repeated = 0;
    bool contradicts = false;
  };

  void prepare();
  std::uint32_t& bucket_of(const FragmentKey& key);
  std::uint32_t find(const FragmentKey& key, core::Timestamp now);
  std::uint32_t start(const FragmentKey& key, core::Timestamp now);
  bool is_stale(const Datagram& datagram, core::Timestamp now) const;
  List& list_of(const Datagram& datagram) { return datagram.state == State::waiting ? waiting_ : settled_; }
  void append(List& list, std::uint32_t at);
  void unlink(std::uint32_t at);
  void forget(std::uint32_t at);
  void settle(std::uint32_t at, State state, core::Timestamp now);
  void release_pages(Datagram& datagram);
  void evict_oldest(DissectorStats& stats, FragmentResult& result);
  bool reserve_pages(std::uint32_t at, const FragmentPiece& piece, DissectorStats& stats, FragmentResult& result);
  bool take_page(std::uint32_t& number);
  Written write(Datagram& datagram, std::uint32_t offset, core::Bytes bytes);
  void write_units(Page& page, std::size_t at, core::Bytes bytes, Written& written);
  core::Bytes join(const Datagram& datagram, core::Arena& room) const;
  std::uint64_t drop_expired(core::Timestamp now);
  void watch_oldest();

  DissectorLimits limits_;
  std::uint64_t seed_;
  std::vector<Datagram> datagrams_;
  std::vector<std::uint32_t> free_datagrams_, buckets_;
  std::vector<std::unique_ptr<Page>> pages_;
  std::vector<std::uint32_t> free_pages_;
  List waiting_, settled_;
  core::Timestamp oldest_deadline_{};
};

}  // namespace vedette::decoders
