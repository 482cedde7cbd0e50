// SPDX-License-Identifier: Apache-2.0
// Names of what a network port and its links may be (135-2020, clause 21).
#include "decoders/bacnet/names.h"

namespace vedette::decoders::bacnet::names {
namespace {

constexpr std::string_view ip_modes_table[]{"normal", "foreign", "bbmd"};
constexpr std::string_view network_number_qualities_table[]{"unknown", "learned", "learned_configured", "configured"};
constexpr std::string_view network_port_commands_table[]{"idle",
                                                         "discard_changes",
                                                         "renew_fd_registration",
                                                         "restart_slave_discovery",
                                                         "renew_dhcp",
                                                         "restart_autonegotiation",
                                                         "disconnect",
                                                         "restart_port"};
constexpr std::string_view network_types_table[]{"ethernet",   "arcnet", "mstp",   "ptp",
                                                 "lontalk",    "ipv4",   "zigbee", "virtual",
                                                 "non_bacnet", "ipv6",   "serial", "secure_connect"};
constexpr std::string_view protocol_levels_table[]{"physical", "protocol", "bacnet_application",
                                                   "non_bacnet_application"};
constexpr std::string_view router_statuses_table[]{"available", "busy", "disconnected"};
constexpr std::string_view security_levels_table[]{
    "incapable", "plain", "signed", "encrypted", "signed_end_to_end", "encrypted_end_to_end"};
constexpr std::string_view security_policies_table[]{"plain_non_trusted", "plain_trusted", "signed_trusted",
                                                     "encrypted_trusted"};
constexpr std::string_view sc_connection_states_table[]{"not_connected", "connected", "disconnected_with_errors",
                                                        "failed_to_connect"};
constexpr std::string_view sc_hub_connector_states_table[]{"no_hub_connection", "connected_to_primary",
                                                           "connected_to_failover"};

}  // namespace

constinit const Names ip_modes{.low = ip_modes_table};
constinit const Names network_number_qualities{.low = network_number_qualities_table};
constinit const Names network_port_commands{.low = network_port_commands_table, .vendor_from = 128};
constinit const Names network_types{.low = network_types_table, .vendor_from = 64};
constinit const Names protocol_levels{.low = protocol_levels_table};
constinit const Names router_statuses{.low = router_statuses_table};
constinit const Names security_levels{.low = security_levels_table};
constinit const Names security_policies{.low = security_policies_table};
constinit const Names sc_connection_states{.low = sc_connection_states_table, .vendor_from = 64};
constinit const Names sc_hub_connector_states{.low = sc_hub_connector_states_table, .vendor_from = 64};

}  // namespace vedette::decoders::bacnet::names
