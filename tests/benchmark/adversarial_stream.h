// SPDX-License-Identifier: Apache-2.0
// The client's side of one TCP connection, as attacks send it.
#pragma once

#include "tests/benchmark/wire.h"

namespace vedette::benchmark {

inline constexpr std::int64_t gap_us = 2;  ///< between packets
inline constexpr std::size_t full = 1460;  ///< octets of the longest segment
inline constexpr std::uint8_t syn = 0x02, ack = 0x10;

inline const Host client = Host::v4(0x0a0a'0001), server = Host::v4(0x0a0a'0002);

class Stream {
 public:
  Stream(PcapFile& file, std::uint16_t port) : file_(file), port_(port) {
    send(client, server, {.source_port = from, .target_port = port, .sequence = first - 1, .flags = syn}, {});
    send(server, client,
         {.source_port = port, .target_port = from, .sequence = 1, .acknowledgement = first, .flags = syn | ack}, {});
  }

  void segment(std::uint32_t offset, View payload) {
    send(client, server,
         {.source_port = from, .target_port = port_, .sequence = first + offset, .acknowledgement = 2, .flags = ack},
         payload);
  }

 private:
  static constexpr std::uint32_t first = 1000;
  static constexpr std::uint16_t from = 40'000;

  void send(const Host& source, const Host& target, const Tcp& tcp, View payload) {
    file_.add(now_us_ += gap_us, ip_frame(source, target, {}, 6, tcp_segment(source, target, tcp, payload)));
  }

  PcapFile& file_;
  std::uint16_t port_;
  std::int64_t now_us_ = 0;
};

}  // namespace vedette::benchmark
