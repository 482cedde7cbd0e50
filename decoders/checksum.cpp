// SPDX-License-Identifier: Apache-2.0
#include "decoders/checksum.h"

#include <array>
#include <cstring>

namespace vedette::decoders {
namespace {

using core::IpProtocol;

/// The ones' complement sum of RFC 1071, over 64 bits: neither the width nor the byte order changes whether the folded
/// sum is all ones. What is added starts at an even offset each time.
class OnesSum {
 public:
  void add(core::Bytes bytes) {
    std::size_t at = 0;
    std::uint64_t low = 0, high = 0;  // sums of the halves: 2^32 words fit before one overflows
    for (; at + 8 <= bytes.size(); at += 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at, sizeof(word));
      low += word & 0xffffffff;
      high += word >> 32;
    }
    std::uint64_t tail = 0;
    if (at < bytes.size()) std::memcpy(&tail, bytes.data() + at, bytes.size() - at);
    sum_ += fold(low) + fold(high) + fold(tail);
  }
  bool is_all_ones() const { return fold(sum_) == 0xffff; }

 private:
  static std::uint64_t fold(std::uint64_t sum) {
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    return (sum & 0xffff) + (sum >> 16);
  }
  std::uint64_t sum_ = 0;
};

/// RFC 9293, 3.1 and RFC 8200, 8.1. The two differ in layout, not in sum.
void add_pseudo_header(OnesSum& sum, const Frame& frame) {
  const std::size_t length = frame.segment.size();
  sum.add(frame.source.ip.octets());
  sum.add(frame.target.ip.octets());
  const std::array<std::uint8_t, 8> rest{static_cast<std::uint8_t>(length >> 24),
                                         static_cast<std::uint8_t>(length >> 16),
                                         static_cast<std::uint8_t>(length >> 8),
                                         static_cast<std::uint8_t>(length),
                                         0,
                                         0,
                                         0,
                                         frame.ip_protocol};
  sum.add(rest);
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
  OnesSum sum;
  if (has_pseudo_header) add_pseudo_header(sum, frame);
  sum.add(frame.segment);
  return sum.is_all_ones() ? Checksum::good : Checksum::bad;
}

}  // namespace vedette::decoders
