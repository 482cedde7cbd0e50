// SPDX-License-Identifier: Apache-2.0
// What logs hold (12.25, 12.27, 12.30, 12.64).
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Member log_datum_members[]{
    {"log_status", 0, log_status},
    {"boolean_value", 1, boolean},
    {"real_value", 2, real},
    {"enumerated_value", 3, enumerated},
    {"unsigned_value", 4, unsigned_number},
    {"integer_value", 5, signed_number},
    {"bitstring_value", 6, bits},
    {"null_value", 7, null_value},
    {"failure", 8, error},
    {"time_change", 9, real},
    {"any_value", 10, any_payload},
};
constexpr Type log_datum = choice(log_datum_members);
constexpr Member log_record_members[]{
    {"timestamp", 0, date_time},
    {"log_datum", 1, log_datum},
    maybe("status_flags", 2, status_flags),
};
constexpr Member datum_members[]{
    {"boolean_value", 0, boolean},       {"real_value", 1, real},
    {"enumerated_value", 2, enumerated}, {"unsigned_value", 3, unsigned_number},
    {"integer_value", 4, signed_number}, {"bitstring_value", 5, bits},
    {"null_value", 6, null_value},       {"failure", 7, error},
    {"any_value", 8, any_payload},
};
constexpr Type datum = choice(datum_members);
constexpr Type data = list_of(datum);
constexpr Member log_data_members[]{
    {"log_status", 0, log_status},
    {"log_data", 1, data},
    {"time_change", 2, real},
};
constexpr Type log_data = choice(log_data_members);
constexpr Member log_multiple_record_members[]{
    {"timestamp", 0, date_time},
    {"log_data", 1, log_data},
};
constexpr Member event_datum_members[]{
    {"log_status", 0, log_status},
    {"notification", 1, event_notification},
    {"time_change", 2, real},
};
constexpr Type event_datum = choice(event_datum_members);
constexpr Member event_log_record_members[]{
    {"timestamp", 0, date_time},
    {"log_datum", 1, event_datum},
};
constexpr Member audit_notification_members[]{
    maybe("source_timestamp", 0, time_stamp),
    maybe("target_timestamp", 1, time_stamp),
    {"source_device", 2, recipient},
    maybe("source_object", 3, object_id),
    {"operation", 4, audit_operation},
    maybe("source_comment_length", 5, payload_text),
    maybe("target_comment_length", 6, payload_text),
    maybe("invoke_id", 7, unsigned_number),
    maybe("source_user_id", 8, unsigned_number),
    maybe("source_user_role", 9, unsigned_number),
    {"target_device", 10, recipient},
    maybe("target_object", 11, object_id),
    maybe("target_property", 12, property_reference),
    maybe("target_priority", 13, unsigned_number),
    maybe("target_value", 14, any_value),
    maybe("current_value", 15, any_value),
    maybe("result", 16, error),
};
constexpr Member audit_datum_members[]{
    {"log_status", 0, log_status},
    {"notification", 1, audit_notification},
    {"time_change", 2, real},
};
constexpr Type audit_datum = choice(audit_datum_members);
constexpr Member audit_log_record_members[]{
    {"timestamp", 0, date_time},
    {"log_datum", 1, audit_datum},
};
constexpr Member audit_log_record_result_members[]{
    {"sequence_number", 0, unsigned_number},
    {"log_record", 1, audit_log_record},
};

}  // namespace

constinit const Type log_record = sequence(log_record_members);
constinit const Type log_multiple_record = sequence(log_multiple_record_members);
constinit const Type event_log_record = sequence(event_log_record_members);
constinit const Type audit_notification = sequence(audit_notification_members);
constinit const Type audit_log_record = sequence(audit_log_record_members);
constinit const Type audit_log_record_result = sequence(audit_log_record_result_members);

}  // namespace vedette::decoders::bacnet::types
