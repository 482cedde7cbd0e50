// SPDX-License-Identifier: Apache-2.0
#include "capture/merged_source.h"

#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>

#include "capture/open.h"
#include "tests/capture/capture_bytes.h"

namespace vedette::capture {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace testing;

struct Merged {
  std::vector<std::string> texts;
  std::vector<std::uint64_t> seqs;
  SourceStats stats;
  std::vector<std::string> warnings;
};

Merged merge(const std::vector<std::string>& paths, std::size_t batch_size = 2) {
  Merged merged;
  auto source = MergedSource::open(paths);
  EXPECT_TRUE(source) << source.error().message;
  if (!source) return merged;
  PacketBatch batch;
  do {
    batch.clear();
    EXPECT_TRUE((*source)->next(batch, batch_size));
    for (const auto& packet : batch.packets) {
      merged.texts.emplace_back(core::as_text(packet.bytes));
      merged.seqs.push_back(packet.seq);
    }
  } while (!batch.packets.empty());
  merged.stats = (*source)->stats();
  merged.warnings = (*source)->warnings();
  return merged;
}

class MergedSourceTest : public ::testing::Test {
 protected:
  TempDir dir_;
};

TEST_F(MergedSourceTest, OrdersByTimeThenByFile) {
  const std::vector<std::string> paths{
      dir_.write("b.pcap", pcap({{2, 0, "b2"}, {4, 0, "b4"}, {9, 0, "b9"}})),
      dir_.write("a.pcap", pcap({{1, 0, "a1"}, {4, 0, "a4"}, {5, 0, "a5"}})),
      dir_.write("none.pcap", pcap({})),
  };
  const auto merged = merge(paths);
  EXPECT_THAT(merged.texts, ElementsAre("a1", "b2", "b4", "a4", "a5", "b9"));
  EXPECT_THAT(merged.seqs, ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(MergedSourceTest, MixesFormatsAndPrecisions) {
  const std::vector<std::string> paths{
      dir_.write("micro.pcap", pcap({{1, 2, "1.000002"}})),
      dir_.write("nano.pcap", pcap({{1, 1999, "1.000001999"}, {1, 2001, "1.000002001"}}, 101, nano_magic)),
      dir_.write("ng.pcapng", pcapng({{1000, "1.000"}, {1001, "1.001"}}, 3)),
  };
  EXPECT_THAT(merge(paths).texts, ElementsAre("1.000", "1.000001999", "1.000002", "1.000002001", "1.001"));
}

TEST_F(MergedSourceTest, KeepsEachFilesOwnOrder) {
  const std::vector<std::string> paths{
      dir_.write("back.pcap", pcap({{5, 0, "x5"}, {1, 0, "x1"}, {6, 0, "x6"}})),
      dir_.write("other.pcap", pcap({{4, 0, "y4"}, {7, 0, "y7"}})),
  };
  EXPECT_THAT(merge(paths).texts, ElementsAre("y4", "x5", "x1", "x6", "y7"));
}

TEST_F(MergedSourceTest, WarnsOfEachCutFile) {
  const auto cut = pcap({{1, 0, "a1"}, {3, 0, "a3"}});
  const std::vector<std::string> paths{
      dir_.write("cut.pcap", cut.substr(0, cut.size() - 1)),
      dir_.write("whole.pcap", pcap({{2, 0, "b2"}})),
  };
  const auto merged = merge(paths);
  EXPECT_THAT(merged.texts, ElementsAre("a1", "b2"));
  EXPECT_THAT(merged.warnings, ElementsAre(HasSubstr("cut.pcap: ends inside the record after packet 1;")));
  EXPECT_EQ(merged.stats.cut_files, 1u);
}

TEST_F(MergedSourceTest, ABadFileIsRefusedBeforeTheFirstPacket) {
  const std::vector<std::string> paths{dir_.write("good.pcap", pcap({{1, 0, "x"}})), dir_.write("bad.pcap", "text")};
  const auto source = open_captures(paths);
  ASSERT_FALSE(source);
  EXPECT_THAT(source.error().message, HasSubstr("bad.pcap"));
}

TEST_F(MergedSourceTest, HundredsOfFilesNeedFewDescriptors) {
  // Hourly files in the wrong order, each overlapping the one after it.
  std::vector<std::string> paths;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const std::uint32_t start = (299 - i) * 10;
    paths.push_back(dir_.write(fmt::format("{}.pcap", i), pcap({{start, 0, fmt::format("{}", start)},
                                                                {start + 12, 0, fmt::format("{}", start + 12)}})));
  }
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{.rlim_cur = 80, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  const auto merged = merge(paths, 7);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_EQ(merged.texts.size(), 600u);
  EXPECT_TRUE(std::ranges::is_sorted(merged.texts, {}, [](const std::string& text) { return std::stoi(text); }));
  EXPECT_EQ(merged.stats.packets, 600u);
  EXPECT_EQ(merged.stats.read_bytes, merged.stats.total_bytes);
}

/// The oracle: repeatedly take the head with the least (stamp, file), over all files at once.
std::vector<std::string> merged_by_hand(const std::vector<std::vector<std::uint32_t>>& files) {
  std::vector<std::size_t> at(files.size(), 0);
  std::vector<std::string> out;
  for (;;) {
    std::size_t best = files.size();
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (at[i] < files[i].size() && (best == files.size() || files[i][at[i]] < files[best][at[best]])) best = i;
    }
    if (best == files.size()) return out;
    out.push_back(fmt::format("{}.{}", best, at[best]++));
  }
}

RC_GTEST_PROP(MergedSourceProperty, IsTheSameWhetherFilesAreOpenOrWait, ()) {
  const TempDir dir;
  const auto count = *rc::gen::element<std::size_t>(2, 5, MergedSource::max_open_at_start + 3);
  std::vector<std::vector<std::uint32_t>> files(count);
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < count; ++i) {
    files[i] = *rc::gen::resize(4, rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(0u, 30u)));
    std::string content = pcap_header();
    for (std::size_t k = 0; k < files[i].size(); ++k) {
      content += pcap({{files[i][k], 0, fmt::format("{}.{}", i, k)}}).substr(pcap_header().size());
    }
    paths.push_back(dir.write(fmt::format("{}.pcap", i), content));
  }
  RC_ASSERT(merge(paths, *rc::gen::inRange<std::size_t>(1, 9)).texts == merged_by_hand(files));
}

}  // namespace
}  // namespace vedette::capture
