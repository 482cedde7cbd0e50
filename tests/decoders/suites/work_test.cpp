// SPDX-License-Identifier: Apache-2.0
// Work grows with the bytes and no faster, whatever they are; Conversation holds the decoder to moving on.
#include <ctime>
#include <fmt/ranges.h>
#include <initializer_list>
#include <random>

#include "tests/decoders/suites/suite.h"

namespace vedette::decoders::suites {
namespace {

using Work = DecoderSuite;
INSTANTIATE_TEST_SUITE_P(, Work, ::testing::ValuesIn(every_decoder()), name_of);

constexpr std::size_t plenty = 64 * 1024;

std::vector<std::uint8_t> repeated(core::Bytes pattern, std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = pattern[i % pattern.size()];
  return bytes;
}

/// The starts of segments over and over: headers whose messages never come, and the smallest messages.
std::vector<std::vector<std::uint8_t>> patterns(const std::vector<Fixture>& fixtures,
                                                std::initializer_list<std::size_t> lengths) {
  std::set<std::vector<std::uint8_t>> all{{0x00}, {0xff}, {0x00, 0x01}};
  for (const Fixture& fixture : fixtures) {
    for (const Step& step : fixture.steps) {
      for (const std::size_t length : lengths) {
        const core::Bytes start = core::Bytes{step.bytes}.first(std::min(length, step.bytes.size()));
        if (!start.empty()) all.emplace(start.begin(), start.end());
      }
    }
  }
  std::vector<std::uint8_t> noise(plenty);
  std::mt19937 random{7};
  std::ranges::generate(noise, [&random] { return static_cast<std::uint8_t>(random()); });
  all.insert(noise);
  return {all.begin(), all.end()};
}

Opening over_first_transport(const DecoderInfo& info, Opening opening) {
  opening.transport = transports_of(info).at(0);
  return opening;
}

Transcript flood(const DecoderKind& kind, const Opening& opening, core::Bytes bytes, std::size_t segment) {
  AnyConversation conversation{kind, over_first_transport(*kind.info, opening), first_port(*kind.info), Record::counts};
  for (const core::Direction direction : {from_client, from_server}) {
    for (core::Bytes left = bytes; !left.empty(); left = left.subspan(std::min(segment, left.size())))
      conversation.give(direction, left.first(std::min(segment, left.size())), 1);
  }
  conversation.finish_both(1);
  return conversation.transcript();
}

/// Processor time of this thread: other work on the machine doesn't count.
double seconds_of_work() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

TEST_P(Work, EveryCallMovesOn) {
  for (const auto& pattern : patterns(fixtures_, {4, 8, 12})) {
    const auto bytes = repeated(pattern, 16 * 1024);
    for (const Opening& opening : {Opening{.from_client = from_client, .to_port = {}}, Opening{}}) {
      const Transcript got = flood(kind(), opening, bytes, 1460);
      ASSERT_LE(got.decode_calls, 2 * (bytes.size() + bytes.size() / 1460 + 4));
    }
  }
}

/// Eight times the bytes in one chunk: work that grows with their square would take 64 times as long.
TEST_P(Work, IsLinearInTheBytes) {
  for (const auto& pattern : patterns(fixtures_, {8})) {
    const auto least_of = [&](std::size_t size) {
      const auto bytes = repeated(pattern, size);
      double least = 1e9;
      for (int attempt = 0; attempt < 2; ++attempt) {
        const double start = seconds_of_work();
        flood(kind(), Opening{}, bytes, size);
        least = std::min(least, seconds_of_work() - start);
      }
      return least;
    };
    const double few = least_of(plenty / 8);
    const double many = least_of(plenty);
    EXPECT_LT(many, 24 * few + 0.002) << fmt::format("{:02x}", fmt::join(core::Bytes{pattern}.first(1), " "));
  }
}

}  // namespace
}  // namespace vedette::decoders::suites
