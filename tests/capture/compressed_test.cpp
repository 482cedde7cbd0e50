// SPDX-License-Identifier: Apache-2.0
// Compressed captures, packed here by the libraries themselves.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <thread>

#include "capture/merged_source.h"
#include "capture/open.h"
#include "tests/capture/capture_bytes.h"
#include "tests/capture/packed.h"
#include "tests/capture/read_all.h"

namespace vedette::capture {
namespace {

using core::ErrorKind;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace testing;

struct Kind {
  const char* ending;
  const char* called;
  std::string (*pack)(const std::string&);
};
constexpr Kind kinds[] = {{"gz", "gzip data", gzip}, {"zst", "zstd data", zstd}};

/// As many packets as asked, each with its number in its bytes.
std::string capture_of(std::uint32_t packets, std::size_t size = 60) {
  std::string file = pcap_header();
  for (std::uint32_t i = 0; i < packets; ++i) {
    file += pcap({{i, 0, fmt::format("{:0{}}", i, size)}}).substr(pcap_header().size());
  }
  return file;
}

class Compressed : public ::testing::Test {
 protected:
  core::Error error_of(const std::string& content) {
    const auto source = FileSource::open(dir_.write("x", content));
    EXPECT_FALSE(source);
    return source ? core::Error{} : source.error();
  }
  TempDir dir_;
};

TEST_F(Compressed, ReadsBothWhateverTheyAreCalled) {
  for (const auto& kind : kinds) {
    for (const auto& plain : {capture_of(3000), pcapng({{1, "first"}, {2, "second"}}, 9)}) {
      const auto expected = read_file(dir_.write("plain", plain));
      const auto path = dir_.write("capture.bin", kind.pack(plain));
      const auto all = read_file(path);
      ASSERT_EQ(all.batch.packets.size(), expected.batch.packets.size());
      for (std::size_t i = 0; i < all.batch.packets.size(); ++i) {
        ASSERT_EQ(all.bytes(i), expected.bytes(i));
        ASSERT_EQ(all.ns(i), expected.ns(i));
      }
      EXPECT_THAT(all.warnings, IsEmpty());
      EXPECT_EQ(all.stats.total_bytes, std::filesystem::file_size(path)) << "progress is in compressed bytes";
      EXPECT_EQ(all.stats.read_bytes, all.stats.total_bytes);
    }
  }
}

TEST_F(Compressed, MembersAndFramesAreOneStream) {
  const auto plain = capture_of(50);
  for (const auto& kind : kinds) {
    std::string packed;
    for (std::size_t at = 0; at < plain.size(); at += 100) packed += kind.pack(plain.substr(at, 100)) + kind.pack("");
    EXPECT_THAT(read_file(dir_.write("x", packed)).batch.packets, SizeIs(50)) << kind.ending;
  }
  const auto padded_tape = read_file(dir_.write("tape.gz", gzip(plain) + std::string(1000, '\0')));
  EXPECT_THAT(padded_tape.batch.packets, SizeIs(50));
  EXPECT_THAT(padded_tape.warnings, IsEmpty());
}

TEST_F(Compressed, IsTheSameThroughAnyBuffer) {
  for (const auto& kind : kinds) {
    const auto path = dir_.write("x", kind.pack(capture_of(3000)));
    for (const std::size_t buffer : {1u, 77u, 5000u, 1'000'000u}) {
      auto file = CaptureFile::open(path, {}, buffer);
      ASSERT_TRUE(file);
      core::Packet packet;
      for (std::uint32_t i = 0; i < 3000; ++i) {
        ASSERT_EQ((*file)->read(packet), CaptureFile::Read::packet) << i;
        ASSERT_EQ(core::as_text(packet.bytes), fmt::format("{:060}", i));
      }
      EXPECT_EQ((*file)->read(packet), CaptureFile::Read::end);
      EXPECT_FALSE((*file)->trouble()) << *(*file)->trouble();
    }
  }
}

TEST_F(Compressed, EveryTruncationIsAPrefixAndIsSaid) {
  const auto plain = capture_of(20, 300);
  for (const auto& kind : kinds) {
    const std::string packed = kind.pack(plain);
    for (std::size_t size = 1; size < packed.size(); ++size) {
      const auto path = dir_.write("cut", packed.substr(0, size));
      const auto source = FileSource::open(path);
      if (!source) {
        EXPECT_EQ(source.error().kind, ErrorKind::usage);
        EXPECT_THAT(source.error().message, HasSubstr("cut: "));
        continue;
      }
      const auto all = read_all(**source);
      ASSERT_LE(all.batch.packets.size(), 20u);
      for (std::size_t i = 0; i < all.batch.packets.size(); ++i) ASSERT_EQ(all.bytes(i), fmt::format("{:0300}", i));
      EXPECT_THAT(all.warnings,
                  ElementsAre(AllOf(HasSubstr(path), HasSubstr(fmt::format("the {} ends early after packet {}; read up",
                                                                           kind.called, all.batch.packets.size())))));
      EXPECT_EQ(all.stats.cut_files, 1u);
    }
  }
}

std::size_t count_through(std::size_t buffer, const std::string& path) {
  std::size_t packets = 0;
  auto file = CaptureFile::open(path, {}, buffer);
  core::Packet packet;
  while (file && (*file)->read(packet) == CaptureFile::Read::packet) ++packets;
  return packets;
}

TEST_F(Compressed, ACutLosesNothingThatCameBeforeItWhateverTheBuffer) {
  // Records that repeat each other unfold from a few bits each.
  std::string plain = pcap_header();
  for (int i = 0; i < 5000; ++i) plain += pcap({{1, 0, "same"}}).substr(pcap_header().size());
  for (const auto& kind : kinds) {
    const std::string packed = kind.pack(plain);
    for (std::size_t size = packed.size() / 2; size < packed.size(); ++size) {
      const auto path = dir_.write("cut", packed.substr(0, size));
      EXPECT_EQ(count_through(1, path), count_through(1'000'000, path));
    }
  }
}

TEST_F(Compressed, DamageIsSaid) {
  const auto plain = capture_of(2000);
  std::string gz = gzip(plain);
  gz[gz.size() - 6] = static_cast<char>(gz[gz.size() - 6] ^ 1);  // its checksum
  EXPECT_THAT(
      read_file(dir_.write("bad.gz", gz)).warnings,
      ElementsAre(HasSubstr("bad.gz: the gzip data is damaged after packet 2000 (incorrect data check); read up")));
  EXPECT_THAT(read_file(dir_.write("more.gz", gzip(plain) + "more")).warnings,
              ElementsAre(HasSubstr("the gzip data is damaged after packet 2000 (something else follows it)")));
  EXPECT_THAT(read_file(dir_.write("more.zst", zstd(plain) + "more")).warnings,
              ElementsAre(HasSubstr("the zstd data is damaged after packet 2000 (")));
}

RC_GTEST_FIXTURE_PROP(Compressed, FlippedBitsEndItWell, ()) {
  const auto& kind = kinds[*rc::gen::inRange(0, 2)];
  std::string packed = kind.pack(capture_of(20));
  for (auto left = *rc::gen::inRange(1, 4); left > 0; --left) {
    const auto at = *rc::gen::inRange<std::size_t>(0, packed.size());
    packed[at] = static_cast<char>(packed[at] ^ (1 << *rc::gen::inRange(0, 8)));
  }
  const auto source = FileSource::open(dir_.write("x", packed));
  if (source) read_all(**source);
}

TEST_F(Compressed, WhatIsInsideIsRefusedByName) {
  for (const auto& kind : kinds) {
    EXPECT_THAT(error_of(kind.pack("version: 1\n")).message, HasSubstr("is not a capture (text)"));
    EXPECT_THAT(error_of(kind.pack("")).message, HasSubstr("is empty"));
    EXPECT_THAT(error_of(kind.pack(pcap({}, 127))).message, HasSubstr("link type 127"));
    for (const auto& inner : kinds) {
      const auto error = error_of(kind.pack(inner.pack(capture_of(1))));
      EXPECT_EQ(error.kind, ErrorKind::usage);
      EXPECT_THAT(error.message, HasSubstr(fmt::format("is compressed twice (it holds {})", inner.called)));
    }
  }
}

TEST_F(Compressed, AWindowOverTheLimitIsRefused) {
  // RFC 8878 section 3.1.1.1: a descriptor without content size, a window of 2^31 bytes, an empty last block.
  const auto error = error_of(std::string("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9));
  EXPECT_EQ(error.kind, ErrorKind::usage);
  EXPECT_THAT(error.message, HasSubstr("zstd data is damaged (Frame requires too much memory"));
}

TEST_F(Compressed, ABombNeedsNoMoreMemoryThanItsWindow) {
  // 200 MB of empty records in some kilobytes.
  const std::string many(2'000'000, '\0');
  for (const auto& kind : kinds) {
    const std::string piece = kind.pack(many);
    std::string bomb = kind.pack(pcap_header());
    for (int i = 0; i < 100; ++i) bomb += piece;
    auto source = FileSource::open(dir_.write("bomb", bomb));
    ASSERT_TRUE(source);
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    PacketBatch batch;
    do {
      batch.clear();
      ASSERT_TRUE((*source)->next(batch, 10'000));
    } while (!batch.packets.empty());
    getrusage(RUSAGE_SELF, &after);
    EXPECT_EQ((*source)->stats().packets, 200'000'000u / 16);
    EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 60 * 1024) << "KiB";
  }
}

TEST_F(Compressed, ReadsStandardInputInCrumbs) {
  for (const auto& kind : kinds) {
    const std::string packed = kind.pack(capture_of(20));
    int ends[2] = {};
    ASSERT_EQ(pipe(ends), 0);
    std::thread writer{[&] {
      for (const char byte : packed) EXPECT_EQ(::write(ends[1], &byte, 1), 1);
      ::close(ends[1]);
    }};
    const StandardInput input{ends[0]};
    const auto all = read_file("-");
    writer.join();
    EXPECT_THAT(all.batch.packets, SizeIs(20));
    EXPECT_THAT(all.warnings, IsEmpty());
  }
}

TEST_F(Compressed, CantBeFollowed) {
  for (const auto& kind : kinds) {
    const auto source = FileSource::open(dir_.write("x.packed", kind.pack(capture_of(1))), {.follow = true});
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().kind, ErrorKind::usage);
    EXPECT_THAT(source.error().message,
                HasSubstr(fmt::format("x.packed: is compressed ({}) and can't be followed", kind.called)));
  }
}

TEST_F(Compressed, MergesWithOthersAndIsOpenedAgain) {
  std::vector<std::string> paths;
  constexpr std::size_t files = MergedSource::max_open_at_start + 6;
  for (std::uint32_t i = 0; i < files; ++i) {
    const auto plain = pcap({{1000 - i, 0, "a"}, {2000 - i, 0, "b"}});
    paths.push_back(dir_.write(fmt::format("{}", i), i % 3 == 0 ? plain : kinds[i % 3 - 1].pack(plain)));
  }
  auto source = open_captures(paths);
  ASSERT_TRUE(source);
  const auto all = read_all(**source);
  ASSERT_THAT(all.batch.packets, SizeIs(2 * files));
  EXPECT_TRUE(std::ranges::is_sorted(all.batch.packets, {}, &core::Packet::time));
  EXPECT_EQ(all.stats.read_bytes, all.stats.total_bytes);
}

}  // namespace
}  // namespace vedette::capture
