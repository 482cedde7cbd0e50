// SPDX-License-Identifier: Apache-2.0
// Reads a packet's parts in their order and remembers the first rule that is broken; what follows is read all the same,
// as long as it can be.
#pragma once

#include <algorithm>
#include <optional>

#include "core/byte_cursor.h"
#include "decoders/mqtt/framing.h"
#include "decoders/mqtt/message.h"
#include "decoders/mqtt/text.h"

namespace vedette::decoders::mqtt {

class PacketReader {
 public:
  PacketReader(core::Bytes bytes, const Header& header)
      : in_(bytes.subspan(header.size, std::min<std::size_t>(bytes.size() - header.size, header.remaining))),
        base_(header.size),
        whole_(bytes.size() >= header.total()) {}

  core::ByteCursor& in() { return in_; }
  bool whole() const { return whole_; }
  /// From the packet's start.
  std::size_t offset() const { return base_ + in_.offset(); }

  void flaw(Defect defect, std::size_t offset) {
    if (!flaw_) flaw_ = Flaw{defect, offset};
  }
  void flaw_here(Defect defect) { flaw(defect, offset()); }
  void hold(bool rule, Defect defect, std::size_t offset) {
    if (!rule) flaw(defect, offset);
  }

  /// A string that is UTF-8. Empty where it is cut.
  core::Bytes text() {
    const std::size_t at = offset();
    const core::Bytes text = counted(in_);
    hold(is_utf8(text), Defect::bad_utf8, at);
    return text;
  }
  core::Bytes topic() {
    const std::size_t at = offset();
    const core::Bytes text = this->text();
    if (in_.ok()) hold(is_topic_name(text), Defect::bad_topic, at);
    return text;
  }
  std::optional<std::uint16_t> packet_id() {
    const std::size_t at = offset();
    const std::uint16_t id = in_.be16();
    if (!in_.ok()) return {};
    hold(id != 0, Defect::bad_packet_id, at);
    return id;
  }

  /// The length of the properties and what they are (section 2.2.2).
  void properties(PropertyPlace place, Properties& properties) {
    const std::size_t at = offset();
    const auto length = variable_integer(in_);
    if (!in_.ok()) return;
    if (!length || (whole_ && *length > in_.remaining())) {
      flaw(Defect::bad_property_length, at);
      in_.fail();
      return;
    }
    if (*length == 0) return;
    const bool all_there = *length <= in_.remaining();
    const std::size_t from = offset();
    const core::Bytes bytes = in_.bytes(std::min<std::size_t>(*length, in_.remaining()));
    if (const auto found = read_properties(bytes, place, all_there, properties))
      flaw(found->defect, from + found->offset);
    properties.alias_offset += from;
    if (!all_there) in_.fail();
  }

  /// Nothing may be left.
  void end() {
    if (in_.ok() && !in_.empty()) flaw_here(Defect::bad_length);
  }
  /// The first flaw. Something was missing: the packet is too short, unless its end was not at hand.
  std::optional<Flaw> result(Message& message) {
    if (!whole_) message.incomplete = true;
    if (!in_.ok() && whole_) flaw_here(Defect::bad_length);
    return flaw_;
  }

 private:
  core::ByteCursor in_;
  std::size_t base_;
  bool whole_;
  std::optional<Flaw> flaw_;
};

/// CONNECT and CONNACK, in a file of their own.
void read_connect(PacketReader& reader, Message& message);
void read_connack(PacketReader& reader, const Header& header, Message& message);

}  // namespace vedette::decoders::mqtt
