// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/traffic.h"

#include <algorithm>

#include "capture/open.h"
#include "tests/benchmark/wire.h"

namespace vedette::benchmark {
namespace {

constexpr std::uint32_t sites = 16;

struct Recorded {
  std::int64_t at_us;  ///< since the first packet of all
  Octets frame;
};

/// All packets of one site, its captures end to end.
core::Result<std::vector<Recorded>> read_site(const std::vector<std::string>& captures) {
  std::vector<Recorded> site;
  std::int64_t end_us = 0;
  for (const auto& path : captures) {
    const std::vector<std::string> one{path};
    auto source = capture::open_captures(one);
    if (!source) return std::unexpected(source.error());
    const std::int64_t begin_us = end_us;
    std::int64_t first_us = 0;
    for (capture::PacketBatch batch;; batch.clear()) {
      if (auto read = (*source)->next(batch, 256); !read) return std::unexpected(read.error());
      if (batch.packets.empty()) break;
      for (const auto& packet : batch.packets) {
        const std::int64_t stamp_us = core::to_ns(packet.time) / 1000;
        if (first_us == 0) first_us = stamp_us;
        end_us = begin_us + stamp_us - first_us;
        site.push_back({end_us, Octets(packet.bytes.begin(), packet.bytes.end())});
      }
    }
    end_us += 1'000'000;
  }
  return site;
}

std::uint32_t be16(const Octets& bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at] << 8 | bytes[at + 1]);
}
void put_be16(Octets& bytes, std::size_t at, std::uint32_t value) {
  bytes[at] = static_cast<std::uint8_t>(value >> 8);
  bytes[at + 1] = static_cast<std::uint8_t>(value);
}

/// RFC 1624: the checksum after a 16-bit word that it covers has changed.
void adjust_checksum(Octets& frame, std::size_t at, std::uint32_t before, std::uint32_t after) {
  std::uint32_t sum = (~be16(frame, at) & 0xffff) + (~before & 0xffff) + after;
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  put_be16(frame, at, ~sum & 0xffff);
}

/// One run of one site. Sites have addresses of their own; laps follow one another, on other ports of the clients.
struct Copy {
  std::uint32_t site, lap;
};

/// The frame as this copy has it: 10.a.b.c becomes 10.a.(b + site).c.
void move(Octets& frame, const Copy& copy) {
  constexpr std::size_t ip = 14;
  const auto move_mac = [&](std::size_t at) {
    if ((frame[at] & 1) == 0) put_be16(frame, at + 3, be16(frame, at + 3) + copy.site);
  };
  move_mac(0);
  move_mac(6);
  const std::uint32_t ether_type = be16(frame, 12);
  if (ether_type == 0x0806 && frame.size() >= ip + 28) {
    for (const std::size_t mac : {ip + 8, ip + 18}) move_mac(mac);
    for (const std::size_t address : {ip + 14, ip + 24})
      put_be16(frame, address + 1, be16(frame, address + 1) + copy.site);
  }
  if (ether_type != 0x0800 || frame.size() < ip + 40 || frame[ip] != 0x45) return;
  const bool tcp = frame[ip + 9] == 6;
  for (const std::size_t address : {ip + 12, ip + 16}) {
    // The changed octets straddle two of the words that checksums add up.
    const std::uint32_t high = be16(frame, address), low = be16(frame, address + 2);
    put_be16(frame, address + 1, be16(frame, address + 1) + copy.site);
    for (const std::size_t checksum : {ip + 10, ip + 36}) {
      if (checksum == ip + 36 && !tcp) continue;
      adjust_checksum(frame, checksum, high, be16(frame, address));
      adjust_checksum(frame, checksum, low, be16(frame, address + 2));
    }
  }
  for (const std::size_t port : {ip + 20, ip + 22}) {
    const std::uint32_t before = be16(frame, port);
    if (!tcp || before < 32'768) continue;
    put_be16(frame, port, before + copy.lap);
    adjust_checksum(frame, ip + 36, before, be16(frame, port));
  }
}

}  // namespace

core::Result<std::uint64_t> write_traffic(const std::vector<std::string>& captures, std::uint64_t packets,
                                          const std::string& path) {
  const auto site = read_site(captures);
  if (!site) return std::unexpected(site.error());
  if (site->empty()) return core::wrong_usage("the captures hold no packet");
  const auto laps = static_cast<std::uint32_t>((packets + sites * site->size() - 1) / (sites * site->size()));
  const std::int64_t lap_us = site->back().at_us + 10'000'000;

  struct Place {
    std::int64_t at_us;
    std::uint32_t site, lap, packet;
    auto operator<=>(const Place&) const = default;
  };
  std::vector<Place> order;
  order.reserve(std::size_t{laps} * sites * site->size());
  for (std::uint32_t lap = 0; lap < laps; ++lap) {
    for (std::uint32_t copy = 0; copy < sites; ++copy) {
      // Sites did not start at the same moment: spread over the second in which an HMI polls once.
      const std::int64_t shift_us = lap * lap_us + std::int64_t{copy} * 1'000'000 / sites;
      for (std::uint32_t i = 0; i < site->size(); ++i) order.push_back({(*site)[i].at_us + shift_us, copy, lap, i});
    }
  }
  std::ranges::sort(order);

  PcapFile file(path);
  for (const Place& place : order) {
    Octets frame = (*site)[place.packet].frame;
    move(frame, {place.site, place.lap});
    file.add(place.at_us, frame);
  }
  return file.close();
}

}  // namespace vedette::benchmark
