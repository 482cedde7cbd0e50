// SPDX-License-Identifier: Apache-2.0
// Who is not meant, and what is passed over.
#include "decoders/ssh/decoder.h"

#include <gtest/gtest.h>
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

}  // namespace
}  // namespace vedette::decoders::ssh
