// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "capture/file_format.h"
#include "capture/link_types.h"

namespace vedette::capture {
namespace {

constexpr std::size_t file_header = 24;  // section 4
/// Section 4: above the link type stand the length of the frame check sequence and what is reserved.
constexpr std::uint32_t link_bits = 0x03ff'ffff;

/// The records of the "modified" format have an interface, a protocol and a packet type behind the lengths.
constexpr std::size_t modified_record_header = 24;
constexpr std::uint32_t cooked_header = 14;

/// DG/UX wrote this version.
constexpr unsigned version_of_dg_ux = 543;

}  // namespace

bool PcapReader::choose_version(unsigned major, unsigned minor) {
  if (major == 2 && minor <= 4) {
    lengths_ = minor < 3 ? Lengths::wire_first : minor == 3 ? Lengths::smaller_is_captured : Lengths::captured_first;
    return true;
  }
  lengths_ = Lengths::wire_first;
  return major == version_of_dg_ux && minor == 0;
}

Found PcapReader::read_header(ReadBuffer& in) {
  if (const Supply supply = in.want(file_header); supply != Supply::some) {
    damage_ = fmt::format("it has {} bytes and not {}", in.available().size(), file_header);
    return lack(supply, true);
  }
  const PcapMagic magic = pcap_magic(in.available());
  little_ = magic.little;
  const Fields<file_header> header{in.available(), little_};
  const unsigned major = header.u16<4>(), minor = header.u16<6>();
  if (!choose_version(major, minor)) {
    damage_ = fmt::format("version {}.{} is not supported; allowed are 2.0 to 2.4", major, minor);
    return Found::damaged;
  }
  if (magic.kind == PcapKind::nanoseconds) {
    fraction_ns_ = 1;
    precision_ = core::TimePrecision::nanoseconds;
  }
  snap_length_ = header.u32<16>();
  // What libpcap takes for "no limit".
  if (snap_length_ == 0 || snap_length_ > std::numeric_limits<std::int32_t>::max()) snap_length_ = max_captured;
  link_number_ = header.u32<20>() & link_bits;
  link_ = link_type(link_number_);
  if (magic.kind == PcapKind::modified) {
    record_header_ = modified_record_header;
    // A cooked capture got its Ethernet header after it was cut to the snap length.
    if (link_ == core::LinkType::ethernet) snap_length_ += cooked_header;
  }
  in.skip(file_header);
  return Found::it;
}

Found PcapReader::read(ReadBuffer& in, core::Packet& packet) {
  if (const Supply supply = in.want(record_header_); supply != Supply::some) {
    return lack(supply, !in.available().empty());
  }
  const Fields<16> header{in.available(), little_};  // section 5
  const std::uint64_t seconds = header.u32<0>(), fraction = header.u32<4>();
  std::uint32_t captured = header.u32<8>(), wire = header.u32<12>();
  if (lengths_ != Lengths::captured_first && (lengths_ == Lengths::wire_first || captured > wire)) {
    std::swap(captured, wire);
  }
  if (captured > max_captured) {
    damage_ = fmt::format("a record claims {} captured bytes, over {}", captured, max_captured);
    return Found::damaged;
  }
  const std::size_t whole = record_header_ + captured;
  if (const Supply supply = in.want(whole); supply != Supply::some) return lack(supply, true);
  // Some writers hold more than the snap length that they name; libpcap cuts it too.
  const std::uint32_t kept = std::min(captured, snap_length_);
  packet.time = core::timestamp_from_ns(static_cast<std::int64_t>(seconds * 1'000'000'000 + fraction * fraction_ns_));
  packet.bytes = in.available().subspan(record_header_, kept);
  packet.wire_length = std::max(wire, kept);
  packet.link = link_;
  packet.precision = precision_;
  in.skip(whole);
  return Found::it;
}

}  // namespace vedette::capture
