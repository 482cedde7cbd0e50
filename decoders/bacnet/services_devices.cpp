// SPDX-License-Identifier: Apache-2.0
// Remote device management and virtual terminal services (135-2020, clauses 16 and 17), and the security services of
// older editions (135-2008, clause 24).
#include "decoders/bacnet/services.h"
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::services {
namespace {

using namespace types;

constexpr Type enable_disable = enumeration(names::enable_disables, 2);
constexpr Type reinitialized_state = enumeration(names::reinitialized_states);
constexpr Type message_priority = enumeration(names::message_priorities, 1);
constexpr Type segmentation_supported = enumeration(names::segmentations, 3);
constexpr Type session = number_within(0, UINT8_MAX);
constexpr Type vt_data_flag = number_within(0, 1);
constexpr Type vendor_number = number_within(0, UINT16_MAX);
constexpr Type instance = number_within(0, 4'194'303);
constexpr Member device_communication_control_members[]{
    maybe("time_duration", 0, unsigned_number),
    {"enable_disable", 1, enable_disable},
    maybe("password_present", 2, password),
};
constexpr Member private_transfer_members[]{
    {"private_vendor_id", 0, vendor_number},
    {"private_service_number", 1, unsigned_number},
    maybe("private_parameters", 2, any_payload),
};
constexpr Member private_transfer_ack_members[]{
    {"private_vendor_id", 0, vendor_number},
    {"private_service_number", 1, unsigned_number},
    maybe("private_result", 2, any_payload),
};
constexpr Member message_class_members[]{
    {"", 0, unsigned_number},
    {"", 1, text},
};
constexpr Type message_class = choice(message_class_members);
constexpr Member text_message_members[]{
    {"text_message_source_device", 0, object_id},
    maybe("message_class", 1, message_class),
    {"message_priority", 2, message_priority},
    {"message_length", 3, payload_text},
};
constexpr Member reinitialize_device_members[]{
    {"reinitialized_state_of_device", 0, reinitialized_state},
    maybe("password_present", 1, password),
};
constexpr Member vt_open_members[]{
    {"vt_class", untagged, vt_class},
    {"local_vt_session_identifier", untagged, session},
};
constexpr Member vt_open_ack_members[]{
    {"remote_vt_session_identifier", untagged, session},
};
constexpr Type sessions = list_of(session);
constexpr Member vt_close_members[]{
    {"remote_vt_session_identifiers", untagged, sessions},
};
constexpr Member vt_data_members[]{
    {"vt_session_identifier", untagged, session},
    {"vt_new_data_length", untagged, payload_octets},
    {"vt_data_flag", untagged, vt_data_flag},
};
constexpr Member vt_data_ack_members[]{
    {"all_new_data_accepted", 0, boolean},
    maybe("accepted_octet_count", 1, unsigned_number),
};
constexpr Member authenticate_members[]{
    {"pseudo_random_number", 0, unsigned_number},
    maybe("expected_invoke_id", 1, unsigned_number),
    maybe("operator_name", 2, text),
    maybe("password_present", 3, password),
    maybe("start_encyphered_session", 4, boolean),
};
constexpr Member authenticate_ack_members[]{
    {"modified_random_number", untagged, unsigned_number},
};
constexpr Member request_key_members[]{
    {"requesting_device", untagged, object_id},
    {"requesting_device_address", untagged, address},
    {"remote_device", untagged, object_id},
    {"remote_device_address", untagged, address},
};
constexpr Member i_am_members[]{
    {"device", untagged, object_id, Role::device},
    {"max_apdu_length_accepted", untagged, unsigned_number},
    {"segmentation_supported", untagged, segmentation_supported},
    {"vendor_id", untagged, vendor_number, Role::vendor},
};
constexpr Member i_have_members[]{
    {"device", untagged, object_id, Role::device},
    {"", untagged, object_id, Role::object},
    {"object_name", untagged, text, Role::object_name},
};
constexpr Member object_sought_members[]{
    {"", 2, object_id, Role::object},
    {"object_name", 3, text, Role::object_name},
};
constexpr Type object_sought = choice(object_sought_members);
constexpr Member who_has_members[]{
    maybe("device_instance_low_limit", 0, instance),
    maybe("device_instance_high_limit", 1, instance),
    {"", untagged, object_sought},
};
constexpr Member who_is_members[]{
    maybe("device_instance_low_limit", 0, instance),
    maybe("device_instance_high_limit", 1, instance),
};
constexpr Member time_synchronization_members[]{
    {"time", untagged, date_time},
};
constexpr Member who_am_i_members[]{
    {"vendor_id", untagged, vendor_number},
    {"model_name", untagged, text},
    {"serial_number", untagged, text},
};
constexpr Member you_are_members[]{
    {"vendor_id", untagged, vendor_number},
    {"model_name", untagged, text},
    {"serial_number", untagged, text},
    maybe("device", untagged, object_id, Role::device),
    maybe("device_mac_address", untagged, address_octets),
};

}  // namespace

constinit const Type device_communication_control = sequence(device_communication_control_members);
constinit const Type private_transfer = sequence(private_transfer_members);
constinit const Type private_transfer_ack = sequence(private_transfer_ack_members);
constinit const Type text_message = sequence(text_message_members);
constinit const Type reinitialize_device = sequence(reinitialize_device_members);
constinit const Type vt_open = sequence(vt_open_members);
constinit const Type vt_open_ack = sequence(vt_open_ack_members);
constinit const Type vt_close = sequence(vt_close_members);
constinit const Type vt_data = sequence(vt_data_members);
constinit const Type vt_data_ack = sequence(vt_data_ack_members);
constinit const Type authenticate = sequence(authenticate_members);
constinit const Type authenticate_ack = sequence(authenticate_ack_members);
constinit const Type request_key = sequence(request_key_members);
constinit const Type i_am = sequence(i_am_members);
constinit const Type i_have = sequence(i_have_members);
constinit const Type who_has = sequence(who_has_members);
constinit const Type who_is = sequence(who_is_members);
constinit const Type time_synchronization = sequence(time_synchronization_members);
constinit const Type who_am_i = sequence(who_am_i_members);
constinit const Type you_are = sequence(you_are_members);

}  // namespace vedette::decoders::bacnet::services
