// SPDX-License-Identifier: Apache-2.0
// Every field of a DHCPv6 message by the name that `vedette decode` gives it.
#include <array>
#include <string>

#include "core/byte_cursor.h"
#include "decoders/dhcpv6/decoder.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::dhcpv6 {
namespace {

using core::Bytes;
using core::FieldWriter;
using core::IpAddress;

void names(FieldWriter& fields, std::string_view name, Bytes encoded) {
  if (encoded.empty()) return;
  fields.begin_array(name);
  while (!encoded.empty()) {
    std::array<char, 256> room;
    std::size_t taken = 0;
    const std::string_view text = decode_name(encoded, room, taken);
    if (!text.empty()) fields.text({}, text);
    encoded = encoded.subspan(taken);
  }
  fields.end_array();
}

void describe_leases(const Message& m, FieldWriter& fields, bool prefixes) {
  bool any = false;
  for (Leases leases{m.options}; const auto lease = leases.next();) {
    if (lease->is_prefix != prefixes) continue;
    if (!any) fields.begin_array(prefixes ? "prefixes" : "addresses");
    any = true;
    const std::string length = prefixes ? "/" + std::to_string(lease->prefix_length) : std::string{};
    fields.text({}, lease->address.to_string() + length);
  }
  if (any) fields.end_array();
}

void describe_client(const Message& m, FieldWriter& fields) {
  optional_hex(fields, "client_duid", m.client_id);
  if (const auto mac = mac_of_duid(m.client_id); !mac.is_zero()) fields.text("client_mac", mac.to_string());
  optional_hex(fields, "server_duid", m.server_id);
  std::array<char, 256> room;
  std::size_t taken = 0;
  optional_text(fields, "fqdn", decode_name(m.fqdn, room, taken));
  optional_text(fields, "vendor_class", first_item(m.vendor_class));
  optional_number(fields, "vendor_enterprise", m.vendor_enterprise);
}

void describe_lists(const Message& m, FieldWriter& fields) {
  if (!m.requested.empty()) {
    fields.begin_array("requested_options");
    for (core::ByteCursor in{m.requested}; !in.empty();) fields.number({}, in.be16());
    fields.end_array();
  }
  describe_leases(m, fields, false);
  describe_leases(m, fields, true);
  if (!m.dns_servers.empty()) {
    fields.begin_array("dns_servers");
    for (core::ByteCursor in{m.dns_servers}; !in.empty();) fields.text({}, IpAddress::v6(in.bytes(16)).to_string());
    fields.end_array();
  }
  names(fields, "domains", m.domains);
}

void describe_relay(const Message& m, FieldWriter& fields) {
  fields.begin_object("relay");
  fields.number("count", m.relays);
  fields.text("direction", m.to_client ? "to_client" : "to_server");
  if (m.link_ip.is_set()) fields.text("link_ip", m.link_ip.to_string());
  if (m.peer_ip.is_set()) fields.text("peer_ip", m.peer_ip.to_string());
  optional_hex(fields, "interface_id", m.interface_id);
  optional_hex(fields, "remote_id", m.remote_id);
  fields.end_object();
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (!m.type) return;
  name_or_code(fields, "type", type_name(*m.type), "type_code", *m.type);
  fields.number("transaction_id", m.transaction_id);
  describe_client(m, fields);
  describe_lists(m, fields);
  if (m.status) {
    fields.number("status_code", *m.status);
    optional_text(fields, "status", status_name(*m.status));
  }
  if (m.rapid_commit) fields.boolean("rapid_commit", true);
  if (m.relays > 0) describe_relay(m, fields);
}

}  // namespace vedette::decoders::dhcpv6
