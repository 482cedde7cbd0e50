// SPDX-License-Identifier: Apache-2.0
#include "decoders/flow_record.h"

#include "decoders/application.h"
#include "decoders/flow.h"

namespace vedette::decoders {
namespace {

using core::Direction;
using core::IpProtocol;

std::string_view reason_name(FlowEnd end) {
  constexpr std::array<std::string_view, 7> names{"none",    "fin",      "reset",       "idle",
                                                  "evicted", "replaced", "end_of_input"};
  return names.at(static_cast<std::size_t>(end));
}

std::string_view tcp_state(const Flow& flow) {
  const TcpConnection& tcp = flow.tcp;
  if (tcp.refused) return "refused";
  if (flow.end == FlowEnd::reset) return "reset";
  if (tcp.fin[0] && tcp.fin[1]) return "closed";
  if (tcp.fin[0] || tcp.fin[1]) return "closing";
  if (!flow.from_client) return "joined";
  if (tcp.established) return "established";
  return flow.sides[core::index(core::opposite(*flow.from_client))].seen ? "half_open" : "attempted";
}

std::string_view state_of(const Flow& flow) {
  if (flow.key.protocol == IpProtocol::tcp) return tcp_state(flow);
  return flow.sides[0].seen && flow.sides[1].seen ? "answered" : "one_way";
}

/// Types that ask; what answers them is in core::icmp_ports().
bool is_question(IpProtocol protocol, core::Port type) {
  switch (type.number) {
    case 8:
    case 10:
    case 13:
    case 15:
    case 17:
      return protocol == IpProtocol::icmp;
    case 128:
    case 130:
    case 133:
    case 135:
    case 139:
    case 144:
      return protocol == IpProtocol::icmpv6;
    default:
      return false;
  }
}

/// Who asks whom: seen where a connection was opened, told by the port of a known protocol or the type of a message,
/// else taken from who spoke first.
Direction to_server_of(const Flow& flow) {
  if (flow.from_client) return *flow.from_client;
  if (const auto match = match_port(flow.key); match && match->to_port) return *match->to_port;
  const bool a_asks = is_question(flow.key.protocol, flow.key.port_a);
  const bool b_asks = is_question(flow.key.protocol, flow.key.port_b);
  if (a_asks != b_asks) return a_asks ? Direction::a_to_b : Direction::b_to_a;
  return flow.first_direction;
}

FlowCounts counts_of(const FlowSide& side) {
  return {.packets = side.packets,
          .bytes = side.bytes,
          .copies = side.copies,
          .copy_bytes = side.copy_bytes,
          .gaps = side.stream.gaps,
          .gap_bytes = side.stream.gap_bytes,
          .retransmitted_bytes = side.stream.retransmitted_bytes,
          .conflicting_overlaps = side.stream.conflicting_overlaps,
          .stream_bytes = side.stream_bytes};
}

}  // namespace

FlowRecord record_of(const Flow& flow, FlowEnd reason) {
  const Direction there = to_server_of(flow), back = core::opposite(there);
  const Ends& request = flow.ends[core::index(there)];
  const bool answered = flow.sides[core::index(back)].seen;
  FlowRecord record;
  record.id = flow.id;
  record.key = flow.key;
  record.client = request.sender;
  record.server = answered ? flow.ends[core::index(back)].sender : request.receiver;
  record.to_server = there;
  record.answered = answered;
  record.state = state_of(flow);
  record.reason = reason_name(flow.end == FlowEnd::none ? reason : flow.end);
  if (flow.application.phase == Application::Phase::attached) {
    record.application = decoder_infos()[flow.application.decoder.index() - 1]->protocol.name;
  }
  record.counts = {counts_of(flow.sides[core::index(there)]), counts_of(flow.sides[core::index(back)])};
  record.tunnels = flow.tunnels;
  record.tunnel_count = flow.tunnel_count;
  record.first = flow.first_stamp;
  record.last = flow.last_stamp;
  record.precision = flow.precision;
  record.last_frame = flow.last_frame;
  return record;
}

}  // namespace vedette::decoders
