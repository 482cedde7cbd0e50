// SPDX-License-Identifier: Apache-2.0
// The one walk over the parameters of every service: it follows a type's table (value_types.h) tag by tag, with a stack
// of its own instead of recursion, in one pass. A service's own parameters have to be as its table says; a value inside
// them need not be as its property's: from where it isn't, its tags are written as they stand.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/byte_cursor.h"
#include "decoders/bacnet/service.h"
#include "decoders/bacnet/tag.h"
#include "decoders/bacnet/value.h"
#include "decoders/bacnet/value_types.h"

namespace vedette::decoders::bacnet {

class ServiceWalk {
 public:
  ServiceWalk(core::Bytes parameters, ServiceVisitor& visitor)
      : in_(parameters), visitor_(visitor), fields_(visitor.fields()) {}

  std::optional<ServiceFlaw> run(const Type& type);

 private:
  /// What a part opened in the fields, to be ended with it.
  enum class Scope : std::uint8_t { none, object, array, array_in_object, entry };

  /// Where a part is written: under a name, or as an element of an array, or (neither) in place of its holder.
  struct Place {
    std::string_view name;
    bool element;
    bool is_somewhere() const { return element || !name.empty(); }
  };
  static const Place nowhere, unnamed_element;

  /// A constructed part that is being read. Without initial values, since most of the stack is never used.
  struct Frame {
    const Type* type;
    Place place;         ///< for what has no scope of its own: where its parts go
    std::uint16_t next;  ///< of a sequence's members; how far a choice or a value is
    std::uint8_t closing;
    bool bracketed;  ///< ends with the closing tag of that number
    bool in_value;   ///< need not be as its type says
    bool is_local;   ///< what it names isn't what the service is about
    Scope scope;
  };

  /// Constructed values deeper than this aren't defined by any production.
  static constexpr unsigned most_nesting = 32;
  /// The tables nest no more than four types without a tag between.
  static constexpr std::size_t most_frames = 4 * (most_nesting + 1);

  Frame& top() { return stack_[depth_ - 1]; }
  void fail(Defect defect) { flaw_ = ServiceFlaw{defect, has_tag_ ? tag_.offset : in_.offset()}; }
  void advance();

  /// Built where it stays: copied as a whole, what was written in parts stalls the processor.
  template <typename... Parts>
  void push(const Parts&... parts);
  void pop();
  void finish();
  void soften();
  void leave(Scope scope);

  void step();
  void step_sequence();
  void step_choice();
  void step_list();
  void step_value();
  void begin_value();
  void step_tags();

  void take(const Member& member);
  void take_type(const Type& type, std::int16_t tag, Role role, const Place& place);
  void open(const Type& type, std::int16_t tag, const Place& place);
  Scope scope_of(const Type& type, const Place& place) const;
  void take_primitive(const Type& type, Role role, const Place& place, bool in_value, bool is_local);
  bool in_range(const Type& type, Primitive primitive) const;
  void note(Role role, bool is_local);
  void note_object(ObjectId id, bool is_local);
  void note_device(ObjectId id);
  void write(const Type& type, Role role, const Place& place, Primitive primitive, bool is_local);

  core::FieldWriter* out();
  void open_entry();
  void close_entry();
  void flush_object();
  const Type* value_type();

  core::ByteCursor in_;
  ServiceVisitor& visitor_;
  core::FieldWriter* fields_;
  Tag tag_;               ///< the next one, read but not taken
  bool has_tag_ = false;  ///< there is a next one
  std::optional<ServiceFlaw> flaw_;

  unsigned nesting_ = 0;
  std::size_t depth_ = 0;
  union {
    std::array<Frame, most_frames> stack_;  // of which nothing is touched that isn't used
  };

  /// The object that entries are about until another is named.
  std::optional<ObjectUse> object_;
  bool object_is_type_ = false;   ///< it has no instance yet
  bool object_waits_ = false;     ///< named, and in no entry yet
  std::optional<ObjectUse> use_;  ///< of the entry that is open
  bool entry_open_ = false;
  bool objects_open_ = false;

  /// What the next value is a value of.
  std::uint16_t value_of_type_ = UINT16_MAX;
  std::optional<std::uint32_t> value_of_, value_index_;
  const Names* state_names_ = nullptr;  ///< of enumerations inside the value, where its type leaves them open
  std::uint32_t device_ = 0;
};

}  // namespace vedette::decoders::bacnet
