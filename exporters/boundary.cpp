// SPDX-License-Identifier: Apache-2.0
#include "exporters/boundary.h"

#include <fmt/format.h>

#include "exporters/alert_schema.h"

namespace vedette::exporters {
namespace {
constexpr std::uint32_t version = 1;
}

std::string encode(const core::Alert& alert) {
  v1::WatchMessage message;
  message.set_version(version);
  write_alert(bounded(alert), *message.mutable_alert());
  return message.SerializeAsString();
}

core::Result<core::Alert> decode(std::string_view frame) {
  if (frame.size() > max_frame) return core::wrong_usage(fmt::format("message of {} bytes is too long", frame.size()));
  v1::WatchMessage message;
  if (!parse(frame, message)) return core::wrong_usage("message can't be decoded");
  if (message.version() != version) return core::wrong_usage(fmt::format("message has version {}", message.version()));
  if (has_unknown_fields(message)) return core::wrong_usage("message has unknown fields");
  if (!message.has_alert()) return core::wrong_usage("message is empty");
  return read_alert(message.alert());
}

}  // namespace vedette::exporters
