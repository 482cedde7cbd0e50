// SPDX-License-Identifier: Apache-2.0
// Keeps what an engine tells of conversations, for tests.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "decoders/flow_record.h"

namespace vedette::decoders {

struct KeptFlows : FlowSink {
  void add(const FlowRecord& flow) override { flows.push_back(flow); }
  bool wants_streams() const override { return streams_wanted; }
  void stream(core::FlowId id, core::Direction direction, core::Bytes bytes) override {
    streams[{id, direction}].append(bytes.begin(), bytes.end());
  }

  std::vector<FlowRecord> flows;
  std::map<std::pair<core::FlowId, core::Direction>, std::string> streams;
  bool streams_wanted = true;
};

/// "established fin 7/620 5/410": state, reason, packets and bytes to the server and to the client.
inline std::string text_of(const FlowRecord& flow) {
  const auto counts = [](const FlowCounts& c) { return std::to_string(c.packets) + "/" + std::to_string(c.bytes); };
  return std::string(flow.state) + " " + std::string(flow.reason) + " " + counts(flow.counts[0]) + " " +
         counts(flow.counts[1]);
}

}  // namespace vedette::decoders
