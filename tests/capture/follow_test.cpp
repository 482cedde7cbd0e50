// SPDX-License-Identifier: Apache-2.0
// Files and pipes that grow while they are read. Nothing here judges by time: what is waited for is said by the batch.
#include <atomic>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

#include "capture/open.h"
#include "tests/capture/capture_bytes.h"
#include "tests/capture/read_all.h"

namespace vedette::capture {
namespace {

using core::ErrorKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace testing;

class Follow : public ::testing::Test {
 protected:
  void open(const std::string& path) {
    auto source = FileSource::open(path, {.follow = true, .stop = &stop_});
    ASSERT_TRUE(source) << source.error().message;
    source_ = std::move(*source);
  }
  void append(const std::string& bytes) { std::ofstream{path_, std::ios::binary | std::ios::app} << bytes; }
  /// One batch as text; "idle" or "end" where it is empty.
  std::vector<std::string> next(std::size_t max_packets = 100) {
    batch_.clear();
    const auto read = source_->next(batch_, max_packets);
    if (!read) return {read.error().message};
    if (batch_.packets.empty()) return {batch_.idle ? "idle" : "end"};
    EXPECT_FALSE(batch_.idle);
    std::vector<std::string> texts;
    for (const auto& packet : batch_.packets) texts.emplace_back(core::as_text(packet.bytes));
    return texts;
  }
  static std::string record(const std::string& bytes) { return pcap({{1, 0, bytes}}).substr(pcap_header().size()); }

  TempDir dir_;
  const std::string path_ = dir_.path("x.pcap");
  std::atomic<bool> stop_ = false;
  std::unique_ptr<FileSource> source_;
  PacketBatch batch_;
};

TEST_F(Follow, GivesWhatIsThereAndWaitsForMore) {
  append(pcap({{1, 0, "a"}, {2, 0, "b"}}));
  open(path_);
  EXPECT_THAT(next(), ElementsAre("a", "b")) << "not waiting for a full batch";
  EXPECT_THAT(next(), ElementsAre("idle"));
  append(record("c") + record("d"));
  EXPECT_THAT(next(1), ElementsAre("c"));
  EXPECT_THAT(next(), ElementsAre("d"));
  EXPECT_THAT(next(), ElementsAre("idle"));
  stop_ = true;
  EXPECT_THAT(next(), ElementsAre("end"));
  EXPECT_THAT(next(), ElementsAre("end"));
  EXPECT_THAT(source_->warnings(), IsEmpty());
  EXPECT_EQ(source_->stats().packets, 4u);
  EXPECT_EQ(source_->stats().total_bytes, 0u) << "unknown: it grows";
}

TEST_F(Follow, WaitsInsideHeadersAndRecords) {
  for (const auto& whole : {pcap({{1, 0, "first"}, {2, 0, "second"}}), pcapng({{1, "first"}, {2, "second"}}, 6)}) {
    std::filesystem::remove(path_);
    append("");
    open(path_);
    std::vector<std::string> got;
    // Cut at places of every kind: in the magic, the header, a record's header, its bytes.
    for (std::size_t at = 0; at < whole.size(); at += 13) {
      append(whole.substr(at, 13));
      for (auto texts = next(); texts.front() != "idle"; texts = next())
        got.insert(got.end(), texts.begin(), texts.end());
    }
    EXPECT_THAT(got, ElementsAre("first", "second"));
    EXPECT_THAT(source_->warnings(), IsEmpty());
  }
}

TEST_F(Follow, StopsInsideARecordWithoutAComplaint) {
  append(pcap({{1, 0, "a"}}) + record("half").substr(0, 18));
  open(path_);
  EXPECT_THAT(next(), ElementsAre("a"));
  stop_ = true;
  EXPECT_THAT(next(), ElementsAre("end"));
  EXPECT_THAT(source_->warnings(), IsEmpty());
}

TEST_F(Follow, StopsBeforeThereIsAHeader) {
  append("");
  open(path_);
  EXPECT_THAT(next(), ElementsAre("idle"));
  stop_ = true;
  EXPECT_THAT(next(), ElementsAre("end"));
}

TEST_F(Follow, AStopWhileWaitingIsSeen) {
  append(pcap({}));
  open(path_);
  std::thread stopper{[&] { stop_ = true; }};
  std::vector<std::string> got{"idle"};
  while (got.front() == "idle") got = next();
  stopper.join();
  EXPECT_THAT(got, ElementsAre("end"));
}

TEST_F(Follow, WhatTurnsOutNotToBeACaptureIsRefusedThen) {
  append("ver");
  open(path_);
  EXPECT_THAT(next(), ElementsAre("idle"));
  append("sion: 1\n");
  EXPECT_THAT(next(), ElementsAre(HasSubstr("x.pcap: is not a capture (text)")));
}

TEST_F(Follow, AFileThatGoesBeforeItHasAHeaderIsAnError) {
  append("");
  open(path_);
  EXPECT_THAT(next(), ElementsAre("idle"));
  std::filesystem::remove(path_);
  EXPECT_THAT(next(), ElementsAre(path_ + ": was removed"));
}

TEST_F(Follow, SaysWhatHappenedToTheFile) {
  const auto lose = [&](const std::function<void()>& how) {
    std::filesystem::remove(path_);
    append(pcap({{1, 0, "a"}}));
    open(path_);
    EXPECT_THAT(next(), ElementsAre("a"));
    append(record("b"));
    how();
    const auto rest = next();
    EXPECT_THAT(next(), ElementsAre("end"));
    EXPECT_EQ(source_->stats().cut_files, 1u);
    const auto warnings = source_->warnings();
    return rest.front() + ": " + (warnings.size() == 1 ? warnings.front() : "not one warning");
  };
  EXPECT_THAT(lose([&] { std::filesystem::remove(path_); }),
              ::testing::AllOf(HasSubstr("b: "), HasSubstr("x.pcap: was removed after packet 2; read up to there")));
  EXPECT_THAT(lose([&] { std::filesystem::rename(dir_.write("other", pcap({})), path_); }),
              HasSubstr("was removed after packet 2"));
  EXPECT_THAT(lose([&] {
                std::filesystem::rename(path_, dir_.path("rotated"));
                append(pcap({}));
              }),
              HasSubstr("b: " + path_ + ": was replaced after packet 2"));
  EXPECT_THAT(lose([&] { std::filesystem::resize_file(path_, 24); }),
              HasSubstr("end: " + path_ + ": was cut shorter after packet 1"));
}

TEST_F(Follow, APipeIsReadAsItComesAndEndsWhereItEnds) {
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  const int keep_open = ::open(path_.c_str(), O_RDWR);
  open(path_);
  EXPECT_THAT(next(), ElementsAre("idle"));
  append(pcap({{1, 0, "a"}}));
  EXPECT_THAT(next(), ElementsAre("a"));
  EXPECT_THAT(next(), ElementsAre("idle"));
  append(record("b") + record("half").substr(0, 18));
  EXPECT_THAT(next(), ElementsAre("b"));
  EXPECT_THAT(next(), ElementsAre("idle"));
  ::close(keep_open);
  EXPECT_THAT(next(), ElementsAre("end"));
  EXPECT_THAT(source_->warnings(), ElementsAre(HasSubstr("ends inside the record after packet 2;")));
}

TEST_F(Follow, StandardInputMayBeAFile) {
  append(pcap({{1, 0, "a"}}));
  const StandardInput input{::open(path_.c_str(), O_RDONLY)};
  open("-");
  EXPECT_THAT(next(), ElementsAre("a"));
  append(record("b"));
  EXPECT_THAT(next(), ElementsAre("b"));
  std::filesystem::remove(path_);
  EXPECT_THAT(next(), ElementsAre("end"));
  EXPECT_THAT(source_->warnings(), ElementsAre(HasSubstr("standard input: was removed after packet 2;")));
}

TEST_F(Follow, AStopEndsTheWaitForAPipeThatIsNotFollowedToo) {
  int ends[2] = {};
  ASSERT_EQ(pipe(ends), 0);
  const StandardInput input{ends[0]};
  const auto content = pcap({{1, 0, "a"}});
  ASSERT_EQ(::write(ends[1], content.data(), content.size()), static_cast<ssize_t>(content.size()));
  auto source = FileSource::open("-", {.follow = false, .stop = &stop_});
  ASSERT_TRUE(source);
  std::thread stopper{[&] { stop_ = true; }};
  EXPECT_TRUE((*source)->next(batch_, 100)) << "would wait forever";
  stopper.join();
  EXPECT_THAT(batch_.packets, SizeIs(1));
  EXPECT_FALSE(batch_.idle);
  EXPECT_THAT((*source)->warnings(), IsEmpty());
  ::close(ends[1]);
}

TEST_F(Follow, IsForOneCapture) {
  const std::vector<std::string> two{dir_.write("a", pcap({})), dir_.write("b", pcap({}))};
  const auto source = open_captures(two, {.follow = true});
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().kind, ErrorKind::usage);
  EXPECT_THAT(source.error().message, HasSubstr("one capture can be followed while it grows; given are 2"));
}

}  // namespace
}  // namespace vedette::capture
