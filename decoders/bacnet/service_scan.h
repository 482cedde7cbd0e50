// SPDX-License-Identifier: Apache-2.0
// What the commonest services are about, read at once where their parameters have their everyday shape. Nearly all of a
// site's traffic reads properties, tells of changed ones and asks who is there, and nobody wants its fields but
// `decode`.
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/bacnet/apdu.h"
#include "decoders/bacnet/object_list.h"

namespace vedette::decoders::bacnet {

/// Fills in what a walk over the parameters (service.h) would tell of objects and of who is there, in the same order;
/// of an answer only its first object, without value: it repeats what it was asked for. False where the service or the
/// shape of its parameters is another, right or wrong, and only a walk can tell: then nothing is filled in.
bool scan_service(ApduType type, std::uint8_t service, core::Bytes parameters, ObjectList& objects,
                  std::optional<DeviceClaim>& device);

}  // namespace vedette::decoders::bacnet
