// SPDX-License-Identifier: Apache-2.0
// What fixtures don't reach: names that two tables share, foreign traffic on BACnet's port, probing, many objects.
#include "decoders/bacnet/decoder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <initializer_list>
#include <set>
#include <string>
#include <vector>

#include "decoders/bacnet/names.h"
#include "decoders/bacnet/operations.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::bacnet {
namespace {

using suites::from_client;
using suites::from_server;
using Octets = std::vector<std::uint8_t>;

constexpr Opening over_udp{
    .from_client = from_client, .to_port = from_client, .transport = core::IpProtocol::udp, .port = {}};

Octets unicast(std::initializer_list<std::uint8_t> npdu, const Octets& more = {}) {
  const std::size_t size = 4 + npdu.size() + more.size();
  Octets bytes{0x81, 0x0a, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)};
  bytes.insert(bytes.end(), npdu);
  bytes.insert(bytes.end(), more.begin(), more.end());
  return bytes;
}

Verdict probe(const Octets& bytes, core::IpProtocol transport = core::IpProtocol::udp) {
  return Decoder::probe({.bytes = bytes,
                         .direction = from_client,
                         .time = {},
                         .finished = true,
                         .transport = transport,
                         .source_port = {},
                         .target_port = {}});
}

TEST(BacnetOperations, AreTheStandardsNames) {
  for (std::uint8_t choice = 0; choice < 255; ++choice) {
    const std::string_view confirmed = name_of_confirmed_service(choice);
    const std::string_view unconfirmed = name_of_unconfirmed_service(choice);
    EXPECT_EQ(confirmed_service(choice).name, confirmed.empty() ? "confirmed_service" : confirmed) << +choice;
    EXPECT_EQ(unconfirmed_service(choice).name, unconfirmed.empty() ? "unconfirmed_service" : unconfirmed) << +choice;
  }
}

TEST(BacnetOperations, AreDistinct) {
  const auto operations = operation_names(), spaces = space_names();
  EXPECT_EQ(std::set(operations.begin(), operations.end()).size(), operations.size());
  EXPECT_EQ(std::set(spaces.begin(), spaces.end()).size(), spaces.size());
  EXPECT_TRUE(std::ranges::find(spaces, "analog_value") != spaces.end());
}

/// 47808 lies among the ports that clients are given at random.
TEST(BacnetPort, IsLeftToOthersUntilBacnetWasSeen) {
  const Octets dns{0x12, 0x34, 0x01, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
                   0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01};
  suites::Conversation<Decoder> foreign{over_udp};
  foreign.give(from_client, dns, 1);
  EXPECT_TRUE(foreign.transcript().refused);
  suites::Conversation<Decoder> own{over_udp};
  own.give(from_client, unicast({1, 0, 0x10, 8}), 1);
  own.give(from_client, dns, 2);
  EXPECT_FALSE(own.transcript().refused);
  EXPECT_EQ(own.transcript().messages.back().text, "defect=bad_bvlc_type; offset=0; ");
}

TEST(BacnetProbe, KnowsItsOwnAndLittleElse) {
  EXPECT_EQ(probe(unicast({1, 0, 0x10, 8})), Verdict::yes);
  EXPECT_EQ(probe({0x81, 0x05, 0x00, 0x06, 0x00, 0x3c}), Verdict::yes);
  EXPECT_EQ(probe({0x81, 0x05, 0x00, 0x07, 0x00, 0x3c}), Verdict::no);
  EXPECT_EQ(probe({0x81, 0x00, 0x00, 0x06, 0x00, 0x70}), Verdict::no);
  EXPECT_EQ(probe(unicast({2, 0, 0x10, 8})), Verdict::no);
  EXPECT_EQ(probe(unicast({1, 0x40, 0x10, 8})), Verdict::no);
  EXPECT_EQ(probe(unicast({1, 0, 0xf0, 8})), Verdict::no);
  EXPECT_EQ(probe({1, 0, 0x10, 8}), Verdict::no);
  EXPECT_EQ(probe({1, 0, 0x10, 8}, core::IpProtocol::none), Verdict::yes);
}

/// ReadPropertyMultiple of 100 objects.
TEST(BacnetObservations, AreAtMost64OfOneMessage) {
  Octets objects;
  for (std::uint8_t instance = 0; instance < 100; ++instance)
    for (const unsigned octet : {0x0cu, 0x00u, 0x00u, 0x00u, unsigned{instance}, 0x1eu, 0x09u, 0x55u, 0x1fu})
      objects.push_back(static_cast<std::uint8_t>(octet));
  suites::Conversation<Decoder> conversation{over_udp};
  conversation.give(from_client, unicast({1, 4, 0x00, 0x05, 0x01, 0x0e}, objects), 1);
  EXPECT_EQ(conversation.transcript().count, 1u);
  EXPECT_TRUE(conversation.transcript().defects.empty());
  EXPECT_EQ(conversation.transcript().observations.size(), 64u);
}

/// An answer through a router goes to the one who asked, though invoke ids are the same.
TEST(BacnetMatching, TellsDevicesBehindRoutersApart) {
  suites::Conversation<Decoder> conversation{over_udp};
  const Octets read{0x00, 0x05, 0x07, 0x0c, 0x0c, 0x00, 0x00, 0x00, 0x05, 0x19, 0x55};
  for (std::uint8_t device = 1; device <= 3; ++device)
    conversation.give(from_client, unicast({1, 0x24, 0, 5, 1, device, 0xff}, read), device);
  for (std::uint8_t device = 3; device >= 1; --device) {
    conversation.give(from_server, unicast({1, 0x08, 0, 5, 1, device}, {0x50, 0x07, 0x0c, 0x91, 0x02, 0x91, 0x20}), 9);
    const std::string& text = conversation.transcript().messages.back().text;
    EXPECT_NE(text.find("request_pcap_cnt=" + std::to_string(device)), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace vedette::decoders::bacnet
