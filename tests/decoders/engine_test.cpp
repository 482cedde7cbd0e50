// SPDX-License-Identifier: Apache-2.0
#include "decoders/engine.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/decoders/wire.h"

namespace vedette::decoders {
namespace {

using core::Observation;
using core::Verb;
using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> operations(const std::vector<Observation>& observations) {
  std::vector<std::string> names;
  for (const Observation& o : observations) names.emplace_back(o.operation);
  return names;
}

Connection modbus_connection(std::uint8_t client = 1) {
  return {endpoint(client, 40000), endpoint(99, 502)};
}

TEST(Engine, FollowsAConnectionFromSynToFin) {
  Wire wire;
  Connection c = modbus_connection();
  const auto opened = wire.send(c.syn());
  ASSERT_THAT(operations(opened), ElementsAre("tcp_syn"));
  EXPECT_EQ(opened[0].verb, Verb::connect);
  EXPECT_EQ(opened[0].code, 502u);
  EXPECT_EQ(opened[0].source, c.client);
  EXPECT_EQ(opened[0].protocol.name, "tcp");
  const auto accepted = wire.send(c.syn_ack());
  ASSERT_THAT(operations(accepted), ElementsAre("tcp_accepted"));
  EXPECT_EQ(accepted[0].kind, core::MessageKind::response);
  EXPECT_EQ(core::actor(accepted[0]), c.client);
  EXPECT_EQ(accepted[0].code, 502u);
  EXPECT_THAT(wire.send(c.ack()), IsEmpty());
  const Octets request = read_request(1), response = read_response(1);
  EXPECT_THAT(operations(wire.send(c.request(request))), ElementsAre("read_holding_registers"));
  const auto answered = wire.send(c.response(response));
  ASSERT_EQ(answered.size(), 1u);
  EXPECT_EQ(answered[0].kind, core::MessageKind::response);
  EXPECT_EQ(answered[0].flow.number, 1u);
  EXPECT_EQ(answered[0].frame, 5u);
  EXPECT_EQ(core::actor(answered[0]), c.client);
  EXPECT_THAT(wire.send(c.fin(true)), IsEmpty());
  EXPECT_THAT(operations(wire.send(c.fin(false))), ElementsAre("tcp_fin"));
  EXPECT_THAT(wire.send(c.ack()), IsEmpty());
  EXPECT_THAT(wire.tick(hours{2}), IsEmpty());
  EXPECT_EQ(wire.engine.stats().flows, 1u);
}

TEST(Engine, ASecondSynSaysThatNobodyAnsweredTheFirst) {
  Wire wire;
  Connection c = modbus_connection();
  EXPECT_THAT(operations(wire.send(c.syn())), ElementsAre("tcp_syn"));
  const Connection before = c;
  c = modbus_connection();
  const auto unanswered = wire.send(c.syn());
  ASSERT_THAT(operations(unanswered), ElementsAre("tcp_unanswered"));
  EXPECT_TRUE(unanswered[0].refused);
  EXPECT_EQ(core::actor(unanswered[0]), before.client);
  c = modbus_connection();
  EXPECT_THAT(wire.send(c.syn()), IsEmpty());  // said once
  EXPECT_THAT(operations(wire.send(c.syn_ack())), ElementsAre("tcp_accepted"));
}

TEST(Engine, ARefusedConnectionNamesWhoRefused) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  const auto refused = wire.send(c.rst(false));
  ASSERT_THAT(operations(refused), ElementsAre("tcp_refused"));
  EXPECT_TRUE(refused[0].refused);
  EXPECT_EQ(refused[0].source, c.server);
  EXPECT_EQ(core::actor(refused[0]), c.client);
  EXPECT_EQ(refused[0].code, 502u);
  --c.client_next;
  EXPECT_THAT(operations(wire.send(c.syn())), ElementsAre("tcp_syn")) << "the same SYN again is a new try";
}

TEST(Engine, AResetEndsAConnectionOnlyWhereItCouldBeMeantForIt) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  Frame forged = c.rst(true);
  forged.tcp.sequence += 0x4000'0000;
  EXPECT_THAT(wire.send(forged), IsEmpty());
  const Octets text = read_request(1);
  Frame reset = c.rst(true);
  reset.payload = text;
  EXPECT_THAT(operations(wire.send(reset)), ElementsAre("tcp_reset")) << "what stands in a reset is no message";
}

TEST(Engine, JoinsPersistentPollingAndKnowsItsDirection) {
  Wire wire;
  Connection c = modbus_connection();
  const Octets request = read_request(1), response = read_response(1), next = read_request(2);
  const auto joined = wire.send(c.response(response));
  ASSERT_FALSE(joined.empty());
  EXPECT_EQ(joined[0].operation, "tcp_joined");
  EXPECT_EQ(joined[0].source, c.client);
  EXPECT_EQ(joined[0].code, 502u);
  const auto asked = wire.send(c.request(next));
  ASSERT_THAT(operations(asked), ElementsAre("read_holding_registers"));
  EXPECT_EQ(asked[0].kind, core::MessageKind::request);
}

TEST(Engine, AMessageInThreeSegmentsOutOfOrderHasTheFrameThatCompletedIt) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  const Octets bytes = read_request(1);
  const Octets one(bytes.begin(), bytes.begin() + 5), two(bytes.begin() + 5, bytes.begin() + 9),
      three(bytes.begin() + 9, bytes.end());
  const Frame first = c.request(one), second = c.request(two), third = c.request(three);
  EXPECT_THAT(wire.send(third), IsEmpty());
  EXPECT_THAT(wire.send(first), IsEmpty());
  const auto whole = wire.send(second);
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ(whole[0].frame, 5u);
}

TEST(Engine, BytesThatCameEarlyKeepTheirOwnFrame) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  const Octets bytes = read_request(1), more = read_request(2);
  const Frame first = c.request(bytes), second = c.request(more);
  EXPECT_THAT(wire.send(second), IsEmpty());
  const auto both = wire.send(first);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[0].frame, 4u);
  EXPECT_EQ(both[1].frame, 3u);
  EXPECT_EQ(both[1].seq, 4u);
  EXPECT_EQ(both[0].part, 0u);
  EXPECT_EQ(both[1].part, 1u);
}

TEST(Engine, AnAcknowledgedLossIsAGapAndDecodingGoesOn) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  const Octets lost = read_request(1), seen = read_request(2), response = read_response(2);
  c.request(lost);
  EXPECT_THAT(wire.send(c.request(seen)), IsEmpty());
  wire.send(c.response(response));
  EXPECT_THAT(operations(wire.tick(seconds{3})), ElementsAre("read_holding_registers"));
  EXPECT_EQ(wire.engine.stats().gaps, 1u);
  EXPECT_EQ(wire.engine.stats().gap_bytes, lost.size());
}

TEST(Engine, TheEndGivesUpWhatWaits) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  const Octets lost = read_request(1), seen = read_request(2);
  c.request(lost);
  EXPECT_THAT(wire.send(c.request(seen)), IsEmpty());
  const auto late = wire.finish();
  ASSERT_THAT(operations(late), ElementsAre("read_holding_registers"));
  EXPECT_GE(late[0].part, Engine::tick_part);
  EXPECT_EQ(late[0].frame, 2u);
}

TEST(Engine, FindsModbusOnAnotherPortByItsBytes) {
  Wire wire;
  Connection c(endpoint(1, 40000), endpoint(99, 12345));
  wire.send(c.syn());
  wire.send(c.syn_ack());
  const Octets request = read_request(1), response = read_response(1);
  EXPECT_THAT(operations(wire.send(c.request(request))), ElementsAre("read_holding_registers"));
  EXPECT_THAT(operations(wire.send(c.response(response))), ElementsAre("read_holding_registers"));
}

TEST(Engine, AnotherProtocolOnAKnownPortIsSaidOnceAndThenLeftAlone) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  const std::string text = "EHLO plc\r\nMAIL FROM:<a@plc>\r\n\r\n";
  const Octets bytes(text.begin(), text.end());
  std::vector<std::string> said;
  for (int i = 0; i < 100; ++i) {
    for (const Observation& o : wire.send(c.request(bytes))) {
      EXPECT_EQ(o.verb, Verb::malformed);
      said.emplace_back(o.operation);
    }
  }
  EXPECT_EQ(std::ranges::count(said, "not_modbus"), 1);
  EXPECT_EQ(said.back(), "not_modbus");
}

TEST(Engine, AForgedSynAmidstAConnectionDoesNotBlind) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  Connection forged = modbus_connection();
  forged.client_next = 0x3333'3333;
  EXPECT_THAT(wire.send(forged.syn()), IsEmpty());
  const Octets request = read_request(1);
  EXPECT_THAT(operations(wire.send(c.request(request))), ElementsAre("read_holding_registers"));
}

TEST(Engine, ADeviceThatRestartedOnTheSamePortsIsFollowed) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  Connection again = modbus_connection();
  again.client_next = 0x3333'3333;
  again.server_next = 0x7777'7777;
  EXPECT_THAT(wire.send(again.syn()), IsEmpty());
  EXPECT_THAT(operations(wire.send(again.syn_ack())), ElementsAre("tcp_syn", "tcp_accepted"));
  const Octets request = read_request(1);
  const auto seen = wire.send(again.request(request));
  ASSERT_THAT(operations(seen), ElementsAre("read_holding_registers"));
  EXPECT_EQ(seen[0].flow.number, 4u);
}

TEST(Engine, TheCapEvictsTheLongestSilentConversation) {
  EngineLimits limits;
  limits.flows_per_shard = 2;
  Wire wire(limits);
  // One address pair, and so one shard.
  std::vector<Connection> connections;
  for (std::uint16_t port = 1001; port <= 1003; ++port) connections.emplace_back(endpoint(1, port), endpoint(99, 502));
  for (Connection& c : connections) wire.send(c.syn());
  EXPECT_EQ(wire.engine.stats().evicted_flows, 1u);
  EXPECT_THAT(wire.send(connections[2].ack()), IsEmpty());
  EXPECT_THAT(operations(wire.send(connections[0].ack())), ElementsAre("tcp_joined"));
}

TEST(Engine, TheShardsCapOnHeldBytesMakesTheLongestHolderGiveUp) {
  EngineLimits limits;
  limits.stream_bytes_per_flow = 8 * 1024;
  limits.stream_bytes_per_shard = 32 * 1024;
  Wire wire(limits);
  const Octets filler(1000, 0);
  std::size_t seen_early = 0;
  std::vector<Connection> connections;
  for (std::uint16_t port = 1000; port < 1040; ++port) connections.emplace_back(endpoint(1, port), endpoint(99, 9));
  for (Connection& c : connections) {
    wire.send(c.syn());
    wire.send(c.syn_ack());
    c.client_next += 10;
    wire.send(c.request(filler));
    seen_early = wire.engine.stats().gaps;
  }
  EXPECT_GT(seen_early, 20u);
  EXPECT_LT(seen_early, 40u);
}

TEST(Engine, ConversationsExpireInPacketTime) {
  Wire wire;
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  EXPECT_THAT(wire.tick(std::chrono::minutes{59}), IsEmpty());
  const auto expired = wire.tick(std::chrono::minutes{2});
  ASSERT_THAT(operations(expired), ElementsAre("tcp_expired"));
  EXPECT_EQ(expired[0].verb, Verb::disconnect);
}

TEST(Engine, AttemptsThatNobodyAnswersExpireSooner) {
  Wire wire;
  wire.send(modbus_connection().syn());
  EXPECT_THAT(wire.tick(std::chrono::seconds{119}), IsEmpty());
  EXPECT_THAT(operations(wire.tick(std::chrono::seconds{1})), ElementsAre("tcp_expired"));
}

TEST(Engine, AScanForgetsNoConnectionThatLives) {
  EngineLimits limits;
  limits.flows_per_shard = 8;
  Wire wire(limits);
  Connection c = modbus_connection();
  wire.send(c.syn());
  wire.send(c.syn_ack());
  wire.send(c.ack());
  for (std::uint16_t port = 1; port <= 100; ++port) wire.send(Connection(endpoint(1, 1000), endpoint(99, port)).syn());
  EXPECT_EQ(wire.engine.stats().evicted_flows, 93u);
  EXPECT_THAT(operations(wire.send(c.fin(true))), IsEmpty()) << "not a connection joined anew";
  EXPECT_THAT(operations(wire.send(c.fin(false))), ElementsAre("tcp_fin"));
}

TEST(Engine, DatagramsPingsAndArpAreTrafficOfSomebody) {
  Wire wire;
  const Octets bytes{1, 2, 3};
  Frame udp = frame_between(endpoint(1, 5000), endpoint(2, 9), core::IpProtocol::udp);
  udp.payload = bytes;
  const auto first = wire.send(udp);
  ASSERT_THAT(operations(first), ElementsAre("udp_first"));
  EXPECT_EQ(first[0].code, 9u);
  EXPECT_THAT(wire.send(udp), IsEmpty());
  const auto ping = wire.send(frame_between(endpoint(1, 0), endpoint(2, 0), core::IpProtocol::icmp));
  ASSERT_THAT(operations(ping), ElementsAre("ip_first"));
  EXPECT_EQ(ping[0].protocol.name, "icmp");
  Frame arp;
  arp.source.mac = endpoint(1, 0).mac;
  arp.ether_type = 0x0806;
  arp.link_protocol = link_by_type(arp.ether_type);
  const Octets request{0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2};
  arp.payload = request;
  const auto asked = wire.send(arp);
  ASSERT_THAT(operations(asked), ElementsAre("arp_request"));
  EXPECT_EQ(asked[0].verb, Verb::discover);
  EXPECT_EQ(asked[0].source.ip, endpoint(1, 0).ip);
  EXPECT_EQ(asked[0].target.ip, endpoint(2, 0).ip);
}

TEST(Engine, DefectsOfFramesAreSeenAndCounted) {
  Wire wire;
  Frame frame = frame_between(endpoint(1, 0), endpoint(2, 0), core::IpProtocol::tcp);
  frame.defect = FrameDefect::bad_transport_header;
  const auto said = wire.send(frame);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].verb, Verb::malformed);
  EXPECT_EQ(said[0].protocol.name, "ip");
  EXPECT_EQ(said[0].operation, to_string(FrameDefect::bad_transport_header));
  EXPECT_EQ(wire.engine.stats().frame_defects[static_cast<std::size_t>(FrameDefect::bad_transport_header)], 1u);
}

/// Everything that could tell one run from another.
std::string line_of(const Observation& o) {
  return std::to_string(o.seq) + "." + std::to_string(o.part) + " " + std::string(o.operation) + " " +
         std::to_string(o.flow.number) + " " + std::to_string(o.frame) + " " + o.source.ip.to_string() + " " +
         std::to_string(core::to_ns(o.time));
}

/// Many conversations with losses, ticks and evictions, by so many workers: each has the frames of its shards only.
std::vector<std::string> run_with(unsigned workers) {
  EngineLimits limits;
  limits.flows_per_shard = 3;
  std::vector<Observation> all;
  std::vector<std::unique_ptr<Wire>> wires;
  for (unsigned i = 0; i < workers; ++i) wires.push_back(std::make_unique<Wire>(limits));
  std::vector<Connection> connections;
  for (std::uint8_t client = 1; client < 40; ++client) connections.push_back(modbus_connection(client));
  for (std::uint16_t port = 1; port < 20; ++port) connections.emplace_back(endpoint(1, port), endpoint(99, 502));
  const Octets request = read_request(1), response = read_response(1);
  std::uint64_t seq = 0;
  core::Timestamp now = core::timestamp_from_ns(1'000'000'000'000);
  const auto keep = [&](const std::vector<Observation>& made) { all.insert(all.end(), made.begin(), made.end()); };
  const auto send = [&](const Frame& frame) {
    Wire& wire = *wires[frame.shard % workers];
    wire.seq = seq++;
    wire.now = now += seconds{1};
    if (seq % 7 != 0) keep(wire.send(frame));
  };
  for (int round = 0; round < 10; ++round) {
    for (Connection& c : connections) {
      if (round == 0) send(c.syn());
      send(c.request(request));
      send(c.response(response));
    }
    for (auto& wire : wires) {
      wire->seq = seq;
      wire->now = now;
      keep(wire->tick(seconds{5}));
    }
  }
  for (auto& wire : wires) keep(wire->finish());
  std::ranges::sort(all, {}, [](const Observation& o) { return std::pair(o.seq, o.part); });
  std::vector<std::string> lines;
  for (const Observation& o : all) lines.push_back(line_of(o));
  return lines;
}

TEST(Engine, TheNumberOfWorkersCantBeSeen) {
  const std::vector<std::string> one = run_with(1);
  EXPECT_GT(one.size(), 500u);
  EXPECT_EQ(run_with(2), one);
  EXPECT_EQ(run_with(8), one);
}

TEST(Engine, BothDirectionsOfAPairMeetInOneShard) {
  for (std::uint8_t i = 1; i < 50; ++i) {
    const Frame there = frame_between(endpoint(i, 1), endpoint(99, 2), core::IpProtocol::tcp);
    const Frame back = frame_between(endpoint(99, 2), endpoint(i, 1), core::IpProtocol::tcp);
    EXPECT_EQ(there.shard, back.shard);
    EXPECT_LT(there.shard, shard_count);
  }
}

}  // namespace
}  // namespace vedette::decoders
