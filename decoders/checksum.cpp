// SPDX-License-Identifier: Apache-2.0
#include "decoders/checksum.h"

#include <array>
#include <bit>
#include <cstring>

namespace vedette::decoders {
namespace {

using core::IpProtocol;

// The ones' complement sum of RFC 1071, taken over 32 bits at a time in 64: neither the width nor the byte order changes
// whether the folded sum is all ones. 2^32 words fit before it overflows.

std::uint64_t halves(std::uint64_t word) {
  return (word & 0xffffffff) + (word >> 32);
}
template <typename T>
std::uint64_t little_endian(const std::uint8_t* at) {
  T word = 0;
  std::memcpy(&word, at, sizeof(word));
  return std::endian::native == std::endian::little ? word : std::byteswap(word);
}
std::uint64_t word8(const std::uint8_t* at) {
  return halves(little_endian<std::uint64_t>(at));
}

std::uint64_t sum_of(core::Bytes bytes) {
  const std::uint8_t* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t a = 0, b = 0, c = 0, d = 0;  // four that don't wait for each other
  for (; left >= 32; at += 32, left -= 32) {
    a += word8(at);
    b += word8(at + 8);
    c += word8(at + 16);
    d += word8(at + 24);
  }
  for (; left >= 8; at += 8, left -= 8) a += word8(at);
  if (left >= 4) {
    b += little_endian<std::uint32_t>(at);
    at += 4;
    left -= 4;
  }
  if (left >= 2) {
    c += little_endian<std::uint16_t>(at);
    at += 2;
    left -= 2;
  }
  if (left == 1) d += *at;
  return a + b + c + d;
}

bool is_all_ones(std::uint64_t sum) {
  sum = halves(halves(sum));
  sum = (sum & 0xffff) + (sum >> 16);
  return (sum & 0xffff) + (sum >> 16) == 0xffff;
}

/// RFC 9293, 3.1 and RFC 8200, 8.1. The two differ in layout, not in sum.
std::uint64_t pseudo_header_sum(const Frame& frame) {
  const std::size_t length = frame.segment.size();
  const std::array<std::uint8_t, 8> rest{static_cast<std::uint8_t>(length >> 24),
                                         static_cast<std::uint8_t>(length >> 16),
                                         static_cast<std::uint8_t>(length >> 8),
                                         static_cast<std::uint8_t>(length),
                                         0,
                                         0,
                                         0,
                                         frame.ip_protocol};
  // What an address of IPv4 does not fill is zero.
  const auto address = [](const core::IpAddress& ip) { return word8(ip.raw().data()) + word8(ip.raw().data() + 8); };
  return address(frame.source.ip) + address(frame.target.ip) + word8(rest.data());
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
  const std::uint64_t sum = sum_of(frame.segment) + (has_pseudo_header ? pseudo_header_sum(frame) : 0);
  return is_all_ones(sum) ? Checksum::good : Checksum::bad;
}

}  // namespace vedette::decoders
