// SPDX-License-Identifier: Apache-2.0
// What is known to have happened, while it is made: which frames, from when to when.
#pragma once

#include <string>
#include <vector>

#include "models/labels.h"
#include "tests/lab/base/host.h"
#include "tests/lab/base/sink.h"

namespace vedette::lab {

class LabelBook {
 public:
  /// Ids are made here: "<scenario>-<n>".
  EventTag add(models::LabelledEvent event);
  models::LabelledEvent& event(EventTag tag) { return labels_.events[tag.number - 1]; }
  /// Adds a host to those that events may name.
  void add_party(const Host& host);
  models::Labels& labels() { return labels_; }

  /// A frame was written; numbers go up.
  void note(EventTag tag, std::uint64_t frame, core::Timestamp at);
  /// The events that left a trace, in the order of their beginnings; where a scene set times of its own, those count
  /// too. An event without any frame and without times is not there.
  models::Labels finish() const;

 private:
  models::Labels labels_;
};

}  // namespace vedette::lab
