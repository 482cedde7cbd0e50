// SPDX-License-Identifier: Apache-2.0
// Every field of an LLDP frame by the name that `vedette decode` gives it.
#include <array>
#include <string>

#include "core/hex.h"
#include "decoders/lldp/decoder.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::lldp {
namespace {

using core::ByteCursor;
using core::Bytes;
using core::FieldWriter;

/// IANA's address family (1: IPv4, 2: IPv6, 6: IEEE 802) and the address.
std::string address(Bytes value) {
  if (value.empty()) return {};
  const Bytes octets = value.subspan(1);
  if (value[0] == 1 && octets.size() == 4) return core::IpAddress::v4(octets).to_string();
  if (value[0] == 2 && octets.size() == 16) return core::IpAddress::v6(octets).to_string();
  if (value[0] == 6 && octets.size() == 6) return core::MacAddress::from(octets).to_string();
  return core::to_hex(octets);
}

/// Clauses 8.5.2.2 and 8.5.3.2: the kinds of both identifiers.
constexpr std::array<std::string_view, 8> chassis_kinds{
    "reserved",    "chassis_component", "interface_alias", "port_component",
    "mac_address", "network_address",   "interface_name",  "local"};
constexpr std::array<std::string_view, 8> port_kinds{
    "reserved",        "interface_alias", "port_component",   "mac_address",
    "network_address", "interface_name",  "agent_circuit_id", "local"};

void describe_identifier(FieldWriter& fields, std::string_view name, std::string_view kind_name, std::string_view kind,
                         const Identifier& id) {
  name_or_code(fields, kind_name, kind, kind_name, id.subtype);
  if (kind == "mac_address" && id.value.size() == 6) {
    fields.text(name, core::MacAddress::from(id.value).to_string());
  } else if (kind == "network_address") {
    fields.text(name, address(id.value));
  } else {
    fields.text(name, core::as_text(id.value));
  }
}

std::string_view kind_of(const std::array<std::string_view, 8>& kinds, std::uint8_t subtype) {
  return subtype < kinds.size() ? kinds[subtype] : std::string_view{};
}

/// Clause 8.5.8.1.
void describe_capabilities(FieldWriter& fields, std::string_view name, std::uint16_t bits) {
  constexpr std::array<std::string_view, 11> names{
      "other",        "repeater", "bridge", "wlan_access_point", "router", "telephone", "docsis_cable_device",
      "station_only", "c_vlan",   "s_vlan", "two_port_mac_relay"};
  fields.begin_array(name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if ((bits >> i & 1) != 0) fields.text({}, names[i]);
  }
  fields.end_array();
}

void describe_management(const Message& m, FieldWriter& fields) {
  bool any = false;
  for (ByteCursor in{m.elements}; !in.empty();) {
    const Element element = next_element(in);
    if (element.type != management_address) continue;
    if (!any) fields.begin_array("management_addresses");
    any = true;
    fields.text({}, address(element.value.subspan(1, element.value[0])));
  }
  if (any) fields.end_array();
}

/// Whose elements stand there beside the standard ones, so that what isn't read here is at least named.
void describe_organisational(const Message& m, FieldWriter& fields) {
  bool any = false;
  for (ByteCursor in{m.elements}; !in.empty();) {
    const Element element = next_element(in);
    if (element.type != organisational) continue;
    if (!any) fields.begin_array("organisational");
    any = true;
    fields.begin_object({});
    fields.text("oui", core::to_hex(element.value.first(3)));
    fields.number("subtype", element.value[3]);
    fields.end_object();
  }
  if (any) fields.end_array();
}

void describe_inventory(const Inventory& inventory, FieldWriter& fields) {
  optional_text(fields, "hardware_revision", inventory.hardware);
  optional_text(fields, "firmware_revision", inventory.firmware);
  optional_text(fields, "software_revision", inventory.software);
  optional_text(fields, "serial_number", inventory.serial_number);
  optional_text(fields, "manufacturer", inventory.manufacturer);
  optional_text(fields, "model", inventory.model);
  optional_text(fields, "asset_id", inventory.asset_id);
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (m.chassis)
    describe_identifier(fields, "chassis_id", "chassis_id_type", kind_of(chassis_kinds, m.chassis->subtype),
                        *m.chassis);
  if (m.port) describe_identifier(fields, "port_id", "port_id_type", kind_of(port_kinds, m.port->subtype), *m.port);
  optional_number(fields, "ttl", m.ttl);
  optional_text(fields, "port_description", m.port_description);
  optional_text(fields, "system_name", m.system_name);
  optional_text(fields, "system_description", m.system_description);
  if (m.capabilities) describe_capabilities(fields, "capabilities", *m.capabilities);
  if (m.enabled_capabilities) describe_capabilities(fields, "enabled_capabilities", *m.enabled_capabilities);
  describe_management(m, fields);
  optional_number(fields, "port_vlan", m.port_vlan);
  if (!m.profinet_mac.is_zero()) fields.text("profinet_chassis_mac", m.profinet_mac.to_string());
  describe_inventory(m.inventory, fields);
  describe_organisational(m, fields);
}

}  // namespace vedette::decoders::lldp
