// SPDX-License-Identifier: Apache-2.0
// One conversation, both directions. Lives in a FlowTable, which reuses it.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/address.h"
#include "core/flow_key.h"
#include "core/observation.h"
#include "core/time.h"
#include "decoders/flow_list.h"
#include "decoders/flow_side.h"
#include "decoders/frame.h"
#include "decoders/keep.h"
#include "decoders/registry.h"
#include "decoders/tcp_stream.h"

namespace vedette::decoders {

/// Flows of a kind expire after the same silence, and so in the order in which they were last active.
/// `attempt` is a TCP connection of which only the SYN was seen.
enum class FlowKind : std::uint8_t { tcp, other, closed, attempt };
inline constexpr std::size_t flow_kind_count = 4;

/// What is known of a flow's application protocol.
struct Application {
  enum class Phase : std::uint8_t { probing, attached, unknown };
  static constexpr std::uint8_t probes_per_direction = 4;

  DecoderState decoder;
  Phase phase = Phase::probing;
  std::array<std::uint8_t, 2> probes_left{probes_per_direction, probes_per_direction};
  std::uint8_t malformed_in_a_row = 0;
  bool had_good_message = false;
  std::size_t skipped_bytes = 0;  ///< before the first good message
  std::uint64_t rejected = 0;     ///< one bit per decoder that turned out to be wrong
};

/// How a conversation ended, or why it is told before it has.
enum class FlowEnd : std::uint8_t { none, fin, reset, idle, evicted, replaced, end_of_input };

/// What was seen of opening and closing a TCP connection (RFC 9293, 3.3.2), as far as an onlooker needs it.
struct TcpConnection {
  std::uint32_t client_isn = 0;                 ///< of the SYN, where opened_by_syn
  std::optional<std::uint32_t> new_client_isn;  ///< of a SYN amidst the connection, not answered yet
  bool opened_by_syn = false;
  bool answered = false;     ///< the server sent something else than RST
  bool established = false;  ///< and the client went on
  bool unanswered_told = false;
  bool refused = false;
  bool is_tail = false;  ///< nothing but the end of a connection that was forgotten: nobody was told of it
  std::array<bool, 2> fin{};
  bool ended = false;
};

struct Flow {
  core::FlowKey key;
  core::FlowId id;
  FlowKind kind = FlowKind::other;
  core::Timestamp last_active;                      ///< monotonic
  std::uint64_t first_packet = 0, last_packet = 0;  ///< their numbers within the shard: they order flows of one time
  std::array<Ends, 2> ends;                         ///< by core::index(direction)
  std::array<FlowSide, 2> sides;                    ///< likewise
  std::optional<core::Direction> from_client;       ///< seen, not guessed
  core::Direction first_direction{};                ///< of the packet that opened it
  core::Timestamp first_stamp, last_stamp;          ///< as they stand in the capture
  std::uint64_t last_frame = 0;
  core::TimePrecision precision = core::TimePrecision::seconds;  ///< the finest that was seen
  FlowEnd end = FlowEnd::none;
  bool crossing_told = false;  ///< that it goes from one VLAN to another
  std::array<Tunnel, max_tunnels> tunnels{};
  std::uint8_t tunnel_count = 0;
  TcpConnection tcp;
  std::array<TcpStream, 2> streams;
  Application application;
  KeepShare memory;  ///< of its decoder

  FlowLinks by_activity, by_holding;
  bool is_holding = false;  ///< stands in the list of those that hold stream bytes
};

static_assert(sizeof(Flow) <= 1024 + sizeof(DecoderState), "thousands of these are kept per shard");

}  // namespace vedette::decoders
