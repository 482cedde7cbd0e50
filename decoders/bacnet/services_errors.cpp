// SPDX-License-Identifier: Apache-2.0
// What services answer where they fail (135-2020, clause 21: BACnet-Error). Most tell a class and a code; those that
// tell more may be met with these two alone, from devices that don't know better.
#include "decoders/bacnet/services.h"
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::services {
namespace {

using namespace types;

constexpr Member plain_error_members[]{
    {"", untagged, error},
};
constexpr Member first_element_members[]{
    {"", 0, error},
    {"first_failed_element_number", 1, unsigned_number},
};
constexpr Type first_element = sequence(first_element_members);
constexpr Member change_list_error_members[]{
    {"", untagged, error},
    {"", untagged, first_element},
};
constexpr Member failed_write_members[]{
    {"", 0, object_id, Role::object},
    {"property", 1, property_identifier, Role::property},
    maybe("index", 2, unsigned_number, Role::index),
};
constexpr Type failed_write = entry(failed_write_members);
constexpr Member first_write_members[]{
    {"", 0, error},
    {"", 1, failed_write},
};
constexpr Type first_write = sequence(first_write_members);
constexpr Member write_property_multiple_error_members[]{
    {"", untagged, error},
    {"", untagged, first_write},
};
constexpr Member transfer_members[]{
    {"", 0, error},
    {"private_vendor_id", 1, unsigned_number},
    {"private_service_number", 2, unsigned_number},
    maybe("private_parameters", 3, any_payload),
};
constexpr Type transfer = sequence(transfer_members);
constexpr Member private_transfer_error_members[]{
    {"", untagged, error},
    {"", untagged, transfer},
};
constexpr Type sessions = list_of(unsigned_number);
constexpr Member failed_sessions_members[]{
    {"", 0, error},
    maybe("vt_session_identifiers", 1, sessions),
};
constexpr Type failed_sessions = sequence(failed_sessions_members);
constexpr Member vt_close_error_members[]{
    {"", untagged, error},
    {"", untagged, failed_sessions},
};
constexpr Member subscription_members[]{
    {"", 0, object_id, Role::object},
    {"", 1, property_reference},
    {"", 2, error},
};
constexpr Type subscription = sequence(subscription_members);
constexpr Member first_subscription_members[]{
    {"", 0, error},
    {"first_failed_subscription", 1, subscription},
};
constexpr Type first_subscription = sequence(first_subscription_members);
constexpr Member subscribe_cov_property_multiple_error_members[]{
    {"", untagged, error},
    {"", untagged, first_subscription},
};

}  // namespace

constinit const Type plain_error = sequence(plain_error_members);
constinit const Type change_list_error = choice(change_list_error_members);
constinit const Type write_property_multiple_error = choice(write_property_multiple_error_members);
constinit const Type private_transfer_error = choice(private_transfer_error_members);
constinit const Type vt_close_error = choice(vt_close_error_members);
constinit const Type subscribe_cov_property_multiple_error = choice(subscribe_cov_property_multiple_error_members);

}  // namespace vedette::decoders::bacnet::services
