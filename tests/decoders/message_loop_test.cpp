// SPDX-License-Identifier: Apache-2.0
// A decoder that breaks every promise must neither hang the loop nor read past its bytes.
#include "decoders/message_loop.h"

#include <array>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vedette::decoders {
namespace {

using core::Progress;
using testing::ElementsAre;

/// One message per letter: the letter says how decode() answers.
class Toy {
 public:
  struct Message {
    char letter = 0;
  };
  explicit Toy(const Opening&) {}
  static const DecoderInfo& info() {
    static const std::array<DefectInfo, 1> defects{{{"bad_letter", "test"}}};
    static const DecoderInfo info = [] {
      DecoderInfo toy;
      toy.protocol = {"toy"};
      toy.defects = defects;
      toy.max_message = 4;
      return toy;
    }();
    return info;
  }
  static Verdict probe(const Chunk&) { return Verdict::no; }
  Progress decode(const Chunk& chunk, Message& message) {
    message.letter = static_cast<char>(chunk.bytes[0]);
    switch (message.letter) {
      case 'z':
        return Progress::done(0);
      case 'h':
        return Progress::done(1000);
      case 'b':
        return Progress::malformed(0, 0, 0);
      case 'u':
        return Progress::malformed(1, 99, 0);
      case 's':
        return Progress::skipped(0);
      case 'n':
        return Progress::not_mine();
      case 'm':
        return Progress::need_more();
      case 'p':
        return Progress::partial(0);
      case 'o':
        return Progress::handed_over();
      default:
        return Progress::done(1);
    }
  }
  void on_gap(core::Direction) { ++gaps; }
  static void observe(const Message&, Observer&) {}
  static void describe(const Message&, core::FieldWriter&) {}

  int gaps = 0;
};
static_assert(ApplicationDecoder<Toy>);

struct Log {
  void on_message(const Toy::Message& message, std::size_t size, FrameMark) {
    lines.push_back(std::string(1, message.letter) + std::to_string(size));
  }
  bool on_malformed(const Toy::Message*, std::size_t size, std::size_t, const DefectInfo& defect, std::size_t,
                    FrameMark) {
    lines.push_back(std::string(defect.name) + std::to_string(size));
    return true;
  }
  bool on_skipped(std::size_t size) {
    lines.push_back("skipped" + std::to_string(size));
    return true;
  }
  std::vector<std::string> lines;
};

/// Bytes of which more may come.
class Open : public Datagram {
 public:
  using Datagram::Datagram;
  bool is_finished() const { return false; }
};

template <typename Source>
std::pair<std::vector<std::string>, Taken> run(std::string_view text) {
  Toy toy{Opening{}};
  Toy::Message message;
  Source source(core::as_bytes(text), {});
  Log log;
  const Taken taken = take_messages(toy, message, {.bytes = {}, .direction = {}, .time = {}}, source, log);
  return {log.lines, taken};
}

TEST(MessageLoop, TakesMessagesOneAfterAnother) {
  EXPECT_THAT(run<Datagram>("ac").first, ElementsAre("a1", "c1"));
}

TEST(MessageLoop, ConsumesAtLeastOneByteAndNeverMoreThanThereAre) {
  EXPECT_THAT(run<Datagram>("zbsu").first, ElementsAre("z1", "bad_letter1", "skipped1", "malformed1"));
  EXPECT_THAT(run<Datagram>("ha").first, ElementsAre("h2"));
}

TEST(MessageLoop, WaitsForAsMuchAsTheLongestMessage) {
  EXPECT_THAT(run<Open>("mmmm").first, ElementsAre());
  EXPECT_THAT(run<Open>("mmmmm").first, ElementsAre("message_too_long5"));
}

TEST(MessageLoop, WhatIsFinishedAndNotWholeIsMalformed) {
  EXPECT_THAT(run<Datagram>("am").first, ElementsAre("a1", "incomplete_message1"));
}

TEST(MessageLoop, SaysWhereTheConversationIsNotOfThisProtocol) {
  EXPECT_EQ(run<Datagram>("a").second, Taken::all);
  const auto [lines, taken] = run<Datagram>("ana");
  EXPECT_THAT(lines, ElementsAre("a1"));
  EXPECT_EQ(taken, Taken::not_mine);
}

TEST(MessageLoop, PassesOverThePartsOfALongMessage) {
  EXPECT_THAT(run<Open>("pppppppa").first, ElementsAre("a1"));
}

TEST(MessageLoop, StopsWhereTheConversationIsHandedOver) {
  const auto [lines, taken] = run<Open>("aoa");
  EXPECT_THAT(lines, ElementsAre("a1"));
  EXPECT_EQ(taken, Taken::handed_over);
}

}  // namespace
}  // namespace vedette::decoders
