// SPDX-License-Identifier: Apache-2.0
#include "decoders/copies.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

#include "core/hash.h"

namespace vedette::decoders {
namespace {

using core::Bytes;
using core::IpProtocol;

constexpr std::size_t longest_header = 60;  // RFC 9293, 3.1: fifteen words

template <typename Word>
std::uint64_t load(const std::uint8_t* at) {
  Word word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}
std::uint64_t load8(const std::uint8_t* at) {
  return load<std::uint64_t>(at);
}

/// All bits but those of two octets of a word in memory, from octet `At` on: a checksum.
template <std::size_t At>
constexpr std::uint64_t without_octets() {
  std::array<std::uint8_t, 8> mask{255, 255, 255, 255, 255, 255, 255, 255};
  mask[At] = mask[At + 1] = 0;
  return std::bit_cast<std::uint64_t>(mask);
}

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<core::Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Read as two words: what was written in parts and is read at once stalls.
std::uint64_t mac_word(const core::MacAddress& mac) {
  return load<std::uint32_t>(mac.octets.data()) | load<std::uint16_t>(mac.octets.data() + 4) << 32;
}

struct IpWords {
  std::uint64_t low, high;
  explicit IpWords(const core::IpAddress& ip) : low(load8(ip.raw().data())), high(load8(ip.raw().data() + 8)) {}
};

}  // namespace

FingerprintKey::FingerprintKey() {
  std::random_device random;
  for (std::uint64_t& word : words_) word = std::uint64_t{random()} << 32 | random();
  for (std::uint64_t& word : pad_) word = std::uint64_t{random()} << 32 | random();
}

// Blocks by the universal hash NH of UMAC (RFC 4418, section 5.2, with words of 64 bits): a sum of products of words,
// each with a word of the key added that nobody knows, so that no two inputs can be chosen to agree, and no product
// waits for another. What the blocks give is chained by folded products (as in wyhash), as is the rest.
std::uint64_t FingerprintKey::digest(Bytes bytes) const {
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t state = words_[0] ^ left;
  while (left > 16) {
    core::Wide sum = 0;
    for (const std::uint64_t* key = pad_.data(); left > 16 && key != pad_.data() + pad_.size(); key += 2) {
      sum += static_cast<core::Wide>(load8(at) + key[0]) * (load8(at + 8) + key[1]);
      at += 16;
      left -= 16;
    }
    state = fold(static_cast<std::uint64_t>(sum) ^ words_[3], static_cast<std::uint64_t>(sum >> 64) ^ state);
  }
  std::uint64_t first = 0, last = 0;
  if (left >= 8) {
    first = load8(at);
    last = load8(at + left - 8);
  } else if (left >= 4) {
    first = load<std::uint32_t>(at);
    last = load<std::uint32_t>(at + left - 4);
  } else if (left > 0) {
    first = std::uint64_t{at[0]} << 16 | std::uint64_t{at[left / 2]} << 8 | at[left - 1];
  }
  return fold(words_[6], fold(first ^ words_[7], last ^ state));
}

// Without the checksum, which routers and cards change.
std::uint64_t FingerprintKey::header_digest(std::uint64_t state, Bytes header, const Frame& frame) const {
  const auto mix = [&](std::uint64_t a, std::uint64_t b) { state = fold(a ^ words_[1], b ^ state); };
  std::size_t read = 0;
  const std::uint8_t* const at = header.data();
  if (frame.transport == IpProtocol::tcp && header.size() >= 20) {
    mix(load8(at), load8(at + 8));
    // The word ends with what stands at 12 to 15, which was read already.
    mix(load8(at + 12) & without_octets<4>(), 0);
    read = 20;
  } else if (frame.transport == IpProtocol::udp && header.size() >= 8) {
    mix(load8(at) & without_octets<6>(), 0);
    read = 8;
  } else if ((frame.transport == IpProtocol::icmp || frame.transport == IpProtocol::icmpv6) && header.size() >= 8) {
    mix(load8(at) & without_octets<2>(), 0);
    read = 8;
  } else if (header.empty()) {
    mix(std::uint64_t{frame.tcp.sequence} << 32 | frame.tcp.acknowledgement,
        std::uint64_t{frame.source.port.number} << 16 | frame.target.port.number);
  }
  if (read < header.size()) mix(digest(header.subspan(read)), header.size());
  return state;
}

Fingerprint FingerprintKey::of(const core::Packet& packet, const Frame& frame) const {
  if (frame.transport == IpProtocol::none) return of_frame(packet, frame);
  Bytes rest = frame.payload;
  Bytes header;
  if (!frame.segment.empty()) {
    header = frame.segment.first(
        std::min(frame.segment.size() - std::min(frame.segment.size(), rest.size()), longest_header));
    rest = frame.segment.subspan(header.size());
  }
  if (rest.empty() && frame.defect != FrameDefect::none) rest = packet.bytes;
  const IpWords source(frame.source.ip), target(frame.target.ip);
  const std::uint64_t numbers = std::uint64_t{frame.ip_id} << 32 | std::uint64_t{frame.ip_protocol} << 24 | rest.size();
  Fingerprint print;
  print.payload = digest(rest);
  std::uint64_t state = fold(source.low ^ words_[0], target.low ^ words_[1]);
  if (frame.source.ip.family() == core::IpFamily::v6) state = fold(source.high ^ words_[2], target.high ^ state);
  state = fold(numbers ^ words_[4], frame.source.network ^ state);
  state = header_digest(state, header, frame);
  print.digest = fold(state ^ words_[5], print.payload ^ words_[2]);
  return print;
}

Fingerprint FingerprintKey::of_frame(const core::Packet& packet, const Frame& frame) const {
  std::uint64_t state = fold(mac_word(frame.source.mac) ^ words_[0], mac_word(frame.target.mac) ^ words_[1]);
  Fingerprint print;
  Bytes rest = frame.payload;
  if (rest.empty()) rest = packet.bytes;
  print.payload = digest(rest);
  state = fold(std::uint64_t{frame.source.network} << 16 | frame.ether_type, state ^ words_[5]);
  print.digest = fold(state ^ words_[6], print.payload ^ words_[7]);
  return print;
}

// Not keyed: what is forgotten first is the same in every run. It can be chosen, then, and copies made to be missed.
std::uint32_t CopyFilter::place_of(const Frame& frame) {
  const std::uint64_t said = frame.payload.size() >= 8 ? load8(frame.payload.data()) : 0;
  std::uint64_t ends = frame.pair_hash;
  if (frame.transport == IpProtocol::none) {
    ends += frame.ether_type;
    // Whom ARP asks for stands last; before it all questions of a host are the same.
    constexpr std::size_t asked_at = 20;
    if (frame.payload.size() >= asked_at + 8) ends += load8(frame.payload.data() + asked_at);
  }
  const std::uint64_t numbers = std::uint64_t{frame.tcp.sequence} << 32 | frame.tcp.acknowledgement;
  return static_cast<std::uint32_t>(
      core::hash_combine(ends + (std::uint64_t{frame.ip_id} << 40) + frame.payload.size(), said + numbers));
}

void CopyFilter::expect(const Frame& frame) const {
  __builtin_prefetch((*sets_)[place_of(frame) % set_count].digests.data(), 1);
}

// One word: who showed it where. Nothing here is secret.
std::uint64_t CopyFilter::sighting_of(const Frame& frame) {
  const std::uint64_t macs =
      (mac_word(frame.source.mac) + 3 * mac_word(frame.target.mac)) * 0x9e3779b97f4a7c15ULL >> 48;
  return std::uint64_t{frame.source.outer_vlan.number} << 48 | std::uint64_t{frame.source.vlan.number} << 32 |
         macs << 16 | std::uint64_t{frame.ttl} << 8;
}

bool CopyFilter::is_copy(std::uint64_t original, std::uint64_t packet, const Frame& frame, std::uint32_t age) {
  const std::uint64_t copies = original & 0xff;
  if (age > Clock::of(window) || copies >= max_copies) return false;
  if (frame.transport == IpProtocol::tcp) return true;  // sequence numbers are identity enough
  const std::uint64_t differs = original ^ packet;
  const bool tags = differs >> 32 != 0, macs = (differs & 0xffff'0000) != 0, ttl = (differs & 0xff00) != 0;
  // Machines that were built alike in VLANs of their own, with the same addresses, say the same too.
  if (tags && macs && !ttl) return false;
  return frame.ip_id != 0 || tags || macs || ttl || (age <= Clock::of(alike_window) && copies == 0);
}

std::optional<VlanTags> CopyFilter::original_of(const Fingerprint& print, const Frame& frame, core::Timestamp now) {
  Set& set = (*sets_)[place_of(frame) % set_count];
  const std::uint64_t packet = sighting_of(frame);
  const Clock time = Clock::of(now);
  std::size_t at = 0;
  while (at < ways && set.digests[at] != print.digest) ++at;
  if (at < ways) {
    std::uint64_t& original = set.sightings[at];
    if (is_copy(original, packet, frame, time.steps - set.times[at].steps)) {
      ++original;
      return VlanTags{.outer = {static_cast<std::uint16_t>(original >> 48)},
                      .inner = {static_cast<std::uint16_t>(original >> 32)}};
    }
  } else {
    at = set.oldest++ % ways;
  }
  set.digests[at] = print.digest;
  set.times[at] = time;
  set.sightings[at] = packet;
  return std::nullopt;
}

}  // namespace vedette::decoders
