// SPDX-License-Identifier: Apache-2.0
// The productions of clause 21 as data: what a parameter or value is made of, how its parts are tagged, and under which
// names they are written. One walk (service_walk.h) follows them for every service and property.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "decoders/bacnet/names.h"
#include "decoders/bacnet/tag.h"

namespace vedette::decoders::bacnet {

enum class Kind : std::uint8_t {
  primitive,
  any_primitive,  ///< one application tag of any type
  sequence,
  choice,
  list,  ///< SEQUENCE OF, BACnetARRAY, BACnetLIST
  any,   ///< ABSTRACT-SYNTAX.&Type: its property says what it is
};

/// How a value is written where its type alone doesn't say it.
enum class Show : std::uint8_t {
  plain,
  length,      ///< octets and texts that are payload: only how many bytes
  presence,    ///< passwords: only that there is one
  address,     ///< octets that are an address
  week_n_day,  ///< octets that are a BACnetWeekNDay
  entry,       ///< a sequence: an element of `objects`
};

/// What a part means to the walk beside being written.
enum class Role : std::uint8_t {
  field,
  object,       ///< the object that this is about: written in place, without a name of its own
  object_type,  ///< the type of an object that is to be created
  object_name,
  property,
  index,
  priority,
  device,       ///< a device that tells its instance
  vendor,       ///< of the device before it
  error_class,  ///< the number, and its name as `error_class_name`
  error_code,   ///< the number, and its name as `error`
};

struct Member;

struct Type {
  Kind kind = Kind::primitive;
  Primitive primitive = Primitive::null;
  Show show = Show::plain;
  bool is_lenient = false;            ///< a parameter that need not be as this says, like a value
  bool is_array = false;              ///< a list whose property may be read element by element
  const Names* names = nullptr;       ///< of an enumeration or bit string
  std::span<const Member> members{};  ///< of a sequence or choice
  const Type* element = nullptr;      ///< of a list
  std::uint64_t least = 0;            ///< what a number or enumeration that is a service's parameter may be
  std::uint64_t most = UINT32_MAX;
};

inline constexpr std::int16_t untagged = -1;

struct Member {
  std::string_view name;  ///< empty: its parts are written as if they were its holder's
  std::int16_t tag = untagged;
  const Type* type = nullptr;
  Role role = Role::field;
  bool optional = false;

  constexpr Member(std::string_view n, int t, const Type& ty, Role r = Role::field)
      : name(n), tag(static_cast<std::int16_t>(t)), type(&ty), role(r) {}
};

/// A member that need not be there.
constexpr Member maybe(std::string_view name, int tag, const Type& type, Role role = Role::field) {
  Member member{name, tag, type, role};
  member.optional = true;
  return member;
}

constexpr Type primitive_type(Primitive primitive, Show show = Show::plain) {
  return {.primitive = primitive, .show = show};
}
constexpr Type enumeration(const Names& names, std::uint32_t most = UINT32_MAX) {
  return {.primitive = Primitive::enumerated, .names = &names, .most = most};
}
constexpr Type bit_string(const Names& names) {
  return {.primitive = Primitive::bits, .names = &names};
}
constexpr Type number_within(std::uint32_t least, std::uint32_t most) {
  return {.primitive = Primitive::unsigned_integer, .least = least, .most = most};
}
constexpr Type sequence(std::span<const Member> members) {
  return {.kind = Kind::sequence, .members = members};
}
constexpr Type lenient(Type type) {
  type.is_lenient = true;
  return type;
}
/// A sequence that is an element of a message's `objects`.
constexpr Type entry(std::span<const Member> members) {
  return {.kind = Kind::sequence, .show = Show::entry, .members = members};
}
constexpr Type choice(std::span<const Member> members) {
  return {.kind = Kind::choice, .members = members};
}
constexpr Type list_of(const Type& element) {
  return {.kind = Kind::list, .element = &element};
}
constexpr Type array_of(const Type& element) {
  return {.kind = Kind::list, .is_array = true, .element = &element};
}

/// May a value of this type, or this member, begin with the tag?
bool begins(const Type& type, const Tag& tag);
bool begins(const Member& member, const Tag& tag);
/// The alternative of a choice that begins with the tag; nullptr where none does.
const Member* chosen(const Type& choice, const Tag& tag);

}  // namespace vedette::decoders::bacnet
