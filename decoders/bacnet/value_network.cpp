// SPDX-License-Identifier: Apache-2.0
// What network ports and their links hold (12.49, 12.56, Annex AB).
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Member host_members[]{
    {"none", 0, null_value},
    {"ip_address", 1, address_octets},
    {"name", 2, text},
};
constexpr Type host = choice(host_members);
constexpr Member host_n_port_members[]{
    {"host", 0, host},
    {"port", 1, unsigned_number},
};
constexpr Member bdt_entry_members[]{
    {"bbmd_address", 0, host_n_port},
    maybe("broadcast_mask", 1, address_octets),
};
constexpr Member fdt_entry_members[]{
    {"bacnet_ip_address", 0, address_octets},
    {"time_to_live", 1, unsigned_number},
    {"remaining_time_to_live", 2, unsigned_number},
};
constexpr Member router_entry_members[]{
    {"network_number", 0, unsigned_number},
    {"mac_address", 1, address_octets},
    {"status", 2, router_status},
    maybe("performance_index", 3, unsigned_number),
};
constexpr Member vmac_entry_members[]{
    {"virtual_mac_address", 0, address_octets},
    {"native_mac_address", 1, address_octets},
};
constexpr Member security_policy_entry_members[]{
    {"port_id", 0, unsigned_number},
    {"security_level", 1, security_policy},
};
constexpr Member key_identifier_members[]{
    {"algorithm", 0, unsigned_number},
    {"key_id", 1, unsigned_number},
};
constexpr Type key_identifier = sequence(key_identifier_members);
constexpr Type key_identifiers = list_of(key_identifier);
constexpr Member security_key_set_members[]{
    {"key_revision", 0, unsigned_number},
    {"activation_time", 1, date_time},
    {"expiration_time", 2, date_time},
    {"key_ids", 3, key_identifiers},
};
constexpr Member sc_hub_connection_members[]{
    {"connection_state", 0, sc_connection_state},
    {"connect_timestamp", 1, date_time},
    {"disconnect_timestamp", 2, date_time},
    maybe("error", 3, error),
    maybe("error_details", 4, text),
};
constexpr Member sc_hub_function_connection_members[]{
    {"connection_state", 0, sc_connection_state},
    {"connect_timestamp", 1, date_time},
    {"disconnect_timestamp", 2, date_time},
    {"peer_address", 3, host_n_port},
    {"peer_vmac", 4, address_octets},
    {"peer_uuid", 5, octets},
    maybe("error", 6, error),
    maybe("error_details", 7, text),
};
constexpr Member sc_direct_connection_members[]{
    {"uri", 0, text},
    {"connection_state", 1, sc_connection_state},
    {"connect_timestamp", 2, date_time},
    {"disconnect_timestamp", 3, date_time},
    maybe("peer_address", 4, host_n_port),
    maybe("peer_vmac", 5, address_octets),
    maybe("peer_uuid", 6, octets),
    maybe("error", 7, error),
    maybe("error_details", 8, text),
};
constexpr Member sc_failed_connection_request_members[]{
    {"timestamp", 0, date_time},
    {"peer_address", 1, host_n_port},
    maybe("peer_vmac", 2, address_octets),
    maybe("peer_uuid", 3, octets),
    {"error", 4, error},
    maybe("error_details", 5, text),
};

}  // namespace

constinit const Type host_n_port = sequence(host_n_port_members);
constinit const Type bdt_entry = sequence(bdt_entry_members);
constinit const Type fdt_entry = sequence(fdt_entry_members);
constinit const Type router_entry = sequence(router_entry_members);
constinit const Type vmac_entry = sequence(vmac_entry_members);
constinit const Type security_policy_entry = sequence(security_policy_entry_members);
constinit const Type security_key_set = sequence(security_key_set_members);
constinit const Type sc_hub_connection = sequence(sc_hub_connection_members);
constinit const Type sc_hub_function_connection = sequence(sc_hub_function_connection_members);
constinit const Type sc_direct_connection = sequence(sc_direct_connection_members);
constinit const Type sc_failed_connection_request = sequence(sc_failed_connection_request_members);

}  // namespace vedette::decoders::bacnet::types
