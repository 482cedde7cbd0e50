// SPDX-License-Identifier: Apache-2.0
// Who is not meant, and what is passed over.
#include "decoders/ssh/decoder.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <string>

#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::ssh {
namespace {

using suites::from_client;
using suites::from_server;

static_assert(ApplicationDecoder<Decoder>);

using Talk = suites::Conversation<Decoder>;
constexpr Opening seen{.from_client = from_client, .to_port = from_client, .port = {}};

TEST(SshDecoder, OtherProtocolsOnItsPortAreNotIts) {
  for (const std::string_view text : {"\x16\x03\x01", "GET / HTTP/1.1\r\n", "hello\r\n"}) {
    Talk talk{seen};
    talk.give(from_client, core::as_bytes(text), 1);
    EXPECT_TRUE(talk.transcript().refused) << text;
  }
  Talk talk{seen};
  talk.give(from_server, core::as_bytes("\x05\x01"), 1);
  EXPECT_TRUE(talk.transcript().refused);
}

TEST(SshDecoder, AServerThatNeverComesToThePointIsNotIts) {
  Talk talk{seen};
  for (unsigned i = 0; i < 200 && !talk.transcript().refused; ++i)
    talk.give(from_server, core::as_bytes("220 this is about something else\r\n"), i);
  EXPECT_TRUE(talk.transcript().refused);
}

TEST(SshDecoder, WhatIsEncryptedIsPassedOver) {
  Talk talk{seen};
  talk.give(from_client, core::as_bytes("SSH-1.5-x\n"), 1);
  const std::string piece(10'000, '\x7f');
  for (unsigned i = 2; i < 100; ++i) talk.give(from_client, core::as_bytes(piece), i);
  EXPECT_EQ(talk.transcript().count, 1);
  EXPECT_FALSE(talk.transcript().refused);
}

/// Of the messages that make up the fixture "opening" those that have a HASSH, or say why they have none.
std::string fingerprints() {
  const DecoderInfo& info = Decoder::info();
  std::string found;
  for (const suites::Fixture& fixture : suites::read_fixtures(info)) {
    if (fixture.name != "opening") continue;
    for (const std::string& text : suites::play(suites::kind_of<Decoder>(), fixture).texts()) {
      const std::size_t at = text.find("hassh");
      if (at != std::string::npos) found += text.substr(at, text.find(';', at) - at) + ' ';
    }
  }
  return found;
}

TEST(SshDecoder, SaysWhyThereIsNoFingerprint) {
  EXPECT_EQ(fingerprints(), "hassh_server=72a130d7fc29d31b0f582738ca165b9f hassh=a84d46c61ba148eae97345f49bd21e73 ");
  EVP_default_properties_enable_fips(nullptr, 1);
  const std::string held_to_fips = fingerprints();
  EVP_default_properties_enable_fips(nullptr, 0);
  EXPECT_EQ(held_to_fips, "hassh_absent=md5_unavailable hassh_absent=md5_unavailable ");
}

}  // namespace
}  // namespace vedette::decoders::ssh
