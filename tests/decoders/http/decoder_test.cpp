// SPDX-License-Identifier: Apache-2.0
// What fixtures can't say: who is handed the conversation, what is let through unread, and bounds.
#include "decoders/http/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "decoders/http/credentials.h"
#include "decoders/http/start_line.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::http {
namespace {

using suites::from_client;
using suites::from_server;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

static_assert(ApplicationDecoder<Decoder>);

constexpr Opening seen{.from_client = from_client, .to_port = from_client, .port = {}};

class Talk {
 public:
  std::string say(core::Direction direction, std::string_view text) {
    conversation_.give(direction, core::as_bytes(text), ++frame_);
    const auto& messages = conversation_.transcript().messages;
    std::string lines;
    for (; told_ < messages.size(); ++told_) lines += messages[told_].text + "\n";
    return lines;
  }
  std::string ask(std::string_view text) { return say(from_client, text); }
  std::string answer(std::string_view text) { return say(from_server, text); }
  void lose(core::Direction direction) { conversation_.lose(direction); }
  bool is_over() const { return conversation_.transcript().refused; }

 private:
  suites::Conversation<Decoder> conversation_{seen, {80}};
  std::uint64_t frame_ = 0;
  std::size_t told_ = 0;
};

TEST(HttpDecoder, AfterAnUpgradeEitherDirectionIsHandedOver) {
  for (const core::Direction next : {from_client, from_server}) {
    Talk talk;
    talk.ask("GET /mqtt HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n\r\n");
    EXPECT_THAT(talk.answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"), HasSubstr("status=101"));
    EXPECT_FALSE(talk.is_over());
    talk.say(next, "\x82\x05hello");
    EXPECT_TRUE(talk.is_over());
  }
}

TEST(HttpDecoder, ATunnelIsHandedOverOnlyWhereTheProxySaysYes) {
  Talk talk;
  talk.ask("CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n");
  talk.answer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
  talk.ask("CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_FALSE(talk.is_over());
  talk.answer("HTTP/1.1 200 OK\r\n\r\n");
  talk.ask("\x16\x03\x01");
  EXPECT_TRUE(talk.is_over());
}

TEST(HttpDecoder, OtherProtocolsOnItsPortsAreNotIts) {
  for (const std::string_view text :
       {"\x16\x03\x01\x02\x00\x01", "SSH-2.0-x\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "OPTIONS rtsp://h/ RTSP/1.0\r\n\r\n", "INVITE sip:x SIP/2.0\r\n\r\n", "get / HTTP/1.1\r\n\r\n"}) {
    Talk talk;
    EXPECT_EQ(talk.ask(text), "") << text;
    EXPECT_TRUE(talk.is_over()) << text;
  }
}

TEST(HttpDecoder, ABodyOfGigabytesIsPassedOver) {
  Talk talk;
  talk.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  talk.answer("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
  const std::string piece(10'000, 'x');
  for (int i = 0; i < 100; ++i) EXPECT_EQ(talk.answer(piece), "");
  talk.ask("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(talk.answer("HTTP/1.1 204 No Content\r\n\r\n"), HasSubstr("status=204"));
}

TEST(HttpDecoder, WhatABodyLooksLikeDoesNotMatter) {
  Talk talk;
  EXPECT_THAT(talk.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 18\r\n\r\n"), HasSubstr("url=/"));
  EXPECT_EQ(talk.ask("GET /x HTTP/1.1\r\n\r"), "");
  EXPECT_THAT(talk.ask("GET /y HTTP/1.1\r\n\r\n"), HasSubstr("url=/y"));
}

/// Whether a request was HEAD is not known once it was lost, and so whether its response has a body.
TEST(HttpDecoder, ABodyThatMayNotBeThereEndsWhereAResponseBegins) {
  Talk talk;
  talk.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  talk.lose(from_client);
  EXPECT_THAT(talk.answer("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"), HasSubstr("length=999"));
  talk.ask("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(talk.answer("HTTP/1.1 204 No Content\r\n\r\n"), HasSubstr("status=204; reason=No Content"));
}

TEST(HttpDecoder, MoreThanTheMostOpenRequestsAreStillRead) {
  Talk talk;
  for (std::size_t i = 0; i < Exchanges::capacity + 4; ++i) talk.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(talk.answer("HTTP/1.1 204 No Content\r\n\r\n"), Not(HasSubstr("request_pcap_cnt")));
  talk.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(talk.answer("HTTP/1.1 204 No Content\r\n\r\n"), HasSubstr("request_pcap_cnt=22"));
}

TEST(HttpDecoder, HeadersUpToTheLimitAreRead) {
  Talk talk;
  const std::string start = "GET /long HTTP/1.1\r\nHost: h\r\nX: ";
  const std::string filling(Decoder::info().max_message - start.size() - 4, 'x');
  EXPECT_THAT(talk.ask(start + filling + "\r\n\r\n"), HasSubstr("url=/long"));
  EXPECT_THAT(talk.ask(start + filling + "x\r\n\r\n"), HasSubstr("defect=header_too_long"));
}

TEST(HttpCredentials, OnlyNamesAreTaken) {
  const auto user_of = [](std::string_view value) {
    ShortText user;
    const Scheme scheme = read_credentials(value, user);
    return std::string{scheme == Scheme::none ? "none " : ""} + std::string{user.view()};
  };
  EXPECT_EQ(user_of("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), "Aladdin");
  EXPECT_EQ(user_of("BASIC dGVzdDoxMjPCow=="), "test");  // RFC 7617, section 2.1
  EXPECT_EQ(user_of("Basic c2VjcmV0"), "none ") << "no colon";
  EXPECT_EQ(user_of("Basic !!!"), "none ");
  EXPECT_EQ(user_of("Basic"), "none ");
  EXPECT_EQ(user_of("Bearer QWxhZGRpbjpvcGVu"), "none ");
  EXPECT_EQ(user_of("Digest realm=\"r\", username=\"a\\\"b\", nonce=\"n\""), "a\"b");
  EXPECT_EQ(user_of("Digest username=\"never ends"), "none ");
}

TEST(HttpStartLine, IsToldFromWhatItIsNot) {
  EXPECT_EQ(likeness("GET / HTTP/1.1\r\n"), Likeness::complete);
  EXPECT_EQ(likeness("GET /a b HTTP/1.0\n"), Likeness::complete) << "a blank in the target is wrong, and seen";
  EXPECT_EQ(likeness("HTTP/1.1 200\r\n"), Likeness::complete);
  EXPECT_EQ(likeness("GE"), Likeness::partial);
  EXPECT_EQ(likeness("HTTP/1.1 20"), Likeness::partial);
  EXPECT_EQ(likeness("H"), Likeness::partial);
  EXPECT_EQ(likeness("HE"), Likeness::partial);
  EXPECT_EQ(likeness("HTTP/2 200\r\n"), Likeness::none);
  EXPECT_EQ(likeness("GET / \x01"), Likeness::none);
  EXPECT_EQ(likeness("GET /\r\n"), Likeness::none);
  EXPECT_EQ(likeness("XYZ"), Likeness::none);
}

}  // namespace
}  // namespace vedette::decoders::http
