// SPDX-License-Identifier: Apache-2.0
// Finds a conversation's application protocol and hands its bytes to that decoder: at once where a port says which it
// is, else by asking all decoders about the first bytes of each direction. Owned by one shard.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/emitter.h"
#include "decoders/engine.h"
#include "decoders/flow.h"
#include "decoders/message_loop.h"
#include "decoders/registry.h"

namespace vedette::decoders {

/// A conversation whose port is registered for a decoder.
struct PortMatch {
  std::size_t decoder = 0;
  std::optional<core::Direction> to_port;  ///< towards that port; unknown where both ends have one
  core::Port port;
};

/// The first decoder, in probe order, with a port of this conversation; decoders in `rejected` are left out.
std::optional<PortMatch> match_port(const core::FlowKey& key, std::uint64_t rejected = 0);
/// The decoder of what frames without IP carry; nothing where nobody reads it.
std::optional<std::size_t> match_link(LinkProtocol protocol);

class ApplicationLayer {
 public:
  ApplicationLayer(Emitter& emitter, DecoderMessages& messages, MessageSink* sink, EngineStats& stats, Keep& keep)
      : emitter_(emitter), messages_(messages), sink_(sink), stats_(stats), keep_(keep) {}

  /// Attaches the decoder that a port says, if one does.
  void open(Flow& flow, const std::optional<PortMatch>& match);
  /// Attaches one that is known without asking.
  void open_as(Flow& flow, std::size_t decoder);
  /// Asks for the protocol of bytes nobody knows yet. True where a decoder was attached just now: what the other
  /// direction kept back comes first. Bytes that no decoder may want are consumed.
  template <typename Source>
  bool identify(Flow& flow, core::Direction direction, Source& source);
  /// Takes all messages that are whole. True where the decoder handed the conversation over: bytes that are left are
  /// to be identified anew.
  template <typename Source>
  bool feed(Flow& flow, core::Direction direction, Source& source);
  void gap(Flow& flow, core::Direction direction);

  /// The precision of the stamps that messages carry.
  void set_precision(core::TimePrecision precision) { precision_ = precision; }

 private:
  template <typename D>
  class Handler;

  std::optional<std::size_t> probe(Flow& flow, const Chunk& chunk, bool& undecided);
  void attach(Flow& flow, std::size_t decoder, const PortMatch* match);
  void detach(Flow& flow, std::size_t decoder);
  void reject(Flow& flow, core::Direction direction, std::size_t decoder);
  Chunk chunk_of(const Flow& flow, core::Direction direction, Memory* memory) const;
  MessageContext context_of(const Flow& flow, core::Direction direction, FrameMark mark) const;

  Emitter& emitter_;
  DecoderMessages& messages_;
  MessageSink* sink_;
  EngineStats& stats_;
  Keep& keep_;
  core::TimePrecision precision_ = core::TimePrecision::microseconds;
};

}  // namespace vedette::decoders
