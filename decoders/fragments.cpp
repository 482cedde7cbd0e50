// SPDX-License-Identifier: Apache-2.0
#include "decoders/fragments.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/hash.h"

namespace vedette::decoders {
namespace {

/// Copies of a frame that a mirror makes come within milliseconds; an identification may come again after a second.
constexpr core::Duration copies_come_within = std::chrono::milliseconds{250};

std::uint64_t word_of(core::Bytes octets, std::size_t at) {
  std::uint64_t word = 0;
  std::memcpy(&word, octets.data() + at, sizeof(word));
  return word;
}

/// Mixes the seed into every word: with known constants an outsider could pick addresses that collide.
std::uint64_t hash_of(const FragmentKey& key, std::uint64_t seed) {
  const core::Bytes source = key.source.raw(), target = key.target.raw();
  const std::uint64_t a = core::hash_combine(word_of(source, 0) ^ seed, word_of(source, 8) ^ seed);
  const std::uint64_t b = core::hash_combine(word_of(target, 0) ^ ~seed, word_of(target, 8) ^ ~seed);
  const std::uint64_t numbers = std::uint64_t{key.id} << 32 | key.network;
  const std::uint64_t tags =
      std::uint64_t{key.vlan.number} << 32 | std::uint64_t{key.outer_vlan.number} << 16 | key.protocol;
  return core::hash_combine(core::hash_combine(a + b, numbers ^ seed) + tags, seed);
}

}  // namespace

/// Nothing is allocated until the first fragment comes.
void FragmentTable::prepare() {
  if (!datagrams_.empty()) return;
  limits_.datagrams = std::max<std::size_t>(limits_.datagrams, 1);
  datagrams_.resize(2 * limits_.datagrams);  // that wait, and as many that are settled
  buckets_.assign(std::bit_ceil(datagrams_.size()), none);
  free_datagrams_.reserve(datagrams_.size());
  for (auto number = static_cast<std::uint32_t>(datagrams_.size()); number-- > 0;) free_datagrams_.push_back(number);
  const std::size_t most_pages = limits_.fragment_bytes / sizeof(Page);
  pages_.reserve(most_pages);
  free_pages_.reserve(most_pages);
}

std::uint32_t& FragmentTable::bucket_of(const FragmentKey& key) {
  return buckets_[hash_of(key, seed_) & (buckets_.size() - 1)];
}

bool FragmentTable::is_stale(const Datagram& datagram, core::Timestamp now) const {
  if (datagram.state == State::waiting) return false;  // expire() sees to these
  return now - datagram.since >= (datagram.state == State::whole ? copies_come_within : limits_.fragment_patience);
}

std::uint32_t FragmentTable::find(const FragmentKey& key, core::Timestamp now) {
  std::uint32_t at = bucket_of(key);
  while (at != none && datagrams_[at].key != key) at = datagrams_[at].in_bucket;
  if (at == none || !is_stale(datagrams_[at], now)) return at;
  forget(at);
  return none;
}

std::uint32_t FragmentTable::start(const FragmentKey& key, core::Timestamp now) {
  const std::uint32_t at = free_datagrams_.back();
  free_datagrams_.pop_back();
  Datagram& datagram = datagrams_[at];
  std::uint32_t& bucket = bucket_of(key);
  datagram = {.key = key, .since = now, .in_bucket = bucket, .state = State::waiting, .pages = {}};
  datagram.pages.fill(none);
  bucket = at;
  append(waiting_, at);
  watch_oldest();
  return at;
}

void FragmentTable::append(List& list, std::uint32_t at) {
  datagrams_[at].previous = list.back;
  datagrams_[at].next = none;
  (list.back == none ? list.front : datagrams_[list.back].next) = at;
  list.back = at;
  ++list.size;
}

void FragmentTable::unlink(std::uint32_t at) {
  const Datagram& datagram = datagrams_[at];
  List& list = list_of(datagram);
  (datagram.previous == none ? list.front : datagrams_[datagram.previous].next) = datagram.next;
  (datagram.next == none ? list.back : datagrams_[datagram.next].previous) = datagram.previous;
  --list.size;
}

void FragmentTable::forget(std::uint32_t at) {
  Datagram& datagram = datagrams_[at];
  unlink(at);
  release_pages(datagram);
  std::uint32_t* link = &bucket_of(datagram.key);
  while (*link != at) link = &datagrams_[*link].in_bucket;
  *link = datagram.in_bucket;
  datagram.state = State::free;
  free_datagrams_.push_back(at);
  watch_oldest();
}

/// It waits no more, but is remembered: the oldest of those makes room.
void FragmentTable::settle(std::uint32_t at, State state, core::Timestamp now) {
  if (settled_.size == limits_.datagrams) forget(settled_.front);
  unlink(at);
  Datagram& datagram = datagrams_[at];
  release_pages(datagram);
  datagram.state = state;
  datagram.since = now;
  append(settled_, at);
  watch_oldest();
}

void FragmentTable::release_pages(Datagram& datagram) {
  for (std::uint32_t& number : datagram.pages) {
    if (number != none) free_pages_.push_back(number);
    number = none;
  }
}

void FragmentTable::watch_oldest() {
  if (waiting_.front != none) oldest_deadline_ = datagrams_[waiting_.front].since + limits_.fragment_patience;
}

std::uint64_t FragmentTable::drop_expired(core::Timestamp now) {
  std::uint64_t dropped = 0;
  for (; waiting_.front != none && now >= oldest_deadline_; ++dropped) forget(waiting_.front);
  return dropped;
}

void FragmentTable::evict_oldest(DissectorStats& stats, FragmentResult& result) {
  forget(waiting_.front);
  ++stats.evicted_datagrams;
  result.defect = FrameDefect::fragment_evicted;
}

bool FragmentTable::take_page(std::uint32_t& number) {
  if (free_pages_.empty()) {
    if ((pages_.size() + 1) * sizeof(Page) > limits_.fragment_bytes) return false;
    free_pages_.push_back(static_cast<std::uint32_t>(pages_.size()));
    pages_.push_back(std::make_unique<Page>());
  }
  number = free_pages_.back();
  free_pages_.pop_back();
  pages_[number]->present.reset();
  return true;
}

/// False where the datagram itself was the oldest and had to go.
bool FragmentTable::reserve_pages(std::uint32_t at, const FragmentPiece& piece, DissectorStats& stats,
                                  FragmentResult& result) {
  const std::size_t first = piece.offset / page_bytes, last = (piece.offset + piece.bytes.size() - 1) / page_bytes;
  for (std::size_t i = first; i <= last; ++i) {
    std::uint32_t& number = datagrams_[at].pages[i];
    while (number == none && !take_page(number)) {
      const bool is_own = waiting_.front == at;
      evict_oldest(stats, result);
      if (is_own) return false;
    }
  }
  return true;
}

/// What is there already stays: IPv4 leaves open which of two contradicting pieces counts (RFC 791, 3.2), and so an
/// attacker can't replace what was looked at.
void FragmentTable::write_units(Page& page, std::size_t at, core::Bytes bytes, Written& written) {
  for (std::size_t done = 0; done < bytes.size(); done += unit) {
    const core::Bytes octets = bytes.subspan(done, std::min(unit, bytes.size() - done));
    const std::size_t bit = (at + done) / unit;
    std::uint8_t* place = page.bytes.data() + at + done;
    if (page.present[bit]) {
      ++written.repeated;
      if (!std::equal(octets.begin(), octets.end(), place)) written.contradicts = true;
      continue;
    }
    ++written.fresh;
    page.present.set(bit);
    std::copy(octets.begin(), octets.end(), place);
  }
}

FragmentTable::Written FragmentTable::write(Datagram& datagram, std::uint32_t offset, core::Bytes bytes) {
  Written written;
  while (!bytes.empty()) {
    const std::size_t at = offset % page_bytes;
    const std::size_t here = std::min(bytes.size(), page_bytes - at);
    write_units(*pages_[datagram.pages[offset / page_bytes]], at, bytes.first(here), written);
    bytes = bytes.subspan(here);
    offset += static_cast<std::uint32_t>(here);
  }
  datagram.units += written.fresh;
  return written;
}

core::Bytes FragmentTable::join(const Datagram& datagram, core::Arena& room) const {
  const auto whole = room.allocate<std::uint8_t>(datagram.end);
  for (std::size_t at = 0; at < whole.size(); at += page_bytes) {
    const Page& page = *pages_[datagram.pages[at / page_bytes]];
    std::copy_n(page.bytes.data(), std::min(page_bytes, whole.size() - at), whole.data() + at);
  }
  return whole;
}

FragmentResult FragmentTable::add(const FragmentKey& key, const FragmentPiece& piece, core::Timestamp now,
                                  core::Arena& room, DissectorStats& stats) {
  FragmentResult result;
  const auto reject = [&result](FrameDefect defect) {
    result.defect = defect;
    return result;
  };
  const std::size_t end = piece.offset + piece.bytes.size();
  if (piece.bytes.empty() || end > longest || (piece.has_more && piece.bytes.size() % unit != 0))
    return reject(FrameDefect::bad_fragment);
  prepare();
  std::uint32_t at = find(key, now);
  if (at == none) {
    if (waiting_.size == limits_.datagrams) evict_oldest(stats, result);
    at = start(key, now);
  }
  Datagram& datagram = datagrams_[at];
  if (datagram.state != State::waiting) {
    if (datagram.state == State::whole) ++stats.fragment_copies;
    return result;
  }
  const bool is_end_wrong = datagram.end != 0 && (piece.has_more ? end > datagram.end : end != datagram.end);
  if (is_end_wrong || (!piece.has_more && end < datagram.highest)) return reject(FrameDefect::bad_fragment);
  if (!reserve_pages(at, piece, stats, result)) return result;
  const Written written = write(datagram, piece.offset, piece.bytes);
  datagram.highest = std::max(datagram.highest, static_cast<std::uint32_t>(end));
  if (!piece.has_more) datagram.end = static_cast<std::uint32_t>(end);
  if (piece.offset == 0 && written.repeated == 0) datagram.protocol = piece.protocol;
  // RFC 5722, 4: of IPv6 the whole datagram is dropped where pieces overlap; a copy of one is no overlap.
  const bool overlaps_in_part = written.fresh > 0 && written.repeated > 0;
  const bool is_v6 = key.source.family() == core::IpFamily::v6;
  if (written.contradicts || (is_v6 && overlaps_in_part)) {
    ++stats.fragment_overlaps;
    result.defect = FrameDefect::fragment_overlap;
    if (is_v6) {
      settle(at, State::rejected, now);
      return result;
    }
  }
  if (written.fresh == 0) {
    if (!written.contradicts) ++stats.fragment_copies;
    return result;
  }
  datagram.frames = static_cast<std::uint16_t>(std::min(datagram.frames + piece.frames, 0xffff));
  datagram.wire_bytes += piece.wire_bytes;
  if (datagram.end == 0 || datagram.units != (datagram.end + unit - 1) / unit) return result;
  result = {.is_whole = true,
            .whole = join(datagram, room),
            .wire_bytes = datagram.wire_bytes,
            .frames = datagram.frames,
            .protocol = datagram.protocol,
            .defect = result.defect};
  settle(at, State::whole, now);
  ++stats.reassembled;
  return result;
}

}  // namespace vedette::decoders
