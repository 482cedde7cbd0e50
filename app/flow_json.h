// SPDX-License-Identifier: Apache-2.0
// The envelope of `decode` records, and the records of conversations (docs/reference/flow.md).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "app/outlet.h"
#include "core/digest.h"
#include "core/time.h"
#include "decoders/decoder.h"
#include "baselines/names.h"
#include "decoders/flow_record.h"
#include "exporters/json_fields.h"

namespace vedette::app {

/// What every record begins with, in the words of Suricata's EVE.
struct Envelope {
  core::Timestamp time;
  core::TimePrecision precision{};
  std::string_view event_type;
  std::uint64_t frame = 0;
  core::FlowId flow;
  std::string_view community_id;
  const core::Endpoint& source;
  const core::Endpoint& target;
  core::Port source_port, target_port;
  core::IpProtocol transport{};
  std::span<const decoders::Tunnel> tunnels;
};

/// Leaves the record open.
void begin_record(core::FieldWriter& fields, const Envelope& envelope);

/// Writes a line for every conversation.
class FlowLines final : public decoders::FlowSink {
 public:
  FlowLines(Output& output, bool digests);

  void add(const decoders::FlowRecord& flow) override;
  void claimed(const core::Observation& observation) override { names_.note(observation); }
  bool wants_streams() const override { return digests_; }
  void stream(core::FlowId flow, core::Direction direction, core::Bytes bytes) override;

 private:
  void write_flow(const decoders::FlowRecord& flow);
  void write_counts(const decoders::FlowRecord& flow);
  void write_digest(std::string_view name, const decoders::FlowRecord& flow, core::Direction direction);

  Output& output_;
  bool digests_;
  baselines::NameTable names_;
  exporters::JsonFields fields_;
  std::map<std::pair<core::FlowId, core::Direction>, std::unique_ptr<core::Sha256>> open_digests_;
};

}  // namespace vedette::app
