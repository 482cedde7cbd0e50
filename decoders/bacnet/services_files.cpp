// SPDX-License-Identifier: Apache-2.0
// File access services (135-2020, clause 14). What stands in the files is never told, only how much.
#include "decoders/bacnet/services.h"
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::services {
namespace {

using namespace types;

constexpr Member stream_asked_members[]{
    {"file_start_position", untagged, signed_number},
    {"requested_octet_count", untagged, unsigned_number},
};
constexpr Type stream_asked = sequence(stream_asked_members);
constexpr Member records_asked_members[]{
    {"file_start_record", untagged, signed_number},
    {"requested_record_count", untagged, unsigned_number},
};
constexpr Type records_asked = sequence(records_asked_members);
constexpr Member asked_members[]{
    {"stream_access", 0, stream_asked},
    {"record_access", 1, records_asked},
};
constexpr Type asked = choice(asked_members);
constexpr Member atomic_read_file_members[]{
    {"", untagged, object_id, Role::object},
    {"", untagged, asked},
};
constexpr Type record_lengths = list_of(payload_octets);
constexpr Member stream_members[]{
    {"file_start_position", untagged, signed_number},
    {"file_data_length", untagged, payload_octets},
};
constexpr Type stream = sequence(stream_members);
constexpr Member records_members[]{
    {"file_start_record", untagged, signed_number},
    {"record_count", untagged, unsigned_number},
    {"record_lengths", untagged, record_lengths},
};
constexpr Type records = sequence(records_members);
constexpr Member contents_members[]{
    {"stream_access", 0, stream},
    {"record_access", 1, records},
};
constexpr Type contents = choice(contents_members);
constexpr Member atomic_read_file_ack_members[]{
    {"end_of_file", untagged, boolean},
    {"", untagged, contents},
};
constexpr Member atomic_write_file_members[]{
    {"", untagged, object_id, Role::object},
    {"", untagged, contents},
};
constexpr Member atomic_write_file_ack_members[]{
    {"file_start_position", 0, signed_number},
    {"file_start_record", 1, signed_number},
};

}  // namespace

constinit const Type atomic_read_file = entry(atomic_read_file_members);
constinit const Type atomic_read_file_ack = sequence(atomic_read_file_ack_members);
constinit const Type atomic_write_file = entry(atomic_write_file_members);
constinit const Type atomic_write_file_ack = choice(atomic_write_file_ack_members);

}  // namespace vedette::decoders::bacnet::services
