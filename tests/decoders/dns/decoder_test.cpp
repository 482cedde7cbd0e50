// SPDX-License-Identifier: Apache-2.0
// What fixtures can't say: multicast, where both ports are the server's; bounds; and names as such.
#include "decoders/dns/decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

#include "tests/decoders/suites/flat_text.h"

namespace vedette::decoders::dns {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::string_view_literals;
using Octets = std::vector<std::uint8_t>;

static_assert(ApplicationDecoder<Decoder>);

constexpr core::Port multicast_port{5353};

struct Told : Observer {
  std::vector<std::string> lines;
  void add(const core::Observation& o) override { lines.push_back(suites::flat_text(o)); }
};

void append(Octets& to, const Octets& more) {
  to.insert(to.end(), more.begin(), more.end());
}
void append16(Octets& to, std::size_t number) {
  append(to, {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number & 0xff)});
}

Octets name_of(std::initializer_list<std::string_view> labels) {
  Octets octets;
  for (const std::string_view label : labels) {
    octets.push_back(static_cast<std::uint8_t>(label.size()));
    octets.insert(octets.end(), label.begin(), label.end());
  }
  octets.push_back(0);
  return octets;
}

Octets header(std::uint16_t flags, std::size_t questions, std::size_t answers) {
  Octets octets{0, 0};
  for (const std::size_t field : {std::size_t{flags}, questions, answers, std::size_t{0}, std::size_t{0}})
    append16(octets, field);
  return octets;
}

Octets address_record(const Octets& name, std::uint8_t last) {
  Octets octets = name;
  append(octets, {0, 1, 0x80, 1, 0, 0, 0, 120, 0, 4, 192, 0, 2, last});
  return octets;
}

Chunk multicast(const Octets& bytes) {
  return {.bytes = bytes,
          .direction = core::Direction::a_to_b,
          .time = {},
          .finished = true,
          .transport = core::IpProtocol::udp,
          .source_port = multicast_port,
          .target_port = multicast_port};
}

Opening over_udp() {
  Opening opening;
  opening.transport = core::IpProtocol::udp;
  return opening;
}

struct Read {
  core::Progress progress;
  Decoder::Message message;
};
Read read(const Octets& bytes) {
  Decoder decoder{over_udp()};
  Read read{};
  read.progress = decoder.decode(multicast(bytes), read.message);
  return read;
}

TEST(DnsDecoder, WhatIsSaidToEverybodyIsAnAnnouncement) {
  Octets bytes = header(0x8400, 0, 2);
  append(bytes, address_record(name_of({"PLC-1", "local"}), 11));
  append(bytes, address_record(name_of({"other", "example"}), 12));
  const auto got = read(bytes);
  ASSERT_EQ(got.progress.status, core::Progress::Status::done);
  Told told;
  Decoder::observe(got.message, told);
  EXPECT_THAT(told.lines, ElementsAre(HasSubstr("kind=event; verb=publish; operation=announcement"),
                                      HasSubstr("verb=none; operation=address; code=0; unit=0; bytes=0; "
                                                "claim=host_name plc-1; source_ip=192.0.2.11")));
  EXPECT_THAT(told.lines[0], HasSubstr("object=domain plc-1.local"));
}

TEST(DnsDecoder, DescribesSoManyRecordsAndCountsAll) {
  constexpr std::size_t records = 3000;
  Octets bytes = header(0x8400, 0, records);
  for (std::size_t i = 0; i < records; ++i) append(bytes, address_record({0}, 1));
  const auto got = read(bytes);
  ASSERT_EQ(got.progress.status, core::Progress::Status::done);
  EXPECT_EQ(got.message.records.size(), Decoder::Message::max_records);
  EXPECT_EQ(got.message.count(Section::answers), records);
}

/// Names that are all pointers to one another, ended by as long a name as may be: work is bounded for each.
TEST(DnsDecoder, PointersInARowAreBounded) {
  Octets bytes = header(0x0100, 1, 0);
  append(bytes, name_of({"x"}));
  append(bytes, {0, 1, 0, 1});
  const auto chain_of = [&](unsigned pointers) {
    Octets chain = header(0x8400, 0, 2);
    // The first record's data holds the chain: each pointer leads to the one before it.
    append(chain, {0, 0, 10, 0, 1, 0, 0, 0, 0});
    append16(chain, 1 + 2 * pointers);
    const std::size_t root = chain.size();
    chain.push_back(0);
    std::size_t last = root;
    for (unsigned i = 0; i < pointers; ++i) {
      const std::size_t here = chain.size();
      append16(chain, 0xc000 | last);
      last = here;
    }
    Octets name;
    append16(name, 0xc000 | last);
    append(chain, address_record(name, 1));
    return chain;
  };
  EXPECT_EQ(read(chain_of(126)).progress.status, core::Progress::Status::done);
  const auto got = read(chain_of(127));
  ASSERT_EQ(got.progress.status, core::Progress::Status::malformed);
  EXPECT_EQ(got.progress.defect, static_cast<std::uint8_t>(Defect::bad_pointer));
}

TEST(DnsDecoder, NetbiosNamesAreNotDns) {
  Octets bytes = header(0x0100, 1, 0);
  append(bytes, name_of({"CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}));
  append(bytes, {0, 33, 0, 1});
  Chunk chunk = multicast(bytes);
  chunk.source_port = chunk.target_port = {137};
  EXPECT_EQ(Decoder::probe(chunk), Verdict::no);
  chunk.source_port = {40'000};
  chunk.target_port = {5300};
  EXPECT_EQ(Decoder::probe(chunk), Verdict::yes) << "the same on another port is a question for a service";
}

TEST(DnsDecoder, AnotherProtocolOnItsPortIsNotIts) {
  for (const std::string_view text : {"SSH-2.0-OpenSSH_9.2\r\n"sv, "GET / HTTP/1.1\r\n\r\n"sv,
                                      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03xxxxx"sv}) {
    Opening opening;
    opening.from_client = core::Direction::a_to_b;
    Decoder decoder{opening};
    Decoder::Message message;
    Chunk chunk{};
    chunk.bytes = core::as_bytes(text);
    EXPECT_EQ(decoder.decode(chunk, message).status, core::Progress::Status::not_mine) << text;
  }
}

TEST(DnsDecoder, BehindLostBytesAMessageIsLookedForWhereASegmentBegins) {
  Octets whole = header(0x0100, 1, 0);
  append(whole, name_of({"a", "example"}));
  append(whole, {0, 1, 0, 1});
  Octets bytes;
  append16(bytes, whole.size());
  append(bytes, whole);
  Decoder decoder{Opening{}};
  Decoder::Message message;
  const auto decode = [&](core::Bytes segment, bool segment_start) {
    Chunk chunk{};
    chunk.bytes = segment;
    chunk.segment_start = segment_start;
    return decoder.decode(chunk, message).status;
  };
  using Status = core::Progress::Status;
  EXPECT_EQ(decode(core::as_bytes("the rest of an answer"), true), Status::skipped);
  EXPECT_EQ(decode(bytes, false), Status::skipped) << "there may be anything inside a message";
  EXPECT_EQ(decode(core::Bytes{bytes}.first(5), true), Status::need_more);
  EXPECT_EQ(decode(bytes, true), Status::done);
  decoder.on_gap(core::Direction::a_to_b);
  EXPECT_EQ(decode(bytes, true), Status::done);
}

std::string text_of(const Octets& label) {
  NameText name;
  name.add_label(label);
  return std::string{name.view()};
}

// The Unicode Standard, table 3-7: what is well-formed, and its neighbours that aren't.
TEST(DnsName, Utf8StaysAndWhatIsNoneIsEscaped) {
  EXPECT_EQ(text_of({0xe2, 0x80, 0x99}), "\xe2\x80\x99");
  EXPECT_EQ(text_of({0xc2, 0x80}), "\xc2\x80");
  EXPECT_EQ(text_of({0xf0, 0x9f, 0x94, 0xa5}), "\xf0\x9f\x94\xa5");
  EXPECT_EQ(text_of({0xc1, 0x80}), "\\193\\128") << "overlong";
  EXPECT_EQ(text_of({0xe0, 0x9f, 0xbf}), "\\224\\159\\191") << "overlong";
  EXPECT_EQ(text_of({0xed, 0xa0, 0x80}), "\\237\\160\\128") << "surrogate";
  EXPECT_EQ(text_of({0xf4, 0x90, 0x80, 0x80}), "\\244\\144\\128\\128") << "beyond U+10FFFF";
  EXPECT_EQ(text_of({0xe2, 0x80}), "\\226\\128") << "cut";
}

TEST(DnsName, TheRootIsADot) {
  EXPECT_EQ(NameText{}.view(), ".");
}

TEST(DnsName, TheLongestWithEveryOctetEscapedFits) {
  const Octets name = [] {
    Octets octets = header(0, 0, 0);
    for (const std::uint8_t length : Octets{63, 63, 63, 61}) {
      octets.push_back(length);
      octets.insert(octets.end(), length, 0xff);
    }
    octets.push_back(0);
    return octets;
  }();
  NameText text;
  std::size_t end = 0;
  ASSERT_FALSE(read_name(name, header_size, text, end));
  EXPECT_EQ(end, name.size());
  EXPECT_EQ(text.view().size(), (63 * 3 + 61) * 4 + 3);
}

}  // namespace
}  // namespace vedette::decoders::dns
