// SPDX-License-Identifier: Apache-2.0
// What access control holds (12.31 to 12.37). What a card or a person proves itself with is not told.
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {
namespace {

constexpr Member access_rule_members[]{
    {"time_range_specifier", 0, rule_time_range},
    maybe("time_range", 1, device_object_property_reference),
    {"location_specifier", 2, rule_location},
    maybe("location", 3, device_object_reference),
    {"enable", 4, boolean},
};
constexpr Member assigned_access_rights_members[]{
    {"assigned_access_rights", 0, device_object_reference},
    {"enable", 1, boolean},
};
constexpr Member authentication_factor_members[]{
    {"format_type", 0, authentication_factor_type},
    {"format_class", 1, unsigned_number},
    {"value_length", 2, payload_octets},
};
constexpr Member authentication_factor_format_members[]{
    {"format_type", 0, authentication_factor_type},
    maybe("vendor_id", 1, unsigned_number),
    maybe("vendor_format", 2, unsigned_number),
};
constexpr Member policy_members[]{
    {"credential_data_input", 0, device_object_reference},
    {"index", 1, unsigned_number},
};
constexpr Type policy = sequence(policy_members);
constexpr Type policies = list_of(policy);
constexpr Member authentication_policy_members[]{
    {"policy", 0, policies},
    {"order_enforced", 1, boolean},
    {"timeout", 2, unsigned_number},
};
constexpr Member credential_authentication_factor_members[]{
    {"disable", 0, authentication_factor_disable},
    {"authentication_factor", 1, authentication_factor},
};

}  // namespace

constinit const Type access_rule = sequence(access_rule_members);
constinit const Type assigned_access_rights = sequence(assigned_access_rights_members);
constinit const Type authentication_factor = sequence(authentication_factor_members);
constinit const Type authentication_factor_format = sequence(authentication_factor_format_members);
constinit const Type authentication_policy = sequence(authentication_policy_members);
constinit const Type credential_authentication_factor = sequence(credential_authentication_factor_members);

}  // namespace vedette::decoders::bacnet::types
