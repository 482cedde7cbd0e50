// SPDX-License-Identifier: Apache-2.0
// The objects of a fragment (IEEE 1815-2012, sections 4.2.2.7 and 11): headers that say which points of which group are
// meant, each with its objects behind it where the function carries any. Walked by who asks; a group whose size is not
// known ends the walk, since nothing else tells where the next header stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/dnp3/defects.h"

namespace vedette::decoders::dnp3 {

inline constexpr std::uint8_t group_attributes = 0, group_binary_command = 12, group_analog_command = 41;

struct ObjectHeader {
  std::uint8_t group = 0, variation = 0, qualifier = 0;
  std::optional<std::uint32_t> first, last;  ///< of a range
  std::optional<std::uint32_t> count;        ///< of objects, where no range says it
  core::Bytes data;                          ///< prefixes and objects
  std::size_t prefix_size = 0;               ///< of each object's index; 0 where the range says it
  std::size_t object_size = 0;               ///< of each object; 0 where they are bits, of varying size, or not there

  /// Elements that stand one by one in `data`, whole.
  std::size_t element_count() const {
    const std::size_t size = prefix_size + object_size;
    return size == 0 ? 0 : data.size() / size;
  }
  /// `i` < element_count().
  std::uint32_t index_of(std::size_t i) const;
  core::Bytes object_at(std::size_t i) const {
    return data.subspan(i * (prefix_size + object_size) + prefix_size, object_size);
  }
};

/// What a point of this group is, for ObjectRef::space: "analog_output"; "other" where it is none of the usual.
std::string_view space_of(std::uint8_t group);
std::span<const std::string_view> space_names();

/// The number in an object that sets something: a control's code, a set point; nothing where it is none.
std::optional<double> value_of(const ObjectHeader& header, core::Bytes object);
/// The status in a control or set point that an outstation sends back (section 11.9.8).
std::optional<std::uint8_t> control_status_of(const ObjectHeader& header, core::Bytes object);

class ObjectWalk {
 public:
  ObjectWalk(core::Bytes objects, bool carries_objects) : in_(objects), carries_objects_(carries_objects) {}

  /// The next header. False at the end, at a flaw, and where `unread()` begins.
  bool next(ObjectHeader& header);
  std::optional<Flaw> flaw() const { return flaw_; }
  /// Bytes behind the last header that was read, which is of a size not known.
  std::size_t unread() const { return unread_; }

 private:
  bool read_range(ObjectHeader& header, std::uint8_t range_code);
  bool read_data(ObjectHeader& header);
  bool read_sized(ObjectHeader& header, std::size_t size_size);
  bool read_attributes(ObjectHeader& header);
  bool take(ObjectHeader& header, std::uint64_t size);
  bool stop(Defect defect, std::size_t offset);

  core::ByteCursor in_;
  bool carries_objects_;
  std::optional<Flaw> flaw_;
  std::size_t unread_ = 0;
};

/// A device attribute (group 0): what an outstation says of itself.
struct Attribute {
  std::uint8_t variation = 0;
  std::string_view text;  ///< empty where it is no text
};
/// Those of a header of group 0, one by one; `in` stands in its data. Nothing at the end.
std::optional<Attribute> next_attribute(core::ByteCursor& in, const ObjectHeader& header);

}  // namespace vedette::decoders::dnp3
