// SPDX-License-Identifier: Apache-2.0
#include "core/address.h"

#include <array>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <string>

namespace vedette::core {
namespace {

IpAddress ip(std::string_view text) {
  return IpAddress::parse(text).value();
}

TEST(MacAddress, ReadsAndWrites) {
  const auto mac = MacAddress::parse("00:1D:9c:00:ab:11");
  ASSERT_TRUE(mac);
  EXPECT_EQ(mac->to_string(), "00:1d:9c:00:ab:11");
  EXPECT_EQ(MacAddress::parse("00-1d-9c-00-ab-11"), mac);
  EXPECT_FALSE(mac->is_group());
  EXPECT_TRUE(MacAddress::parse("01:00:5e:00:00:fb")->is_group());
}

TEST(MacAddress, RefusesWhatIsNone) {
  for (const auto* text : {"", "00:1d:9c:00:ab", "00:1d:9c:00:ab:1", "00:1d:9c:00:ab:1g", "00:1d:9c:00:ab:11:22",
                           "+0:1d:9c:00:ab:11", "0x:1d:9c:00:ab:11", "00.1d.9c.00.ab.11"}) {
    EXPECT_FALSE(MacAddress::parse(text)) << text;
  }
  EXPECT_TRUE(MacAddress::from(Bytes{}).is_zero());
}

// RFC 5952, section 4: how IPv6 is to be written.
TEST(IpAddress, WritesIpv6AsRecommended) {
  EXPECT_EQ(ip("2001:0DB8:0:0:0:0:0:1").to_string(), "2001:db8::1");
  EXPECT_EQ(ip("2001:db8:0:1:1:1:1:1").to_string(), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(ip("2001:0:0:1:0:0:0:1").to_string(), "2001:0:0:1::1");
  EXPECT_EQ(ip("2001:db8:0:0:1:0:0:1").to_string(), "2001:db8::1:0:0:1");
  EXPECT_EQ(ip("::").to_string(), "::");
}

TEST(IpAddress, RefusesWhatIsNone) {
  for (const std::string_view text :
       {std::string_view{""}, std::string_view{"10.0.0"}, std::string_view{"10.0.0.256"}, std::string_view{"10.0.0.1 "},
        std::string_view{"010.0.0.1"}, std::string_view{":::"}, std::string_view{"fe80::1%eth0"},
        std::string_view{"10.0.0.1\0.evil", 14}}) {
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  }
}

TEST(IpAddress, MappedIpv4IsNotIpv4) {
  EXPECT_NE(ip("::ffff:10.0.0.1"), ip("10.0.0.1"));
  EXPECT_EQ(ip("::ffff:10.0.0.1").family(), IpFamily::v6);
}

TEST(IpAddress, KnowsItsScope) {
  for (const auto* text : {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1", "127.0.0.1", "::1",
                           "fd00::1", "fc00::1", "fe80::1", "febf::1"}) {
    EXPECT_TRUE(ip(text).is_private()) << text;
  }
  for (const auto* text :
       {"11.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "8.8.8.8", "2001:db8::1", "fec0::1", "::"}) {
    EXPECT_FALSE(ip(text).is_private()) << text;
  }
  EXPECT_TRUE(ip("224.0.0.1").is_multicast());
  EXPECT_TRUE(ip("239.255.255.255").is_multicast());
  EXPECT_TRUE(ip("ff02::1").is_multicast());
  EXPECT_FALSE(ip("240.0.0.1").is_multicast());
  EXPECT_TRUE(ip("255.255.255.255").is_broadcast());
  EXPECT_FALSE(ip("10.0.0.255").is_broadcast());
}

TEST(IpAddress, NeedsTheRightNumberOfOctets) {
  const std::array<std::uint8_t, 16> octets{};
  EXPECT_FALSE(IpAddress::v4(Bytes{octets}.first(3)).is_set());
  EXPECT_FALSE(IpAddress::v6(Bytes{octets}.first(15)).is_set());
  IpAddress reused = ip("2001:db8::1");
  reused.assign_v4(Bytes{octets}.first(4));
  EXPECT_EQ(reused, ip("0.0.0.0")) << "nothing of the address before stays behind";
}

RC_GTEST_PROP(IpAddress, TextAndBackAgain, (std::array<std::uint8_t, 16> octets, bool v6)) {
  const auto address = v6 ? IpAddress::v6(octets) : IpAddress::v4(Bytes{octets}.first(4));
  RC_ASSERT(IpAddress::parse(address.to_string()) == address);
  RC_ASSERT(address.octets().size() == (v6 ? 16u : 4u));
}

RC_GTEST_PROP(IpAddress, HostOrderIsTheSameAddress, (std::uint32_t number)) {
  const std::array<std::uint8_t, 4> octets{static_cast<std::uint8_t>(number >> 24),
                                           static_cast<std::uint8_t>(number >> 16),
                                           static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  RC_ASSERT(IpAddress::v4(number) == IpAddress::v4(Bytes{octets}));
}

TEST(IpPrefix, Contains) {
  const auto prefix = IpPrefix::parse("10.20.1.0/24").value();
  EXPECT_TRUE(prefix.contains(ip("10.20.1.255")));
  EXPECT_FALSE(prefix.contains(ip("10.20.2.0")));
  EXPECT_FALSE(prefix.contains(ip("::ffff:10.20.1.1")));
  EXPECT_TRUE(IpPrefix::parse("0.0.0.0/0")->contains(ip("8.8.8.8")));
  EXPECT_TRUE(IpPrefix::parse("10.0.0.1")->contains(ip("10.0.0.1")));
  EXPECT_FALSE(IpPrefix::parse("10.0.0.1")->contains(ip("10.0.0.0")));
  EXPECT_TRUE(IpPrefix::parse("2001:db8::/33")->contains(ip("2001:db8:7fff::1")));
  EXPECT_FALSE(IpPrefix::parse("2001:db8::/33")->contains(ip("2001:db8:8000::1")));
  EXPECT_EQ(prefix.to_string(), "10.20.1.0/24");
}

TEST(IpPrefix, RefusesWhatIsNone) {
  for (const auto* text : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/2 ", "::/129", "/8", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(IpPrefix::parse(text)) << text;
  }
}

RC_GTEST_PROP(IpPrefix, ContainsWhatSharesItsFirstBits, (std::uint32_t network, std::uint32_t other)) {
  const auto length = *rc::gen::inRange(0u, 33u);
  const auto prefix = IpPrefix{IpAddress::v4(network), length};
  const bool shares = length == 0 || (network ^ other) >> (32 - length) == 0;
  RC_ASSERT(prefix.contains(IpAddress::v4(other)) == shares);
}

}  // namespace
}  // namespace vedette::core
