// SPDX-License-Identifier: Apache-2.0
#include "capture/file_format.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "core/byte_cursor.h"

namespace vedette::capture {
namespace {

using core::ByteCursor;
using core::Bytes;

// Magic numbers as they read in big-endian order (draft-ietf-opsawg-pcap section 4; draft-ietf-opsawg-pcapng 4.1). The
// third pair is the "modified" pcap of old Linux kernels, which libpcap reads too.
constexpr std::uint32_t pcap_micro = 0xa1b2c3d4, pcap_micro_swapped = 0xd4c3b2a1;
constexpr std::uint32_t pcap_nano = 0xa1b23c4d, pcap_nano_swapped = 0x4d3cb2a1;
constexpr std::uint32_t pcap_modified = 0xa1b2cd34, pcap_modified_swapped = 0x34cdb2a1;
constexpr std::uint32_t section_header_block = 0x0a0d0d0a;  // the same in both orders

// RFC 1952 section 2.3.1; RFC 8878 section 3.1.1.
constexpr std::uint8_t gzip_magic[] = {0x1f, 0x8b};
constexpr std::uint8_t zstd_magic[] = {0x28, 0xb5, 0x2f, 0xfd};
constexpr std::uint8_t zip_magic[] = {'P', 'K', 3, 4};

bool starts_with(Bytes head, Bytes magic) {
  return head.size() >= magic.size() && std::equal(magic.begin(), magic.end(), head.begin());
}

std::optional<PcapMagic> find_magic(Bytes head) {
  switch (ByteCursor{head}.be32()) {
    case pcap_micro:
      return PcapMagic{PcapKind::microseconds, false};
    case pcap_micro_swapped:
      return PcapMagic{PcapKind::microseconds, true};
    case pcap_nano:
      return PcapMagic{PcapKind::nanoseconds, false};
    case pcap_nano_swapped:
      return PcapMagic{PcapKind::nanoseconds, true};
    case pcap_modified:
      return PcapMagic{PcapKind::modified, false};
    case pcap_modified_swapped:
      return PcapMagic{PcapKind::modified, true};
    default:
      return std::nullopt;
  }
}

}  // namespace

FileFormat file_format(Bytes head) {
  if (find_magic(head)) return FileFormat::pcap;
  return ByteCursor{head}.be32() == section_header_block ? FileFormat::pcapng : FileFormat::none;
}

PcapMagic pcap_magic(Bytes head) {
  return find_magic(head).value_or(PcapMagic{PcapKind::microseconds, true});
}

Compression compression(Bytes head) {
  if (starts_with(head, gzip_magic)) return Compression::gzip;
  return starts_with(head, zstd_magic) ? Compression::zstd : Compression::none;
}

std::string_view compression_name(Compression compression) {
  return compression == Compression::gzip ? "gzip data" : "zstd data";
}

std::string describe_head(Bytes head) {
  if (const Compression packed = compression(head); packed != Compression::none) {
    return std::string{compression_name(packed)};
  }
  if (starts_with(head, zip_magic)) return "a zip archive";
  const Bytes first = head.first(std::min<std::size_t>(head.size(), described_head));
  const auto printable = [](std::uint8_t c) { return (c >= 0x20 && c < 0x7f) || (c >= '\t' && c <= '\r'); };
  if (std::all_of(first.begin(), first.end(), printable)) return "text";
  return fmt::format("starts with {:02x}", fmt::join(first.first(std::min<std::size_t>(first.size(), 4)), " "));
}

}  // namespace vedette::capture
