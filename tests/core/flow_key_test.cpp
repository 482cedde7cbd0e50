// SPDX-License-Identifier: Apache-2.0
#include "core/flow_key.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

namespace vedette::core {
namespace {

Endpoint endpoint(std::string_view ip, std::uint16_t port) {
  return {.mac = {}, .vlan = {}, .port = {port}, .ip = IpAddress::parse(ip).value()};
}

struct Vector {
  IpProtocol protocol;
  const char* source;
  std::uint16_t source_port;
  const char* target;
  std::uint16_t target_port;
  const char* seed_0;
  const char* seed_1;
};

// Community ID specification, baseline/baseline_deflt.json and baseline_seed1.json.
constexpr Vector published[] = {
    {IpProtocol::tcp, "128.232.110.120", 34855, "66.35.250.204", 80,
     "1:LQU9qZlK+B5F3KDmev6m5PMibrg=", "1:3V71V58M3Ksw/yuFALMcW0LAHvc="},
    {IpProtocol::tcp, "2001:470:e5bf:dead:4957:2174:e82c:4887", 63943, "2607:f8b0:400c:c03::1a", 25,
     "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=", "1:eJYTW6AOzFLlSUoESovMjnu7rMw="},
    {IpProtocol::udp, "192.168.1.52", 54585, "8.8.8.8", 53,
     "1:d/FP5EW3wiY1vCndhwleRRKHowQ=", "1:Q9We8WO3piVF8yEQBNJF4uiSVrI="},
    {static_cast<IpProtocol>(132), "192.168.170.8", 7, "192.168.170.56", 7,
     "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=", "1:5w3ZRjeKBzqT3zsaEECDGjUbYeg="},
    {static_cast<IpProtocol>(46), "10.1.12.1", 0, "10.1.12.2", 0,
     "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=", "1:rYir8gphR31noO9iDRQmF/BteEI="},
};

TEST(CommunityId, AgreesWithThePublishedVectorsInBothDirections) {
  for (const auto& v : published) {
    const Endpoint source = endpoint(v.source, v.source_port), target = endpoint(v.target, v.target_port);
    EXPECT_EQ(community_id(source, target, v.protocol), v.seed_0);
    EXPECT_EQ(community_id(target, source, v.protocol), v.seed_0);
    EXPECT_EQ(community_id(source, target, v.protocol, 1), v.seed_1);
    EXPECT_EQ(community_id(target, source, v.protocol, 1), v.seed_1);
  }
}

struct IcmpVector {
  IpProtocol protocol;
  const char* source;
  const char* target;
  std::uint8_t type, code;
  const char* id;
};

// Community ID specification, baseline/baseline_deflt.json, and the tables of baseline/README.md.
constexpr IcmpVector published_icmp[] = {
    {IpProtocol::icmp, "192.168.0.89", "192.168.0.1", 8, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="},
    {IpProtocol::icmp, "192.168.0.1", "192.168.0.89", 0, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="},
    {IpProtocol::icmp, "10.0.0.1", "10.0.0.2", 11, 0, "1:YHxtAirCG//0OzkcVAukqKQN9xM="},
    {IpProtocol::icmp, "1.2.3.4", "5.6.7.8", 8, 0, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="},
    {IpProtocol::icmp, "5.6.7.8", "1.2.3.4", 0, 0, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0="},
    {IpProtocol::icmp, "1.2.3.4", "5.6.7.8", 11, 0, "1:f/YiSyWqczrTgfUCZlBUnvHRcPk="},
    {IpProtocol::icmpv6, "fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 135, 0,
     "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="},
    {IpProtocol::icmpv6, "fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 136, 0,
     "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="},
    {IpProtocol::icmpv6, "fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 135, 0,
     "1:zavyT/cezQr1fmImYCwYnMXbgck="},
    {IpProtocol::icmpv6, "3ffe:501:1800:2345::2", "3ffe:507:0:1:200:86ff:fe05:80da", 3, 0,
     "1:2ObVBgIn28oZvibYZhZMBgh7WdQ="},
    {IpProtocol::icmpv6, "3ffe:501:410:0:2c0:dfff:fe47:33e", "3ffe:507:0:1:200:86ff:fe05:80da", 1, 4,
     "1:hLZd0XGWojozrvxqE0dWB1iM6R0="},
    {IpProtocol::icmpv6, "3ffe:507:0:1:200:86ff:fe05:80da", "3ffe:501:0:1001::2", 128, 0,
     "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="},
    {IpProtocol::icmpv6, "3ffe:501:0:1001::2", "3ffe:507:0:1:200:86ff:fe05:80da", 129, 0,
     "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="},
    {IpProtocol::icmpv6, "fe80::200:86ff:fe05:80da", "ff02::2", 133, 0, "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="},
    {IpProtocol::icmpv6, "fe80::260:97ff:fe07:69ea", "ff02::1", 134, 0, "1:pkvHqCL88/tg1k4cPigmZXUtL00="},
    {IpProtocol::icmpv6, "fe80:1:203:405:607:809:a0b:c0d", "fe80:1011:1213:1415:1617:1819:1a1b:1c1d", 146, 0,
     "1:fYC8+pz24E+EhANP1EZhpX0Dw10="},
};

TEST(CommunityId, OfIcmpAgreesWithThePublishedVectors) {
  for (const auto& v : published_icmp) {
    const auto ports = icmp_ports(v.protocol, v.type, v.code);
    EXPECT_EQ(community_id(make_flow_key(endpoint(v.source, 0), endpoint(v.target, 0), v.protocol, ports).key), v.id)
        << v.source << " " << int{v.type};
  }
}

TEST(FlowKey, WhatNothingAnswersIsOneWay) {
  const Endpoint a = endpoint("10.0.0.1", 0), b = endpoint("10.0.0.2", 0);
  const auto unreachable = icmp_ports(IpProtocol::icmp, 3, 1);
  EXPECT_TRUE(unreachable.one_way);
  EXPECT_NE(make_flow_key(a, b, IpProtocol::icmp, unreachable).key,
            make_flow_key(b, a, IpProtocol::icmp, unreachable).key);
  const auto ping = make_flow_key(a, b, IpProtocol::icmp, icmp_ports(IpProtocol::icmp, 8, 0));
  const auto pong = make_flow_key(b, a, IpProtocol::icmp, icmp_ports(IpProtocol::icmp, 0, 0));
  EXPECT_EQ(ping.key, pong.key);
  EXPECT_EQ(ping.direction, opposite(pong.direction));
}

TEST(CommunityId, NeedsAddresses) {
  EXPECT_EQ(community_id({}, {}, IpProtocol::none), "");
}

rc::Gen<Endpoint> any_endpoint() {
  // Few values, so that equal addresses with unequal ports (and all equal) come up.
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange<std::uint32_t>(0, 4), rc::gen::inRange<std::uint16_t>(0, 3)),
                      [](const auto& of) {
                        Endpoint end;
                        end.ip = IpAddress::v4(0x0a000000 + std::get<0>(of));
                        end.port = {std::get<1>(of)};
                        end.vlan = {7};
                        end.network = 5;
                        return end;
                      });
}

RC_GTEST_PROP(FlowKey, IsTheSameInBothDirections, ()) {
  const Endpoint source = *any_endpoint(), target = *any_endpoint();
  const auto there = make_flow_key(source, target, IpProtocol::tcp);
  const auto back = make_flow_key(target, source, IpProtocol::tcp);
  RC_ASSERT(there.key == back.key);
  RC_ASSERT(stable_hash(there.key) == stable_hash(back.key));
  RC_ASSERT(address_pair_hash(source.ip, target.ip) == address_pair_hash(target.ip, source.ip));
  const bool apart = source.ip != target.ip || source.port != target.port;
  if (apart) RC_ASSERT(there.direction == opposite(back.direction));
  const bool forward = there.direction == Direction::a_to_b;
  RC_ASSERT((forward ? there.key.a : there.key.b) == source.ip);
  RC_ASSERT((forward ? there.key.port_a : there.key.port_b) == source.port);
}

TEST(FlowKey, TellsConversationsApart) {
  const Endpoint a = endpoint("10.0.0.1", 1000), b = endpoint("10.0.0.2", 502);
  Endpoint other_port = a, other_network = a;
  other_port.port = {1001};
  other_network.network = 9;
  FlowKey in_a_vlan = make_flow_key(a, b, IpProtocol::tcp).key, in_an_outer_vlan = in_a_vlan;
  in_a_vlan.vlan = {20};
  in_an_outer_vlan.outer_vlan = {20};
  const std::set<FlowKey> keys{make_flow_key(a, b, IpProtocol::tcp).key,
                               make_flow_key(a, b, IpProtocol::udp).key,
                               make_flow_key(other_port, b, IpProtocol::tcp).key,
                               in_a_vlan,
                               in_an_outer_vlan,
                               make_flow_key(other_network, b, IpProtocol::tcp).key};
  EXPECT_EQ(keys.size(), 6u);
  std::set<std::uint64_t> hashes;
  for (const auto& key : keys) hashes.insert(stable_hash(key));
  EXPECT_EQ(hashes.size(), 6u);
}

TEST(FlowKey, HashesSpreadOverShards) {
  std::set<std::uint64_t> shards;
  for (std::uint32_t host = 1; host <= 254; ++host) {
    shards.insert(address_pair_hash(IpAddress::v4(0x0a000001), IpAddress::v4(0x0a000100 + host)) % 64);
  }
  EXPECT_GT(shards.size(), 50u) << "254 random balls in 64 bins leave 1.2 empty on average";
}

}  // namespace
}  // namespace vedette::core
