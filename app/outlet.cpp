// SPDX-License-Identifier: Apache-2.0
#include "app/outlet.h"

#include "exporters/boundary.h"
#include "exporters/json.h"
#include "exporters/text.h"

namespace vedette::app {

void Outlet::operator()(const core::Alert& alert) {
  if (alert.status == core::AlertStatus::open) ++counts_[static_cast<std::size_t>(alert.severity)];
  if (alert.severity == core::Severity::info && !options_.sightings) return;
  std::string frame = exporters::encode(alert);
  // What is shown is what publish would believe: the same bytes through the same checks.
  const auto believed = exporters::decode(frame);
  if (!believed) {
    if (!error_) error_ = believed.error();
    return;
  }
  core::Alert shown = *believed;
  shown.precision = alert.precision;
  print(shown);
  if (options_.channel != nullptr && !options_.channel->push(std::move(frame)) && !error_) {
    error_ = core::Error{core::ErrorKind::unavailable, "publishing has stopped"};
  }
}

void Outlet::print(const core::Alert& alert) {
  if (options_.json) return output_.write(exporters::to_json(alert) + "\n");
  if (alert.status == core::AlertStatus::open) {
    return output_.write(exporters::to_text(alert, output_.colour() ? exporters::Colour::yes : exporters::Colour::no) +
                         "\n");
  }
  output_.write(exporters::to_text_line(alert) + "\n");
}

std::optional<core::Severity> Outlet::worst() const {
  for (std::size_t i = counts_.size(); i-- > 0;) {
    if (counts_[i] > 0) return static_cast<core::Severity>(i);
  }
  return std::nullopt;
}

}  // namespace vedette::app
