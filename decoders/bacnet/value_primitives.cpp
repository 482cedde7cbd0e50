// SPDX-License-Identifier: Apache-2.0
// The primitive types, and how those of them are shown that are no one's business.
#include "decoders/bacnet/value_productions.h"

namespace vedette::decoders::bacnet::types {

constinit const Type null_value = primitive_type(Primitive::null);
constinit const Type boolean = primitive_type(Primitive::boolean);
constinit const Type unsigned_number = primitive_type(Primitive::unsigned_integer);
constinit const Type signed_number = primitive_type(Primitive::signed_integer);
constinit const Type real = primitive_type(Primitive::real);
constinit const Type double_real = primitive_type(Primitive::double_real);
constinit const Type octets = primitive_type(Primitive::octets);
constinit const Type text = primitive_type(Primitive::text);
constinit const Type bits = primitive_type(Primitive::bits);
constinit const Type enumerated = primitive_type(Primitive::enumerated);
constinit const Type date = primitive_type(Primitive::date);
constinit const Type time = primitive_type(Primitive::time);
constinit const Type object_id = primitive_type(Primitive::object_id);
constinit const Type long_number{.primitive = Primitive::unsigned_integer, .most = UINT64_MAX};
constinit const Type address_octets = primitive_type(Primitive::octets, Show::address);
constinit const Type payload_octets = primitive_type(Primitive::octets, Show::length);
constinit const Type payload_text = primitive_type(Primitive::text, Show::length);
constinit const Type password = primitive_type(Primitive::text, Show::presence);
constinit const Type any_primitive{.kind = Kind::any_primitive};
constinit const Type any_payload_primitive{.kind = Kind::any_primitive, .show = Show::length};
constinit const Type any_value{.kind = Kind::any};
constinit const Type any_payload{.kind = Kind::any, .show = Show::length};

}  // namespace vedette::decoders::bacnet::types
