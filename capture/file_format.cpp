// SPDX-License-Identifier: Apache-2.0
#include "capture/file_format.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/byte_cursor.h"

namespace vedette::capture {
namespace {

using core::ByteCursor;
using core::Bytes;
using core::TimePrecision;

// Magic numbers as they read in big-endian order (draft-ietf-opsawg-pcap section 4; draft-ietf-opsawg-pcapng 4.1). The
// third pair is the "modified" pcap of old Linux kernels, which libpcap reads too.
constexpr std::uint32_t pcap_micro = 0xa1b2c3d4, pcap_micro_swapped = 0xd4c3b2a1;
constexpr std::uint32_t pcap_nano = 0xa1b23c4d, pcap_nano_swapped = 0x4d3cb2a1;
constexpr std::uint32_t pcap_modified = 0xa1b2cd34, pcap_modified_swapped = 0x34cdb2a1;
constexpr std::uint32_t section_header_block = 0x0a0d0d0a;  // the same in both orders
constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;

constexpr std::uint32_t interface_block = 1;
constexpr std::uint16_t option_end = 0, option_tsresol = 9;

/// Reads in the byte order of a pcapng section.
struct Ordered {
  ByteCursor in;
  bool little;

  std::uint16_t u16() { return little ? in.le16() : in.be16(); }
  std::uint32_t u32() { return little ? in.le32() : in.be32(); }
};

/// if_tsresol, section 4.2 of the pcapng draft: a negative power of 10, or of 2 where the top bit is set.
TimePrecision precision_of(std::uint8_t resolution) {
  const unsigned power = resolution & 0x7fu;
  const bool of_two = (resolution & 0x80) != 0;
  // Digits that hold a step of 2^-power: power * log10(2), rounded up. 2^-10 s is a little finer than a millisecond.
  const unsigned digits = of_two ? (power * 30103 + 99'999) / 100'000 : power;
  if (digits == 0) return TimePrecision::seconds;
  if (digits <= 3) return TimePrecision::milliseconds;
  return digits <= 6 ? TimePrecision::microseconds : TimePrecision::nanoseconds;
}

/// Of an interface description block's body. An interface that says nothing stamps microseconds.
TimePrecision interface_precision(Ordered body) {
  body.in.skip(8);  // link type, reserved, snap length
  while (body.in.remaining() >= 4) {
    const std::uint16_t code = body.u16(), length = body.u16();
    if (code == option_end) break;
    const Bytes value = body.in.bytes(length);
    if (code == option_tsresol && value.size() == 1) return precision_of(value[0]);
    body.in.skip((4u - length % 4u) % 4u);  // options are padded to 32 bits
  }
  return TimePrecision::microseconds;
}

std::optional<TimePrecision> pcapng_precision(Bytes head) {
  ByteCursor order{head};
  order.skip(8);
  const bool little = order.be32() != byte_order_magic;
  if (!order.ok()) return std::nullopt;
  Ordered file{ByteCursor{head}, little};
  while (file.in.remaining() >= 8) {
    const std::uint32_t type = file.u32(), length = file.u32();
    if (length < 12) return TimePrecision::microseconds;  // damaged; libpcap will say so
    Ordered body{file.in.sub(length - 8), little};
    if (!file.in.ok()) break;
    if (type == interface_block) return interface_precision(body);
  }
  return std::nullopt;
}

}  // namespace

FileFormat file_format(Bytes head) {
  ByteCursor in{head};
  const std::uint32_t magic = in.be32();
  switch (magic) {
    case pcap_micro:
    case pcap_micro_swapped:
    case pcap_nano:
    case pcap_nano_swapped:
    case pcap_modified:
    case pcap_modified_swapped:
      return FileFormat::pcap;
    case section_header_block:
      return FileFormat::pcapng;
    default:
      return FileFormat::none;
  }
}

std::optional<TimePrecision> stamp_precision(Bytes head) {
  if (head.size() < 4) return std::nullopt;
  if (file_format(head) == FileFormat::pcapng) return pcapng_precision(head);
  const std::uint32_t magic = ByteCursor{head}.be32();
  return magic == pcap_nano || magic == pcap_nano_swapped ? TimePrecision::nanoseconds : TimePrecision::microseconds;
}

std::string describe_head(Bytes head) {
  const auto starts_with = [&](std::initializer_list<std::uint8_t> magic) {
    return head.size() >= magic.size() && std::equal(magic.begin(), magic.end(), head.begin());
  };
  if (starts_with({0x1f, 0x8b})) return "gzip data";
  if (starts_with({0x28, 0xb5, 0x2f, 0xfd})) return "zstd data";
  if (starts_with({'P', 'K', 3, 4})) return "a zip archive";
  const Bytes first = head.first(std::min<std::size_t>(head.size(), 64));
  const auto printable = [](std::uint8_t c) { return (c >= 0x20 && c < 0x7f) || (c >= '\t' && c <= '\r'); };
  if (std::all_of(first.begin(), first.end(), printable)) return "text";
  return fmt::format("starts with {:02x}", fmt::join(first.first(std::min<std::size_t>(first.size(), 4)), " "));
}

}  // namespace vedette::capture
