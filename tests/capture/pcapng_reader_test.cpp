// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/capture/capture_bytes.h"
#include "tests/capture/memory_source.h"

namespace vedette::capture {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using namespace testing;

constexpr std::endian orders[] = {std::endian::little, std::endian::big};

TEST(PcapngReader, EveryPacketIsOfItsInterface) {
  for (const auto order : orders) {
    const Pcapng make{order};
    const auto read = read_pcapng(make.section() + make.interface(1) +
                                  make.interface(101, 0, make.resolution(9) + make.end_of_options()) +
                                  make.interface(127, 0, make.resolution(3)) + make.enhanced(0, 1'000'001, "ethernet") +
                                  make.enhanced(1, 2'000'000'003, "raw", 90) + make.enhanced(2, 4, "wifi") +
                                  make.old_packet(1, 5, "old", 30) + make.simple("simple"));
    EXPECT_EQ(read.last, Found::end) << read.damage;
    EXPECT_THAT(read.packets,
                ElementsAre(ReadPacket{1'000'001'000, 8, 1, 6, "ethernet"},
                            ReadPacket{2'000'000'003, 90, 101, 9, "raw"}, ReadPacket{4'000'000, 4, 127, 3, "wifi"},
                            ReadPacket{5, 30, 101, 9, "old"}, ReadPacket{0, 6, 1, 6, "simple"}));
  }
}

TEST(PcapngReader, SectionsStandOnTheirOwn) {
  const Pcapng little{std::endian::little}, big{std::endian::big};
  const std::string first =
      little.section() + little.interface(101, 0, little.resolution(3)) + little.enhanced(0, 7, "a");
  // The length of the second section is a lie; blocks alone say where it ends.
  const std::string second = big.section(12) + big.interface(113) + big.enhanced(0, 7, "b");
  const auto read = read_pcapng(first + second + first);
  EXPECT_EQ(read.last, Found::end) << read.damage;
  EXPECT_THAT(read.packets, ElementsAre(ReadPacket{7'000'000, 1, 101, 3, "a"}, ReadPacket{7'000, 1, 113, 6, "b"},
                                        ReadPacket{7'000'000, 1, 101, 3, "a"}));
  const auto gone = read_pcapng(first + big.section() + big.enhanced(0, 7, "b"));
  EXPECT_EQ(gone.last, Found::damaged);
  EXPECT_THAT(gone.damage, HasSubstr("interface 0, which is not described"));
}

TEST(PcapngReader, TakesOffsetsAndOptionsInAnyOrder) {
  for (const auto order : orders) {
    const Pcapng make{order};
    const std::string options = option(opt_comment, "seven..", order) + make.offset(1'700'000'000) +
                                option(if_name, "x", order) + make.resolution(9) + make.end_of_options();
    const auto read =
        read_pcapng(make.section(UINT64_MAX, option(opt_comment, "hello", order)) + make.interface(1, 0, options) +
                    make.enhanced(0, 5, "abc", 0, option(opt_comment, "a packet's own", order)));
    ASSERT_THAT(read.packets, SizeIs(1)) << read.damage;
    EXPECT_EQ(read.packets[0], (ReadPacket{1'700'000'000'000'000'005, 3, 1, 9, "abc"}));
  }
  const Pcapng make;
  const auto back =
      read_pcapng(make.section() + make.interface(1, 0, make.offset(-10)) + make.enhanced(0, 1'000'000, ""));
  EXPECT_EQ(back.packets.at(0).ns, -9'000'000'000);
}

TEST(PcapngReader, SkipsWhatHoldsNoPacketsHoweverLong) {
  for (const auto order : orders) {
    const Pcapng make{order};
    std::string file = make.section() + block(4, "nrb.", order) + make.interface();
    // Names, statistics, systemd's journal, secrets, custom blocks, and one that nobody knows.
    for (const std::uint32_t type : {4u, 5u, 9u, 10u, 0xbadu, 0x40000badu, 0x77777777u}) {
      file += block(type, std::string(8, 'x'), order);
      file += block(type, std::string(3'000'000, 'x'), order);
      file += block(type, "", order);
      file += make.enhanced(0, type, "abc");
    }
    const auto read = read_pcapng(file, 100);
    EXPECT_EQ(read.last, Found::end) << read.damage;
    EXPECT_THAT(read.packets, SizeIs(7));
  }
}

TEST(PcapngReader, ASimplePacketIsAsLongAsItsInterfaceAllows) {
  const Pcapng make;
  const auto read = read_pcapng(make.section() + make.interface(1, 4) + make.simple("abcd", 90) + make.simple("abc"));
  ASSERT_THAT(read.packets, SizeIs(2));
  EXPECT_EQ(read.packets[0], (ReadPacket{0, 90, 1, 6, "abcd"}));
  EXPECT_EQ(read.packets[1], (ReadPacket{0, 3, 1, 6, "abc"}));
}

TEST(PcapngReader, APacketLongerThanTheSnapLengthOrItsOriginalStays) {
  const Pcapng make;
  const auto read = read_pcapng(make.section() + make.interface(1, 2) + make.enhanced(0, 1, "abcdef", 3));
  ASSERT_THAT(read.packets, SizeIs(1));
  EXPECT_EQ(read.packets[0].bytes, "abcdef");
  EXPECT_EQ(read.packets[0].wire, 6u);
}

TEST(PcapngReader, NamesWhatIsDamaged) {
  const auto order = std::endian::little;
  const Pcapng make{order};
  const std::string start = make.section() + make.interface() + make.enhanced(0, 1, "good");
  const auto changed = [&](std::string bytes, std::size_t at, const std::string& by) {
    return bytes.replace(at, by.size(), by);
  };
  const std::string packet = make.enhanced(0, 1, "bad!");
  const std::string skipped = block(5, "12345678", order);
  const std::pair<std::string, std::string> cases[] = {
      {Writer{order}.u32(6).u32(8).u32(0).str(), "a length of 8"},
      {Writer{order}.u32(6).u32(33).u32(0).str(), "a length of 33"},
      {Writer{order}.u32(6).u32(0xfffffffc).u32(0).str(), "a length of 4294967292, over"},
      {Writer{order}.u32(1).u32(0x00fffffc).u32(0).str(), "a length of 16777212, over"},
      {changed(packet, packet.size() - 4, "\x01"), "two lengths differ"},
      {changed(skipped, skipped.size() - 4, "\x01"), "two lengths differ"},
      {changed(packet, 20, "\xff\xff\x03"), "longer than its block"},
      {changed(packet, 20, "\xff\xff\xff"), "16777215 captured bytes, over 262144"},
      {make.enhanced(1, 1, "x"), "interface 1, which is not described"},
      {make.old_packet(65535, 1, "x"), "interface 65535, which is not described"},
      {block(6, "short...", order), "longer than its block"},
      {block(3, "", order), "longer than its block"},
      {make.simple("abcd", 9), "longer than its block"},
      {make.section(UINT64_MAX, {}, 2), "version 2.0 is not supported"},
      {make.section(UINT64_MAX, {}, 1, 1), "version 1.1 is not supported"},
      {changed(make.section(), 8, "\x01"), "byte-order magic"},
      {Writer{order}.u32(0x0a0d0d0a).u32(24).u32(0x1a2b3c4d).raw(std::string(20, '\0')).str(),
       "section header has a length of 24"},
      {block(1, "abc.", order), "cut short"},
      {make.interface(1, 0, make.resolution(20)), "too fine"},
      {make.interface(1, 0, make.resolution(0x80 | 64)), "too fine"},
      {make.interface(1, 0, option(if_tsresol, "ab", order)), "cut short"},
      {make.interface(1, 0, option(if_tsoffset, "abc", order)), "cut short"},
      {make.interface(1, 0, Writer{order}.u16(2).u16(5).u32(0).str()), "cut short"},
  };
  for (const auto& [bytes, why] : cases) {
    const auto read = read_pcapng(start + bytes + packet);
    EXPECT_THAT(read.packets, SizeIs(1)) << why;
    EXPECT_EQ(read.last, Found::damaged) << why;
    EXPECT_THAT(read.damage, HasSubstr(why));
  }
}

TEST(PcapngReader, HoldsSoManyInterfacesAndNoMore) {
  const Pcapng make;
  std::string file = make.section();
  for (std::size_t i = 0; i < PcapngReader::max_interfaces; ++i) file += make.interface();
  const std::string last = make.enhanced(PcapngReader::max_interfaces - 1, 1, "x");
  EXPECT_THAT(read_pcapng(file + last).packets, SizeIs(1));
  const auto over = read_pcapng(file + last + make.interface() + last);
  EXPECT_THAT(over.packets, SizeIs(1));
  EXPECT_THAT(over.damage, HasSubstr("more than 8192 interfaces"));
  EXPECT_THAT(read_pcapng(file + last + file + last).packets, SizeIs(2)) << "each section has its own";
}

TEST(PcapngReader, SaysWhatItsInterfacesAre) {
  const Pcapng make;
  const auto look = [&](const std::string& bytes) {
    MemorySource source{bytes};
    ReadBuffer buffer{source, 1};
    PcapngReader reader;
    reader.read_header(buffer);
    return std::tuple{reader.interfaces_described(), reader.first_link_number(), reader.any_readable()};
  };
  EXPECT_EQ(look(make.section()), std::tuple(0u, 0u, false));
  EXPECT_EQ(look(make.section() + make.interface(127)), std::tuple(1u, 127u, false));
  EXPECT_EQ(look(make.section() + make.interface(127) + make.interface(1)), std::tuple(2u, 127u, true));
  EXPECT_EQ(look(make.section() + make.interface(127) + make.enhanced(0, 1, "x") + make.interface(1)),
            std::tuple(1u, 127u, false))
      << "no further than the first packet";
}

}  // namespace
}  // namespace vedette::capture
