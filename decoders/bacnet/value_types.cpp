// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/value_types.h"

namespace vedette::decoders::bacnet {
namespace {

bool begins_sequence(std::span<const Member> members, const Tag& tag) {
  for (const Member& member : members) {
    if (begins(member, tag)) return true;
    if (!member.optional) return false;
  }
  return false;
}

}  // namespace

// These call each other as deep as the tables are nested without a tag between, which is three times.
bool begins(const Type& type, const Tag& tag) {
  switch (type.kind) {
    case Kind::primitive:
      return tag.is(type.primitive);
    case Kind::any_primitive:
      return tag.tag_class == TagClass::application;
    case Kind::sequence:
      return begins_sequence(type.members, tag);
    case Kind::choice:
      return chosen(type, tag) != nullptr;
    case Kind::list:
      return begins(*type.element, tag);
    case Kind::any:
      return tag.tag_class != TagClass::closing;
  }
  return false;
}

bool begins(const Member& member, const Tag& tag) {
  if (member.tag == untagged) return begins(*member.type, tag);
  const auto number = static_cast<std::uint8_t>(member.tag);
  return member.type->kind == Kind::primitive ? tag.is_context(number) : tag.opens(number);
}

const Member* chosen(const Type& choice, const Tag& tag) {
  for (const Member& member : choice.members) {
    if (begins(member, tag)) return &member;
  }
  return nullptr;
}

}  // namespace vedette::decoders::bacnet
