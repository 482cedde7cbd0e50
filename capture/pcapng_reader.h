// SPDX-License-Identifier: Apache-2.0
// The pcapng format (draft-ietf-opsawg-pcapng): any number of sections, each in its own byte order and with its own
// interfaces. Every packet carries the link type and the precision of its interface. Blocks that hold no packets are
// skipped without being held.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "capture/record_reader.h"
#include "capture/stamp_unit.h"
#include "core/byte_cursor.h"
#include "core/packet.h"

namespace vedette::capture {

class PcapngReader {
 public:
  /// Goes up to the first packet. Where that can't be reached though interfaces are known, read() will say so again.
  Found read_header(ReadBuffer& in) { return next_packet_block(in); }
  /// The next packet; its bytes are valid until the next call.
  Found read(ReadBuffer& in, core::Packet& packet);

  /// Over all sections so far.
  std::uint64_t interfaces_described() const { return described_; }
  bool any_readable() const { return any_readable_; }
  std::uint32_t first_link_number() const { return first_link_; }
  const std::string& damage() const { return damage_; }

  /// In one section. More are taken for damage.
  static constexpr std::size_t max_interfaces = 8192;
  /// Of a block that must be held whole: a packet with its options, or the description of an interface.
  static constexpr std::uint32_t max_block = max_captured + 128 * 1024;

 private:
  struct Interface {
    std::uint32_t snap_length;  ///< 0: no limit
    core::LinkType link;
    StampUnit unit;
  };
  /// What the three kinds of packet blocks say.
  struct Frame {
    std::uint32_t interface, captured, wire;
    std::uint64_t stamp;
    std::size_t fixed;  ///< bytes of the block's body in front of the packet's
  };
  /// if_tsresol and if_tsoffset.
  struct Options {
    std::uint8_t resolution = 6;
    std::int64_t offset = 0;
  };

  Found next_packet_block(ReadBuffer& in);
  Found block_start(ReadBuffer& in);
  Found section(ReadBuffer& in);
  Found interface_block(ReadBuffer& in);
  Found whole_block(ReadBuffer& in, core::Bytes& body);
  void start_skipping(ReadBuffer& in, std::uint32_t taken);
  Found finish_skipping(ReadBuffer& in);
  bool read_frame(core::Bytes body, Frame& frame);
  bool read_options(core::ByteCursor body, Options& options);
  Found damaged(std::string why);

  std::uint16_t u16(core::ByteCursor& in) const { return little_ ? in.le16() : in.be16(); }
  std::uint32_t u32(core::ByteCursor& in) const { return little_ ? in.le32() : in.be32(); }
  std::uint64_t u64(core::ByteCursor& in) const { return little_ ? in.le64() : in.be64(); }

  bool little_ = true;
  std::vector<Interface> interfaces_;    ///< of this section
  std::uint32_t type_ = 0, length_ = 0;  ///< of the block that is at the front or being skipped
  bool skipping_ = false;
  std::uint64_t skip_left_ = 0;  ///< up to the block's trailing length
  std::uint64_t described_ = 0;
  std::uint32_t first_link_ = 0;
  bool any_readable_ = false;
  std::string damage_;
};

}  // namespace vedette::capture
