// SPDX-License-Identifier: Apache-2.0
#include "decoders/dnp3/link.h"

#include <algorithm>

#include "core/byte_cursor.h"

namespace vedette::decoders::dnp3 {
namespace {

constexpr std::uint8_t start_1 = 0x05, start_2 = 0x64;
constexpr std::size_t counted_in_header = 5;  // control and addresses

constexpr std::array<std::uint16_t, 256> crc_table = [] {
  std::array<std::uint16_t, 256> table{};
  for (unsigned i = 0; i < 256; ++i) {
    unsigned crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xa6bcU : crc >> 1;
    table[i] = static_cast<std::uint16_t>(crc);
  }
  return table;
}();

/// Do the bytes end with the CRC of those before it?
bool has_right_crc(core::Bytes bytes) {
  core::ByteCursor crc{bytes.last(crc_size)};
  return crc16(bytes.first(bytes.size() - crc_size)) == crc.le16();
}

constexpr std::string_view unassigned = "other_link_function";
constexpr std::array<std::string_view, 16> primary_names{"reset_link_states",
                                                         unassigned,
                                                         "test_link_states",
                                                         "confirmed_user_data",
                                                         "unconfirmed_user_data",
                                                         unassigned,
                                                         unassigned,
                                                         unassigned,
                                                         unassigned,
                                                         "request_link_status",
                                                         unassigned,
                                                         unassigned,
                                                         unassigned,
                                                         unassigned,
                                                         unassigned,
                                                         unassigned};
constexpr std::array<std::string_view, 16> secondary_names{
    "ack",      "nack",     unassigned, unassigned,    unassigned, unassigned, unassigned, unassigned,
    unassigned, unassigned, unassigned, "link_status", unassigned, unassigned, unassigned, "not_supported"};

}  // namespace

std::uint16_t crc16(core::Bytes bytes) {
  unsigned crc = 0;
  for (const std::uint8_t byte : bytes) crc = crc >> 8 ^ crc_table[(crc ^ byte) & 0xff];
  return static_cast<std::uint16_t>(~crc);
}

std::string_view link_function_name(const Link& link) {
  return (link.is_primary() ? primary_names : secondary_names)[link.function()];
}

Framing read_link(core::Bytes bytes, LinkFrame& frame) {
  const auto at = [bytes](std::size_t i, std::uint8_t otherwise) { return i < bytes.size() ? bytes[i] : otherwise; };
  if (at(0, start_1) != start_1 || at(1, start_2) != start_2) return Framing::bad_start;
  if (at(2, counted_in_header) < counted_in_header) return Framing::bad_length;
  if (bytes.size() < link_header_size) return Framing::partial;
  if (!has_right_crc(bytes.first(link_header_size))) return Framing::bad_header_crc;
  core::ByteCursor in{bytes};
  in.skip(2);
  frame.user_size = in.u8() - counted_in_header;
  frame.link.control = in.u8();
  frame.link.destination = in.le16();
  frame.link.source = in.le16();
  frame.size = link_header_size + frame.user_size + (frame.user_size + block_size - 1) / block_size * crc_size;
  return bytes.size() < frame.size ? Framing::partial : Framing::whole;
}

bool UserData::assemble(core::Bytes frame, std::size_t user_size, std::size_t& bad_crc_at) {
  core::ByteCursor in{frame};
  in.skip(link_header_size);
  for (size_ = 0; size_ < user_size;) {
    const std::size_t length = std::min(user_size - size_, block_size);
    const core::Bytes block = in.bytes(length + crc_size);
    if (!in.ok() || !has_right_crc(block)) {
      bad_crc_at = frame_offset(size_) + length;
      return false;
    }
    std::ranges::copy(block.first(length), room_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += length;
  }
  return true;
}

std::size_t find_frame(core::Bytes bytes, std::size_t from, bool finished) {
  for (std::size_t at = from; at < bytes.size(); ++at) {
    LinkFrame frame;
    const Framing framing = read_link(bytes.subspan(at), frame);
    if (framing == Framing::whole || (framing == Framing::partial && !finished)) return at;
  }
  return bytes.size();
}

}  // namespace vedette::decoders::dnp3
