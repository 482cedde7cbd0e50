// SPDX-License-Identifier: Apache-2.0
// What follows the handshake costs next to nothing and never makes a conversation another protocol's; what isn't TLS is
// given back.
#include <gtest/gtest.h>

#include "decoders/tls/decoder.h"
#include "tests/decoders/suites/harness.h"

namespace vedette::decoders::tls {
namespace {

using suites::from_client;
using suites::from_server;
using Buffer = std::vector<std::uint8_t>;
using Talk = suites::AnyConversation;

const suites::DecoderKind tls_kind = suites::kind_of<Decoder>();

const Opening seen{
    .from_client = from_client, .to_port = from_client, .transport = core::IpProtocol::tcp, .port = {443}};
const Opening joined{.from_client = {}, .to_port = from_client, .transport = core::IpProtocol::tcp, .port = {443}};

void add_record(Buffer& to, Content content, std::size_t length, std::uint8_t fill = 0x5a) {
  to.insert(to.end(), {static_cast<std::uint8_t>(content), 3, 3, static_cast<std::uint8_t>(length >> 8),
                       static_cast<std::uint8_t>(length)});
  to.insert(to.end(), length, fill);
}

void give_in_segments(Talk& talk, core::Direction direction, core::Bytes bytes) {
  std::uint64_t frame = 0;
  for (constexpr std::size_t size = 1460; !bytes.empty(); bytes = bytes.subspan(std::min(size, bytes.size())))
    talk.give(direction, bytes.first(std::min(size, bytes.size())), ++frame);
}

TEST(TlsStream, ApplicationDataTakesOneCallForEachSegment) {
  Buffer bytes;
  while (bytes.size() < 4'000'000) add_record(bytes, Content::application_data, 1 + bytes.size() % 16'000);
  Talk talk{tls_kind, seen, {443}};
  give_in_segments(talk, from_server, bytes);
  EXPECT_FALSE(talk.transcript().refused);
  EXPECT_EQ(talk.transcript().count, 0u);
  // A header that a segment cuts in two takes another.
  EXPECT_LE(talk.transcript().decode_calls, 2 * (bytes.size() / 1460 + 1));
}

TEST(TlsStream, JoinedInsideARecordFindsTheNext) {
  Buffer bytes(7000, 0x17);  // of which each may begin a record
  add_record(bytes, Content::application_data, 5000);
  add_record(bytes, Content::application_data, 5000);
  add_record(bytes, Content::alert, 2, 2);
  Talk talk{tls_kind, joined, {443}};
  give_in_segments(talk, from_server, bytes);
  EXPECT_EQ(talk.transcript().count, 1u) << "the alert, whose two bytes are level and description";
  EXPECT_FALSE(talk.transcript().refused);
}

TEST(TlsStream, MessagesBehindOneThatIsTooLong) {
  Buffer bytes;
  add_record(bytes, Content::handshake, 16'384, 0);
  bytes[5] = 11;  // certificate of 0x010000 bytes, so that 4 + 65536 are passed over
  bytes[6] = 1;
  for (int i = 0; i < 3; ++i) add_record(bytes, Content::handshake, 16'384, 0xee);
  add_record(bytes, Content::handshake, 4 + 4, 0);
  bytes[bytes.size() - 4] = 13;  // certificate_request without a body
  Talk talk{tls_kind, seen, {443}};
  give_in_segments(talk, from_server, bytes);
  ASSERT_EQ(talk.transcript().count, 2u);
  EXPECT_TRUE(talk.transcript().messages[1].text.starts_with("type=certificate_request"));
}

TEST(TlsStream, OtherProtocolsAreGivenBack) {
  for (const std::string_view text : {"GET / HTTP/1.1\r\n", "SSH-2.0-x\r\n", "\x16\x04\x01", "* OK ready\r\n"}) {
    Talk talk{tls_kind, seen, {443}};
    talk.give(from_client, core::as_bytes(text), 1);
    EXPECT_TRUE(talk.transcript().refused) << text;
  }
}

TEST(TlsDatagrams, QuicIsLeftToOthers) {
  Opening opening = seen;
  opening.transport = core::IpProtocol::udp;
  const Buffer quic{0xc0, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0};
  Decoder decoder{opening};
  Message message;
  const Chunk chunk{.bytes = quic,
                    .direction = from_client,
                    .time = {},
                    .finished = true,
                    .transport = core::IpProtocol::udp,
                    .source_port = {50'000},
                    .target_port = {443}};
  EXPECT_EQ(decoder.decode(chunk, message).status, core::Progress::Status::handed_over);
}

}  // namespace
}  // namespace vedette::decoders::tls
