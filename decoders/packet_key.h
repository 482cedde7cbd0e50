// SPDX-License-Identifier: Apache-2.0
// Which conversation a packet belongs to, read where it stands: in the frame. A key put together a moment ago, then
// hashed and compared, makes the processor wait at each of its parts for what was just written.
#pragma once

#include <cstdint>

#include "core/flow_key.h"
#include "decoders/frame.h"

namespace vedette::decoders {

/// A core::DirectedKey whose addresses stay where they are: valid as long as what it was made of.
struct PacketKey {
  const core::IpAddress *a, *b;
  core::Port port_a, port_b;
  core::IpProtocol protocol;
  core::VlanId vlan, outer_vlan;
  std::uint32_t network;
  core::Direction direction;

  explicit PacketKey(const core::FlowKey& key, core::Direction to = core::Direction::a_to_b)
      : a(&key.a),
        b(&key.b),
        port_a(key.port_a),
        port_b(key.port_b),
        protocol(key.protocol),
        vlan(key.vlan),
        outer_vlan(key.outer_vlan),
        network(key.network),
        direction(to) {}
  explicit PacketKey(const core::DirectedKey& key) : PacketKey(key.key, key.direction) {}

  /// As core::make_flow_key() of the frame's ends.
  explicit PacketKey(const Frame& frame)
      : protocol(frame.transport), network(frame.source.network), direction(core::Direction::a_to_b) {
    const auto order = frame.source.ip <=> frame.target.ip;
    const bool swapped = order != 0 ? order > 0 : frame.source.port > frame.target.port;
    const core::Endpoint &first = swapped ? frame.target : frame.source,
                         &second = swapped ? frame.source : frame.target;
    a = &first.ip;
    b = &second.ip;
    port_a = first.port;
    port_b = second.port;
    if (swapped) direction = core::Direction::b_to_a;
  }

  bool is_of(const core::FlowKey& key) const {
    return port_a == key.port_a && port_b == key.port_b && protocol == key.protocol && network == key.network &&
           vlan == key.vlan && outer_vlan == key.outer_vlan && *a == key.a && *b == key.b;
  }
  core::FlowKey key() const {
    return {.a = *a,
            .b = *b,
            .port_a = port_a,
            .port_b = port_b,
            .protocol = protocol,
            .vlan = vlan,
            .outer_vlan = outer_vlan,
            .network = network};
  }
};

/// The key of any frame that carries IP.
class FrameKey {
 public:
  FrameKey(const Frame& frame, core::VlanInIdentity vlan_in_identity) : key_(frame) {
    const bool icmp = frame.transport == core::IpProtocol::icmp || frame.transport == core::IpProtocol::icmpv6;
    if (icmp && frame.has_transport) {
      icmp_ = core::make_flow_key(frame.source, frame.target, frame.transport,
                                  core::icmp_ports(frame.transport, frame.icmp.type, frame.icmp.code));
      key_ = PacketKey(icmp_);
    }
    if (vlan_in_identity == core::VlanInIdentity::always) set_vlan(frame.source.outer_vlan, frame.source.vlan);
  }
  FrameKey(const FrameKey&) = delete;
  FrameKey& operator=(const FrameKey&) = delete;
  ~FrameKey() = default;

  void set_vlan(core::VlanId outer, core::VlanId inner) {
    key_.outer_vlan = outer;
    key_.vlan = inner;
  }
  const PacketKey& key() const { return key_; }

 private:
  union {
    core::DirectedKey icmp_;  // its ports are none of the frame's ends; else it is never touched
  };
  PacketKey key_;
};

}  // namespace vedette::decoders
