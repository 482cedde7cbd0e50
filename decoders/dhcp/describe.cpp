// SPDX-License-Identifier: Apache-2.0
// Every field of a DHCP message by the name that `vedette decode` gives it.
#include <string>

#include "core/byte_cursor.h"
#include "decoders/dhcp/decoder.h"
#include "decoders/dhcp/options.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::dhcp {
namespace {

using core::Bytes;
using core::FieldWriter;

void address(FieldWriter& fields, std::string_view name, const core::IpAddress& value) {
  if (value.is_set()) fields.text(name, value.to_string());
}

void addresses(FieldWriter& fields, std::string_view name, Bytes list) {
  if (list.size() < 4) return;
  fields.begin_array(name);
  for (; list.size() >= 4; list = list.subspan(4)) fields.text({}, core::IpAddress::v4(list.first(4)).to_string());
  fields.end_array();
}

/// Labels with their lengths before them (RFC 1035, 3.1); compression is not allowed here (RFC 4702, 2.3.1).
void labels(FieldWriter& fields, std::string_view name, Bytes encoded) {
  std::string out;
  for (core::ByteCursor in{encoded}; !in.empty();) {
    const std::uint8_t size = in.u8();
    if (size == 0) break;
    const Bytes label = in.bytes(size);
    if (!in.ok()) break;
    if (!out.empty()) out += '.';
    out += core::as_text(label);
  }
  if (!out.empty()) fields.text(name, out);
}

/// RFC 2132, 9.14: a hardware type and an address, or anything.
void describe_client_id(FieldWriter& fields, Bytes id) {
  if (id.size() == 7 && id[0] == 1) {
    fields.text("client_id", core::MacAddress::from(id.subspan(1)).to_string());
  } else {
    optional_hex(fields, "client_id", id, ':');
  }
}

void describe_type(const Message& m, FieldWriter& fields) {
  if (!m.type) return fields.text("type", m.op == 1 ? "bootp_request" : "bootp_reply");
  name_or_code(fields, "type", type_name(*m.type), "type_code", *m.type);
}

void describe_offer(const Message& m, FieldWriter& fields) {
  address(fields, "subnet_mask", m.subnet_mask);
  addresses(fields, "router", m.routers);
  addresses(fields, "dns_servers", m.dns_servers);
  addresses(fields, "ntp_servers", m.ntp_servers);
  optional_text(fields, "domain", m.domain);
  optional_number(fields, "lease_time", m.lease_time);
  optional_text(fields, "tftp_server", m.tftp_server);
  optional_text(fields, "boot_file", m.boot_file);
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (!m.has_header) return;
  describe_type(m, fields);
  fields.number("transaction_id", m.transaction_id);
  if (!m.client_mac.is_zero()) fields.text("client_mac", m.client_mac.to_string());
  address(fields, "client_ip", m.client_ip);
  address(fields, "assigned_ip", m.assigned_ip);
  address(fields, "next_server_ip", m.next_server_ip);
  address(fields, "relay_ip", m.relay_ip);
  address(fields, "requested_ip", m.requested_ip);
  address(fields, "server_ip", m.server_ip);
  optional_text(fields, "hostname", m.host_name);
  if (m.fqdn_is_encoded)
    labels(fields, "fqdn", m.fqdn);
  else
    optional_text(fields, "fqdn", m.fqdn);
  optional_text(fields, "vendor_class", m.vendor_class);
  optional_text(fields, "user_class", m.user_class);
  describe_client_id(fields, m.client_id);
  if (!m.parameters.empty()) {
    fields.begin_array("params");
    for (const std::uint8_t code : m.parameters) fields.number({}, code);
    fields.end_array();
  }
  describe_offer(m, fields);
  optional_hex(fields, "circuit_id", m.circuit_id, ':');
  optional_hex(fields, "remote_id", m.remote_id, ':');
}

}  // namespace vedette::decoders::dhcp
