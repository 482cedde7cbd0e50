// SPDX-License-Identifier: Apache-2.0
// The same packets as libpcap, over every capture that lies beside the checkout and those in it.
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <pcap/pcap.h>

#include "capture/capture_file.h"
#include "tests/capture/memory_source.h"

namespace vedette::capture {
namespace {

using namespace testing;
namespace fs = std::filesystem;

std::vector<std::string> captures() {
  std::vector<std::string> paths;
  for (const fs::path root : {VEDETTE_SHARED_DIR "/pcaps", VEDETTE_SOURCE_DIR "/pcaps"}) {
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string ending = entry.path().extension();
      const bool is_capture = ending == ".pcap" || ending == ".pcapng" || ending == ".cap" || ending == ".trace";
      if (entry.is_regular_file() && is_capture) paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

struct FromLibpcap {
  std::vector<ReadPacket> packets;
  std::string error;  ///< why it ended early
};

/// libpcap reads the seconds and the fraction of a classic file as signed where the byte order is the machine's.
std::int64_t ns_of(const timeval& stamp, bool is_classic, bool is_nano) {
  if (!is_classic) return stamp.tv_sec * 1'000'000'000 + stamp.tv_usec;
  const auto scale = is_nano ? 1 : 1000;
  return std::int64_t{static_cast<std::uint32_t>(stamp.tv_sec)} * 1'000'000'000 +
         std::int64_t{static_cast<std::uint32_t>(stamp.tv_usec / scale)} * scale;
}

/// LINKTYPE_ of what libpcap calls by the machine's DLT_.
std::uint32_t link_number(int dlt) {
  return dlt == DLT_RAW ? 101 : static_cast<std::uint32_t>(dlt);
}

std::optional<FromLibpcap> by_libpcap(const std::string& path) {
  char error[PCAP_ERRBUF_SIZE] = {};
  std::unique_ptr<pcap_t, decltype(&pcap_close)> handle{
      pcap_open_offline_with_tstamp_precision(path.c_str(), PCAP_TSTAMP_PRECISION_NANO, error), pcap_close};
  if (!handle) return std::nullopt;
  std::uint8_t magic[4] = {};
  std::unique_ptr<std::FILE, decltype(&std::fclose)> file{std::fopen(path.c_str(), "rb"), std::fclose};
  EXPECT_EQ(std::fread(magic, 1, sizeof magic, file.get()), sizeof magic);
  const bool is_classic = file_format(magic) == FileFormat::pcap;
  const bool is_nano = is_classic && pcap_magic(magic).kind == PcapKind::nanoseconds;
  FromLibpcap read;
  pcap_pkthdr* header = nullptr;
  const u_char* bytes = nullptr;
  int got = 0;
  while ((got = pcap_next_ex(handle.get(), &header, &bytes)) == 1) {
    read.packets.push_back({ns_of(header->ts, is_classic, is_nano),
                            std::max(header->len, header->caplen),
                            link_number(pcap_datalink(handle.get())),
                            0,
                            {bytes, bytes + header->caplen}});
  }
  if (got == PCAP_ERROR) read.error = pcap_geterr(handle.get());
  return read;
}

struct FromUs {
  std::vector<ReadPacket> packets;
  std::string refusal, trouble;
};

FromUs by_us(const std::string& path) {
  FromUs read;
  auto file = CaptureFile::open(path, {}, 1);
  if (!file) return {{}, file.error().message, {}};
  core::Packet packet;
  while ((*file)->read(packet) == CaptureFile::Read::packet) {
    read.packets.push_back(owned(packet));
    read.packets.back().digits = 0;
  }
  read.trouble = (*file)->trouble().value_or("");
  return read;
}

/// What differs, or nothing. Counts what was compared in full.
std::string difference(const std::string& path, std::size_t& compared) {
  const FromUs ours = by_us(path);
  const auto theirs = by_libpcap(path);
  if (!theirs) return {};
  if (ours.refusal.find("link type") != std::string::npos) return {};
  if (!ours.refusal.empty()) return fmt::format("{}: refused: {}", path, ours.refusal);
  const bool same_end = theirs->error.empty() == ours.trouble.empty();
  // libpcap ends at the first interface that differs from the others; there it has a part of what is in the file.
  const bool gave_up = theirs->error.find("different from the") != std::string::npos ||
                       theirs->error.find("bigger than snaplen") != std::string::npos;
  if (!same_end && !gave_up)
    return fmt::format("{}: libpcap says \"{}\", we \"{}\"", path, theirs->error, ours.trouble);
  if (ours.packets.size() < theirs->packets.size() || (!gave_up && ours.packets.size() != theirs->packets.size())) {
    return fmt::format("{}: {} packets, libpcap has {}", path, ours.packets.size(), theirs->packets.size());
  }
  for (std::size_t i = 0; i < theirs->packets.size(); ++i) {
    if (ours.packets[i] != theirs->packets[i]) return fmt::format("{}: packet {} differs", path, i + 1);
  }
  ++compared;
  return {};
}

TEST(AgainstLibpcap, TheSamePacketsOfEveryCapture) {
  const auto paths = captures();
  std::size_t compared = 0;
  for (const auto& path : paths) {
    const std::string what = difference(path, compared);
    EXPECT_EQ(what, "");
  }
  EXPECT_GT(compared, 0u);
  if (!fs::exists(VEDETTE_SHARED_DIR "/pcaps")) GTEST_SKIP() << "only the checkout's own captures were compared";
  EXPECT_GT(compared, 850u) << "of " << paths.size();
}

}  // namespace
}  // namespace vedette::capture
