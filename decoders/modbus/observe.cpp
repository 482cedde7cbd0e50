// SPDX-License-Identifier: Apache-2.0
// What a Modbus message means in the words of core::Observation.
#include <array>
#include <memory>
#include <span>

#include "decoders/modbus/decoder.h"
#include "decoders/modbus/functions.h"
#include "decoders/modbus/pdu_parts.h"
#include "decoders/modbus/values.h"

namespace vedette::decoders::modbus {
namespace {

using core::ObjectRef;
using core::Observation;
using core::Verb;

/// Room for the most values that one message writes (1968 coils), without touching what isn't used.
class ValueList {
 public:
  ValueList() {}  // NOLINT: the room stays uninitialised on purpose
  void add(std::uint64_t at, double number) {
    std::construct_at(&room_[size_++], core::Value{.at = at, .number = number});
  }
  std::span<const core::Value> view() const { return {room_.data(), size_}; }

 private:
  static constexpr std::size_t capacity = 8 * max_message_size;
  union {
    std::array<core::Value, capacity> room_;
  };
  std::size_t size_ = 0;
};

Verb verb_of(const Message& m) {
  const Verb verb = function_info(*m.function_code).verb;
  if (m.sub_function) return diagnostic_verb(*m.sub_function);
  if (m.mei_type == mei_device_identification) return Verb::identify;
  return verb;
}

std::string_view operation_of(const Message& m) {
  const std::string_view mei = m.mei_type ? mei_name(*m.mei_type) : std::string_view{};
  return mei.empty() ? function_info(*m.function_code).name : mei;
}

ObjectRef object_of(std::string_view space, std::optional<std::uint16_t> first, std::optional<std::uint16_t> count) {
  if (space.empty() || !first) return {};
  return core::hashed({.space = space, .first = *first, .count = count.value_or(1), .text = {}});
}
ObjectRef object_of(const std::optional<FileRange>& file) {
  if (!file) return {};
  return core::hashed({.space = "file", .first = record_address(*file), .count = file->length, .text = {}});
}

ObjectRef main_object(const Message& m) {
  if (m.file) return object_of(m.file);
  if (m.write_address) return object_of("holding", m.write_address, m.write_quantity);
  const bool queue = m.function_code == static_cast<std::uint8_t>(Function::read_fifo_queue);
  return object_of(function_info(*m.function_code).space, m.address, queue ? std::nullopt : m.quantity);
}

Observation common(const Message& m) {
  Observation o;
  o.kind = m.kind == Kind::request ? core::MessageKind::request : core::MessageKind::response;
  o.verb = verb_of(m);
  o.operation = operation_of(m);
  o.code = *m.function_code;
  o.unit = m.unit_id.value_or(0);
  o.bytes = m.size;
  o.unmatched = m.unmatched;
  if (m.kind == Kind::exception) {
    o.refused = true;
    o.status = m.exception_code.value_or(0);
    o.status_name = exception_name(m.exception_code.value_or(0));
  }
  return o;
}

void observe_write(const Message& m, Observation o, Observer& observer) {
  ValueList values;
  const std::uint64_t first = m.write_address ? *m.write_address : m.address.value_or(0);
  const std::size_t count = value_count(m);
  for (std::size_t i = 0; i < count; ++i) values.add(first + i, value_at(m, i));
  o.values = values.view();
  observer.add(o);
}

/// One observation for each record, since they may be anywhere.
void observe_records(const Message& m, Observation o, Observer& observer) {
  for (core::ByteCursor in{m.data}; !in.empty();) {
    const FileRecord record = next_record(in, m.content);
    ValueList values;
    for (std::size_t i = 0; m.kind == Kind::request && i < record.registers.size() / 2; ++i)
      values.add(record_address(*record.where) + i, register_at(record.registers, i));
    o.object = object_of(record.where);
    o.values = values.view();
    observer.add(o);
  }
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o = common(m);
  if (m.content == Content::records_asked || m.content == Content::records_written)
    return observe_records(m, o, observer);
  o.object = main_object(m);
  if (m.write_address) {
    Observation read = o;
    read.verb = Verb::read;
    read.object = object_of("holding", m.address, m.quantity);
    observer.add(read);
  }
  if (m.kind == Kind::request && o.verb == Verb::write) return observe_write(m, o, observer);
  observer.add(o);
}

}  // namespace vedette::decoders::modbus
