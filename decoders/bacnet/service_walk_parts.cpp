// SPDX-License-Identifier: Apache-2.0
// What the walk makes of a value: what the service is about, who a device is, and fields.
#include <utility>

#include "decoders/bacnet/service_walk.h"
#include "decoders/bacnet/value_productions.h"
#include "decoders/bacnet/value_properties.h"

namespace vedette::decoders::bacnet {

/// For a field outside of every entry: `objects` ends before it.
core::FieldWriter* ServiceWalk::out() {
  if (objects_open_ && !entry_open_) {
    objects_open_ = false;
    if (fields_ != nullptr) fields_->end_array();
  }
  return fields_;
}

void ServiceWalk::open_entry() {
  if (fields_ != nullptr) {
    if (!objects_open_) fields_->begin_array("objects");
    fields_->begin_object("");
  }
  objects_open_ = entry_open_ = true;
  use_ = object_;
  object_waits_ = false;
  if (!object_) return;
  value_of_type_ = object_->type;
  if (fields_ == nullptr) return;
  if (object_is_type_)
    write_object_type(*fields_, object_->type);
  else
    write_object_id(*fields_, {object_->type, object_->instance});
}

void ServiceWalk::close_entry() {
  if (fields_ != nullptr) fields_->end_object();
  if (use_) visitor_.object(*use_);
  use_.reset();
  entry_open_ = false;
}

/// An object that was named, but of which nothing was said, is an entry by itself.
void ServiceWalk::flush_object() {
  if (!object_waits_) return;
  open_entry();
  close_entry();
}

/// What the standard says of the value that comes next; nullptr where it says nothing, or nobody asks.
const Type* ServiceWalk::value_type() {
  state_names_ = nullptr;
  const auto property = std::exchange(value_of_, {});
  const auto index = std::exchange(value_index_, {});
  if (fields_ == nullptr || !property) return nullptr;
  if (*property == priority_array) {
    const Type* const state = type_of_property(present_value, value_of_type_);
    if (state != nullptr) state_names_ = state->names;
  }
  const Type* const type = type_of_property(*property, value_of_type_);
  if (type == nullptr || !type->is_array || !index) return type;
  return *index == 0 ? nullptr : type->element;  // element 0 is the array's size (12.1.5.1)
}

void ServiceWalk::take_primitive(const Type& type, Role role, const Place& place, bool in_value, bool is_local) {
  const bool is_any = type.kind == Kind::any_primitive;
  const Primitive primitive = is_any ? static_cast<Primitive>(tag_.number) : type.primitive;
  if (tag_.tag_class == TagClass::context && !fits(primitive, tag_.content)) {
    if (!in_value) {
      const bool is_number = primitive == Primitive::boolean && tag_.content.size() == 1;
      return fail(is_number ? Defect::out_of_range : Defect::bad_length);
    }
    // What is written in place has no name for what isn't an object identifier.
    const std::string_view name = place.is_somewhere() ? place.name : "object_identifier";
    if (fields_ != nullptr) write_unknown(*fields_, name, tag_, type.show == Show::length);
    return advance();
  }
  if (!in_value && !in_range(type, primitive)) return fail(Defect::out_of_range);
  if (in_value && use_ && !use_->value && tag_.tag_class == TagClass::application)
    use_->value = number_of(primitive, tag_);
  note(role, is_local);
  if (flaw_) return;
  write(type, role, place, primitive, is_local);
  advance();
}

bool ServiceWalk::in_range(const Type& type, Primitive primitive) const {
  if (primitive != Primitive::unsigned_integer && primitive != Primitive::enumerated) return true;
  const std::uint64_t number = unsigned_of(tag_.content);
  return number >= type.least && number <= type.most;
}

void ServiceWalk::note(Role role, bool is_local) {
  const auto number = [this] { return static_cast<std::uint32_t>(unsigned_of(tag_.content)); };
  ObjectUse* const use = use_ && !is_local ? &*use_ : nullptr;
  switch (role) {
    case Role::object:
      return note_object(object_id_of(tag_.content), is_local);
    case Role::object_type:
      object_ = ObjectUse{.type = static_cast<std::uint16_t>(number()), .instance = wildcard_instance};
      object_is_type_ = object_waits_ = true;
      break;
    case Role::object_name:
      // Only UTF-8 (20.2.9) is a name as it stands.
      if (tag_.content[0] == 0) visitor_.object_name(tag_.content.subspan(1));
      break;
    case Role::property:
      value_of_ = number();
      value_index_.reset();
      if (use != nullptr) use->property = value_of_;
      break;
    case Role::index:
      value_index_ = number();
      if (use != nullptr) use->index = value_index_;
      break;
    case Role::priority:
      if (use != nullptr) use->priority = static_cast<std::uint8_t>(number());
      break;
    case Role::device:
      return note_device(object_id_of(tag_.content));
    case Role::vendor:
      visitor_.device(device_, static_cast<std::uint16_t>(number()));
      break;
    case Role::field:
    case Role::error_class:
    case Role::error_code:
      break;
  }
}

void ServiceWalk::note_object(ObjectId id, bool is_local) {
  value_of_type_ = id.type;
  if (is_local) return;
  const ObjectUse use{.type = id.type, .instance = id.instance};
  if (entry_open_) {
    use_ = use;
    return;
  }
  flush_object();
  object_ = use;
  object_is_type_ = false;
  object_waits_ = true;
}

void ServiceWalk::note_device(ObjectId id) {
  if (id.type != device_object) return fail(Defect::out_of_range);
  device_ = id.instance;
}

void ServiceWalk::write(const Type& type, Role role, const Place& place, Primitive primitive, bool is_local) {
  const bool waits = !is_local && !entry_open_ && (role == Role::object || role == Role::object_type);
  if (waits) return;
  core::FieldWriter* const fields = out();
  if (fields == nullptr) return;
  const bool is_payload = primitive == Primitive::octets || primitive == Primitive::text;
  if (role == Role::object) {
    write_object_id(*fields, object_id_of(tag_.content));
  } else if (role == Role::property) {
    write_property_id(*fields, static_cast<std::uint32_t>(unsigned_of(tag_.content)));
  } else if (role == Role::error_class || role == Role::error_code) {
    const bool is_class = role == Role::error_class;
    const auto number = static_cast<std::uint32_t>(unsigned_of(tag_.content));
    fields->number(place.name, number);
    const NameText name{is_class ? names::error_classes : names::error_codes, number};
    fields->text(is_class ? "error_class_name" : "error", name.text());
  } else if (type.show == Show::presence) {
    fields->boolean(place.name, true);
  } else if (type.show == Show::length && type.kind == Kind::primitive) {
    fields->number(place.name, payload_length(primitive, tag_));
  } else if (type.show == Show::length && is_payload) {
    fields->begin_object(place.name);
    fields->number("length", payload_length(primitive, tag_));
    fields->end_object();
  } else if (type.kind == Kind::any_primitive && primitive == Primitive::enumerated && state_names_ != nullptr) {
    write_primitive(*fields, place.name, primitive, enumeration(*state_names_), tag_);
  } else {
    write_primitive(*fields, place.name, primitive, type, tag_);
  }
  if (role == Role::device) fields->number("device_instance", device_);
}

}  // namespace vedette::decoders::bacnet
