// SPDX-License-Identifier: Apache-2.0
// What mirrors show twice, and what was really sent again.
#include "decoders/copies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/decoders/flow_text.h"
#include "tests/decoders/wire.h"

namespace vedette::decoders {
namespace {

using core::IpProtocol;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::IsEmpty;
using testing::SizeIs;

Frame tcp_frame(const Octets& bytes, std::uint32_t id = 77) {
  Connection c(endpoint(1, 40000), endpoint(99, 502));
  Frame frame = c.request(bytes);
  frame.ip_id = id;
  return frame;
}
Frame udp_frame(const Octets& bytes, std::uint32_t id = 0) {
  Frame frame = frame_between(endpoint(1, 5000), endpoint(2, 47808), IpProtocol::udp);
  frame.payload = bytes;
  frame.ip_id = id;
  frame.has_transport = true;
  return frame;
}
/// Behind a router: other link, other VLAN, one hop less.
Frame routed(Frame frame, std::uint16_t vlan = 20) {
  frame.source.mac.octets = {2, 0, 0, 0, 9, 1};
  frame.target.mac.octets = {2, 0, 0, 0, 9, 2};
  frame.source.vlan = frame.target.vlan = {vlan};
  --frame.ttl;
  return frame;
}

/// How many of the frames, each `apart` after the one before, count as copies.
std::uint64_t copies_among(const std::vector<Frame>& frames, core::Duration apart) {
  Wire wire;
  for (const Frame& frame : frames) {
    wire.send_as_it_is(frame);
    wire.now += apart;
  }
  return wire.engine.stats().copies;
}

TEST(Copies, OfAMirrorThatShowsBothPorts) {
  const Octets bytes = read_request(1);
  EXPECT_EQ(copies_among({tcp_frame(bytes), tcp_frame(bytes)}, microseconds{3}), 1u);
  EXPECT_EQ(copies_among({udp_frame(bytes, 5), udp_frame(bytes, 5)}, milliseconds{8}), 1u);
}

TEST(Copies, BeforeAndAfterARouterAndBothTwice) {
  const Octets bytes = read_request(1);
  for (const Frame& frame : {tcp_frame(bytes), udp_frame(bytes, 5), udp_frame(bytes, 0)}) {
    EXPECT_EQ(copies_among({frame, routed(frame)}, milliseconds{4}), 1u);
    EXPECT_EQ(copies_among({frame, routed(frame), routed(routed(frame))}, milliseconds{4}), 2u);
  }
  const Frame frame = tcp_frame(bytes);
  EXPECT_EQ(copies_among({frame, frame, routed(frame), routed(frame)}, milliseconds{1}), 3u);
  EXPECT_EQ(copies_among({frame, frame, frame, frame, frame}, milliseconds{1}), 3u) << "no mirror shows more";
}

TEST(Copies, ARetransmissionIsNone) {
  const Octets bytes = read_request(1);
  EXPECT_EQ(copies_among({tcp_frame(bytes, 77), tcp_frame(bytes, 78)}, milliseconds{5}), 0u)
      << "another identification";
  EXPECT_EQ(copies_among({tcp_frame(bytes), tcp_frame(bytes)}, milliseconds{250}), 0u) << "later";
  Frame later = tcp_frame(bytes);
  later.tcp.acknowledgement += 12;
  EXPECT_EQ(copies_among({tcp_frame(bytes), later}, milliseconds{5}), 0u);
  const Octets other = read_request(2);
  EXPECT_EQ(copies_among({tcp_frame(bytes), tcp_frame(other)}, milliseconds{5}), 0u);
}

TEST(Copies, AKeepAliveAndItsAnswerAreNone) {
  Wire wire;
  Connection c(endpoint(1, 40000), endpoint(99, 502));
  wire.send(c.syn());
  wire.send(c.syn_ack());
  wire.send(c.ack());
  for (int i = 0; i < 3; ++i) {
    wire.now += std::chrono::seconds{75};
    Frame probe = c.ack(),
          answer = c.segment(false, {}, {.sequence = c.server_next, .acknowledgement = c.client_next, .ack = true});
    --probe.tcp.sequence;
    EXPECT_THAT(wire.send(probe), IsEmpty());
    EXPECT_THAT(wire.send(answer), IsEmpty());
  }
  EXPECT_EQ(wire.engine.stats().copies, 0u);
}

TEST(Copies, AFloodOfOneDatagramIsNotHidden) {
  const Octets bytes(20, 7);
  const std::vector<Frame> flood(1000, udp_frame(bytes));
  EXPECT_LE(copies_among(flood, microseconds{10}), 500u);
  EXPECT_EQ(copies_among(flood, milliseconds{3}), 0u) << "repeated by an application";
}

TEST(Copies, CellsThatSayTheSameAtOnceAreNone) {
  const Octets bytes(20, 7);
  Frame here = udp_frame(bytes, 5), there = here;
  here.source.vlan = here.target.vlan = {10};
  there.source.vlan = there.target.vlan = {20};
  there.source.mac.octets[1] = there.target.mac.octets[1] = 9;
  EXPECT_EQ(copies_among({here, there}, milliseconds{1}), 0u);
}

TEST(Copies, OfWhatIsNoIp) {
  Wire wire;
  Frame arp;
  arp.ether_type = 0x0806;
  arp.source.mac = endpoint(1, 0).mac;
  arp.target.mac.octets = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  arp.link_protocol = link_by_type(arp.ether_type);
  // RFC 826: Ethernet, IPv4, a request; sender's MAC and address, the MAC that is asked for, whose address it is.
  Octets request{0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 2};
  arp.payload = request;
  EXPECT_THAT(wire.send_as_it_is(arp), SizeIs(1));
  EXPECT_THAT(wire.send_as_it_is(arp), IsEmpty());
  request.back() = 3;
  EXPECT_THAT(wire.send_as_it_is(arp), SizeIs(1)) << "another question";
  wire.now += milliseconds{500};
  EXPECT_THAT(wire.send_as_it_is(arp), SizeIs(1)) << "asked again";
}

TEST(Copies, OfAWholeDatagramStandForAllItsPieces) {
  Wire wire;
  KeptFlows kept;
  Frame whole = udp_frame(Octets(3000, 1), 9);
  const Octets bytes(3000, 1);
  whole.payload = bytes;
  whole.fragment = Fragment::whole;
  whole.pieces = 3;
  whole.wire_bytes = 3100;
  Wire told({}, nullptr, &kept);
  told.send_as_it_is(whole);
  told.send_as_it_is(whole);
  told.finish();
  ASSERT_THAT(kept.flows, SizeIs(1));
  EXPECT_EQ(kept.flows[0].counts[0].packets, 3u);
  EXPECT_EQ(kept.flows[0].counts[0].bytes, 3100u);
  EXPECT_EQ(kept.flows[0].counts[0].copies, 3u);
  EXPECT_EQ(kept.flows[0].counts[0].copy_bytes, 3100u);
}

TEST(Copies, AHeaderTellsPacketsApartButNotItsChecksum) {
  FingerprintKey key;
  const core::Packet packet;
  Octets segment(20 + 12 + 30);
  for (std::size_t i = 0; i < segment.size(); ++i) segment[i] = static_cast<std::uint8_t>(i);
  Frame frame = tcp_frame({});
  frame.segment = segment;
  frame.payload = frame.segment.subspan(32);
  const Fingerprint before = key.of(packet, frame);
  for (std::size_t i = 0; i < segment.size(); ++i) {
    segment[i] ^= 0x40;
    EXPECT_EQ(key.of(packet, frame).digest == before.digest, i == 16 || i == 17) << i;
    EXPECT_EQ(key.of(packet, frame).payload == before.payload, i < 32) << i;
    segment[i] ^= 0x40;
  }
}

/// One step of a conversation: a frame, and how a mirror shows it again.
struct Script {
  std::vector<Octets> payloads;
  std::vector<Frame> frames;
};

Script any_conversation() {
  Script script;
  Connection c(endpoint(1, 40000), endpoint(99, 502));
  const auto polls = *rc::gen::inRange(1, 12);
  script.payloads.reserve(2 * static_cast<std::size_t>(polls));
  script.frames = {c.syn(), c.syn_ack(), c.ack()};
  for (int i = 0; i < polls; ++i) {
    const auto transaction = static_cast<std::uint8_t>(i);
    script.frames.push_back(c.request(script.payloads.emplace_back(read_request(transaction))));
    script.frames.push_back(c.response(script.payloads.emplace_back(read_response(transaction))));
    if (*rc::gen::inRange(0, 3) == 0) script.frames.push_back(c.ack());
  }
  if (*rc::gen::arbitrary<bool>()) {
    script.frames.push_back(c.fin(true));
    script.frames.push_back(c.fin(false));
  } else if (*rc::gen::arbitrary<bool>()) {
    script.frames.push_back(c.rst(true));
  }
  std::uint32_t id = 1;
  for (Frame& frame : script.frames) frame.ip_id = id++;
  return script;
}

std::string line_of(const core::Observation& o) {
  return std::string(o.operation) + " " + std::string(to_string(o.kind)) + " " + o.source.ip.to_string() + " " +
         std::to_string(o.source.vlan.number) + " " + o.source.mac.to_string() + " " + std::to_string(o.code) + " " +
         std::to_string(o.object.first);
}

RC_GTEST_PROP(CopiesProperty, AMirroredConversationSaysWhatItSaysAlone, ()) {
  const Script script = any_conversation();
  const auto run = [&](bool mirrored) {
    Wire wire;
    std::vector<std::string> said;
    const auto send = [&](const Frame& frame) {
      wire.now += microseconds{10};
      for (const auto& o : wire.send_as_it_is(frame)) {
        if (o.operation != "vlan_crossing") said.push_back(line_of(o));
      }
    };
    std::vector<std::pair<std::size_t, Frame>> pending;  // until when, and what
    for (std::size_t i = 0; i < script.frames.size(); ++i) {
      send(script.frames[i]);
      if (!mirrored) continue;
      const int copies = *rc::gen::inRange(1, 4);
      for (int n = 0; n < copies; ++n) {
        Frame copy = *rc::gen::arbitrary<bool>() ? routed(script.frames[i], 0) : script.frames[i];
        if (*rc::gen::arbitrary<bool>()) copy.source.vlan = copy.target.vlan = {30};
        pending.emplace_back(i + *rc::gen::inRange<std::size_t>(0, 5), copy);
      }
      for (const auto& [until, copy] : pending) {
        if (until <= i) send(copy);
      }
      std::erase_if(pending, [&](const auto& of) { return of.first <= i; });
    }
    for (const auto& [until, copy] : pending) send(copy);
    RC_ASSERT(wire.engine.stats().retransmitted_bytes == 0u);
    RC_ASSERT(wire.engine.stats().flows == 1u);
    return said;
  };
  RC_ASSERT(run(true) == run(false));
}

}  // namespace
}  // namespace vedette::decoders
