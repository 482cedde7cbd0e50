// SPDX-License-Identifier: Apache-2.0
// What a shard tells of frames by themselves (defects, checksums, who claims which address), and the form of events.
#include "decoders/shard.h"

namespace vedette::decoders {

using core::IdentityKind;
using core::Observation;
using core::Verb;
namespace {

struct ClaimWords {
  std::string_view operation;
  std::uint32_t code;  ///< ICMPv6's type (RFC 4861)
  IdentityKind says;
};

ClaimWords words_of(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::neighbor_solicitation:
      break;
    case ClaimKind::neighbor_advertisement:
      return {"neighbor_advertisement", 136, IdentityKind::link_address};
    case ClaimKind::router_solicitation:
      return {"router_solicitation", 133, IdentityKind::link_address};
    case ClaimKind::router_advertisement:
      return {"router_advertisement", 134, IdentityKind::router};
  }
  return {"neighbor_solicitation", 135, IdentityKind::link_address};
}

}  // namespace

void Shard::frame_event(const Frame& frame, Verb verb, core::Protocol protocol, std::string_view operation,
                        std::uint32_t code) {
  Observation event;
  event.verb = verb;
  event.transport = frame.transport;
  event.protocol = protocol;
  event.operation = operation;
  event.code = code;
  event.source = frame.source;
  event.target = frame.target;
  emitter_.add_event(event);
}

void Shard::claim_event(const Frame& frame) {
  const AddressClaim& claim = *frame.claim;
  const ClaimWords words = words_of(claim.kind);
  Observation event;
  event.verb = Verb::discover;
  event.transport = frame.transport;
  event.protocol = {"ndp"};
  event.operation = words.operation;
  event.code = words.code;
  event.source = frame.source;
  event.source.mac = claim.sender_mac;
  event.source.ip = claim.sender_ip;
  event.target = frame.target;
  event.target.ip = claim.target_ip;
  // The question goes to everybody; whose address it is, is what is asked.
  event.target.mac = {};
  // A probe for a free address (RFC 5227, 2.1.1; RFC 4862, 5.4.2) and whoever leaves its link address out claim
  // nothing.
  const bool says_both = claim.sender_ip.is_set() && !claim.sender_mac.is_zero();
  if (says_both || words.says == IdentityKind::router) event.claim.kind = words.says;
  emitter_.add_event(event);
}

Observation Shard::event_of(const Flow& flow, core::Direction direction, Verb verb, std::string_view operation) const {
  const Ends& ends = flow.ends[core::index(direction)];
  Observation event;
  event.verb = verb;
  event.transport = flow.key.protocol;
  event.flow = flow.id;
  event.source = ends.sender;
  event.target = ends.receiver;
  event.protocol = {core::to_string(flow.key.protocol)};
  event.operation = operation;
  return event;
}

}  // namespace vedette::decoders
