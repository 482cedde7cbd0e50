// SPDX-License-Identifier: Apache-2.0
// Keys as the specifications' examples have them (RFC 9001, appendix A.1; RFC 9369, appendix A.1). The packets of both
// appendices are fixtures.
#include "decoders/quic/initial_keys.h"

#include <gtest/gtest.h>

#include "core/hex.h"
#include "decoders/quic/decoder.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::quic {
namespace {

using suites::from_client;

constexpr std::array<std::uint8_t, 8> id{0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08};

TEST(QuicInitialKeys, OfVersion1) {
  InitialOpener opener;
  const InitialKeys keys = opener.derive(*find_version(1), id);
  EXPECT_EQ(core::to_hex(keys.key), "1f369613dd76d5467730efcbe3b1a22d");
  EXPECT_EQ(core::to_hex(keys.iv), "fa044b2f42a3fd3b46fb255c");
  EXPECT_EQ(core::to_hex(keys.header_protection), "9f50449e04a0e810283a1e9933adedd2");
}

TEST(QuicInitialKeys, OfVersion2) {
  InitialOpener opener;
  const InitialKeys keys = opener.derive(*find_version(0x6b3343cf), id);
  EXPECT_EQ(core::to_hex(keys.key), "8b1a0bc121284290a29e0971b5cd045d");
  EXPECT_EQ(core::to_hex(keys.iv), "91f73e2351d8fa91660e909f");
  EXPECT_EQ(core::to_hex(keys.header_protection), "45b95e15235d6f45a6b19cbcb0294ba9");
}

/// RFC 9000, appendix A.1.
TEST(QuicVariableLength, OfTheExamples) {
  const auto value = [](std::vector<std::uint8_t> bytes) {
    core::ByteCursor in{bytes};
    const std::uint64_t number = variable_length(in);
    EXPECT_TRUE(in.ok() && in.empty());
    return number;
  };
  EXPECT_EQ(value({0xc2, 0x19, 0x7c, 0x5e, 0xff, 0x14, 0xe8, 0x8c}), 151'288'809'941'952'652u);
  EXPECT_EQ(value({0x9d, 0x7f, 0x3e, 0x7d}), 494'878'333u);
  EXPECT_EQ(value({0x7b, 0xbd}), 15'293u);
  EXPECT_EQ(value({0x25}), 37u);
  EXPECT_EQ(value({0x40, 0x25}), 37u);
}

/// Whoever makes packets up has only so many of them tried in a conversation.
TEST(QuicDecoder, GivesUpOnAFlood) {
  const Opening opening{.from_client = {}, .to_port = from_client, .transport = core::IpProtocol::udp, .port = {443}};
  suites::AnyConversation talk{suites::kind_of<Decoder>(), opening, {443}};
  std::vector<std::uint8_t> packet{0xc0, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x44, 0xb0};
  packet.resize(18 + 0x4b0);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    packet[6] = static_cast<std::uint8_t>(i);
    packet[7] = static_cast<std::uint8_t>(i >> 8);
    talk.give(from_client, packet, i + 1);
  }
  EXPECT_EQ(talk.transcript().count, 12u);
  EXPECT_FALSE(talk.transcript().refused);
}

}  // namespace
}  // namespace vedette::decoders::quic
