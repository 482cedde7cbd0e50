// SPDX-License-Identifier: Apache-2.0
// Attacks on what puts packets together: streams, fragments, tables, headers in headers.
#include "tests/benchmark/adversarial_list.h"
#include "tests/benchmark/adversarial_stream.h"

#include <array>

#include "tests/benchmark/office_messages.h"
#include "tests/benchmark/wire.h"

namespace vedette::benchmark {
namespace {

constexpr std::uint16_t modbus = 502;

void reversed(PcapFile& file, std::uint32_t packets) {
  Stream stream(file, modbus);
  const Octets one(1);
  for (std::uint32_t i = packets; i > 0; --i) stream.segment(i - 1, one);
}

void every_second_byte(PcapFile& file, std::uint32_t packets) {
  Stream stream(file, modbus);
  const Octets one(1);
  for (std::uint32_t i = 0; i < packets; ++i) stream.segment(1 + 2 * i, one);
}

/// Each octet is sent a thousand times; the one before all never, so that nothing can be delivered.
void overlapping(PcapFile& file, std::uint32_t packets) {
  Stream stream(file, modbus);
  const Octets thousand(1000);
  for (std::uint32_t i = 0; i < packets; ++i) stream.segment(1 + i, thousand);
}

void syn_flood(PcapFile& file, std::uint32_t packets) {
  Random random(1);
  for (std::uint32_t i = 0; i < packets; ++i) {
    const Host source = Host::v4(random.next()), target = Host::v4(0x0a0a'0000 + random.below(65'536));
    const Tcp tcp{.source_port = static_cast<std::uint16_t>(random.next()),
                  .target_port = static_cast<std::uint16_t>(random.next()),
                  .sequence = random.next(),
                  .flags = syn};
    file.add(gap_us * i, ip_frame(source, target, {}, 6, tcp_segment(source, target, tcp, {})));
  }
}

Octets fragment_frame(const Ipv4Fragment& fragment, View payload) {
  return ethernet(client, server, {}, 0x0800, ip_packet(client, server, 17, payload, fragment));
}

/// First pieces of datagrams that are never whole.
void fragments_without_end(PcapFile& file, std::uint32_t packets) {
  Random random(2);
  const Octets payload(full / 8 * 8);
  for (std::uint32_t i = 0; i < packets; ++i) {
    const Host source = Host::v4(random.next());
    const Ipv4Fragment fragment{static_cast<std::uint16_t>(random.next()), 0, true};
    file.add(gap_us * i, ethernet(source, server, {}, 0x0800, ip_packet(source, server, 17, payload, fragment)));
  }
}

/// Datagrams in as many pieces as there can be, in the order that `place` gives: 8191 of eight octets.
template <typename Place>
void tiny_fragments(PcapFile& file, std::uint32_t packets, Place place) {
  constexpr std::uint32_t pieces = 8191;
  const Octets eight(8);
  for (std::uint32_t i = 0; i < packets; ++i) {
    const std::uint32_t at = place(i % pieces, pieces);
    const Ipv4Fragment fragment{static_cast<std::uint16_t>(i / pieces), static_cast<std::uint16_t>(at),
                                at != pieces - 1};
    file.add(gap_us * i, fragment_frame(fragment, eight));
  }
}

void fragments_tiny(PcapFile& file, std::uint32_t packets) {
  tiny_fragments(file, packets, [](std::uint32_t i, std::uint32_t) { return i; });
}
void fragments_reversed(PcapFile& file, std::uint32_t packets) {
  tiny_fragments(file, packets, [](std::uint32_t i, std::uint32_t n) { return n - 1 - i; });
}
/// First all pieces with odd places: as many holes as there can be.
void fragments_with_holes(PcapFile& file, std::uint32_t packets) {
  tiny_fragments(file, packets,
                 [](std::uint32_t i, std::uint32_t n) { return i < n / 2 ? 2 * i + 1 : 2 * (i - n / 2); });
}

void fragments_overlapping(PcapFile& file, std::uint32_t packets) {
  constexpr std::uint32_t places = 8000;
  const Octets payload(1000);
  for (std::uint32_t i = 0; i < packets; ++i) {
    const Ipv4Fragment fragment{static_cast<std::uint16_t>(i / places), static_cast<std::uint16_t>(1 + i % places),
                                true};
    file.add(gap_us * i, fragment_frame(fragment, payload));
  }
}

void one_tuple_in_all_vlans(PcapFile& file, std::uint32_t packets) {
  const Octets payload(100);
  const Octets segment =
      tcp_segment(client, server, {.source_port = 40'000, .target_port = 502, .sequence = 1}, payload);
  for (std::uint32_t i = 0; i < packets; ++i)
    file.add(gap_us * i, ip_frame(client, server, {{static_cast<std::uint16_t>(i % 4096)}}, 6, segment));
}

/// IPv4 in GRE in IPv4 …, as deep as a frame of 1514 octets allows.
void nested_tunnels(PcapFile& file, std::uint32_t packets) {
  Octets inner = ip_packet(client, server, 17, udp_datagram(client, server, 1, 2, {}));
  while (inner.size() + 24 <= 1500) {
    Octets gre;
    put_be32(gre, 0x0800);
    put(gre, inner);
    inner = ip_packet(client, server, 47, gre);
  }
  const Octets frame = ethernet(client, server, {}, 0x0800, inner);
  for (std::uint32_t i = 0; i < packets; ++i) file.add(gap_us * i, frame);
}

/// Nothing but VLAN tags.
void tags(PcapFile& file, std::uint32_t packets) {
  const Octets frame =
      ip_frame(client, server, {std::vector<std::uint16_t>(360, 7)}, 17, udp_datagram(client, server, 1, 2, {}));
  for (std::uint32_t i = 0; i < packets; ++i) file.add(gap_us * i, frame);
}

/// Nothing but destination options (RFC 8200, 4.6), each of eight octets.
void extension_headers(PcapFile& file, std::uint32_t packets) {
  const Host a = Host::local_v6(1), b = Host::local_v6(2);
  Octets payload;
  for (unsigned i = 0; i < 180; ++i) {
    put_be32(payload, i == 179 ? 17u << 24 | 0x0104 : 60u << 24 | 0x0104);  // PadN of four octets
    put_be32(payload, 0);
  }
  put(payload, udp_datagram(a, b, 1, 2, {}));
  const Octets frame = ip_frame(a, b, {}, 60, payload);
  for (std::uint32_t i = 0; i < packets; ++i) file.add(gap_us * i, frame);
}

constexpr std::array list{
    Attack{"tcp-reversed", "one-byte segments of one connection, last first", reversed},
    Attack{"tcp-every-second-byte", "one-byte segments with a hole before each", every_second_byte},
    Attack{"tcp-overlapping", "segments of 1000 bytes, each one byte further, behind a hole", overlapping},
    Attack{"syn-flood", "connections between random ends", syn_flood},
    Attack{"fragments-without-end", "first pieces from random addresses", fragments_without_end},
    Attack{"fragments-tiny", "datagrams in 8191 pieces", fragments_tiny},
    Attack{"fragments-reversed", "the same, last piece first", fragments_reversed},
    Attack{"fragments-with-holes", "the same, every second piece first", fragments_with_holes},
    Attack{"fragments-overlapping", "pieces of 1000 bytes, each eight further", fragments_overlapping},
    Attack{"one-tuple-in-4096-vlans", "the same ends and ports in every VLAN", one_tuple_in_all_vlans},
    Attack{"nested-tunnels", "GRE in GRE, 61 deep", nested_tunnels},
    Attack{"vlan-tags", "360 tags", tags},
    Attack{"extension-headers", "180 IPv6 destination options", extension_headers},
};

}  // namespace

std::span<const Attack> packet_attacks() {
  return list;
}

}  // namespace vedette::benchmark
