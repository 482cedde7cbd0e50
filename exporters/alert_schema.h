// SPDX-License-Identifier: Apache-2.0
// core::Alert to vedette.v1.Alert and back. Inside exporters/ only: no protobuf type goes further.
#pragma once

#include <google/protobuf/message.h>
#include <string_view>

#include "core/alert.h"
#include "core/result.h"
#include "models/schema/alert.pb.h"

namespace vedette::exporters {

/// False where the bytes are no such message. Silent: what is hostile must not fill a log.
bool parse(std::string_view bytes, google::protobuf::Message& message);

/// Anywhere in the message or in those that it holds.
bool has_unknown_fields(const google::protobuf::Message& message);

/// The alert as it may leave: valid UTF-8, every text, list and number within the bounds that read_alert() holds it to.
core::Alert bounded(core::Alert alert);

/// The alert must be bounded.
void write_alert(const core::Alert& alert, v1::Alert& message);

/// Checks every field: the bytes come from a process that is not trusted, or from afar.
core::Result<core::Alert> read_alert(const v1::Alert& message);

}  // namespace vedette::exporters
