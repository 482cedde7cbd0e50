// SPDX-License-Identifier: Apache-2.0
// Every field of an S7 message by the name that `vedette decode` gives it.
#include <algorithm>

#include "core/byte_cursor.h"
#include "decoders/optional_fields.h"
#include "decoders/s7comm/decoder.h"
#include "decoders/s7comm/names.h"

namespace vedette::decoders::s7comm {
namespace {

using core::Bytes;
using core::FieldWriter;

/// Selectors are two octets of hardware's, or a name.
void describe_selector(FieldWriter& fields, std::string_view name, Bytes value) {
  if (std::ranges::all_of(value, [](std::uint8_t c) { return c >= 0x20 && c < 0x7f; }))
    return optional_text(fields, name, value);
  optional_hex(fields, name, value);
}

/// The called one's second octet: rack in the upper three bits, slot in the lower five; the first says who calls.
void describe_place(const Message& m, FieldWriter& fields) {
  if (m.cotp != Cotp::connection_request || m.target_tsap.size() != 2) return;
  if (m.target_tsap[0] < 1 || m.target_tsap[0] > 3) return;
  fields.number("rack", m.target_tsap[1] >> 5);
  fields.number("slot", m.target_tsap[1] & 31);
}

void describe_items(const Message& m, FieldWriter& fields) {
  fields.begin_array("items");
  for (Bytes items = m.items; !items.empty();) {
    const Item item = next_item(items);
    fields.begin_object({});
    if (item.syntax != Item::any) {
      fields.number("syntax_id", item.syntax);
      fields.end_object();
      continue;
    }
    const std::string_view area = area_name(item.area);
    name_or_code(fields, "area", area, "area_code", item.area);
    if (area == "db" || area == "instance_db") fields.number("db", item.db);
    const bool by_number = area == "counter" || area == "timer";
    fields.number("address", by_number ? item.bit_address : item.bit_address >> 3);
    if (!by_number) fields.number("bit", item.bit_address & 7);
    fields.number("transport_size", item.transport_size);
    fields.number("count", item.count);
    fields.end_object();
  }
  fields.end_array();
}

/// Of a write one octet each; of a read each with its size and data behind it, filled to an even length.
void describe_results(const Message& m, FieldWriter& fields) {
  fields.begin_array("return_codes");
  core::ByteCursor in{m.return_codes};
  for (unsigned left = m.item_count; left > 0 && !in.empty(); --left) {
    fields.number({}, in.u8());
    if (m.function == write_var) continue;
    const std::uint8_t kind = in.u8();
    const std::size_t size = in.be16();
    const bool in_bits = kind >= 3 && kind <= 5;
    const std::size_t octets = in_bits ? (size + 7) / 8 : size;
    in.skip(octets);
    if (octets % 2 != 0 && left > 1) in.skip(1);
  }
  fields.end_array();
}

void describe_user(const UserData& user, FieldWriter& fields) {
  fields.text("type", user.type == 4 ? "request" : user.type == 8 ? "response" : "push");
  name_or_code(fields, "function_group", group_name(user.group), "function_group_code", user.group);
  fields.text("function", user_info(user).name);
  fields.number("sub_function_code", user.sub_function);
  optional_number(fields, "error_code", user.error);
  if (!user.szl_id) return;
  fields.number("szl_id", *user.szl_id);
  fields.number("szl_index", *user.szl_index);
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (!m.cotp) return;
  fields.text("cotp", cotp_name(*m.cotp));
  describe_selector(fields, "src_tsap", m.source_tsap);
  describe_selector(fields, "dest_tsap", m.target_tsap);
  describe_place(m, fields);
  optional_number(fields, "protocol_id", m.protocol_id);
  if (m.protocol_id == 0x72) fields.number("plus_version", m.plus_version);
  if (!m.rosctr) return;
  fields.text("rosctr", rosctr_name(*m.rosctr));
  fields.number("pdu_reference", m.pdu_reference);
  if (m.function) {
    fields.number("function_code", *m.function);
    fields.text("function", function_info(*m.function).name);
  }
  if (m.user) describe_user(*m.user, fields);
  optional_number(fields, "error_code", m.error);
  optional_number(fields, "pdu_length", m.pdu_length);
  if (!m.items.empty()) describe_items(m, fields);
  if (!m.return_codes.empty()) describe_results(m, fields);
  optional_text(fields, "block", m.block);
  optional_text(fields, "service", m.service);
  optional_text(fields, "order_number", m.component.order_number);
  optional_text(fields, "plc_name", m.component.plc_name);
  optional_text(fields, "module_name", m.component.module_name);
  optional_text(fields, "module_type", m.component.module_type);
  optional_text(fields, "serial_number", m.component.serial_number);
  if (m.request_frame != 0) fields.number("request_pcap_cnt", m.request_frame);
}

}  // namespace vedette::decoders::s7comm
