// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng_reader.h"

#include <algorithm>
#include <fmt/format.h>

#include "capture/link_types.h"

namespace vedette::capture {
namespace {

using core::ByteCursor;
using core::Bytes;

// Block types, section 4 and (Packet Block) appendix A. All others are skipped.
constexpr std::uint32_t section_header = 0x0a0d0d0a;  // the same in both orders
constexpr std::uint32_t interface_description = 1, old_packet = 2, simple_packet = 3, enhanced_packet = 6;

constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::uint32_t block_head = 8, block_trailer = 4;
/// With the head: magic, version and section length.
constexpr std::uint32_t section_fixed = 24;
/// Without the head: what stands in front of a packet's bytes.
constexpr std::size_t packet_fixed = 20, simple_fixed = 4;

constexpr std::uint16_t option_end = 0, option_tsresol = 9, option_tsoffset = 14;

}  // namespace

Found PcapngReader::damaged(std::string why) {
  damage_ = std::move(why);
  return Found::damaged;
}

/// Reads type_ and length_ of the block at the front, and takes nothing. A section header brings its byte order.
Found PcapngReader::block_start(ReadBuffer& in) {
  if (const Supply supply = in.want(block_head); supply != Supply::some) {
    return lack(supply, !in.available().empty());
  }
  type_ = Fields<block_head>{in.available(), little_}.u32<0>();
  if (type_ == section_header) {
    if (const Supply supply = in.want(block_head + 4); supply != Supply::some) return lack(supply, true);
    const Bytes head = in.available();
    little_ = Fields<block_head + 4>{head, true}.u32<8>() == byte_order_magic;
    if (!little_ && Fields<block_head + 4>{head, false}.u32<8>() != byte_order_magic) {
      return damaged("a section's byte-order magic is wrong");
    }
  }
  length_ = Fields<block_head>{in.available(), little_}.u32<4>();
  if (length_ < block_head + block_trailer || length_ % 4 != 0) {
    return damaged(fmt::format("a block claims a length of {}", length_));
  }
  return Found::it;
}

/// The body of the block at the front; all of the block is then in the buffer, but not taken.
Found PcapngReader::whole_block(ReadBuffer& in, Bytes& body) {
  if (length_ > max_block) return damaged(fmt::format("a block claims a length of {}, over {}", length_, max_block));
  if (const Supply supply = in.want(length_); supply != Supply::some) return lack(supply, true);
  const Bytes trailer = in.available().subspan(length_ - block_trailer, block_trailer);
  if (Fields<block_trailer>{trailer, little_}.u32<0>() != length_) return damaged("a block's two lengths differ");
  body = in.available().subspan(block_head, length_ - block_head - block_trailer);
  return Found::it;
}

/// `taken` bytes of the block at the front are known.
void PcapngReader::start_skipping(ReadBuffer& in, std::uint32_t taken) {
  in.skip(taken);
  skip_left_ = length_ - taken - block_trailer;
  skipping_ = true;
}

Found PcapngReader::finish_skipping(ReadBuffer& in) {
  if (const Supply supply = in.pass(skip_left_); supply != Supply::some) return lack(supply, true);
  if (const Supply supply = in.want(block_trailer); supply != Supply::some) return lack(supply, true);
  if (Fields<block_trailer>{in.available(), little_}.u32<0>() != length_) {
    return damaged("a block's two lengths differ");
  }
  in.skip(block_trailer);
  skipping_ = false;
  return Found::it;
}

Found PcapngReader::section(ReadBuffer& in) {
  if (length_ < section_fixed + block_trailer)
    return damaged(fmt::format("a section header has a length of {}", length_));
  if (const Supply supply = in.want(section_fixed); supply != Supply::some) return lack(supply, true);
  const Fields<section_fixed> fixed{in.available(), little_};
  const unsigned major = fixed.u16<12>(), minor = fixed.u16<14>();
  // Section 4.1: 1.2 is to be read as 1.0.
  if (major != 1 || (minor != 0 && minor != 2)) {
    return damaged(fmt::format("pcapng version {}.{} is not supported; allowed is 1.0", major, minor));
  }
  interfaces_.clear();
  // The section's length is not asked: blocks say where they end, and writers get it wrong.
  start_skipping(in, section_fixed);
  return Found::it;
}

/// Section 3.5. False for a list that can't be, since a resolution may be hidden behind it.
bool PcapngReader::read_options(ByteCursor body, Options& options) {
  while (!body.empty()) {
    const std::uint16_t code = u16(body), length = u16(body);
    ByteCursor value = body.sub(length);
    if (code == option_end) break;
    body.skip((4u - length % 4u) % 4u);  // padded to 32 bits
    if (code == option_tsresol) options.resolution = value.u8();
    if (code == option_tsoffset) options.offset = static_cast<std::int64_t>(u64(value));
    if ((code == option_tsresol || code == option_tsoffset) && (!value.ok() || !value.empty())) return false;
  }
  return body.ok();
}

Found PcapngReader::interface_block(ReadBuffer& in) {
  Bytes body;
  if (const Found found = whole_block(in, body); found != Found::it) return found;
  ByteCursor cursor{body};
  const std::uint16_t link = u16(cursor);
  cursor.skip(2);
  const std::uint32_t snap_length = u32(cursor);
  Options options;
  if (!cursor.ok() || !read_options(cursor, options)) return damaged("an interface's description is cut short");
  const auto unit = StampUnit::of(options.resolution, options.offset);
  if (!unit)
    return damaged(fmt::format("an interface stamps in a unit (if_tsresol {}) that is too fine", options.resolution));
  if (interfaces_.size() == max_interfaces) {
    return damaged(fmt::format("a section describes more than {} interfaces", max_interfaces));
  }
  if (described_++ == 0) first_link_ = link;
  any_readable_ = any_readable_ || is_readable(link);
  interfaces_.push_back({snap_length, link_type(link), *unit});
  in.skip(length_);
  return Found::it;
}

Found PcapngReader::next_packet_block(ReadBuffer& in) {
  for (;;) {
    Found found = skipping_ ? finish_skipping(in) : Found::it;
    if (found == Found::it) found = block_start(in);
    if (found != Found::it) return found;
    switch (type_) {
      case old_packet:
      case simple_packet:
      case enhanced_packet:
        return Found::it;
      case section_header:
        found = section(in);
        break;
      case interface_description:
        found = interface_block(in);
        break;
      default:
        start_skipping(in, block_head);
        break;
    }
    if (found != Found::it) return found;
  }
}

/// The fields in front of the packet's bytes.
bool PcapngReader::read_frame(Bytes body, Frame& frame) {
  frame = {};
  frame.fixed = type_ == simple_packet ? simple_fixed : packet_fixed;
  if (body.size() < frame.fixed) {
    damage_ = "a packet is longer than its block";
    return false;
  }
  if (type_ == simple_packet) {
    frame.wire = Fields<simple_fixed>{body, little_}.u32<0>();
  } else {
    const Fields<packet_fixed> fields{body, little_};
    // The old block has 16 bits of interface, and then the packets dropped before this one.
    frame.interface = type_ == enhanced_packet ? fields.u32<0>() : fields.u16<0>();
    frame.stamp = std::uint64_t{fields.u32<4>()} << 32 | fields.u32<8>();
    frame.captured = fields.u32<12>();
    frame.wire = fields.u32<16>();
  }
  if (frame.interface >= interfaces_.size()) {
    damage_ = fmt::format("a packet of interface {}, which is not described", frame.interface);
    return false;
  }
  if (type_ == simple_packet) {
    // Section 4.4: of the first interface, without a stamp; the captured length is for the reader to find.
    const std::uint32_t limit = interfaces_.front().snap_length;
    frame.captured = limit == 0 ? frame.wire : std::min(frame.wire, limit);
  }
  if (frame.captured > max_captured) {
    damage_ = fmt::format("a packet claims {} captured bytes, over {}", frame.captured, max_captured);
    return false;
  }
  if (frame.captured > body.size() - frame.fixed) {
    damage_ = "a packet is longer than its block";
    return false;
  }
  return true;
}

Found PcapngReader::read(ReadBuffer& in, core::Packet& packet) {
  if (const Found found = next_packet_block(in); found != Found::it) return found;
  Bytes body;
  if (const Found found = whole_block(in, body); found != Found::it) return found;
  Frame frame;
  if (!read_frame(body, frame)) return Found::damaged;
  const Interface& interface = interfaces_[frame.interface];
  packet = {.time = interface.unit(frame.stamp),
            .bytes = body.subspan(frame.fixed, frame.captured),
            .wire_length = std::max(frame.wire, frame.captured),
            .link = interface.link,
            .precision = interface.unit.precision()};
  in.skip(length_);
  return Found::it;
}

}  // namespace vedette::capture
