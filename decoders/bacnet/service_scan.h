// SPDX-License-Identifier: Apache-2.0
// What the commonest services are about, read at once where their parameters have their everyday shape. Nearly all of a
// site's traffic reads properties and tells of changed ones, and nobody wants its fields but `decode`.
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "decoders/bacnet/apdu.h"
#include "decoders/bacnet/object_list.h"

namespace vedette::decoders::bacnet {

/// Fills `objects` with what a walk over the parameters (service.h) would tell of them, in the same order. False where
/// the service or the shape of its parameters is another, right or wrong, and only a walk can tell: then `objects` is
/// empty.
bool scan_objects(ApduType type, std::uint8_t service, core::Bytes parameters, ObjectList& objects);

}  // namespace vedette::decoders::bacnet
