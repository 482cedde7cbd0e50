// SPDX-License-Identifier: Apache-2.0
// VLAN tags in a conversation's identity: cells of one plan stay apart, conversations across VLANs stay whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/decoders/flow_text.h"
#include "tests/decoders/wire.h"

namespace vedette::decoders {
namespace {

using core::IpProtocol;
using core::Observation;
using core::VlanInIdentity;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> operations(const std::vector<Observation>& observations) {
  std::vector<std::string> names;
  for (const Observation& o : observations) names.emplace_back(o.operation);
  return names;
}

Frame in_vlan(Frame frame, std::uint16_t vlan, std::uint16_t outer = 0) {
  frame.source.vlan = frame.target.vlan = {vlan};
  frame.source.outer_vlan = frame.target.outer_vlan = {outer};
  return frame;
}

/// The stations of another cell: the same addresses, other hardware.
Frame of_cell(Frame frame, std::uint8_t cell) {
  frame.source.mac.octets[1] = frame.target.mac.octets[1] = cell;
  return in_vlan(frame, cell);
}

Connection modbus() {
  return {endpoint(1, 40000), endpoint(99, 502)};
}
Frame udp(bool there, std::uint16_t port = 47808, std::uint16_t server_port = 47808) {
  Frame frame = there ? frame_between(endpoint(1, port), endpoint(99, server_port), IpProtocol::udp)
                      : frame_between(endpoint(99, server_port), endpoint(1, port), IpProtocol::udp);
  frame.has_transport = true;
  return frame;
}

struct Told {
  explicit Told(VlanInIdentity vlan = VlanInIdentity::automatic)
      : wire(EngineOptions{.limits = {}, .vlan_in_identity = vlan}, nullptr, &kept) {}
  std::vector<std::string> end() {
    wire.finish();
    std::vector<std::string> lines;
    for (const FlowRecord& flow : kept.flows) {
      lines.push_back(std::to_string(flow.client.vlan.number) + "-" + std::to_string(flow.server.vlan.number) + " " +
                      text_of(flow));
    }
    return lines;
  }
  KeptFlows kept;
  Wire wire;
};

TEST(FlowVlan, CellsOfOnePlanAreApart) {
  Told told;
  Connection a = modbus(), b = modbus();
  b.client_next = 0x1234'5678;
  b.server_next = 0x7000'0000;
  for (const auto& [cell, c] : {std::pair{std::uint8_t{10}, &a}, std::pair{std::uint8_t{20}, &b}}) {
    EXPECT_THAT(operations(told.wire.send(of_cell(c->syn(), cell))), ElementsAre("tcp_syn"));
  }
  for (const auto& [cell, c] : {std::pair{std::uint8_t{20}, &b}, std::pair{std::uint8_t{10}, &a}}) {
    EXPECT_THAT(operations(told.wire.send(of_cell(c->syn_ack(), cell))), ElementsAre("tcp_accepted"));
    told.wire.send(of_cell(c->ack(), cell));
  }
  EXPECT_THAT(told.end(),
              ElementsAre("10-10 established end_of_input 2/108 1/54", "20-20 established end_of_input 2/108 1/54"));
  EXPECT_EQ(told.wire.engine.stats().vlan_crossings, 0u);
}

TEST(FlowVlan, AnAnswerInAnotherVlanBelongsToItsQuestion) {
  Told told;
  Connection c = modbus();
  told.wire.send(in_vlan(c.syn(), 10, 5));
  const auto answered = told.wire.send(in_vlan(c.syn_ack(), 20));
  ASSERT_THAT(operations(answered), ElementsAre("vlan_crossing", "tcp_accepted"));
  const Observation& crossing = answered[0];
  EXPECT_EQ(crossing.verb, core::Verb::none);
  EXPECT_EQ(crossing.protocol.name, "vlan");
  EXPECT_EQ(crossing.source.ip, c.client.ip);
  EXPECT_EQ(crossing.source.vlan.number, 10u);
  EXPECT_EQ(crossing.source.outer_vlan.number, 5u);
  EXPECT_EQ(crossing.target.ip, c.server.ip);
  EXPECT_EQ(crossing.target.vlan.number, 20u);
  const Octets request = read_request(1), response = read_response(1);
  EXPECT_THAT(operations(told.wire.send(in_vlan(c.request(request), 10, 5))), ElementsAre("read_holding_registers"));
  EXPECT_THAT(operations(told.wire.send(in_vlan(c.response(response), 20))), ElementsAre("read_holding_registers"));
  EXPECT_THAT(told.end(), ElementsAre("10-20 established end_of_input 2/120 2/121"));
}

TEST(FlowVlan, AnAcknowledgementOfSomethingElseIsAnotherConversation) {
  Told told;
  Connection c = modbus(), other = modbus();
  other.client_next = 0x3333'3333;
  told.wire.send(in_vlan(c.syn(), 10));
  other.syn();
  EXPECT_THAT(operations(told.wire.send(in_vlan(other.syn_ack(), 20))), ElementsAre("tcp_syn", "tcp_accepted"));
  EXPECT_EQ(told.wire.engine.stats().flows, 2u);
}

TEST(FlowVlan, AlwaysAndNeverMeanIt) {
  for (const auto& [identity, flows] : {std::pair{VlanInIdentity::always, 2u}, std::pair{VlanInIdentity::never, 1u}}) {
    Told told(identity);
    Connection c = modbus();
    told.wire.send(in_vlan(c.syn(), 10));
    told.wire.send(in_vlan(c.syn_ack(), 20));
    EXPECT_EQ(told.wire.engine.stats().flows, flows);
    EXPECT_EQ(told.wire.engine.stats().vlan_crossings, 0u);
  }
}

TEST(FlowVlan, DatagramsCrossWhereTheStationsShowIt) {
  Told apart;
  apart.wire.send(of_cell(udp(true), 10));
  apart.wire.send(of_cell(udp(false), 20));
  EXPECT_EQ(apart.wire.engine.stats().flows, 2u) << "nothing in common but a plan";
  Told whole;
  whole.wire.send(in_vlan(udp(true), 10));
  EXPECT_THAT(operations(whole.wire.send(in_vlan(udp(false), 20))), ElementsAre("vlan_crossing"));
  EXPECT_EQ(whole.wire.engine.stats().flows, 1u);
  Told drawn;
  drawn.wire.send(of_cell(udp(true, 51234, 53), 10));
  EXPECT_THAT(operations(drawn.wire.send(of_cell(udp(false, 51234, 53), 20))), ElementsAre("vlan_crossing"));
}

TEST(FlowVlan, WhatIsSeenInBothDirectionsOfItsOwnVlanGoesThere) {
  Told told;
  told.wire.send(in_vlan(udp(true), 10));
  told.wire.send(in_vlan(udp(true), 20));
  EXPECT_THAT(told.wire.send(in_vlan(udp(false), 20)), IsEmpty());
  EXPECT_THAT(told.end(), ElementsAre("10-10 one_way end_of_input 1/60 0/0", "20-20 answered end_of_input 1/60 1/60"));
}

TEST(FlowVlan, ACopyInAnotherVlanJoinsThem) {
  Told told;
  Connection c = modbus();
  Frame syn = in_vlan(c.syn(), 10);
  syn.ip_id = 7;
  told.wire.send(syn);
  Frame routed = in_vlan(syn, 20);
  routed.source.mac.octets[1] = routed.target.mac.octets[1] = 9;
  --routed.ttl;
  const auto crossed = told.wire.send(routed);
  ASSERT_THAT(operations(crossed), ElementsAre("vlan_crossing"));
  EXPECT_EQ(crossed[0].source.vlan.number, 10u);
  EXPECT_EQ(crossed[0].target.vlan.number, 20u);
  told.wire.send(in_vlan(c.syn_ack(), 10));
  EXPECT_THAT(told.wire.send(in_vlan(c.ack(), 20)), IsEmpty()) << "the original was lost, the copy will do";
  EXPECT_THAT(told.end(), ElementsAre("10-10 established end_of_input 2/108 1/54"));
  EXPECT_EQ(told.kept.flows[0].counts[0].copies, 1u);
}

TEST(FlowVlan, OnePlanInThousandsOfVlansStaysCheapAndIsCounted) {
  Told told;
  for (std::uint16_t vlan = 1; vlan <= 4094; ++vlan) told.wire.send(in_vlan(udp(true), vlan));
  EXPECT_EQ(told.wire.engine.stats().flows, 4094u);
  EXPECT_EQ(told.wire.engine.stats().evicted_variants, 4086u);
  EXPECT_EQ(told.kept.flows.size(), 4086u);
  EXPECT_EQ(told.kept.flows[0].client.vlan.number, 1u) << "the longest silent one goes first";
}

}  // namespace
}  // namespace vedette::decoders
