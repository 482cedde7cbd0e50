// SPDX-License-Identifier: Apache-2.0
// What the bytes of a fuzz input of the dissector mean: a link type, then packets, so that fragments can meet. Each
// packet is one octet that says how much the capture cut off and how much time passed, two of length, and its bytes.
#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "core/byte_cursor.h"
#include "decoders/checksum.h"
#include "decoders/dissect_layers.h"
#include "decoders/dissector.h"
#include "tests/decoders/same_frame.h"

namespace vedette::decoders {

inline constexpr std::array fuzz_links{core::LinkType::ethernet,  core::LinkType::raw,       core::LinkType::null,
                                       core::LinkType::linux_sll, core::LinkType::ppp,       core::LinkType::ppp_hdlc,
                                       core::LinkType::c_hdlc,    core::LinkType::ppp_ether, core::LinkType::nflog,
                                       core::LinkType::linux_sll2};

inline void fuzz_check(bool holds) {
  if (!holds) std::abort();
}
inline bool is_inside(core::Bytes part, core::Bytes whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

/// What holds of any frame at all.
inline void check_frame(const Frame& frame, core::Bytes packet) {
  // Else they are in the arena, also those of a piece that a joined tunnel carried.
  if (frame.pieces == 1) fuzz_check(is_inside(frame.segment, packet) && is_inside(frame.payload, packet));
  if (!frame.segment.empty() && !frame.payload.empty())
    fuzz_check(frame.segment.data() + frame.segment.size() == frame.payload.data() + frame.payload.size());
  fuzz_check(frame.tunnel_count <= max_tunnels && frame.shard < shard_count && frame.pieces >= 1);
  fuzz_check(frame.source.network == frame.target.network && frame.source.vlan == frame.target.vlan);
  fuzz_check(frame.source.ip.family() == frame.target.ip.family());
  fuzz_check(!to_string(frame.defect).empty());
  unsigned sum = 0;
  for (const std::uint8_t octet : frame.segment) sum += octet;
  for (const std::uint8_t octet : frame.payload) sum += octet;
  static volatile unsigned seen = 0;  // so that a sanitizer sees each octet read
  seen = sum;
  static_cast<void>(seen);
  static_cast<void>(transport_checksum(frame));
}

/// What is read at once says the same as the layers one by one.
inline void check_plain(const core::Packet& packet) {
  Frame at_once, by_layers;
  if (!dissect_plain(packet, at_once)) return;
  dissect_layers(packet, nullptr, by_layers);
  fuzz_check(same_frame(at_once, by_layers));
}

inline void run_dissect_fuzz_input(core::Bytes input) {
  const DissectorLimits limits{.datagrams = 4, .fragment_bytes = 20'000};
  Dissector dissector{limits};
  core::Arena room{1024};
  core::ByteCursor in{input};
  core::Packet packet;
  packet.link = fuzz_links[in.u8() % fuzz_links.size()];
  core::Timestamp now{};
  while (!in.empty()) {
    const unsigned cut_and_time = in.u8();
    const std::size_t size = in.be16();
    const core::Bytes bytes = in.bytes(std::min(size, in.remaining()));
    const auto block = std::make_unique<std::uint8_t[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), block.get());
    packet.bytes = {block.get(), bytes.size()};
    packet.wire_length = static_cast<std::uint32_t>(bytes.size() + (cut_and_time & 0x0f) * 16);
    now += std::chrono::seconds{cut_and_time >> 4};
    const Frame frame = dissector.dissect(packet, now, room);
    check_frame(frame, packet.bytes);
    fuzz_check(dissector.fragment_bytes() <= limits.fragment_bytes);
    check_plain(packet);
    const Frame alone = dissect(packet);
    check_frame(alone, packet.bytes);
    if (frame.fragment == Fragment::none) fuzz_check(alone.source == frame.source && alone.defect == frame.defect);
  }
}

}  // namespace vedette::decoders
