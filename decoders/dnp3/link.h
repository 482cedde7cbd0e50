// SPDX-License-Identifier: Apache-2.0
// The data link layer of DNP3 (IEEE 1815-2012, section 9): where frames begin and end, their addresses, and the CRCs
// that stand after the header and after every 16 bytes of user data.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/bytes.h"

namespace vedette::decoders::dnp3 {

inline constexpr std::size_t link_header_size = 10;  ///< with its CRC
inline constexpr std::size_t max_user_data = 250;
inline constexpr std::size_t block_size = 16, crc_size = 2;
inline constexpr std::size_t max_frame_size =
    link_header_size + max_user_data + (max_user_data + block_size - 1) / block_size * crc_size;

/// Section 9.2.4.3, low byte first on the wire.
std::uint16_t crc16(core::Bytes bytes);

struct Link {
  std::uint8_t control = 0;
  std::uint16_t destination = 0, source = 0;
  bool from_master() const { return (control & 0x80) != 0; }  ///< DIR
  bool is_primary() const { return (control & 0x40) != 0; }   ///< PRM: begins a transaction of this layer
  std::uint8_t function() const { return control & 0x0f; }
};
/// "unconfirmed_user_data"; "other_link_function" where none is assigned (section 9.2.4.1.3).
std::string_view link_function_name(const Link& link);

enum class Framing : std::uint8_t { whole, partial, bad_start, bad_length, bad_header_crc };

struct LinkFrame {
  Link link;
  std::size_t size = 0;       ///< of the whole frame
  std::size_t user_size = 0;  ///< of its user data, without CRCs
};
/// Reads the header at the start of the bytes. `frame` is filled where the answer is whole.
Framing read_link(core::Bytes bytes, LinkFrame& frame);

/// The user data of a whole frame, without its CRCs.
class UserData {
 public:
  /// False where a block's CRC is wrong: `bad_crc_at` is its offset in the frame, and what stands before it is kept.
  bool assemble(core::Bytes frame, std::size_t user_size, std::size_t& bad_crc_at);
  core::Bytes view() const { return core::Bytes{room_}.first(size_); }
  void clear() { size_ = 0; }

 private:
  std::array<std::uint8_t, max_user_data> room_{};
  std::size_t size_ = 0;
};
/// Where a byte of the user data stands in its frame.
constexpr std::size_t frame_offset(std::size_t user_offset) {
  return link_header_size + user_offset + user_offset / block_size * crc_size;
}

/// The offset from `from` on where a frame's header stands, or may stand as far as the bytes go; bytes.size() where
/// none does. `finished`: no more will come, so only what is whole counts.
std::size_t find_frame(core::Bytes bytes, std::size_t from, bool finished);

}  // namespace vedette::decoders::dnp3
