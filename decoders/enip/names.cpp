// SPDX-License-Identifier: Apache-2.0
// The names of EtherNet/IP and CIP as tables.
#include <array>

#include "decoders/enip/cip.h"

namespace vedette::decoders::enip {
namespace {

using core::Verb;

constexpr std::uint32_t connection_manager = 6, pccc_object = 0x67, symbol_object = 0x6b, template_object = 0x6c;

/// Volume 1, A-3: services that mean the same in every class.
ServiceInfo common_service(std::uint8_t service) {
  switch (service) {
    case 0x01:
      return {"get_attributes_all", Verb::read};
    case 0x02:
      return {"set_attributes_all", Verb::write};
    case 0x03:
      return {"get_attribute_list", Verb::read};
    case 0x04:
      return {"set_attribute_list", Verb::write};
    case 0x05:
      return {"reset", Verb::control};
    case 0x06:
      return {"start", Verb::control};
    case 0x07:
      return {"stop", Verb::control};
    case 0x08:
      return {"create", Verb::control};
    case 0x09:
      return {"delete", Verb::control};
    case 0x0a:
      return {"multiple_service_packet", Verb::other};
    case 0x0d:
      return {"apply_attributes", Verb::control};
    case 0x0e:
      return {"get_attribute_single", Verb::read};
    case 0x10:
      return {"set_attribute_single", Verb::write};
    case 0x11:
      return {"find_next_object_instance", Verb::read};
    case 0x15:
      return {"restore", Verb::control};
    case 0x16:
      return {"save", Verb::control};
    case 0x17:
      return {"no_operation", Verb::other};
    case 0x18:
      return {"get_member", Verb::read};
    case 0x19:
      return {"set_member", Verb::write};
    case 0x1a:
      return {"insert_member", Verb::write};
    case 0x1b:
      return {"remove_member", Verb::write};
    case 0x1c:
      return {"group_sync", Verb::other};
    default:
      return {"unknown_service", Verb::other};
  }
}

/// Volume 1, 3-5.5.
ServiceInfo connection_service(std::uint8_t service) {
  switch (service) {
    case 0x4e:
      return {"forward_close", Verb::disconnect};
    case 0x52:
      return {"unconnected_send", Verb::other};
    case 0x54:
      return {"forward_open", Verb::connect};
    case 0x56:
      return {"get_connection_data", Verb::read};
    case 0x57:
      return {"search_connection_data", Verb::read};
    case 0x5a:
      return {"get_connection_owner", Verb::read};
    case 0x5b:
      return {"large_forward_open", Verb::connect};
    default:
      return {"unknown_service", Verb::other};
  }
}

/// Rockwell's publication 1756-PM020.
ServiceInfo tag_service(std::uint8_t service) {
  switch (service) {
    case 0x4c:
      return {"read_tag", Verb::read};
    case 0x4d:
      return {"write_tag", Verb::write};
    case 0x4e:
      return {"read_modify_write_tag", Verb::write};
    case 0x52:
      return {"read_tag_fragmented", Verb::read};
    case 0x53:
      return {"write_tag_fragmented", Verb::write};
    case 0x55:
      return {"get_instance_attribute_list", Verb::read};
    default:
      return {"unknown_service", Verb::other};
  }
}

}  // namespace

ServiceInfo service_info(std::uint8_t service, std::optional<std::uint32_t> object_class) {
  constexpr std::uint8_t first_of_class = 0x4b;
  if (service < first_of_class) return common_service(service);
  if (object_class == connection_manager) return connection_service(service);
  if (object_class == pccc_object && service == first_of_class) return {"execute_pccc", Verb::control};
  const bool has_tags = !object_class || object_class == symbol_object || object_class == template_object;
  return has_tags ? tag_service(service) : ServiceInfo{"unknown_service", Verb::other};
}

std::string_view status_name(std::uint8_t status) {
  // Volume 1, B-1.
  constexpr std::array<std::string_view, 43> names{"success",
                                                   "connection_failure",
                                                   "resource_unavailable",
                                                   "invalid_parameter_value",
                                                   "path_segment_error",
                                                   "path_destination_unknown",
                                                   "partial_transfer",
                                                   "connection_lost",
                                                   "service_not_supported",
                                                   "invalid_attribute_value",
                                                   "attribute_list_error",
                                                   "already_in_requested_state",
                                                   "object_state_conflict",
                                                   "object_already_exists",
                                                   "attribute_not_settable",
                                                   "privilege_violation",
                                                   "device_state_conflict",
                                                   "reply_data_too_large",
                                                   "fragmentation_of_a_primitive_value",
                                                   "not_enough_data",
                                                   "attribute_not_supported",
                                                   "too_much_data",
                                                   "object_does_not_exist",
                                                   "fragmentation_not_in_progress",
                                                   "no_stored_attribute_data",
                                                   "store_operation_failure",
                                                   "request_too_large_to_route",
                                                   "response_too_large_to_route",
                                                   "missing_attribute_list_entry",
                                                   "invalid_attribute_value_list",
                                                   "embedded_service_error",
                                                   "vendor_specific_error",
                                                   "invalid_parameter",
                                                   "already_written",
                                                   "invalid_reply_received",
                                                   "buffer_overflow",
                                                   "invalid_message_format",
                                                   "key_failure_in_path",
                                                   "path_size_invalid",
                                                   "unexpected_attribute_in_list",
                                                   "invalid_member_id",
                                                   "member_not_settable",
                                                   "group_2_only_server_failure"};
  return status < names.size() ? names[status] : std::string_view{};
}

std::string_view vendor_name(std::uint16_t vendor) {
  switch (vendor) {
    case 1:
      return "Rockwell Automation/Allen-Bradley";
    case 3:
      return "Honeywell";
    case 26:
      return "Festo";
    case 40:
      return "WAGO";
    case 47:
      return "Omron";
    case 68:
      return "Eaton Electrical";
    case 90:
      return "HMS Industrial Networks";
    case 161:
      return "Mitsubishi Electric";
    case 243:
      return "Schneider Automation";
    case 256:
      return "Turck";
    case 283:
      return "Hilscher";
    case 367:
      return "Keyence";
    case 562:
      return "Phoenix Contact";
    case 678:
      return "Cognex";
    case 808:
      return "SICK";
    default:
      return {};
  }
}

std::string_view device_type_name(std::uint16_t type) {
  // Volume 1, chapter 6.
  switch (type) {
    case 2:
      return "ac_drive";
    case 7:
      return "general_purpose_discrete_io";
    case 12:
      return "communications_adapter";
    case 14:
      return "programmable_logic_controller";
    case 16:
      return "position_controller";
    case 19:
      return "dc_drive";
    case 22:
      return "motor_starter";
    case 24:
      return "human_machine_interface";
    case 27:
      return "pneumatic_valve";
    case 34:
      return "encoder";
    case 35:
      return "safety_discrete_io";
    case 37:
      return "cip_motion_drive";
    case 43:
      return "generic_device";
    case 44:
      return "managed_ethernet_switch";
    default:
      return {};
  }
}

std::string_view command_name(std::uint16_t command) {
  // Volume 2, table 2-3.2.
  switch (command) {
    case 0x0000:
      return "nop";
    case 0x0004:
      return "list_services";
    case 0x0063:
      return "list_identity";
    case 0x0064:
      return "list_interfaces";
    case 0x0065:
      return "register_session";
    case 0x0066:
      return "unregister_session";
    case 0x006f:
      return "send_rr_data";
    case 0x0070:
      return "send_unit_data";
    case 0x0072:
      return "indicate_status";
    case 0x0073:
      return "cancel";
    case 0x00c8:
      return "start_dtls";
    default:
      return {};
  }
}

std::span<const std::string_view> operation_names() {
  static constexpr std::array<std::string_view, 49> names{"nop",
                                                          "list_services",
                                                          "list_identity",
                                                          "list_interfaces",
                                                          "register_session",
                                                          "unregister_session",
                                                          "send_rr_data",
                                                          "send_unit_data",
                                                          "indicate_status",
                                                          "cancel",
                                                          "start_dtls",
                                                          "io_data",
                                                          "get_attributes_all",
                                                          "set_attributes_all",
                                                          "get_attribute_list",
                                                          "set_attribute_list",
                                                          "reset",
                                                          "start",
                                                          "stop",
                                                          "create",
                                                          "delete",
                                                          "multiple_service_packet",
                                                          "apply_attributes",
                                                          "get_attribute_single",
                                                          "set_attribute_single",
                                                          "find_next_object_instance",
                                                          "restore",
                                                          "save",
                                                          "no_operation",
                                                          "get_member",
                                                          "set_member",
                                                          "insert_member",
                                                          "remove_member",
                                                          "group_sync",
                                                          "unknown_service",
                                                          "forward_close",
                                                          "unconnected_send",
                                                          "forward_open",
                                                          "get_connection_data",
                                                          "search_connection_data",
                                                          "get_connection_owner",
                                                          "large_forward_open",
                                                          "read_tag",
                                                          "write_tag",
                                                          "read_modify_write_tag",
                                                          "read_tag_fragmented",
                                                          "write_tag_fragmented",
                                                          "get_instance_attribute_list",
                                                          "execute_pccc"};
  return names;
}

}  // namespace vedette::decoders::enip
