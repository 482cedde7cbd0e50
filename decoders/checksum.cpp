// SPDX-License-Identifier: Apache-2.0
#include "decoders/checksum.h"

#include <bit>

#include "decoders/ones_complement.h"

namespace vedette::decoders {
namespace {

using core::IpProtocol;

/// RFC 9293, 3.1 and RFC 8200, 8.1. The two differ in layout, not in sum.
core::Wide pseudo_header_sum(const Frame& frame) {
  // Length and protocol are words of 32 bits in network order.
  const std::uint64_t length = std::byteswap(static_cast<std::uint32_t>(frame.segment.size()));
  const std::uint64_t protocol = std::byteswap(std::uint32_t{frame.ip_protocol});
  // What an address of IPv4 does not fill is zero.
  const auto sum_of = [](const core::IpAddress& ip) {
    const core::Wide first = little_endian<std::uint64_t>(ip.raw().data());
    return ip.family() == core::IpFamily::v6 ? first + little_endian<std::uint64_t>(ip.raw().data() + 8) : first;
  };
  return sum_of(frame.source.ip) + sum_of(frame.target.ip) + length + protocol;
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
  core::Wide sum = ones_complement_sum(frame.segment);
  if (has_pseudo_header) sum += pseudo_header_sum(frame);
  return is_all_ones(sum) ? Checksum::good : Checksum::bad;
}

}  // namespace vedette::decoders
