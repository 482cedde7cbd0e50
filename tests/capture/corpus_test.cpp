// SPDX-License-Identifier: Apache-2.0
// The files that fuzz_capture begins with, made here: VEDETTE_UPDATE_CORPUS=1 capture_test
// --gtest_filter='CaptureCorpus*' writes them. What a search has found stands beside them; all are read in every run.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>

#include "capture/capture_file.h"
#include "tests/capture/capture_bytes.h"
#include "tests/capture/packed.h"

namespace vedette::capture {
namespace {

using namespace testing;

const std::string folder = VEDETTE_SOURCE_DIR "/tests/capture/corpus";

std::string mixed_pcapng() {
  const Pcapng little{std::endian::little}, big{std::endian::big};
  std::string file = little.section(UINT64_MAX, option(opt_comment, "made up", little.order));
  file += little.interface(1, 96, little.resolution(9) + little.offset(1000) + little.end_of_options());
  file += little.interface(101) + little.interface(127, 0, little.resolution(0x80 | 20));
  file += little.enhanced(0, 1'700'000'000'000'000'000, "nano", 9) + little.enhanced(1, 1'700'000'000'000'000, "micro");
  for (const std::uint32_t type : {4u, 5u, 9u, 10u, 0xbadu}) file += block(type, "12345678", little.order);
  file += little.old_packet(2, 1 << 30, "binary") + little.simple("simple");
  return file + big.section(24) + big.interface(113) + big.enhanced(0, 5, "other order");
}

std::map<std::string, std::string> made() {
  std::map<std::string, std::string> files;
  for (const auto order : {std::endian::little, std::endian::big}) {
    const std::string which = order == std::endian::little ? "little" : "big";
    files["micro-" + which] = pcap({{1, 2, "first"}, {3, 4, "second", 90}}, 1, micro_magic, order);
    files["nano-" + which] = pcap({{1, 2, "first"}, {3, 4, "second", 90}}, 101, nano_magic, order);
    files["modified-" + which] = pcap_header(1, modified_magic, order) +
                                 Writer{order}.u32(1).u32(2).u32(3).u32(3).u32(1).u32(2).raw("abc").str();
    files["pcapng-" + which] = pcapng({{1, "first"}, {2, "second"}}, 6, order);
  }
  files["mixed"] = mixed_pcapng();
  return files;
}

std::map<std::string, std::string> made_packed() {
  return {{"gz", gzip(pcap({{1, 2, "first"}})) + gzip("")}, {"zst", zstd(mixed_pcapng()) + zstd("")}};
}

void write(const std::map<std::string, std::string>& files) {
  std::filesystem::create_directories(folder);
  for (const auto& [name, bytes] : files) std::ofstream{folder + "/" + name, std::ios::binary} << bytes;
}

TEST(CaptureCorpus, HoldsWhatIsMadeHere) {
  if (std::getenv("VEDETTE_UPDATE_CORPUS") != nullptr) {
    write(made());
    write(made_packed());
  }
  for (const auto& [name, bytes] : made()) {
    std::ifstream file{folder + "/" + name, std::ios::binary};
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{file}, {}}), bytes) << name;
  }
}

TEST(CaptureCorpus, IsReadToTheEnd) {
  std::size_t packets = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    auto file = CaptureFile::open(entry.path(), {}, 1);
    if (!file) continue;
    core::Packet packet;
    while ((*file)->read(packet) == CaptureFile::Read::packet) ++packets;
  }
  EXPECT_GE(packets, 2 * 7 + 5u + 1u + 5u);
}

}  // namespace
}  // namespace vedette::capture
