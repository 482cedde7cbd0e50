// SPDX-License-Identifier: Apache-2.0
// Observations as decoders would make them, without any packet, for the tests of what judges them.
#pragma once

#include <fmt/format.h>
#include <optional>
#include <string_view>

#include "core/observation.h"

namespace vedette::testing {

using namespace std::chrono_literals;

// 2026-03-02T08:00:00Z, a multiple of an hour.
inline constexpr core::Timestamp start = core::timestamp_from_ns(1'772'438'400'000'000'000);

inline core::Endpoint host(std::uint8_t last, std::uint16_t port = 0) {
  core::Endpoint end;
  end.ip = core::IpAddress::v4(10U << 24 | 20U << 16 | 1U << 8 | last);
  end.mac = {{2, 0, 0, 0, 0, last}};
  end.port = {port};
  return end;
}

/// The conversation between two hosts, the same for every message from one to the other.
inline core::FlowId flow_of(const core::Endpoint& client, const core::Endpoint& server) {
  const auto last = [](const core::Endpoint& end) -> std::uint64_t {
    return end.ip.is_set() ? end.ip.octets().back() : end.mac.octets[5];
  };
  return {1 + (last(client) << 8 | last(server))};
}

inline core::Observation request(core::Timestamp time, std::uint8_t client, std::uint8_t server, core::Verb verb,
                                 std::string_view operation, std::uint32_t code, core::ObjectRef object = {}) {
  core::Observation o;
  o.time = time;
  o.kind = core::MessageKind::request;
  o.verb = verb;
  o.transport = core::IpProtocol::tcp;
  o.source = host(client, 40'000);
  o.target = host(server, 502);
  o.flow = flow_of(o.source, o.target);
  o.protocol = {"modbus"};
  o.operation = operation;
  o.code = code;
  o.object = object.is_set() ? core::hashed(object) : object;
  return o;
}

inline core::Observation read(core::Timestamp time, std::uint8_t client, std::uint8_t server, std::uint64_t first = 0,
                              std::uint32_t count = 10) {
  return request(time, client, server, core::Verb::read, "read_holding_registers", 3, {"holding", first, count, {}, 0});
}
inline core::Observation write(core::Timestamp time, std::uint8_t client, std::uint8_t server,
                               std::uint64_t first = 0) {
  return request(time, client, server, core::Verb::write, "write_single_register", 6, {"holding", first, 1, {}, 0});
}
inline core::Observation restart(core::Timestamp time, std::uint8_t client, std::uint8_t server) {
  return request(time, client, server, core::Verb::control, "restart_communications_option", 8);
}

/// The answer to a request; `status` is 0 where it says yes.
inline core::Observation answer(const core::Observation& asked, std::uint32_t status = 0) {
  core::Observation o = asked;
  std::swap(o.source, o.target);
  o.kind = core::MessageKind::response;
  o.refused = status != 0;
  o.status = status;
  return o;
}

inline core::Observation connect(core::Timestamp time, std::uint8_t client, std::uint8_t server, std::uint16_t port) {
  core::Observation o;
  o.time = time;
  o.kind = core::MessageKind::event;
  o.verb = core::Verb::connect;
  o.transport = core::IpProtocol::tcp;
  o.source = host(client, 40'000);
  o.target = host(server, port);
  o.flow = {1'000'000 + flow_of(o.source, o.target).number * 65'536 + port};
  o.protocol = {"tcp"};
  o.operation = "tcp_open";
  o.code = port;
  return o;
}

/// Belongs to no conversation, as the engine says it.
inline core::Observation arp_request(core::Timestamp time, std::uint8_t who, std::uint8_t whom) {
  core::Observation o;
  o.time = time;
  o.verb = core::Verb::discover;
  o.source = host(who);
  o.target = host(whom);
  o.target.mac = {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
  o.protocol = {"arp"};
  o.operation = "arp_request";
  o.code = 1;
  return o;
}

}  // namespace vedette::testing
