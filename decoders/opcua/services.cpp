// SPDX-License-Identifier: Apache-2.0
#include "decoders/opcua/services.h"

#include <algorithm>
#include <array>

namespace vedette::decoders::opcua {
namespace {

using core::Verb;

struct Row {
  std::uint32_t number;
  ServiceInfo info;
};

/// By number. Of each service the number of its request's, and of its response's, binary encoding (OPC 10000-6,
/// annex A).
constexpr std::array<Row, 79> rows{{
    {397, {"service_fault", Verb::other, true}},
    {422, {"find_servers", Verb::discover, false}},
    {425, {"find_servers", Verb::discover, true}},
    {428, {"get_endpoints", Verb::discover, false}},
    {431, {"get_endpoints", Verb::discover, true}},
    {437, {"register_server", Verb::other, false}},
    {440, {"register_server", Verb::other, true}},
    {446, {"open_secure_channel", Verb::connect, false}},
    {449, {"open_secure_channel", Verb::connect, true}},
    {452, {"close_secure_channel", Verb::disconnect, false}},
    {455, {"close_secure_channel", Verb::disconnect, true}},
    {461, {"create_session", Verb::connect, false}},
    {464, {"create_session", Verb::connect, true}},
    {467, {"activate_session", Verb::connect, false}},
    {470, {"activate_session", Verb::connect, true}},
    {473, {"close_session", Verb::disconnect, false}},
    {476, {"close_session", Verb::disconnect, true}},
    {479, {"cancel", Verb::other, false}},
    {482, {"cancel", Verb::other, true}},
    {488, {"add_nodes", Verb::control, false}},
    {491, {"add_nodes", Verb::control, true}},
    {494, {"add_references", Verb::control, false}},
    {497, {"add_references", Verb::control, true}},
    {500, {"delete_nodes", Verb::control, false}},
    {503, {"delete_nodes", Verb::control, true}},
    {506, {"delete_references", Verb::control, false}},
    {509, {"delete_references", Verb::control, true}},
    {527, {"browse", Verb::read, false}},
    {530, {"browse", Verb::read, true}},
    {533, {"browse_next", Verb::read, false}},
    {536, {"browse_next", Verb::read, true}},
    {554, {"translate_browse_paths_to_node_ids", Verb::read, false}},
    {557, {"translate_browse_paths_to_node_ids", Verb::read, true}},
    {560, {"register_nodes", Verb::other, false}},
    {563, {"register_nodes", Verb::other, true}},
    {566, {"unregister_nodes", Verb::other, false}},
    {569, {"unregister_nodes", Verb::other, true}},
    {615, {"query_first", Verb::read, false}},
    {618, {"query_first", Verb::read, true}},
    {621, {"query_next", Verb::read, false}},
    {624, {"query_next", Verb::read, true}},
    {631, {"read", Verb::read, false}},
    {634, {"read", Verb::read, true}},
    {664, {"history_read", Verb::read, false}},
    {667, {"history_read", Verb::read, true}},
    {673, {"write", Verb::write, false}},
    {676, {"write", Verb::write, true}},
    {700, {"history_update", Verb::write, false}},
    {703, {"history_update", Verb::write, true}},
    {712, {"call", Verb::control, false}},
    {715, {"call", Verb::control, true}},
    {751, {"create_monitored_items", Verb::subscribe, false}},
    {754, {"create_monitored_items", Verb::subscribe, true}},
    {763, {"modify_monitored_items", Verb::subscribe, false}},
    {766, {"modify_monitored_items", Verb::subscribe, true}},
    {769, {"set_monitoring_mode", Verb::other, false}},
    {772, {"set_monitoring_mode", Verb::other, true}},
    {775, {"set_triggering", Verb::other, false}},
    {778, {"set_triggering", Verb::other, true}},
    {781, {"delete_monitored_items", Verb::other, false}},
    {784, {"delete_monitored_items", Verb::other, true}},
    {787, {"create_subscription", Verb::subscribe, false}},
    {790, {"create_subscription", Verb::subscribe, true}},
    {793, {"modify_subscription", Verb::subscribe, false}},
    {796, {"modify_subscription", Verb::subscribe, true}},
    {799, {"set_publishing_mode", Verb::other, false}},
    {802, {"set_publishing_mode", Verb::other, true}},
    {826, {"publish", Verb::read, false}},
    {829, {"publish", Verb::read, true}},
    {832, {"republish", Verb::read, false}},
    {835, {"republish", Verb::read, true}},
    {841, {"transfer_subscriptions", Verb::subscribe, false}},
    {844, {"transfer_subscriptions", Verb::subscribe, true}},
    {847, {"delete_subscriptions", Verb::other, false}},
    {850, {"delete_subscriptions", Verb::other, true}},
    {12208, {"find_servers_on_network", Verb::discover, false}},
    {12209, {"find_servers_on_network", Verb::discover, true}},
    {12211, {"register_server_2", Verb::other, false}},
    {12212, {"register_server_2", Verb::other, true}},
}};
static_assert(std::ranges::is_sorted(rows, {}, &Row::number));

constexpr std::array<std::string_view, 50> operations{"hello",
                                                      "acknowledge",
                                                      "error",
                                                      "reverse_hello",
                                                      "open",
                                                      "message",
                                                      "close",
                                                      "encrypted",
                                                      "continued",
                                                      "abort",
                                                      "service_fault",
                                                      "find_servers",
                                                      "get_endpoints",
                                                      "register_server",
                                                      "open_secure_channel",
                                                      "close_secure_channel",
                                                      "create_session",
                                                      "activate_session",
                                                      "close_session",
                                                      "cancel",
                                                      "add_nodes",
                                                      "add_references",
                                                      "delete_nodes",
                                                      "delete_references",
                                                      "browse",
                                                      "browse_next",
                                                      "translate_browse_paths_to_node_ids",
                                                      "register_nodes",
                                                      "unregister_nodes",
                                                      "query_first",
                                                      "query_next",
                                                      "read",
                                                      "history_read",
                                                      "write",
                                                      "history_update",
                                                      "call",
                                                      "create_monitored_items",
                                                      "modify_monitored_items",
                                                      "set_monitoring_mode",
                                                      "set_triggering",
                                                      "delete_monitored_items",
                                                      "create_subscription",
                                                      "modify_subscription",
                                                      "set_publishing_mode",
                                                      "publish",
                                                      "republish",
                                                      "transfer_subscriptions",
                                                      "delete_subscriptions",
                                                      "find_servers_on_network",
                                                      "register_server_2"};

}  // namespace

ServiceInfo service_info(std::uint32_t number) {
  const auto* const row = std::ranges::lower_bound(rows, number, {}, &Row::number);
  return row != rows.end() && row->number == number ? row->info : ServiceInfo{};
}

std::span<const std::string_view> operation_names() {
  return operations;
}

}  // namespace vedette::decoders::opcua
