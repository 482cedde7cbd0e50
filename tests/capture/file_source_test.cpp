// SPDX-License-Identifier: Apache-2.0
#include "capture/file_source.h"

#include <fcntl.h>
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
using core::LinkType;
using core::TimePrecision;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace testing;

constexpr std::int64_t second = 1'000'000'000;

core::Error error_of(const std::string& path) {
  const auto source = FileSource::open(path);
  EXPECT_FALSE(source) << path;
  return source ? core::Error{} : source.error();
}

class FileSourceTest : public ::testing::Test {
 protected:
  TempDir dir_;
};

TEST_F(FileSourceTest, ReadsPcapInBothOrdersAndPrecisions) {
  for (const auto order : {std::endian::little, std::endian::big}) {
    for (const auto magic : {micro_magic, nano_magic}) {
      const auto all = read_file(
          dir_.write("x.pcap", pcap({{1700000000, 123456, "first"}, {1700000001, 0, "second", 900}}, 1, magic, order)));
      ASSERT_EQ(all.batch.packets.size(), 2u);
      EXPECT_EQ(all.ns(0), 1700000000 * second + 123456 * (magic == micro_magic ? 1000 : 1));
      EXPECT_EQ(all.ns(1), 1700000001 * second);
      EXPECT_EQ(all.bytes(0), "first");
      EXPECT_EQ(all.bytes(1), "second");
      EXPECT_EQ(all.batch.packets[0].seq, 1u);
      EXPECT_EQ(all.batch.packets[1].seq, 2u);
      EXPECT_EQ(all.batch.packets[0].wire_length, 5u);
      EXPECT_EQ(all.batch.packets[1].wire_length, 900u);
      EXPECT_EQ(all.batch.packets[1].precision,
                magic == micro_magic ? TimePrecision::microseconds : TimePrecision::nanoseconds);
      EXPECT_THAT(all.warnings, IsEmpty());
    }
  }
}

TEST_F(FileSourceTest, ReadsPcapngInBothOrdersAndItsResolution) {
  for (const auto order : {std::endian::little, std::endian::big}) {
    const auto nano = read_file(dir_.write("x.pcapng", pcapng({{1700000000123456789, "odd"}}, 9, order)));
    ASSERT_EQ(nano.batch.packets.size(), 1u);
    EXPECT_EQ(nano.ns(0), 1700000000123456789);
    EXPECT_EQ(nano.bytes(0), "odd");
    EXPECT_EQ(nano.batch.packets[0].precision, TimePrecision::nanoseconds);
    const auto milli = read_file(dir_.write("x.pcapng", pcapng({{1700000000123, "x"}}, 3, order)));
    EXPECT_EQ(milli.ns(0), 1700000000123 * 1'000'000);
    EXPECT_EQ(milli.batch.packets[0].precision, TimePrecision::milliseconds);
  }
}

TEST_F(FileSourceTest, KnowsItsLinkTypes) {
  constexpr std::pair<std::uint32_t, LinkType> cases[] = {
      {0, LinkType::null},
      {1, LinkType::ethernet},
      {101, LinkType::raw},
      {108, LinkType::loop},
      {113, LinkType::linux_sll},
      {276, LinkType::linux_sll2},
      {228, LinkType::ipv4},
      {229, LinkType::ipv6},
      {9, LinkType::ppp},
      {50, LinkType::ppp_hdlc},
      {51, LinkType::ppp_ether},
      {104, LinkType::c_hdlc},
      {239, LinkType::nflog},
      {12, LinkType::raw},
      {0x44000000 | 113, LinkType::linux_sll}};  // a frame check sequence of 4 bytes
  for (const auto& [number, link] : cases) {
    const auto all = read_file(dir_.write("x.pcap", pcap({{1, 0, "x"}}, number)));
    ASSERT_EQ(all.batch.packets.size(), 1u) << number;
    EXPECT_EQ(all.batch.packets[0].link, link);
  }
}

TEST_F(FileSourceTest, CountsWhatItReads) {
  const auto path = dir_.write("x.pcap", pcap({{1, 0, "abc"}, {2, 0, "de", 10}, {3, 0, "f", 10}}));
  const auto stats = read_file(path).stats;
  EXPECT_EQ(stats.packets, 3u);
  EXPECT_EQ(stats.bytes, 6u);
  EXPECT_EQ(stats.snapped, 2u);
  EXPECT_EQ(stats.cut_files, 0u);
  EXPECT_EQ(stats.total_bytes, std::filesystem::file_size(path));
  EXPECT_EQ(stats.read_bytes, stats.total_bytes);
}

TEST_F(FileSourceTest, ACaptureWithoutPacketsIsJustEmpty) {
  const auto all = read_file(dir_.write("x.pcap", pcap({})));
  EXPECT_THAT(all.batch.packets, IsEmpty());
  EXPECT_THAT(all.warnings, IsEmpty());
}

TEST_F(FileSourceTest, ACutCaptureEndsWithOneWarning) {
  const std::string whole = pcap({{1, 0, "first"}, {2, 0, "second"}});
  const std::size_t one = pcap({{1, 0, "first"}}).size();
  for (std::size_t size = one; size < whole.size(); ++size) {
    const auto path = dir_.write("cut.pcap", whole.substr(0, size));
    const auto all = read_file(path);
    ASSERT_EQ(all.batch.packets.size(), 1u);
    EXPECT_EQ(all.stats.cut_files, size == one ? 0u : 1u);
    if (size == one) continue;
    EXPECT_THAT(all.warnings, ElementsAre(AllOf(HasSubstr(path), HasSubstr("ends inside"), HasSubstr("packet 1;"))));
  }
}

TEST_F(FileSourceTest, ACutPcapngEndsWithOneWarning) {
  const std::string whole = pcapng({{1, "first"}, {2, "second"}}, 6);
  const std::size_t one = pcapng({{1, "first"}}, 6).size();
  for (std::size_t size = one + 1; size < whole.size(); ++size) {
    const auto all = read_file(dir_.write("cut.pcapng", whole.substr(0, size)));
    ASSERT_EQ(all.batch.packets.size(), 1u);
    EXPECT_THAT(all.warnings, ElementsAre(AllOf(HasSubstr("ends inside"), HasSubstr("packet 1;"))));
  }
}

TEST_F(FileSourceTest, ADamagedCaptureEndsWithOneWarning) {
  std::string file = pcap({{1, 0, "first"}, {2, 0, "second"}, {3, 0, "third"}});
  const std::size_t length_field = pcap({{1, 0, "first"}}).size() + 8;
  file.replace(length_field, 4, "\xff\xff\xff\x7f");
  const auto all = read_file(dir_.write("bad.pcap", file));
  EXPECT_EQ(all.batch.packets.size(), 1u);
  EXPECT_THAT(all.warnings, ElementsAre(AllOf(HasSubstr("bad.pcap: damaged after packet 1 ("), HasSubstr("read up"))));
}

TEST_F(FileSourceTest, StampsOutOfRangeDoNotOverflow) {
  const auto all = read_file(dir_.write("x.pcapng", pcapng({{UINT64_MAX, "x"}, {0, "y"}}, 0)));
  ASSERT_EQ(all.batch.packets.size(), 2u);
  const auto nano = read_file(dir_.write("x.pcap", pcap({{UINT32_MAX, UINT32_MAX, "x"}})));
  EXPECT_EQ(nano.batch.packets.size(), 1u);
}

TEST_F(FileSourceTest, RefusesWhatIsNoCapture) {
  const auto text = error_of(dir_.write("site.yaml", "version: 1\nsite: x\n"));
  EXPECT_EQ(text.kind, ErrorKind::usage);
  EXPECT_THAT(text.message, AllOf(HasSubstr("site.yaml: is not a capture (text)"), HasSubstr("pcap or pcapng")));
  EXPECT_THAT(error_of(dir_.write("x",
                                  "\x7f"
                                  "ELF\x02\x01"))
                  .message,
              HasSubstr("starts with 7f 45 4c 46"));
  const auto empty = error_of(dir_.write("empty.pcap", ""));
  EXPECT_EQ(empty.kind, ErrorKind::usage);
  EXPECT_THAT(empty.message, HasSubstr("empty.pcap: is empty"));
  const auto directory = error_of(dir_.path(""));
  EXPECT_EQ(directory.kind, ErrorKind::usage);
  EXPECT_THAT(directory.message, HasSubstr("is a directory"));
}

TEST_F(FileSourceTest, RefusesACutHeader) {
  for (const auto& whole : {pcap({}), pcapng({}, 6)}) {
    for (std::size_t size = 1; size < whole.size(); ++size) {
      EXPECT_EQ(error_of(dir_.write("x", whole.substr(0, size))).kind, ErrorKind::usage) << size;
    }
  }
}

TEST_F(FileSourceTest, RefusesAnUnknownLinkTypeByName) {
  const auto error = error_of(dir_.write("wifi.pcap", pcap({{1, 0, "x"}}, 127)));
  EXPECT_EQ(error.kind, ErrorKind::usage);
  EXPECT_THAT(error.message, AllOf(HasSubstr("wifi.pcap: link type 127 (802.11 plus radiotap header)"),
                                   HasSubstr("allowed are Ethernet")));
  for (const std::uint32_t number : {60000u, 65536u + 1, 0x03ff0001u}) {
    EXPECT_EQ(error_of(dir_.write("x.pcap", pcap({}, number))).kind, ErrorKind::usage) << number;
  }
}

TEST_F(FileSourceTest, RefusesAPcapngOnlyWhereNoInterfaceCanBeRead) {
  const Pcapng make;
  const std::string wifi = make.section() + make.interface(127), packet = make.enhanced(0, 1, "x");
  const auto one = error_of(dir_.write("one.pcapng", wifi + packet));
  EXPECT_EQ(one.kind, ErrorKind::usage);
  EXPECT_THAT(one.message, AllOf(HasSubstr("one.pcapng: link type 127 (802.11 plus radiotap header) is not supported;"),
                                 HasSubstr("PPP, Cisco HDLC and NFLOG")));
  EXPECT_THAT(error_of(dir_.write("two.pcapng", wifi + make.interface(105) + packet)).message,
              HasSubstr("is not supported, nor is that of any other of its interfaces; allowed are"));
  EXPECT_EQ(error_of(dir_.write("none.pcapng", wifi)).kind, ErrorKind::usage);
  // It may be the packets of the other interface that matter.
  const auto mixed = read_file(dir_.write("mixed.pcapng", wifi + make.interface(1) + packet));
  ASSERT_EQ(mixed.batch.packets.size(), 1u);
  EXPECT_EQ(static_cast<int>(mixed.batch.packets[0].link), 127);
}

TEST_F(FileSourceTest, RefusesAPcapngThatDescribesNoInterface) {
  const Pcapng make;
  for (const std::string& rest : {std::string{}, block(4, "name", make.order), make.enhanced(0, 1, "x")}) {
    const auto error = error_of(dir_.write("x.pcapng", make.section() + rest));
    EXPECT_EQ(error.kind, ErrorKind::usage);
    EXPECT_THAT(error.message, HasSubstr("x.pcapng: the capture's header is cut or damaged: "));
  }
}

TEST_F(FileSourceTest, DamageBehindTheFirstInterfaceIsNoReasonToRefuse) {
  const Pcapng make;
  const auto all = read_file(dir_.write("x.pcapng", pcapng({}, 6) + make.section(UINT64_MAX, {}, 9)));
  EXPECT_THAT(all.batch.packets, IsEmpty());
  EXPECT_THAT(all.warnings, ElementsAre(HasSubstr("damaged after packet 0 (pcapng version 9.0 is not supported")));
}

TEST_F(FileSourceTest, AMissingFileIsUnavailable) {
  const auto error = error_of(dir_.path("nowhere.pcap"));
  EXPECT_EQ(error.kind, ErrorKind::unavailable);
  EXPECT_THAT(error.message, AllOf(HasSubstr("nowhere.pcap"), HasSubstr("No such file")));
}

TEST_F(FileSourceTest, AnUnreadableFileIsUnavailable) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const auto path = dir_.write("secret.pcap", pcap({}));
  chmod(path.c_str(), 0);
  EXPECT_EQ(error_of(path).kind, ErrorKind::unavailable);
}

TEST_F(FileSourceTest, ReadsAPipe) {
  for (const auto& content :
       {pcap({{1, 5, "first"}, {2, 0, "second"}}, 1, nano_magic), pcapng({{1000000005, "first"}, {2, "second"}}, 9)}) {
    const auto path = dir_.path("fifo");
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    std::thread writer{[&] {
      // In crumbs, as a live writer may: the head can't be had in one read.
      const int fd = ::open(path.c_str(), O_WRONLY);
      for (std::size_t at = 0; at < content.size(); at += 3) {
        const auto piece = content.substr(at, 3);
        EXPECT_EQ(::write(fd, piece.data(), piece.size()), static_cast<ssize_t>(piece.size()));
      }
      ::close(fd);
    }};
    const auto all = read_file(path);
    writer.join();
    ASSERT_EQ(all.batch.packets.size(), 2u);
    EXPECT_EQ(all.ns(0), second + 5);
    EXPECT_EQ(all.batch.packets[0].precision, TimePrecision::nanoseconds);
    EXPECT_EQ(all.bytes(1), "second");
    EXPECT_EQ(all.stats.total_bytes, 0u) << "unknown";
    std::filesystem::remove(path);
  }
}

TEST_F(FileSourceTest, ReadsStandardInput) {
  const std::string content = pcap({{1, 0, "first"}});
  int ends[2] = {};
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], content.data(), content.size()), static_cast<ssize_t>(content.size()));
  ::close(ends[1]);
  const StandardInput input{ends[0]};
  const auto all = read_file("-");
  ASSERT_EQ(all.batch.packets.size(), 1u);
  EXPECT_EQ(all.bytes(0), "first");
}

TEST_F(FileSourceTest, CallsStandardInputByItsName) {
  const StandardInput input{::open("/dev/null", O_RDONLY)};
  EXPECT_THAT(error_of("-").message, HasSubstr("standard input: is empty"));
}

TEST_F(FileSourceTest, PacketsOutliveTheNextRead) {
  std::string file = pcap_header();
  for (std::uint32_t i = 0; i < 1000; ++i) {
    file += pcap({{i, 0, fmt::format("{:04}", i) + std::string(i, 'x')}}).substr(pcap_header().size());
  }
  const auto all = read_file(dir_.write("x.pcap", file));
  ASSERT_EQ(all.batch.packets.size(), 1000u);
  for (std::size_t i = 0; i < 1000; ++i) ASSERT_EQ(all.bytes(i), fmt::format("{:04}", i) + std::string(i, 'x'));
}

TEST_F(FileSourceTest, OpenCapturesTakesOneOrNone) {
  EXPECT_EQ(open_captures({}).error().kind, ErrorKind::usage);
  const std::vector<std::string> twice{"-", "-"};
  EXPECT_EQ(open_captures(twice).error().kind, ErrorKind::usage);
  const std::vector<std::string> one{dir_.write("x.pcap", pcap({{1, 0, "x"}}))};
  auto source = open_captures(one);
  ASSERT_TRUE(source);
  EXPECT_EQ(read_all(**source).batch.packets.size(), 1u);
}

}  // namespace
}  // namespace vedette::capture
