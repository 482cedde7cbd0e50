// SPDX-License-Identifier: Apache-2.0
// What happens to TCP connections in the wild, one story per test, and what the engine must say of it. Sections are
// those of RFC 9293 unless another is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/decoders/wire.h"

namespace vedette::decoders {
namespace {

using core::Observation;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

using Said = std::vector<std::string>;
const std::string read = "read_holding_registers";

class TcpScenario : public testing::Test {
 protected:
  Said send(const Frame& frame) { return names(wire.send(frame)); }
  Said tick(core::Duration later) { return names(wire.tick(later)); }
  static Said names(const std::vector<Observation>& observations) {
    Said said;
    for (const Observation& o : observations) said.emplace_back(o.operation);
    return said;
  }
  void open() {
    send(c.syn());
    send(c.syn_ack());
    send(c.ack());
  }
  /// A segment of the client that doesn't move what the connection counts.
  Frame client_segment(std::uint32_t sequence, const Octets& bytes, TcpHeader header = {}) const {
    header.sequence = sequence;
    header.acknowledgement = c.server_next;
    header.ack = true;
    return c.segment(true, bytes, header);
  }
  Frame server_ack(std::uint32_t number, std::uint16_t window) const {
    return c.segment(false, {}, {.sequence = c.server_next, .acknowledgement = number, .window = window, .ack = true});
  }
  EngineStats stats() const { return wire.engine.stats(); }

  Wire wire;
  Connection c{endpoint(1, 40000), endpoint(99, 502)};
  const Octets first = read_request(1), second = read_request(2), third = read_request(3);
};

// 3.8.6.1: a probe carries the next byte, which the receiver doesn't take, so it comes again.
TEST_F(TcpScenario, AZeroWindowAndItsProbesAreNoMessage) {
  open();
  EXPECT_THAT(send(server_ack(c.client_next, 0)), IsEmpty());
  const Octets probe{first[0]};
  for (int i = 0; i < 5; ++i) {
    wire.now += seconds{5};
    EXPECT_THAT(send(client_segment(c.client_next, probe)), IsEmpty());
    EXPECT_THAT(send(server_ack(c.client_next, 0)), IsEmpty());
  }
  EXPECT_THAT(send(server_ack(c.client_next, 4000)), IsEmpty());
  EXPECT_THAT(send(c.request(first)), ElementsAre(read));
  EXPECT_THAT(send(c.request(second)), ElementsAre(read));
  EXPECT_EQ(stats().gaps, 0u);
  EXPECT_EQ(stats().malformed, 0u);
}

// 3.8.4: the number before the next one, with no byte or one that means nothing.
TEST_F(TcpScenario, KeepAlivesMeanNothing) {
  open();
  EXPECT_THAT(send(c.request(first)), ElementsAre(read));
  const Octets garbage{0};
  for (int i = 0; i < 5; ++i) {
    wire.now += seconds{30};
    EXPECT_THAT(send(client_segment(c.client_next - 1, {})), IsEmpty());
    EXPECT_THAT(send(client_segment(c.client_next - 1, garbage)), IsEmpty());
    EXPECT_THAT(send(server_ack(c.client_next, 4000)), IsEmpty());
  }
  EXPECT_THAT(send(c.request(second)), ElementsAre(read));
  EXPECT_EQ(stats().retransmitted_bytes, 0u);
  EXPECT_EQ(stats().conflicting_overlaps, 0u);
}

TEST_F(TcpScenario, JoinedInsideAMessageItFindsTheNext) {
  Octets tail(first.begin() + 7, first.end());
  tail.insert(tail.end(), second.begin(), second.end());
  EXPECT_THAT(send(c.request(tail)), ElementsAre("tcp_joined", read));
  EXPECT_THAT(send(c.request(third)), ElementsAre(read));
  EXPECT_EQ(stats().malformed, 0u);
}

TEST_F(TcpScenario, AHalfOpenConnectionExpiresInPacketTime) {
  EXPECT_THAT(send(c.syn()), ElementsAre("tcp_syn"));
  EXPECT_THAT(send(c.syn_ack()), ElementsAre("tcp_accepted"));
  EXPECT_THAT(tick(minutes{59}), IsEmpty());
  EXPECT_THAT(tick(minutes{2}), ElementsAre("tcp_expired"));
  EXPECT_THAT(tick(minutes{70}), IsEmpty());
}

// RFC 5961, 3.2.
TEST_F(TcpScenario, AnInjectedResetWithAWrongNumberEndsNothing) {
  open();
  send(c.request(first));
  for (const std::uint32_t wrong : {0x4000'0000u, 0x8000'0000u, 0xc000'0000u}) {
    Frame reset = c.rst(true);
    reset.tcp.sequence += wrong;
    EXPECT_THAT(send(reset), IsEmpty());
  }
  EXPECT_THAT(send(c.request(second)), ElementsAre(read));
}

TEST_F(TcpScenario, AResetWithTheRightNumberEndsAndDataBehindItIsStillSeen) {
  open();
  send(c.request(first));
  EXPECT_THAT(send(c.rst(true)), ElementsAre("tcp_reset"));
  EXPECT_THAT(send(c.rst(true)), IsEmpty()) << "said once";
  EXPECT_THAT(send(c.request(second)), ElementsAre(read)) << "the reset may have been forged";
  EXPECT_THAT(tick(minutes{70}), IsEmpty());
}

// 3.5, figure 7: both ask, both answer.
TEST_F(TcpScenario, ASimultaneousOpenIsOneConnection) {
  EXPECT_THAT(send(c.syn()), ElementsAre("tcp_syn"));
  const std::uint32_t client_isn = c.client_next - 1, server_isn = c.server_next++;
  EXPECT_THAT(send(c.segment(false, {}, {.sequence = server_isn, .syn = true})), ElementsAre("tcp_accepted"));
  const TcpHeader client_again{.sequence = client_isn, .acknowledgement = c.server_next, .syn = true, .ack = true};
  const TcpHeader server_again{.sequence = server_isn, .acknowledgement = c.client_next, .syn = true, .ack = true};
  EXPECT_THAT(send(c.segment(true, {}, client_again)), IsEmpty());
  EXPECT_THAT(send(c.segment(false, {}, server_again)), IsEmpty());
  EXPECT_THAT(send(c.request(first)), ElementsAre(read));
  EXPECT_THAT(send(c.response(read_response(1))), ElementsAre(read));
  EXPECT_EQ(stats().flows, 1u);
}

// 3.6, figure 13.
TEST_F(TcpScenario, ASimultaneousCloseIsSaidOnce) {
  open();
  Frame client_fin = c.fin(true);
  Frame server_fin = c.fin(false);
  server_fin.tcp.acknowledgement = client_fin.tcp.sequence;
  EXPECT_THAT(send(client_fin), IsEmpty());
  EXPECT_THAT(send(server_fin), ElementsAre("tcp_fin"));
  EXPECT_THAT(send(c.ack()), IsEmpty());
  EXPECT_THAT(send(server_ack(c.client_next, 0)), IsEmpty());
  EXPECT_THAT(tick(minutes{70}), IsEmpty());
}

// RFC 7413: data on the SYN counts once, whether the server took it or the client has to send it again.
TEST_F(TcpScenario, DataOnASynCountsOnce) {
  Frame syn = c.segment(true, first, {.sequence = c.client_next++, .syn = true});
  EXPECT_THAT(send(syn), ElementsAre("tcp_syn", read));
  EXPECT_THAT(send(c.syn_ack()), ElementsAre("tcp_accepted"));
  EXPECT_THAT(send(c.request(first)), IsEmpty());
  EXPECT_THAT(send(c.request(second)), ElementsAre(read));
  EXPECT_EQ(stats().conflicting_overlaps, 0u);
}

TEST_F(TcpScenario, DataWithTheFinCountsAndWhatFollowsItDoesNot) {
  open();
  EXPECT_THAT(send(client_segment(c.client_next, first, {.fin = true})), ElementsAre(read));
  c.client_next += static_cast<std::uint32_t>(first.size()) + 1;
  EXPECT_THAT(send(server_ack(c.client_next, 4000)), IsEmpty());
  EXPECT_THAT(send(client_segment(c.client_next - 1, second)), IsEmpty());
  EXPECT_THAT(send(client_segment(c.client_next, third)), IsEmpty());
  EXPECT_EQ(stats().messages, 1u);
  EXPECT_THAT(send(c.response(read_response(1))), ElementsAre(read)) << "the other half is still open";
  EXPECT_THAT(send(c.fin(false)), ElementsAre("tcp_fin"));
}

TEST_F(TcpScenario, AForgedFinDoesNotBlindOnceTheReceiverGoesOnAcknowledging) {
  open();
  EXPECT_THAT(send(client_segment(c.client_next, {}, {.fin = true})), IsEmpty());
  const Frame hidden = c.request(first);
  EXPECT_THAT(send(hidden), IsEmpty());
  EXPECT_THAT(send(server_ack(c.client_next, 4000)), IsEmpty());
  EXPECT_THAT(send(c.request(second)), IsEmpty()) << "waits for what was ignored";
  EXPECT_THAT(tick(seconds{3}), ElementsAre(read));
  EXPECT_THAT(send(c.request(third)), ElementsAre(read));
  EXPECT_EQ(stats().gap_bytes, first.size());
}

TEST_F(TcpScenario, ASynSentAgainIsTheSameConnection) {
  const Frame syn = c.syn();
  EXPECT_THAT(send(syn), ElementsAre("tcp_syn"));
  wire.now += seconds{1};
  EXPECT_THAT(send(syn), ElementsAre("tcp_unanswered"));
  EXPECT_THAT(send(c.syn_ack()), ElementsAre("tcp_accepted"));
  EXPECT_THAT(send(syn), IsEmpty()) << "late";
  EXPECT_THAT(send(c.request(first)), ElementsAre(read));
  EXPECT_EQ(stats().flows, 1u);
}

TEST_F(TcpScenario, TheSamePortsAfterACloseAreANewConnection) {
  open();
  send(c.request(first));
  send(c.fin(true));
  EXPECT_THAT(send(c.fin(false)), ElementsAre("tcp_fin"));
  c.client_next += 100'000;
  c.server_next += 50'000;
  EXPECT_THAT(send(c.syn()), ElementsAre("tcp_syn"));
  EXPECT_THAT(send(c.syn_ack()), ElementsAre("tcp_accepted"));
  EXPECT_THAT(send(c.request(first)), ElementsAre(read));
  EXPECT_EQ(stats().flows, 2u);
  EXPECT_EQ(stats().retransmitted_bytes, 0u);
}

// 3.4: numbers wrap; the client's begin 16 before it.
TEST_F(TcpScenario, ReorderedSegmentsAcrossTheWrapAreTheStream) {
  open();
  const Frame one = c.request(first), two = c.request(second), three = c.request(third);
  ASSERT_LT(three.tcp.sequence, one.tcp.sequence);
  EXPECT_THAT(send(three), IsEmpty());
  EXPECT_THAT(send(two), IsEmpty());
  EXPECT_THAT(send(one), ElementsAre(read, read, read));
  EXPECT_EQ(stats().gaps, 0u);
}

TEST_F(TcpScenario, OfTwoVersionsThatWaitTheFirstIsRead) {
  open();
  const Frame one = c.request(first), two = c.request(second);
  Octets other = second;
  other[7] = 6;  // a write
  Frame forged = two;
  forged.payload = other;
  EXPECT_THAT(send(two), IsEmpty());
  send(forged);
  const auto& read_now = wire.send(one);
  ASSERT_EQ(names(read_now), (Said{read, read}));
  EXPECT_EQ(read_now[1].frame, 4u) << "that of the first version";
  EXPECT_EQ(stats().conflicting_overlaps, 1u);
  EXPECT_EQ(stats().messages, 2u);
}

TEST_F(TcpScenario, AnotherVersionOfWhatWasReadIsNoMessage) {
  open();
  const Frame one = c.request(first);
  EXPECT_THAT(send(one), ElementsAre(read));
  Octets other = first;
  other[7] = 6;
  Frame forged = one;
  forged.payload = other;
  EXPECT_THAT(send(forged), testing::Not(testing::Contains("write_single_register")));
  EXPECT_EQ(stats().messages, 1u);
  EXPECT_EQ(stats().retransmitted_bytes, first.size());
  EXPECT_THAT(send(c.request(second)), ElementsAre(read));
}

// 3.8.5 and RFC 6093: urgent bytes are bytes of the stream.
TEST_F(TcpScenario, UrgentDataStaysInItsPlace) {
  open();
  const Octets head(first.begin(), first.begin() + 5), tail(first.begin() + 5, first.end());
  Frame urgent = c.request(head);
  urgent.tcp.urg = true;
  EXPECT_THAT(send(urgent), IsEmpty());
  EXPECT_THAT(send(c.request(tail)), ElementsAre(read));
}

TEST_F(TcpScenario, AfterALossInsideAMessageTheNextIsFound) {
  open();
  const Octets head(second.begin(), second.begin() + 5), lost(second.begin() + 5, second.begin() + 8),
      tail(second.begin() + 8, second.end());
  EXPECT_THAT(send(c.request(first)), ElementsAre(read));
  EXPECT_THAT(send(c.request(head)), IsEmpty());
  c.request(lost);
  EXPECT_THAT(send(c.request(tail)), IsEmpty());
  EXPECT_THAT(send(c.request(third)), IsEmpty());
  EXPECT_THAT(send(server_ack(c.client_next, 4000)), IsEmpty());
  EXPECT_THAT(tick(seconds{3}), ElementsAre(read));
  EXPECT_EQ(stats().gaps, 1u);
  EXPECT_EQ(stats().gap_bytes, lost.size());
  EXPECT_EQ(stats().messages, 2u);
  EXPECT_THAT(send(c.request(first)), ElementsAre(read));
}

// The receiver acknowledges only what it has: a hole that it has not may still be filled. Where it falls silent (its
// direction is no longer mirrored) the hole is given up after a minute.
TEST_F(TcpScenario, AHoleIsGivenUpAMinuteAfterTheReceiverWasLastHeard) {
  open();
  const Frame lost = c.request(first), waiting = c.request(second);
  EXPECT_THAT(send(waiting), IsEmpty());
  for (int i = 0; i < 4; ++i) {
    EXPECT_THAT(tick(seconds{40}), IsEmpty());
    EXPECT_THAT(send(server_ack(lost.tcp.sequence, 4000)), IsEmpty());
  }
  EXPECT_THAT(tick(seconds{59}), IsEmpty());
  EXPECT_THAT(tick(seconds{2}), ElementsAre(read));
  EXPECT_EQ(stats().gap_bytes, first.size());
}

// What lies further ahead than can be held is not believed at once, but what waits is read before the stream jumps.
TEST_F(TcpScenario, WhatIsHeldIsReadBeforeTheStreamJumps) {
  open();
  c.request(first);
  EXPECT_THAT(send(c.request(second)), IsEmpty());
  c.client_next += 400'000;
  Said said;
  for (int i = 0; i < 20; ++i) {
    for (const std::string& s : send(c.request(third))) said.push_back(s);
  }
  EXPECT_EQ(said.size(), 1u + 5u) << "the held one, and from the sixteenth on";
  EXPECT_EQ(stats().evicted_stream_bytes, 0u);
}

TEST_F(TcpScenario, AWindowOfReversedOneByteSegmentsCostsAGapAndNothingElse) {
  open();
  constexpr std::uint32_t messages = 5461;  // 64 KiB
  const std::uint32_t begin = c.client_next;
  std::size_t read_early = 0;
  for (std::uint32_t at = messages * 12; at-- > 0;) {
    const Octets byte{first[at % 12]};
    read_early += send(client_segment(begin + at, byte)).size();
  }
  c.client_next += messages * 12;
  EXPECT_EQ(stats().gaps, 1u);
  EXPECT_GT(read_early, 160u) << "those among the last 2000 bytes, which came first";
  EXPECT_EQ(stats().malformed, 0u);
  EXPECT_THAT(send(c.request(second)), ElementsAre(read));
  EXPECT_EQ(stats().evicted_flows, 0u);
}

TEST_F(TcpScenario, AWindowOfShuffledSegmentsIsTheStream) {
  open();
  constexpr std::uint32_t messages = 1500;
  const std::uint32_t begin = c.client_next;
  std::size_t seen = 0;
  for (std::uint32_t i = 0; i < messages; ++i) {
    seen += send(client_segment(begin + (i * 701 + 1) % messages * 12, first)).size();
  }
  EXPECT_EQ(seen, messages);
  EXPECT_EQ(stats().gaps, 0u);
  EXPECT_EQ(stats().retransmitted_bytes, 0u);
}

// 3.10.7.4: what lies outside the window is not looked at.
TEST_F(TcpScenario, FinsFarAwayCloseNothing) {
  open();
  Frame from_client = c.fin(true), from_server = c.fin(false);
  from_client.tcp.sequence += 0x4000'0000;
  from_server.tcp.sequence += 0x4000'0000;
  EXPECT_THAT(send(from_client), IsEmpty());
  EXPECT_THAT(send(from_server), IsEmpty());
}

}  // namespace
}  // namespace vedette::decoders
