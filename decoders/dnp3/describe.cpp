// SPDX-License-Identifier: Apache-2.0
// Every field of a DNP3 frame by the name that `vedette decode` gives it.
#include <algorithm>

#include "decoders/dnp3/decoder.h"
#include "decoders/dnp3/functions.h"
#include "decoders/dnp3/objects.h"

namespace vedette::decoders::dnp3 {
namespace {

using core::FieldWriter;

constexpr std::size_t max_elements = 64;  // of one object header

std::string_view kind_of(std::uint8_t function) {
  switch (static_cast<Function>(function)) {
    case Function::confirm:
      return "confirm";
    case Function::unsolicited_response:
      return "unsolicited_response";
    default:
      return is_response(function) ? "response" : "request";
  }
}

void describe_link(const Link& link, FieldWriter& fields) {
  fields.number("source", link.source);
  fields.number("destination", link.destination);
  fields.boolean("from_master", link.from_master());
  fields.text("link_function", link_function_name(link));
}

void describe_indications(std::uint16_t indications, FieldWriter& fields) {
  fields.begin_array("internal_indications");
  for (unsigned bit = 0; bit < 16; ++bit)
    if ((indications >> bit & 1) != 0 && !indication_name(bit).empty()) fields.text({}, indication_name(bit));
  fields.end_array();
}

void describe_element(const ObjectHeader& header, std::size_t i, bool answered, FieldWriter& fields) {
  const core::Bytes object = header.object_at(i);
  fields.begin_object({});
  fields.number("index", header.index_of(i));
  const bool control = header.group == group_binary_command && header.variation <= 2;
  const auto value = value_of(header, object);
  if (control) {
    fields.number("control_code", object[0]);
  } else if (value) {
    fields.real("value", *value);
  }
  const auto status = control_status_of(header, object);
  if (status && answered) fields.text("status", control_status_name(*status));
  fields.end_object();
}

void describe_header(const ObjectHeader& header, bool answered, FieldWriter& fields) {
  fields.begin_object({});
  fields.number("group", header.group);
  fields.number("variation", header.variation);
  fields.number("qualifier", header.qualifier);
  if (header.first) fields.number("first", *header.first);
  if (header.last) fields.number("last", *header.last);
  if (header.count) fields.number("count", *header.count);
  const std::size_t count = std::min(header.element_count(), max_elements);
  const bool commands =
      header.group == group_binary_command || header.group == group_analog_command || header.group == 34;
  if (count > 0 && (commands || header.prefix_size > 0)) {
    fields.begin_array("points");
    for (std::size_t i = 0; i < count; ++i) describe_element(header, i, answered, fields);
    fields.end_array();
  }
  fields.end_object();
}

void describe_objects(const Message& m, FieldWriter& fields) {
  ObjectHeader header;
  ObjectWalk walk{m.objects(), carries_objects(*m.function)};
  fields.begin_array("objects");
  while (walk.next(header)) describe_header(header, is_response(*m.function), fields);
  fields.end_array();
  if (walk.unread() > 0) fields.number("unread_bytes", walk.unread());
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (m.function) fields.text("kind", kind_of(*m.function));
  if (m.link) describe_link(*m.link, fields);
  if (m.transport) {
    fields.number("transport_sequence", m.transport->sequence());
    fields.boolean("first_segment", m.transport->is_first());
    fields.boolean("final_segment", m.transport->is_final());
  }
  if (!m.function) return;
  fields.number("sequence", m.control->sequence());
  fields.number("function_code", *m.function);
  fields.text("function", function_info(*m.function).name);
  if (m.indications) describe_indications(*m.indications, fields);
  if (!m.objects().empty()) describe_objects(m, fields);
  if (m.matched) fields.number("request_pcap_cnt", m.request_frame);
}

}  // namespace vedette::decoders::dnp3
