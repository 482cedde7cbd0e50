// SPDX-License-Identifier: Apache-2.0
// The same packets as tshark, over the captures beside the checkout that libpcap can't be asked about: pcapng with
// interfaces of several kinds, and compressed ones.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <memory>
#include <sstream>

#include "capture/capture_file.h"

namespace vedette::capture {
namespace {

namespace fs = std::filesystem;

struct Line {
  std::int64_t ns;
  std::uint32_t captured, wire;
  bool operator==(const Line&) const = default;
};

std::vector<std::string> captures() {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(VEDETTE_SHARED_DIR "/pcaps")) {
    const std::string ending = entry.path().extension();
    if (ending == ".pcapng" || ending == ".gz" || ending == ".zst") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

/// "1592812177.370831104", or nothing where a packet has no stamp. What lies beyond the years that nanoseconds reach is
/// held within them.
std::int64_t ns_of(const std::string& text) {
  std::int64_t seconds = 0, fraction = 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  std::from_chars(text.data(), text.data() + point, seconds);
  if (point < text.size()) std::from_chars(text.data() + point + 1, text.data() + text.size(), fraction);
  return std::min<std::int64_t>(seconds, 9'000'000'000) * 1'000'000'000 + fraction;
}

struct FromTshark {
  std::vector<Line> packets;
  bool whole = false;
};

FromTshark by_tshark(const std::string& path) {
  const std::string command = fmt::format(
      "tshark -n -r '{}' -T fields -e frame.encap_type -e frame.time_epoch -e frame.cap_len -e frame.len 2>/dev/null",
      path);
  FromTshark read;
  std::FILE* pipe = popen(command.c_str(), "r");
  char line[256];
  while (pipe != nullptr && std::fgets(line, sizeof line, pipe) != nullptr) {
    std::string text{line};
    if (text.starts_with('\t')) continue;  // a custom block: tshark numbers these too
    text.erase(0, text.find('\t') + 1);
    const std::size_t tab = text.find('\t');
    std::istringstream lengths{text.substr(tab)};
    Line& packet = read.packets.emplace_back();
    packet.ns = ns_of(text.substr(0, tab));
    lengths >> packet.captured >> packet.wire;
    packet.wire = std::max(packet.wire, packet.captured);
  }
  read.whole = pipe != nullptr && pclose(pipe) == 0;
  return read;
}

/// What differs, or nothing. Where tshark finds damage, both have the packets before it.
std::string difference(const std::string& path, std::size_t& compared) {
  auto file = CaptureFile::open(path);
  if (!file) return {};
  std::vector<Line> ours;
  core::Packet packet;
  while ((*file)->read(packet) == CaptureFile::Read::packet) {
    ours.push_back({core::to_ns(packet.time), static_cast<std::uint32_t>(packet.bytes.size()), packet.wire_length});
  }
  const FromTshark theirs = by_tshark(path);
  const auto& trouble = (*file)->trouble();
  if (theirs.whole == trouble.has_value()) {
    return fmt::format("{}: tshark read it {}, we say \"{}\"", path, theirs.whole ? "whole" : "in part",
                       trouble.value_or(""));
  }
  if (ours.size() != theirs.packets.size()) {
    return fmt::format("{}: {} packets, tshark has {}", path, ours.size(), theirs.packets.size());
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    if (ours[i] != theirs.packets[i]) return fmt::format("{}: packet {} differs", path, i + 1);
  }
  ++compared;
  return {};
}

TEST(AgainstTshark, TheSamePacketsOfEveryPcapngAndCompressedCapture) {
  if (!fs::exists(VEDETTE_SHARED_DIR "/pcaps")) GTEST_SKIP() << "no captures beside the checkout";
  if (std::system("tshark --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no tshark";
  std::size_t compared = 0;
  for (const auto& path : captures()) EXPECT_EQ(difference(path, compared), "");
  EXPECT_GT(compared, 50u);
}

}  // namespace
}  // namespace vedette::capture
