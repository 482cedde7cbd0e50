// SPDX-License-Identifier: Apache-2.0
// How the walk moves: tags in, constructed parts opened and closed. What it makes of a value stands in
// service_walk_parts.cpp.
#include "decoders/bacnet/service_walk.h"

#include <memory>

#include "decoders/bacnet/value_productions.h"
#include "decoders/bacnet/value_properties.h"

namespace vedette::decoders::bacnet {
namespace {

/// How far a choice or a value has come (Frame::next).
enum Progress : std::uint16_t { not_begun, done, as_tags };

/// Does the tag belong to one of the members behind that one?
bool begins_later(std::span<const Member> members, std::size_t missing, const Tag& tag) {
  for (const Member& member : members.subspan(missing + 1)) {
    if (begins(member, tag)) return true;
  }
  return false;
}

}  // namespace

constexpr ServiceWalk::Place ServiceWalk::nowhere{"", false}, ServiceWalk::unnamed_element{"", true};

std::optional<ServiceFlaw> ServiceWalk::run(const Type& type) {
  advance();
  const bool is_entry = type.show == Show::entry;
  if (is_entry) open_entry();
  const std::string_view name = type.kind == Kind::any ? "parameters" : "";
  push(&type, Place{name, false}, std::uint16_t{not_begun}, std::uint8_t{0}, false, false, false,
       is_entry ? Scope::entry : Scope::none);
  while (depth_ > 0 && !flaw_) step();
  while (depth_ > 0) pop();
  flush_object();
  if (objects_open_ && fields_ != nullptr) fields_->end_array();
  return flaw_;
}

void ServiceWalk::advance() {
  has_tag_ = false;
  if (in_.empty()) return;
  const auto defect = read_tag(in_, tag_);
  has_tag_ = true;
  if (defect) fail(*defect);
}

template <typename... Parts>
void ServiceWalk::push(const Parts&... parts) {
  if (depth_ == most_frames) return fail(Defect::nesting_too_deep);
  std::construct_at(&stack_[depth_++], parts...);
}

void ServiceWalk::pop() {
  leave(top().scope);
  --depth_;
}

void ServiceWalk::leave(Scope scope) {
  if (scope == Scope::entry) return close_entry();
  if (fields_ == nullptr) return;
  if (scope == Scope::array || scope == Scope::array_in_object) fields_->end_array();
  if (scope == Scope::object || scope == Scope::array_in_object) fields_->end_object();
}

/// The frame on top wants no more tags.
void ServiceWalk::finish() {
  const Frame& frame = top();
  if (frame.bracketed && has_tag_ && tag_.closes(frame.closing)) {
    --nesting_;
    pop();
    return advance();
  }
  if (frame.bracketed && has_tag_ && frame.in_value && frame.type->kind != Kind::any) return soften();
  if (frame.bracketed) return fail(has_tag_ ? Defect::unexpected_tag : Defect::missing_parameter);
  if (depth_ == 1 && has_tag_)
    return fail(tag_.tag_class == TagClass::closing ? Defect::unexpected_tag : Defect::trailing_bytes);
  pop();
}

/// A value isn't as its property's type says: what is left between its tags is written as it stands.
void ServiceWalk::soften() {
  if (!has_tag_) return fail(Defect::missing_parameter);
  while (!top().bracketed) pop();
  Frame& frame = top();
  if (fields_ != nullptr && frame.scope != Scope::array) fields_->begin_array("more");
  if (frame.scope != Scope::array) frame.scope = frame.scope == Scope::object ? Scope::array_in_object : Scope::array;
  frame.type = &types::any_value;
  frame.next = as_tags;
}

void ServiceWalk::step() {
  switch (top().type->kind) {
    case Kind::sequence:
      return step_sequence();
    case Kind::choice:
      return step_choice();
    case Kind::list:
      return step_list();
    case Kind::any:
      return step_value();
    case Kind::primitive:
    case Kind::any_primitive:
      break;  // never on the stack
  }
}

void ServiceWalk::step_sequence() {
  Frame& frame = top();
  const auto members = frame.type->members;
  for (std::size_t i = frame.next; i < members.size(); ++i) {
    if (has_tag_ && begins(members[i], tag_)) {
      frame.next = static_cast<std::uint16_t>(i + 1);
      return take(members[i]);
    }
    if (members[i].optional) continue;
    if (frame.in_value) return soften();
    const bool is_missing = !has_tag_ || tag_.tag_class == TagClass::closing || begins_later(members, i, tag_);
    return fail(is_missing ? Defect::missing_parameter : Defect::unexpected_tag);
  }
  finish();
}

void ServiceWalk::step_choice() {
  Frame& frame = top();
  if (frame.next == done) return finish();
  const Member* const member = has_tag_ ? chosen(*frame.type, tag_) : nullptr;
  if (member == nullptr) {
    if (frame.in_value) return soften();
    const bool is_missing = !has_tag_ || tag_.tag_class == TagClass::closing;
    return fail(is_missing ? Defect::missing_parameter : Defect::unexpected_tag);
  }
  frame.next = done;
  take(*member);
}

void ServiceWalk::step_list() {
  const Frame& frame = top();
  const Type& element = *frame.type->element;
  if (!has_tag_ || !begins(element, tag_)) return finish();
  const bool in_array = frame.scope == Scope::array;
  take_type(element, untagged, Role::field, in_array ? unnamed_element : nowhere);
}

/// A value of whatever type: its property's where that is known and the value is so, else as its tags say.
void ServiceWalk::step_value() {
  Frame& frame = top();
  if (frame.next == not_begun) return begin_value();
  if (frame.next == as_tags) return step_tags();
  if (!has_tag_ || tag_.tag_class == TagClass::closing) return finish();
  soften();
}

void ServiceWalk::begin_value() {
  Frame& frame = top();
  const Type* const type = value_type();
  const bool is_empty = !has_tag_ || tag_.tag_class == TagClass::closing;
  if (!is_empty && type != nullptr && begins(*type, tag_)) {
    frame.next = done;
    return take_type(*type, untagged, Role::field, frame.place);
  }
  if (!is_empty && tag_.tag_class == TagClass::application && at_closing(in_)) {
    frame.next = done;
    return take_primitive(frame.type->show == Show::length ? types::any_payload_primitive : types::any_primitive,
                          Role::field, frame.place, true, true);
  }
  frame.next = as_tags;
  frame.scope = Scope::array;
  if (core::FieldWriter* const fields = out()) fields->begin_array(frame.place.name);
}

/// The elements of a value, one by one, in an array that is open.
void ServiceWalk::step_tags() {
  const Frame& frame = top();
  if (!has_tag_ || tag_.tag_class == TagClass::closing) return finish();
  const Type& type = frame.type->show == Show::length ? types::any_payload_primitive : types::any_primitive;
  if (tag_.tag_class == TagClass::application) return take_primitive(type, Role::field, unnamed_element, true, true);
  if (tag_.tag_class == TagClass::context) {
    if (fields_ != nullptr) write_unknown(*fields_, "", tag_, frame.type->show == Show::length);
    return advance();
  }
  if (++nesting_ > most_nesting) return fail(Defect::nesting_too_deep);
  if (fields_ != nullptr) {
    fields_->begin_object("");
    fields_->number("tag", tag_.number);
    fields_->begin_array("values");
  }
  push(frame.type, unnamed_element, std::uint16_t{as_tags}, std::uint8_t{tag_.number}, true, true, true,
       Scope::array_in_object);
  advance();
}

void ServiceWalk::take(const Member& member) {
  const Frame& holder = top();
  const bool in_place = member.name.empty() && holder.scope == Scope::none;
  take_type(*member.type, member.tag, member.role, in_place ? holder.place : Place{member.name, false});
}

void ServiceWalk::take_type(const Type& type, std::int16_t tag, Role role, const Place& place) {
  if (type.kind == Kind::primitive || type.kind == Kind::any_primitive) {
    const Frame& holder = top();
    return take_primitive(type, role, place, holder.in_value || holder.type->kind == Kind::any,
                          holder.is_local || holder.type->kind == Kind::any);
  }
  if (type.kind == Kind::choice && tag == untagged) {
    // An alternative without a name stands for the choice itself.
    const Member& member = *chosen(type, tag_);
    if (member.name.empty()) return take_type(*member.type, member.tag, member.role, place);
  }
  open(type, tag, place);
}

void ServiceWalk::open(const Type& type, std::int16_t tag, const Place& place) {
  const Frame& holder = top();
  const bool bracketed = tag != untagged;
  const bool in_value = holder.in_value || holder.type->kind == Kind::any || type.is_lenient;
  const std::uint8_t number = tag_.number;
  if (bracketed) {
    if (++nesting_ > most_nesting) return fail(Defect::nesting_too_deep);
    advance();
    if (flaw_) return;
  }
  const Scope scope = scope_of(type, place);
  const bool is_local = in_value || (scope != Scope::entry && (holder.is_local || scope != Scope::none));
  if (scope == Scope::entry) open_entry();
  if (scope == Scope::object || scope == Scope::array) {
    core::FieldWriter* const fields = out();
    if (fields != nullptr && scope == Scope::object) fields->begin_object(place.name);
    if (fields != nullptr && scope == Scope::array) fields->begin_array(place.name);
  }
  push(&type, scope == Scope::none ? place : nowhere, std::uint16_t{not_begun}, number, bracketed, in_value, is_local,
       scope);
}

ServiceWalk::Scope ServiceWalk::scope_of(const Type& type, const Place& place) const {
  switch (type.kind) {
    case Kind::sequence:
      if (type.show == Show::entry) return Scope::entry;
      return place.is_somewhere() ? Scope::object : Scope::none;
    case Kind::choice: {
      const Member* const member = has_tag_ ? chosen(type, tag_) : nullptr;
      const bool stands_for_choice = member != nullptr && member->name.empty();
      return place.is_somewhere() && !stands_for_choice ? Scope::object : Scope::none;
    }
    case Kind::list:
      return place.is_somewhere() ? Scope::array : Scope::none;
    default:
      return Scope::none;
  }
}

}  // namespace vedette::decoders::bacnet
