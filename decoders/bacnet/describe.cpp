// SPDX-License-Identifier: Apache-2.0
// Every field of a BACnet message by the name that `vedette decode` gives it.
#include <array>

#include "core/byte_cursor.h"
#include "decoders/bacnet/decoder.h"
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet {
namespace {

using core::FieldWriter;

template <typename T>
void number(FieldWriter& fields, std::string_view name, const std::optional<T>& value) {
  if (value) fields.number(name, *value);
}
void name_of(FieldWriter& fields, std::string_view field, std::string_view name) {
  if (!name.empty()) fields.text(field, name);
}

void describe_address(FieldWriter& fields, std::string_view name, const std::optional<LinkAddress>& address) {
  if (!address) return;
  fields.begin_object(name);
  fields.text("ip", address->ip.to_string());
  fields.number("port", address->port.number);
  fields.end_object();
}

/// "0a:1b": an address on a network whose kind is not known here.
void describe_octets(FieldWriter& fields, std::string_view name, core::Bytes octets) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<char, 3 * 255> text{};  // its length is one octet
  std::size_t size = 0;
  for (const std::uint8_t octet : octets) {
    if (size > 0) text[size++] = ':';
    text[size++] = digits[octet >> 4];
    text[size++] = digits[octet & 15];
  }
  if (size > 0) fields.text(name, {text.data(), size});
}

void describe_table(const LinkHeader& link, FieldWriter& fields) {
  if (link.table.empty()) return;
  const bool foreign = link.function == LinkFunction::read_foreign_device_table_ack;
  fields.begin_array(foreign ? "foreign_devices" : "broadcast_distribution");
  for (core::Bytes left = link.table; left.size() >= table_entry_size; left = left.subspan(table_entry_size)) {
    const TableEntry entry = table_entry(left.first(table_entry_size));
    fields.begin_object({});
    fields.text("ip", entry.address.ip.to_string());
    fields.number("port", entry.address.port.number);
    if (foreign) {
      fields.number("ttl", entry.ttl);
      fields.number("remaining", entry.remaining);
    } else {
      fields.text("mask", entry.mask.to_string());
    }
    fields.end_object();
  }
  fields.end_array();
}

void describe_link(const Message& m, FieldWriter& fields) {
  const LinkHeader& link = m.link;
  if (link.type == 0) return;
  if (link.function) fields.text(link.type == type_ipv6 ? "bvlc_ipv6" : "bvlc", to_string(*link.function));
  number(fields, "bvlc_function", link.function_code);
  number(fields, "virtual_source", link.virtual_source);
  number(fields, "virtual_destination", link.virtual_target);
  number(fields, "result_code", link.result);
  if (link.result) name_of(fields, "result", result_name(link.type, *link.result));
  if (m.asked_function && link.result) fields.text("result_of", to_string(*m.asked_function));
  number(fields, "ttl", link.ttl);
  describe_address(fields, "originator", link.originator);
  describe_address(fields, "foreign_device", link.entry);
  describe_table(link, fields);
}

void describe_networks(core::Bytes content, FieldWriter& fields) {
  if (content.size() < 2) return;
  fields.begin_array("networks");
  for (core::ByteCursor in{content}; in.remaining() >= 2;) fields.number({}, in.be16());
  fields.end_array();
}

void describe_ports(core::Bytes content, FieldWriter& fields) {
  if (content.empty()) return;
  core::ByteCursor in{content};
  fields.begin_array("ports");
  for (std::uint8_t left = in.u8(); left > 0; --left) {
    const std::uint16_t network = in.be16();
    const std::uint8_t port = in.u8();
    const core::Bytes info = in.bytes(in.u8());
    if (!in.ok()) break;
    fields.begin_object({});
    fields.number("network", network);
    fields.number("port_id", port);
    describe_octets(fields, "port_info", info);
    fields.end_object();
  }
  fields.end_array();
}

/// A message of one network and one octet.
void describe_pair(core::ByteCursor in, std::string_view octet_name, FieldWriter& fields) {
  const std::uint16_t network = in.be16();
  const std::uint8_t octet = in.u8();
  if (!in.ok()) return;
  fields.number("network", network);
  fields.number(octet_name, octet);
}

void describe_reject(core::ByteCursor in, FieldWriter& fields) {
  const std::uint8_t reason = in.u8();
  const std::uint16_t network = in.be16();
  if (!in.ok()) return;
  fields.number("reason_code", reason);
  name_of(fields, "reason", network_reject_name(reason));
  fields.number("network", network);
}

void describe_network_message(const NetworkMessage& message, FieldWriter& fields) {
  fields.text("message", network_message_info(message.type).name);
  fields.number("message_type", message.type);
  number(fields, "vendor_id", message.vendor);
  const core::ByteCursor in{message.content};
  switch (static_cast<NetworkMessageType>(message.type)) {
    case NetworkMessageType::who_is_router_to_network:
    case NetworkMessageType::i_am_router_to_network:
    case NetworkMessageType::router_busy_to_network:
    case NetworkMessageType::router_available_to_network:
    case NetworkMessageType::disconnect_connection_to_network:
      return describe_networks(message.content, fields);
    case NetworkMessageType::i_could_be_router_to_network:
      return describe_pair(in, "performance_index", fields);
    case NetworkMessageType::reject_message_to_network:
      return describe_reject(in, fields);
    case NetworkMessageType::initialize_routing_table:
    case NetworkMessageType::initialize_routing_table_ack:
      return describe_ports(message.content, fields);
    case NetworkMessageType::establish_connection_to_network:
      return describe_pair(in, "termination_time", fields);
    case NetworkMessageType::network_number_is:
      return describe_pair(in, "configured", fields);
    default:
      break;
  }
}

void describe_npdu(const Message& m, FieldWriter& fields) {
  const Npdu& npdu = *m.npdu;
  if (!npdu.version) return;
  fields.begin_object("npdu");
  fields.number("version", *npdu.version);
  if (npdu.control) {
    fields.boolean("expecting_reply", npdu.expects_reply());
    fields.text("priority", priority_name(npdu.priority()));
  }
  if (npdu.target) {
    fields.number("dnet", npdu.target->network);
    describe_octets(fields, "dadr", npdu.target->address);
  }
  if (npdu.source) {
    fields.number("snet", npdu.source->network);
    describe_octets(fields, "sadr", npdu.source->address);
  }
  number(fields, "hop_count", npdu.hop_count);
  if (m.network) describe_network_message(*m.network, fields);
  fields.end_object();
}

void describe_capacity(const Apdu& apdu, FieldWriter& fields) {
  if (!apdu.capacity) return;
  fields.boolean("segmented_response_accepted", apdu.segmented_response_accepted);
  number(fields, "max_segments_accepted", apdu.max_segments());
  if (const unsigned length = apdu.max_length(); length > 0) fields.number("max_apdu_length_accepted", length);
}

void describe_segment(const Message& m, FieldWriter& fields) {
  const Apdu& apdu = *m.apdu;
  if (apdu.segmented) {
    fields.boolean("segmented", true);
    fields.boolean("more_follows", apdu.more_follows);
  }
  number(fields, "sequence_number", apdu.sequence_number);
  number(fields, apdu.segmented ? "proposed_window_size" : "actual_window_size", apdu.window_size);
  if (m.repeated_segment) fields.boolean("repeated_segment", true);
  if (m.segments > 0) fields.number("segments", m.segments);
}

void describe_service(const Message& m, FieldWriter& fields) {
  const auto service = service_of(m);
  if (!service) return;
  const bool unconfirmed = m.apdu->type == ApduType::unconfirmed_request;
  fields.text("service",
              NameText{unconfirmed ? names::unconfirmed_services : names::confirmed_services, *service}.text());
  // What only the request said is no field of this message, but its name is what people look for.
  number(fields, "service_code", m.apdu->service);
}

void describe_apdu(const Message& m, FieldWriter& fields) {
  const Apdu& apdu = *m.apdu;
  fields.text("apdu", to_string(apdu.type));
  describe_service(m, fields);
  number(fields, "invoke_id", apdu.invoke_id);
  describe_capacity(apdu, fields);
  describe_segment(m, fields);
  if (apdu.type == ApduType::segment_ack) fields.boolean("negative_ack", apdu.negative);
  if (apdu.type == ApduType::segment_ack || apdu.type == ApduType::abort) fields.boolean("server", apdu.by_server);
  if (!apdu.reason) return;
  if (apdu.type == ApduType::reject) {
    fields.number("reject_reason", *apdu.reason);
    fields.text("reject", NameText{names::reject_reasons, *apdu.reason}.text());
  } else {
    fields.number("abort_reason", *apdu.reason);
    fields.text("abort", NameText{names::abort_reasons, *apdu.reason}.text());
  }
}

class Fields final : public ServiceVisitor {
 public:
  explicit Fields(FieldWriter& fields) : fields_(fields) {}
  FieldWriter* fields() override { return &fields_; }

 private:
  FieldWriter& fields_;
};

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  describe_link(m, fields);
  if (m.npdu) describe_npdu(m, fields);
  if (m.apdu) describe_apdu(m, fields);
  if (m.apdu && m.parameters) {
    Fields visitor{fields};
    walk(m, visitor);
  }
  if (m.request) fields.number("request_pcap_cnt", m.request->frame);
  if (m.asked_frame != 0) fields.number("request_pcap_cnt", m.asked_frame);
}

}  // namespace vedette::decoders::bacnet
