// SPDX-License-Identifier: Apache-2.0
// Puts observations into a batch: fills in what the engine knows, and copies what they point to into the batch's arena.
#pragma once

#include <cstdint>
#include <string_view>

#include "decoders/decoder.h"
#include "decoders/engine.h"

namespace vedette::decoders {

/// Where in the order of a run what follows becomes known.
struct Moment {
  core::Timestamp now{};
  std::uint64_t seq = 0;
  std::uint32_t first_part = 0;
  core::Timestamp stamp{};  ///< of the packet at hand
};

class Emitter final : public Observer {
 public:
  /// Until the next call, everything goes to `out`, numbered from moment.first_part on.
  void begin(ObservationBatch& out, const Moment& moment) {
    out_ = &out;
    moment_ = moment;
    part_ = moment.first_part;
  }
  const Moment& moment() const { return moment_; }
  /// Claims go there too, at once.
  void tell_claims(FlowSink* to) { claims_to_ = to; }

  /// The message that the observations added next are about.
  void set_message(const MessageContext& context, core::Protocol protocol, std::size_t bytes);
  void add(const core::Observation& observation) override;
  /// The message breaks the rules. `defect` is static.
  void add_malformed(std::string_view defect, std::uint32_t code);
  /// An event of a conversation, or of a frame, with its ends already in it.
  void add_event(const core::Observation& event);

 private:
  /// What the engine knows of an observation.
  struct Setting {
    core::IpProtocol transport;
    std::uint64_t frame;
    core::FlowId flow;
    const core::Endpoint &source, &target;
    core::Protocol protocol;
    std::uint32_t bytes;
  };
  core::Observation& append(const core::Observation& observation, const Setting& of);

  ObservationBatch* out_ = nullptr;
  Moment moment_;
  std::uint32_t part_ = 0;
  const MessageContext* context_ = nullptr;
  core::Protocol protocol_;
  std::uint32_t bytes_ = 0;
  FlowSink* claims_to_ = nullptr;
};

}  // namespace vedette::decoders
