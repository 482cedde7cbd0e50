// SPDX-License-Identifier: Apache-2.0
// Over random files of both formats, written here: what was written comes back, however it arrives, and whatever is
// done to it.
#include <gtest/gtest.h>
#include <memory>
#include <rapidcheck/gtest.h>

#include "tests/capture/capture_bytes.h"
#include "tests/capture/memory_source.h"

namespace vedette::capture {
namespace {

using namespace testing;

struct Made {
  std::string bytes;
  bool is_pcapng = false;
  std::vector<ReadPacket> packets;
  std::vector<std::size_t> ends;  ///< where each packet's record ends
};

std::endian any_order() {
  return *rc::gen::element(std::endian::little, std::endian::big);
}

std::string any_bytes() {
  return *rc::gen::resize(40, rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
}

Made make_pcap() {
  Made made;
  const auto order = any_order();
  const auto magic = *rc::gen::element(micro_magic, nano_magic, modified_magic);
  const auto link = *rc::gen::element(1u, 101u, 113u);
  made.bytes = pcap_header(link, magic, order);
  for (auto left = *rc::gen::inRange(0, 8); left > 0; --left) {
    const auto seconds = *rc::gen::arbitrary<std::uint32_t>(), fraction = *rc::gen::inRange(0u, 1'000'000u);
    const auto bytes = any_bytes();
    const auto size = static_cast<std::uint32_t>(bytes.size());
    const auto wire = size + *rc::gen::inRange(0u, 100u);
    Writer record{order};
    record.u32(seconds).u32(fraction).u32(size).u32(wire);
    if (magic == modified_magic) record.u32(1).u32(2);
    made.bytes += record.raw(bytes).str();
    const std::int64_t ns =
        std::int64_t{seconds} * 1'000'000'000 + std::int64_t{fraction} * (magic == nano_magic ? 1 : 1000);
    made.packets.push_back({ns, wire, link, magic == nano_magic ? 9 : 6, bytes});
    made.ends.push_back(made.bytes.size());
  }
  return made;
}

/// A section with interfaces of several kinds; then any blocks in any order, further interfaces among them.
void add_section(Made& made) {
  struct Interface {
    std::uint16_t link;
    int digits;
    std::int64_t ns;
  };
  const std::vector<std::pair<int, std::int64_t>> units{{9, 1}, {6, 1000}, {3, 1'000'000}};
  const Pcapng make{any_order()};
  std::vector<Interface> interfaces;
  made.bytes += make.section(*rc::gen::element<std::uint64_t>(UINT64_MAX, 0, 12345));
  const auto add_interface = [&] {
    const auto link = *rc::gen::element<std::uint16_t>(1, 101, 113, 127, 276);
    const auto [digits, ns] = *rc::gen::elementOf(units);
    interfaces.push_back({link, digits, ns});
    std::string options = option(if_name, any_bytes(), make.order) + make.resolution(static_cast<std::uint8_t>(digits));
    if (*rc::gen::arbitrary<bool>()) options += make.end_of_options();
    made.bytes += make.interface(link, 0, options);
  };
  add_interface();
  for (auto left = *rc::gen::inRange(0, 8); left > 0; --left) {
    const auto kind = *rc::gen::inRange(0, 5);
    if (kind == 0) {
      add_interface();
      continue;
    }
    if (kind == 1) {
      made.bytes += block(*rc::gen::element(4u, 5u, 10u, 0xbadu, 0x12345678u), padded(any_bytes()), make.order);
      continue;
    }
    const auto bytes = any_bytes();
    const auto wire = static_cast<std::uint32_t>(bytes.size()) + *rc::gen::inRange(0u, 100u);
    const auto number = kind == 4 ? 0u : *rc::gen::inRange(0u, static_cast<std::uint32_t>(interfaces.size()));
    const auto stamp = kind == 4 ? 0u : *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000);
    const std::string comment = option(opt_comment, any_bytes(), make.order);
    // An original length of none stands for that of the bytes.
    const std::uint32_t said = wire == 0 ? 0 : wire;
    if (kind == 2) made.bytes += make.enhanced(number, stamp, bytes, said, comment);
    if (kind == 3) made.bytes += make.old_packet(static_cast<std::uint16_t>(number), stamp, bytes, said, comment);
    if (kind == 4) made.bytes += make.simple(bytes);
    const Interface& interface = interfaces[number];
    made.packets.push_back({static_cast<std::int64_t>(stamp) * interface.ns,
                            kind == 4 ? static_cast<std::uint32_t>(bytes.size()) : wire, interface.link,
                            interface.digits, bytes});
    made.ends.push_back(made.bytes.size());
  }
}

Made make_pcapng() {
  Made made;
  made.is_pcapng = true;
  for (auto left = *rc::gen::inRange(1, 4); left > 0; --left) add_section(made);
  return made;
}

Made any_file() {
  return *rc::gen::arbitrary<bool>() ? make_pcapng() : make_pcap();
}

Outcome read(const Made& made, ByteSource& source, std::size_t capacity) {
  return made.is_pcapng ? run_reader<PcapngReader>(source, capacity) : run_reader<PcapReader>(source, capacity);
}

Outcome read(const Made& made, const std::string& bytes) {
  MemorySource source{bytes};
  return read(made, source, 1);
}

RC_GTEST_PROP(ReaderProperties, WhatWasWrittenComesBack, ()) {
  const Made made = any_file();
  const Outcome got = read(made, made.bytes);
  RC_ASSERT(got.last == Found::end);
  RC_ASSERT(got.packets == made.packets);
}

RC_GTEST_PROP(ReaderProperties, HoweverItArrives, ()) {
  const Made made = any_file();
  const auto pieces =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 12)));
  RC_PRE(std::ranges::any_of(pieces, [](auto piece) { return piece > 0; }));
  std::size_t at = 0;
  MemorySource source{made.bytes, [&] { return pieces[at++ % pieces.size()]; }};
  const Outcome got = read(made, source, *rc::gen::element<std::size_t>(1, 50, 64 * 1024));
  RC_ASSERT(got.last == Found::end);
  RC_ASSERT(got.packets == made.packets);
}

RC_GTEST_PROP(ReaderProperties, EveryTruncationIsAPrefix, ()) {
  const Made made = any_file();
  for (std::size_t size = 0; size < made.bytes.size(); ++size) {
    const Outcome got = read(made, made.bytes.substr(0, size));
    const auto whole = static_cast<std::size_t>(std::ranges::upper_bound(made.ends, size) - made.ends.begin());
    RC_ASSERT(got.last == Found::end || got.last == Found::cut);
    RC_ASSERT(got.packets.size() == whole);
    RC_ASSERT(std::equal(got.packets.begin(), got.packets.end(), made.packets.begin()));
  }
}

RC_GTEST_PROP(ReaderProperties, FlippedBitsEndItWellAndTheSameTwice, ()) {
  Made made = any_file();
  for (auto left = *rc::gen::inRange(1, 6); left > 0; --left) {
    const auto at = *rc::gen::inRange<std::size_t>(4, made.bytes.size());
    made.bytes[at] = static_cast<char>(made.bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
  }
  const Outcome got = read(made, made.bytes);
  RC_ASSERT(got.last != Found::it);
  RC_ASSERT(got.last != Found::damaged || !got.damage.empty());
  for (const auto& packet : got.packets) RC_ASSERT(packet.bytes.size() <= packet.wire);
  RC_ASSERT(read(made, made.bytes) == got);
}

RC_GTEST_PROP(ReaderProperties, NoiseEndsWell, (const std::vector<char>& noise, bool is_pcapng, bool behind_a_header)) {
  Made made;
  made.is_pcapng = is_pcapng;
  if (behind_a_header) made.bytes = is_pcapng ? Pcapng{}.section() + Pcapng{}.interface() : pcap({});
  made.bytes.append(noise.begin(), noise.end());
  RC_ASSERT(read(made, made.bytes).last != Found::it);
}

}  // namespace
}  // namespace vedette::capture
