// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/tcp.h"

#include <algorithm>
#include <gtest/gtest.h>


namespace vedette::lab {
namespace {

constexpr Timestamp start{std::chrono::hours{490'000}};

Host host(std::string name, std::uint32_t ip, const Stack& stack) {
  Host host;
  host.name = std::move(name);
  host.mac = {{0x02, 0, 0, 0, 0, static_cast<std::uint8_t>(ip)}};
  host.ip = core::IpAddress::v4(ip);
  host.stack = stack;
  return host;
}


struct Segment {
  bool from_client;
  std::uint32_t sequence, acknowledgement;
  std::uint8_t flags;
  std::vector<std::uint8_t> payload;
};

std::vector<Segment> segments_of(const Sink& sink, const Host& client) {
  auto entries = sink.entries();
  std::ranges::sort(entries, {}, &FrameEntry::key);
  std::vector<Segment> segments;
  for (const auto& entry : entries) {
    const auto frame = sink.bytes_of(entry);
    const auto tcp = frame.subspan(34);
    const auto word = [&](std::size_t at) {
      return static_cast<std::uint32_t>(tcp[at] << 24 | tcp[at + 1] << 16 | tcp[at + 2] << 8 | tcp[at + 3]);
    };
    const std::size_t total = static_cast<std::size_t>(frame[16] << 8 | frame[17]), header = (tcp[12] >> 4) * 4u;
    const auto payload = tcp.subspan(header, total - 20 - header);
    segments.push_back({std::ranges::equal(frame.subspan(26, 4), client.ip.octets()), word(4), word(8), tcp[13],
                        {payload.begin(), payload.end()}});
  }
  return segments;
}

class LabTcp : public testing::TestWithParam<double> {};

// Whatever is lost and sent again: each side's octets are there, in order, without a gap, and acknowledged in the end.
TEST_P(LabTcp, DeliversWhatWasSent) {
  const Host client = host("client", 0x0a000001, linux_stack), server = host("server", 0x0a000002, embedded_stack);
  TcpConnection connection(client, server, 502, {.lost = GetParam()}, Random(3, "tcp"));
  Sink sink;
  Random random(5, "payloads");
  std::vector<std::uint8_t> sent[2];
  Timestamp now = connection.open(start, sink);
  for (int i = 0; i < 200; ++i) {
    const Side from = random.chance(0.5) ? Side::client : Side::server;
    std::vector<std::uint8_t> octets(1 + random.below(4000));
    for (auto& octet : octets) octet = static_cast<std::uint8_t>(random.next());
    auto& all = sent[static_cast<std::size_t>(from)];
    all.insert(all.end(), octets.begin(), octets.end());
    now = connection.send(from, now, octets, sink) + random.exponential(Duration{30ms});
  }
  connection.settle(now + 1s, sink);
  connection.close(Side::client, now + 2s, sink);

  std::uint32_t next[2]{}, acknowledged[2]{};
  std::vector<std::uint8_t> got[2];
  unsigned again = 0;
  for (const Segment& segment : segments_of(sink, client)) {
    const std::size_t side = segment.from_client ? 0 : 1;
    if (segment.flags & 0x02) next[side] = segment.sequence + 1;
    if (segment.flags & 0x10) acknowledged[1 - side] = segment.acknowledgement;
    if (segment.payload.empty()) continue;
    if (segment.sequence != next[side]) {
      ++again;
      EXPECT_EQ(segment.sequence + segment.payload.size(), next[side]);
      continue;
    }
    next[side] += static_cast<std::uint32_t>(segment.payload.size());
    got[side].insert(got[side].end(), segment.payload.begin(), segment.payload.end());
  }
  EXPECT_EQ(got[0], sent[0]);
  EXPECT_EQ(got[1], sent[1]);
  EXPECT_EQ(acknowledged[0], next[0] + 1);  // and the FIN
  EXPECT_EQ(acknowledged[1], next[1] + 1);
  EXPECT_EQ(again > 0, GetParam() > 0);
}

INSTANTIATE_TEST_SUITE_P(Loss, LabTcp, testing::Values(0.0, 0.1));

TEST(LabTcpEnds, RefusalsAndSilenceLeaveNoConnection) {
  const Host client = host("client", 0x0a000001, linux_stack), server = host("server", 0x0a000002, linux_stack);
  TcpConnection connection(client, server, 502, {}, Random(3, "tcp"));
  Sink sink;
  connection.refused(start, sink);
  connection.unanswered(start + 1s, sink);
  EXPECT_FALSE(connection.is_open());
  const auto segments = segments_of(sink, client);
  ASSERT_EQ(segments.size(), 5u);
  EXPECT_EQ(segments[1].flags, 0x14);
  EXPECT_EQ(segments[2].sequence, segments[4].sequence);
}

}  // namespace
}  // namespace vedette::lab
