// SPDX-License-Identifier: Apache-2.0
// The parameters of every service as types (135-2020, clauses 13 to 17 and 21). A service that is confirmed and
// unconfirmed has the same parameters in both.
#pragma once

#include "decoders/bacnet/value_types.h"

namespace vedette::decoders::bacnet::services {

// services_alarms.cpp
extern const Type acknowledge_alarm;
extern const Type get_alarm_summary_ack;
extern const Type get_enrollment_summary;
extern const Type get_enrollment_summary_ack;
extern const Type get_event_information;
extern const Type get_event_information_ack;
extern const Type life_safety_operation;

// services_cov.cpp
extern const Type cov_notification;
extern const Type cov_notification_multiple;
extern const Type subscribe_cov;
extern const Type subscribe_cov_property;
extern const Type subscribe_cov_property_multiple;
extern const Type audit_notifications;
extern const Type audit_log_query;
extern const Type audit_log_query_ack;

// services_objects.cpp
extern const Type change_list;
extern const Type create_object;
extern const Type created_object;
extern const Type delete_object;
extern const Type read_property;
extern const Type read_property_ack;
extern const Type read_property_conditional;
extern const Type read_property_multiple;
extern const Type read_property_multiple_ack;
extern const Type read_range;
extern const Type read_range_ack;
extern const Type write_property;
extern const Type write_property_multiple;
extern const Type write_group;

// services_files.cpp
extern const Type atomic_read_file;
extern const Type atomic_read_file_ack;
extern const Type atomic_write_file;
extern const Type atomic_write_file_ack;

// services_devices.cpp
extern const Type device_communication_control;
extern const Type private_transfer;
extern const Type private_transfer_ack;
extern const Type text_message;
extern const Type reinitialize_device;
extern const Type vt_open;
extern const Type vt_open_ack;
extern const Type vt_close;
extern const Type vt_data;
extern const Type vt_data_ack;
extern const Type authenticate;
extern const Type authenticate_ack;
extern const Type request_key;
extern const Type i_am;
extern const Type i_have;
extern const Type who_has;
extern const Type who_is;
extern const Type time_synchronization;
extern const Type who_am_i;
extern const Type you_are;

// services_errors.cpp
extern const Type plain_error;
extern const Type change_list_error;
extern const Type write_property_multiple_error;
extern const Type private_transfer_error;
extern const Type vt_close_error;
extern const Type subscribe_cov_property_multiple_error;

}  // namespace vedette::decoders::bacnet::services
