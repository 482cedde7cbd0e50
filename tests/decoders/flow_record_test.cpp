// SPDX-License-Identifier: Apache-2.0
// What is told of conversations: counts, states, reasons, and in which order.
#include "decoders/flow_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/decoders/flow_text.h"
#include "tests/decoders/wire.h"

namespace vedette::decoders {
namespace {

using core::IpProtocol;
using core::Observation;
using core::Verb;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> operations(const std::vector<Observation>& observations) {
  std::vector<std::string> names;
  for (const Observation& o : observations) names.emplace_back(o.operation);
  return names;
}

struct Told {
  explicit Told(const EngineOptions& options = {}) : wire(options, nullptr, &kept) {}
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const FlowRecord& flow : kept.flows) all.push_back(text_of(flow));
    return all;
  }
  std::vector<std::string> end() {
    wire.finish();
    return lines();
  }
  KeptFlows kept;
  Wire wire;
};

Connection modbus(std::uint16_t port = 40000) {
  return {endpoint(1, port), endpoint(99, 502)};
}

TEST(FlowRecord, CountsBothDirectionsAndNamesTheApplication) {
  Told told;
  Connection c = modbus();
  const Octets request = read_request(1), response = read_response(1);
  const core::Timestamp before = told.wire.now;
  told.wire.send(c.syn());
  told.wire.send(c.syn_ack());
  told.wire.send(c.ack());
  told.wire.send(c.request(request));
  told.wire.send(c.response(response));
  told.wire.send(c.fin(true));
  told.wire.send(c.fin(false));
  told.wire.send(c.ack());
  EXPECT_THAT(told.kept.flows, IsEmpty()) << "late segments still belong to it";
  told.wire.tick(seconds{11});
  EXPECT_THAT(told.lines(), ElementsAre("closed fin 5/282 3/175"));
  const FlowRecord& flow = told.kept.flows[0];
  EXPECT_EQ(flow.application, "modbus");
  EXPECT_EQ(flow.id.number, 1u);
  EXPECT_EQ(flow.last_frame, 8u);
  EXPECT_EQ(flow.first, before + std::chrono::milliseconds{1});
  EXPECT_EQ(flow.last, before + std::chrono::milliseconds{8});
  EXPECT_EQ(flow.client, c.client);
  EXPECT_EQ(flow.client_port().number, 40000u);
  EXPECT_EQ(flow.counts[0].stream_bytes, request.size());
  EXPECT_EQ(flow.counts[1].stream_bytes, response.size());
  EXPECT_EQ((told.kept.streams[{flow.id, flow.to_server}]), std::string(request.begin(), request.end()));
  EXPECT_EQ((told.kept.streams[{flow.id, core::opposite(flow.to_server)}]),
            std::string(response.begin(), response.end()));
}

TEST(FlowRecord, StatesOfConnections) {
  const Octets bytes = read_request(1);
  const auto state_after = [&](const std::function<void(Wire&, Connection&)>& what) {
    Told told;
    Connection c = modbus();
    what(told.wire, c);
    told.end();
    return told.kept.flows.size() == 1
               ? std::string(told.kept.flows[0].state) + " " + std::string(told.kept.flows[0].reason)
               : std::to_string(told.kept.flows.size()) + " flows";
  };
  EXPECT_EQ(state_after([](Wire& w, Connection& c) { w.send(c.syn()); }), "attempted end_of_input");
  EXPECT_EQ(state_after([](Wire& w, Connection& c) { w.send(c.syn()), w.send(c.rst(false)); }), "refused reset");
  EXPECT_EQ(state_after([](Wire& w, Connection& c) { w.send(c.syn()), w.send(c.syn_ack()); }),
            "half_open end_of_input");
  EXPECT_EQ(state_after([](Wire& w, Connection& c) { w.send(c.syn_ack()); }), "half_open end_of_input");
  EXPECT_EQ(state_after([](Wire& w, Connection& c) { w.send(c.syn()), w.send(c.syn_ack()), w.send(c.ack()); }),
            "established end_of_input");
  EXPECT_EQ(state_after([&](Wire& w, Connection& c) { w.send(c.request(bytes)); }), "joined end_of_input");
  EXPECT_EQ(state_after([&](Wire& w, Connection& c) { w.send(c.request(bytes)), w.send(c.fin(true)); }),
            "closing end_of_input");
  EXPECT_EQ(state_after([&](Wire& w, Connection& c) { w.send(c.request(bytes)), w.send(c.rst(true)); }), "reset reset");
  EXPECT_EQ(state_after([](Wire& w, Connection& c) { w.send(c.rst(true)); }), "reset reset") << "only its end";
  EXPECT_EQ(state_after([](Wire& w, Connection& c) { w.send(c.fin(true)), w.send(c.fin(false)); }), "closed fin");
}

TEST(FlowRecord, AReplacedConnectionIsToldBeforeTheNew) {
  Told told;
  Connection c = modbus(), again = modbus();
  again.client_next = 0x3333'3333;
  told.wire.send(c.syn());
  told.wire.send(c.syn_ack());
  told.wire.now += minutes{2};
  told.wire.send(again.syn());
  EXPECT_THAT(told.end(), ElementsAre("half_open replaced 1/54 1/54", "attempted end_of_input 1/54 0/0"));
}

TEST(FlowRecord, ToldWhereIdleOrEvictedOrAtTheEndInTheOrderOfIds) {
  Told idle;
  idle.wire.send(modbus().syn());
  Frame udp = frame_between(endpoint(1, 5000), endpoint(2, 53), IpProtocol::udp);
  idle.wire.send(udp);
  idle.wire.tick(minutes{2});
  EXPECT_THAT(idle.lines(), ElementsAre("attempted idle 1/54 0/0"));
  idle.wire.tick(minutes{1});
  EXPECT_THAT(idle.lines(), ElementsAre("attempted idle 1/54 0/0", "one_way idle 1/60 0/0"));

  EngineOptions small;
  small.limits.flows_per_shard = 2;
  Told evicted(small);
  for (std::uint16_t port = 1; port <= 3; ++port) evicted.wire.send(modbus(port).syn());
  EXPECT_THAT(evicted.lines(), ElementsAre("attempted evicted 1/54 0/0"));

  Told last;
  for (std::uint8_t client = 30; client > 0; --client) {
    last.wire.send(Connection(endpoint(client, 1000), endpoint(99, 502)).syn());
  }
  last.wire.finish();
  ASSERT_THAT(last.kept.flows, SizeIs(30));
  for (std::size_t i = 0; i < 30; ++i) EXPECT_EQ(last.kept.flows[i].id.number, i + 1) << "over all shards";
}

TEST(FlowRecord, WhoAsksIsTheClient) {
  Told told;
  Connection c = modbus();
  const Octets response = read_response(1);
  told.wire.send(c.response(response));
  Frame pong = frame_between(endpoint(2, 0), endpoint(1, 0), IpProtocol::icmp);
  pong.has_transport = true;
  pong.icmp = {.type = 0, .code = 0};
  told.wire.send(pong);
  Frame ping = frame_between(endpoint(1, 0), endpoint(2, 0), IpProtocol::icmp);
  ping.has_transport = true;
  ping.icmp = {.type = 8, .code = 0};
  const auto said = told.wire.send(ping);
  EXPECT_THAT(said, IsEmpty());
  EXPECT_THAT(told.end(), ElementsAre("joined end_of_input 0/0 1/67", "answered end_of_input 1/60 1/60"));
  EXPECT_EQ(told.kept.flows[0].client.ip, c.client.ip);
  EXPECT_EQ(told.kept.flows[1].client.ip, endpoint(1, 0).ip);
  EXPECT_EQ(told.kept.flows[1].client_port().number, 8u);
  EXPECT_EQ(told.kept.flows[1].server_port().number, 0u);
  EXPECT_EQ(told.kept.flows[1].client.port.number, 0u);
}

TEST(FlowRecord, ADefectDoesNotHideTheConversation) {
  Told told;
  Connection c = modbus();
  told.wire.send(c.syn());
  told.wire.send(c.syn_ack());
  const Octets request = read_request(1), next = read_request(2);
  Frame lies = c.request(request);
  lies.payload = lies.payload.first(4);
  lies.defect = FrameDefect::bad_ip_header;
  EXPECT_THAT(operations(told.wire.send(lies)), ElementsAre("bad_ip_header"));
  EXPECT_THAT(operations(told.wire.send(c.request(next))), ElementsAre("read_holding_registers"));
  EXPECT_THAT(told.end(), ElementsAre("established end_of_input 3/186 1/54"));
  EXPECT_EQ(told.kept.flows[0].counts[0].gap_bytes, 8u);
  Frame cut = frame_between(endpoint(1, 5000), endpoint(2, 502), IpProtocol::udp);
  cut.payload = request;
  cut.snapped = true;
  EXPECT_THAT(operations(told.wire.send(cut)), ElementsAre("udp_first"));
  EXPECT_EQ(told.wire.engine.stats().cut_datagrams, 1u);
}

TEST(FlowRecord, WrongChecksumsAreCountedAndJudgedOnlyWhereAsked) {
  for (const bool judged : {false, true}) {
    Told told(EngineOptions{.limits = {}, .judge_checksums = judged});
    Frame frame = frame_between(endpoint(1, 5000), endpoint(2, 53), IpProtocol::udp);
    frame.bad_ip_checksum = true;
    const std::vector<Observation> said = told.wire.send(frame);
    EXPECT_THAT(operations(said), ElementsAre(judged ? "bad_checksum" : "udp_first"));
    EXPECT_EQ(told.wire.engine.stats().bad_checksums, 1u);
    EXPECT_EQ(told.wire.engine.stats().flows, judged ? 0u : 1u);
    EXPECT_EQ(said[0].verb, judged ? Verb::malformed : Verb::connect);
  }
}

TEST(FlowRecord, OtherBytesInTheSamePlaceAreToldOncePerDirection) {
  Told told;
  Connection c = modbus();
  told.wire.send(c.syn());
  told.wire.send(c.syn_ack());
  const Octets request = read_request(1), forged = read_request(9);
  const Frame sent = c.request(request);
  told.wire.send(sent);
  EXPECT_THAT(told.wire.send(sent), IsEmpty()) << "the same again";
  Frame other = sent;
  other.payload = forged;
  const auto said = told.wire.send(other);
  ASSERT_THAT(operations(said), ElementsAre("conflicting_overlap"));
  EXPECT_EQ(said[0].verb, Verb::malformed);
  EXPECT_EQ(said[0].protocol.name, "tcp");
  EXPECT_EQ(said[0].source.ip, c.client.ip);
  EXPECT_THAT(told.wire.send(other), IsEmpty()) << "told once";
  told.end();
  EXPECT_EQ(told.kept.flows[0].counts[0].conflicting_overlaps, 2u);
  EXPECT_EQ(told.kept.flows[0].counts[0].retransmitted_bytes, 3 * request.size());
}

TEST(FlowRecord, KeepAlivesAndProbesOfAClosedWindowAreNoConflict) {
  Told told;
  Connection c = modbus();
  told.wire.send(c.syn());
  told.wire.send(c.syn_ack());
  const Octets bytes = read_request(1), zero{0};
  const Octets first(bytes.begin(), bytes.begin() + 1), rest(bytes.begin() + 1, bytes.end());
  Frame probe = c.request(first);  // RFC 9293, 3.8.6.1: one byte beyond the window, sent until it is taken
  EXPECT_THAT(told.wire.send(probe), IsEmpty());
  EXPECT_THAT(told.wire.send(probe), IsEmpty());
  Frame keep_alive = c.segment(true, zero, probe.tcp);
  EXPECT_THAT(told.wire.send(keep_alive), IsEmpty());
  EXPECT_THAT(operations(told.wire.send(c.request(rest))), ElementsAre("read_holding_registers"));
  EXPECT_EQ(told.wire.engine.stats().conflicting_overlaps, 0u);
}

TEST(FlowRecord, BothMayOpenAtOnce) {
  Told told;
  Connection c = modbus();
  const std::uint32_t client = c.client_next, server = c.server_next;
  EXPECT_THAT(operations(told.wire.send(c.syn())), ElementsAre("tcp_syn"));
  Frame other = c.segment(false, {}, {.sequence = c.server_next++, .syn = true});
  EXPECT_THAT(operations(told.wire.send(other)), ElementsAre("tcp_accepted"));
  for (const bool from_client : {true, false}) {  // RFC 9293, 3.5, figure 7
    EXPECT_THAT(told.wire.send(c.segment(from_client, {},
                                         {.sequence = from_client ? client : server,
                                          .acknowledgement = (from_client ? server : client) + 1,
                                          .syn = true,
                                          .ack = true})),
                IsEmpty());
  }
  const Octets request = read_request(1);
  EXPECT_THAT(operations(told.wire.send(c.request(request))), ElementsAre("read_holding_registers"));
  EXPECT_THAT(told.end(), SizeIs(1));
  EXPECT_EQ(told.kept.flows[0].state, "established");
}

TEST(FlowRecord, AForgedResetRefusesNothing) {
  Told told;
  Connection c = modbus();
  told.wire.send(c.syn());
  Frame forged = c.rst(false);
  forged.tcp.acknowledgement = 0x4444'4444;
  EXPECT_THAT(told.wire.send(forged), IsEmpty());
  forged.tcp.ack = false;
  EXPECT_THAT(told.wire.send(forged), IsEmpty());
  EXPECT_THAT(operations(told.wire.send(c.syn_ack())), ElementsAre("tcp_accepted"));
}

TEST(FlowRecord, ASynAmidstAJoinedConnectionSaysNothingUntilItIsAnswered) {
  Told told;
  Connection c = modbus(), again = modbus();
  const Octets request = read_request(1), next = read_request(2);
  told.wire.send(c.request(request));
  again.client_next = 0x3333'3333;
  EXPECT_THAT(told.wire.send(again.syn()), IsEmpty());
  EXPECT_THAT(told.wire.send(again.syn_ack()), SizeIs(2));
  EXPECT_THAT(operations(told.wire.send(again.request(next))), ElementsAre("read_holding_registers"));
  EXPECT_THAT(told.end(), ElementsAre("joined replaced 2/120 0/0", "established end_of_input 1/66 1/54"));
}

TEST(FlowRecord, WhatFollowsTheEndOfAForgottenConnectionIsTold) {
  Told told;
  Connection c = modbus();
  const Octets request = read_request(1);
  EXPECT_THAT(told.wire.send(c.fin(false)), IsEmpty());
  EXPECT_THAT(told.wire.send(c.ack()), IsEmpty());
  EXPECT_THAT(operations(told.wire.send(c.request(request))), ElementsAre("tcp_joined", "read_holding_registers"));
  EXPECT_THAT(told.end(), ElementsAre("closing end_of_input 2/120 1/54"));
}

TEST(FlowRecord, WhoseAddressIsWhoseIsClaimed) {
  Wire wire;
  Frame frame;
  frame.source.mac = endpoint(9, 0).mac;
  frame.claim =
      AddressClaim{ClaimKind::neighbor_advertisement, endpoint(1, 0).mac, endpoint(1, 0).ip, endpoint(2, 0).ip};
  const std::vector<Observation> reply = wire.send(frame);
  ASSERT_THAT(operations(reply), ElementsAre("neighbor_advertisement"));
  EXPECT_EQ(reply[0].claim.kind, core::IdentityKind::link_address);
  EXPECT_EQ(reply[0].source.mac, endpoint(1, 0).mac);
  frame.claim = AddressClaim{ClaimKind::neighbor_solicitation, endpoint(1, 0).mac, {}, endpoint(2, 0).ip};
  const std::vector<Observation> probe = wire.send(frame);
  ASSERT_THAT(operations(probe), ElementsAre("neighbor_solicitation"));
  EXPECT_EQ(probe[0].claim.kind, core::IdentityKind::none) << "asks whether the address is free";
  Frame advert = frame_between(endpoint(1, 0), endpoint(2, 0), IpProtocol::icmpv6);
  advert.has_transport = true;
  advert.icmp = {.type = 134, .code = 0};
  advert.claim = AddressClaim{ClaimKind::router_advertisement, endpoint(1, 0).mac, endpoint(1, 0).ip, {}};
  const std::vector<Observation> router = wire.send(advert);
  ASSERT_THAT(operations(router), ElementsAre("router_advertisement", "ip_first"));
  EXPECT_EQ(router[0].protocol.name, "ndp");
  EXPECT_EQ(router[0].verb, Verb::discover);
  EXPECT_EQ(router[0].claim.kind, core::IdentityKind::router);
}

}  // namespace
}  // namespace vedette::decoders
