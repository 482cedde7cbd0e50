// SPDX-License-Identifier: Apache-2.0
#include "decoders/checksum.h"

#include <bit>
#include <cstring>

#include "core/hash.h"

namespace vedette::decoders {
namespace {

using core::IpProtocol;

// The ones' complement sum of RFC 1071, taken over 64 bits at a time in 128: neither the width nor the byte order changes
// whether the folded sum is all ones.

template <typename T>
std::uint64_t little_endian(const std::uint8_t* at) {
  T word = 0;
  std::memcpy(&word, at, sizeof(word));
  return std::endian::native == std::endian::little ? word : std::byteswap(word);
}
std::uint64_t word8(const std::uint8_t* at) {
  return little_endian<std::uint64_t>(at);
}

core::Wide sum_of(core::Bytes bytes) {
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  core::Wide sum = 0;
  for (; left >= 32; at += 32, left -= 32) {
    sum += word8(at);
    sum += word8(at + 8);
    sum += word8(at + 16);
    sum += word8(at + 24);
  }
  for (; left >= 8; at += 8, left -= 8) sum += word8(at);
  if (left >= 4) {
    sum += little_endian<std::uint32_t>(at);
    at += 4;
    left -= 4;
  }
  if (left >= 2) {
    sum += little_endian<std::uint16_t>(at);
    at += 2;
    left -= 2;
  }
  return left == 1 ? sum + *at : sum;
}

bool is_all_ones(core::Wide sum) {
  const auto halves = [](std::uint64_t word) { return (word & 0xffffffff) + (word >> 32); };
  std::uint64_t folded = halves(static_cast<std::uint64_t>(sum)) + halves(static_cast<std::uint64_t>(sum >> 64));
  folded = halves(folded);
  folded = (folded & 0xffff) + (folded >> 16);
  return (folded & 0xffff) + (folded >> 16) == 0xffff;
}

/// RFC 9293, 3.1 and RFC 8200, 8.1. The two differ in layout, not in sum.
core::Wide pseudo_header_sum(const Frame& frame) {
  // Length and protocol are words of 32 bits in network order.
  const std::uint64_t length = std::byteswap(static_cast<std::uint32_t>(frame.segment.size()));
  const std::uint64_t protocol = std::byteswap(std::uint32_t{frame.ip_protocol});
  const std::uint8_t *const source = frame.source.ip.raw().data(), *const target = frame.target.ip.raw().data();
  core::Wide sum = core::Wide{length + protocol} + word8(source) + word8(target);
  // What an address of IPv4 does not fill is zero.
  if (frame.source.ip.family() == core::IpFamily::v6) sum += core::Wide{word8(source + 8)} + word8(target + 8);
  return sum;
}

/// A length that lies leaves open where the segment ends.
bool is_whole(const Frame& frame) {
  const bool is_cut = frame.snapped || frame.fragment == Fragment::piece || !frame.has_transport;
  return !is_cut && frame.defect != FrameDefect::bad_ip_header && frame.defect != FrameDefect::bad_transport_header;
}

bool has_no_checksum(const Frame& frame) {
  const core::Bytes s = frame.segment;
  return frame.transport == IpProtocol::udp && s[6] == 0 && s[7] == 0 && frame.source.ip.family() == core::IpFamily::v4;
}

}  // namespace

Checksum transport_checksum(const Frame& frame) {
  const bool is_plain = frame.transport == IpProtocol::icmp;
  const bool has_pseudo_header =
      frame.transport == IpProtocol::tcp || frame.transport == IpProtocol::udp || frame.transport == IpProtocol::icmpv6;
  if (!is_plain && !has_pseudo_header) return Checksum::unknown;
  if (!is_whole(frame) || (has_pseudo_header && frame.is_rerouted)) return Checksum::unknown;
  if (frame.transport == IpProtocol::udp && (frame.segment.size() < 8 || has_no_checksum(frame)))
    return Checksum::unknown;
  core::Wide sum = sum_of(frame.segment);
  if (has_pseudo_header) sum += pseudo_header_sum(frame);
  return is_all_ones(sum) ? Checksum::good : Checksum::bad;
}

}  // namespace vedette::decoders
