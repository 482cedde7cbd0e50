// SPDX-License-Identifier: Apache-2.0
#include "app/flow_json.h"

#include <string>

#include "core/flow_key.h"

namespace vedette::app {
namespace {

using core::FieldWriter;
using decoders::FlowCounts;
using decoders::FlowRecord;

/// IANA's keywords as Suricata writes them; a number for the others.
std::string protocol_text(core::IpProtocol protocol) {
  switch (static_cast<unsigned>(protocol)) {
    case 1:
      return "ICMP";
    case 2:
      return "IGMP";
    case 6:
      return "TCP";
    case 17:
      return "UDP";
    case 47:
      return "GRE";
    case 50:
      return "ESP";
    case 51:
      return "AH";
    case 58:
      return "IPv6-ICMP";
    case 89:
      return "OSPF";
    case 103:
      return "PIM";
    case 112:
      return "VRRP";
    case 132:
      return "SCTP";
    default:
      return std::to_string(static_cast<unsigned>(protocol));
  }
}

/// Outermost tag first; nothing where there is none.
void write_vlans(FieldWriter& fields, std::string_view name, const core::Endpoint& end) {
  if (end.vlan.number == 0 && end.outer_vlan.number == 0) return;
  fields.begin_array(name);
  for (const core::VlanId vlan : {end.outer_vlan, end.vlan}) {
    if (vlan.number != 0) fields.number("", vlan.number);
  }
  fields.end_array();
}

void write_tunnels(FieldWriter& fields, std::span<const decoders::Tunnel> tunnels, std::uint32_t network) {
  if (tunnels.empty()) return;
  fields.begin_object("tunnel");
  fields.begin_array("kinds");
  for (const decoders::Tunnel tunnel : tunnels) fields.text("", decoders::to_string(tunnel));
  fields.end_array();
  fields.number("network", network);
  fields.end_object();
}

void write_sum(FieldWriter& fields, const FlowRecord& flow, std::string_view name, std::uint64_t FlowCounts::* what) {
  fields.number(name, flow.counts[0].*what + flow.counts[1].*what);
}

}  // namespace

void begin_record(FieldWriter& fields, const Envelope& e) {
  fields.begin_object("");
  fields.text("timestamp", core::format_time(e.time, e.precision));
  fields.text("event_type", e.event_type);
  fields.number("pcap_cnt", e.frame);
  fields.number("flow_id", e.flow.number);
  if (e.transport != core::IpProtocol::none) {
    fields.text("community_id", e.community_id);
    fields.text("src_ip", e.source.ip.to_string());
    fields.number("src_port", e.source_port.number);
    fields.text("dest_ip", e.target.ip.to_string());
    fields.number("dest_port", e.target_port.number);
    fields.text("proto", protocol_text(e.transport));
  }
  write_vlans(fields, "vlan", e.source);
  write_tunnels(fields, e.tunnels, e.source.network);
  if (!e.source.mac.is_zero() || !e.target.mac.is_zero()) {
    fields.begin_object("ether");
    fields.text("src_mac", e.source.mac.to_string());
    fields.text("dest_mac", e.target.mac.to_string());
    fields.end_object();
  }
}

FlowLines::FlowLines(Output& output, bool digests) : output_(output), digests_(digests) {}

void FlowLines::add(const FlowRecord& flow) {
  fields_.clear();
  begin_record(fields_, {.time = flow.last,
                         .precision = flow.precision,
                         .event_type = "flow",
                         .frame = flow.last_frame,
                         .flow = flow.id,
                         .community_id = core::community_id(flow.key),
                         .source = flow.client,
                         .target = flow.server,
                         .source_port = flow.client_port(),
                         .target_port = flow.server_port(),
                         .transport = flow.key.protocol,
                         .tunnels = std::span{flow.tunnels}.first(flow.tunnel_count)});
  fields_.begin_object("flow");
  write_flow(flow);
  fields_.end_object();
  fields_.end_object();
  output_.write(fields_.str());
  output_.write("\n");
}

void FlowLines::write_flow(const FlowRecord& flow) {
  const bool is_tcp = flow.key.protocol == core::IpProtocol::tcp;
  fields_.text("state", flow.state);
  fields_.text("reason", flow.reason);
  // Under which names the ends were asked for up to now.
  if (const auto name = names_.name_of(flow.client.ip)) fields_.text("src_name", *name);
  if (const auto name = names_.name_of(flow.server.ip)) fields_.text("dest_name", *name);
  fields_.text("start", core::format_time(flow.first, flow.precision));
  fields_.text("end", core::format_time(flow.last, flow.precision));
  fields_.number("pkts_toserver", flow.counts[0].packets);
  fields_.number("pkts_toclient", flow.counts[1].packets);
  fields_.number("bytes_toserver", flow.counts[0].bytes);
  fields_.number("bytes_toclient", flow.counts[1].bytes);
  write_sum(fields_, flow, "copies", &FlowCounts::copies);
  write_sum(fields_, flow, "copy_bytes", &FlowCounts::copy_bytes);
  if (is_tcp) write_counts(flow);
  if (!flow.application.empty()) fields_.text("app_proto", flow.application);
  const bool same_tags = flow.client.vlan == flow.server.vlan && flow.client.outer_vlan == flow.server.outer_vlan;
  if (flow.answered && !same_tags) write_vlans(fields_, "vlan_toclient", flow.server);
  if (!is_tcp || !digests_) return;
  write_digest("stream_toserver", flow, flow.to_server);
  write_digest("stream_toclient", flow, core::opposite(flow.to_server));
}

void FlowLines::write_counts(const FlowRecord& flow) {
  write_sum(fields_, flow, "gaps", &FlowCounts::gaps);
  write_sum(fields_, flow, "gap_bytes", &FlowCounts::gap_bytes);
  write_sum(fields_, flow, "retransmitted_bytes", &FlowCounts::retransmitted_bytes);
  write_sum(fields_, flow, "conflicting_overlaps", &FlowCounts::conflicting_overlaps);
}

void FlowLines::write_digest(std::string_view name, const FlowRecord& flow, core::Direction direction) {
  const FlowCounts& counts = flow.counts[direction == flow.to_server ? 0 : 1];
  fields_.begin_object(name);
  fields_.number("bytes", counts.stream_bytes);
  auto digest = open_digests_.extract({flow.id, direction});
  fields_.text("sha256", digest ? digest.mapped()->hex() : core::Sha256().hex());
  fields_.end_object();
}

void FlowLines::stream(core::FlowId flow, core::Direction direction, core::Bytes bytes) {
  auto& digest = open_digests_[{flow, direction}];
  if (!digest) digest = std::make_unique<core::Sha256>();
  digest->add(bytes);
}

}  // namespace vedette::app
