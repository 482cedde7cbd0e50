// SPDX-License-Identifier: Apache-2.0
// What a DNS message means in the words of core::Observation: names that were asked for, and whose addresses are known
// by which name.
#include <algorithm>

#include "decoders/claims.h"
#include "decoders/dns/decoder.h"
#include "decoders/dns/rdata.h"
#include "decoders/dns/types.h"

namespace vedette::decoders::dns {
namespace {

using core::IdentityKind;
using core::MessageKind;
using core::ObjectRef;
using core::Observation;
using core::Verb;

// Of one message so many questions, and so many addresses, are told apart.
constexpr std::size_t max_observed_questions = 16, max_observed_addresses = 64;
constexpr std::string_view local_suffix = ".local";

ObjectRef object_of(const NameText& name) {
  return core::hashed({.space = "domain", .first = 0, .count = 0, .text = name.view(), .hash = 0});
}

bool is_transfer(std::uint16_t type) {
  return type == type::axfr || type == type::ixfr;
}

/// The name of a question or record, in lower case.
NameText lower_name(const Message& m, std::size_t at) {
  NameText name;
  std::size_t end = 0;
  read_name(m.wire, at, name, end);
  name.to_lower();
  return name;
}

Observation common(const Message& m) {
  Observation o;
  o.kind = m.is_answer() ? MessageKind::response : MessageKind::request;
  o.verb = opcode_verb(m.opcode());
  o.operation = opcode_operation(m.opcode());
  o.code = m.opcode();
  o.bytes = static_cast<std::uint32_t>(m.size);
  o.unmatched = m.unmatched;
  if (m.is_answer() && m.rcode() != 0) {
    o.refused = true;
    o.status = m.rcode();
    o.status_name = rcode_status(m.rcode());
  }
  return o;
}

void observe_questions(const Message& m, Observation o, Observer& observer) {
  // A service's client asks for many names at once; an answer repeats one question at most.
  const std::size_t count = std::min(m.questions.size(), m.is_answer() ? 1 : max_observed_questions);
  for (std::size_t i = 0; i < count; ++i) {
    const NameText name = lower_name(m, m.questions[i].name_at);
    o.object = object_of(name);
    if (is_transfer(m.questions[i].type)) {
      o.verb = Verb::read;
      o.operation = transfer_operation;
    }
    observer.add(o);
  }
  if (count == 0) observer.add(o);
}

/// What is said to everybody, asked or not: names that the sender, or one for whom it speaks, has.
void observe_announcement(const Message& m, Observation o, Observer& observer) {
  o.kind = MessageKind::event;
  o.verb = Verb::publish;
  o.operation = announce_operation;
  if (m.records.empty()) return observer.add(o);
  const NameText name = lower_name(m, m.records[0].name_at);
  o.object = object_of(name);
  observer.add(o);
}

void claim(const core::IpAddress& address, IdentityKind kind, std::string_view name, Observer& observer) {
  Observation o;
  o.operation = address_operation;
  o.source.ip = address;
  add_claim(o, kind, name, observer);
}

/// The name under which an address was asked for, not what that is an alias of.
void claim_asked_names(const Message& m, Observer& observer) {
  if (m.questions.empty() || m.rcode() != 0 || m.opcode() != opcode::query || m.asked.is_root()) return;
  NameText name = m.asked;
  name.to_lower();
  std::size_t claimed = 0;
  for (const Record& record : m.records) {
    const core::IpAddress address = record.section == Section::answers ? address_of(m, record) : core::IpAddress{};
    if (!address.is_set()) continue;
    claim(address, IdentityKind::domain_name, name.view(), observer);
    if (++claimed == max_observed_addresses) return;
  }
}

/// Hosts answer for themselves here. What has no time left is taken back (RFC 6762, section 10.1).
void claim_host_names(const Message& m, Observer& observer) {
  std::size_t claimed = 0;
  for (const Record& record : m.records) {
    const core::IpAddress address = record.ttl == 0 ? core::IpAddress{} : address_of(m, record);
    if (!address.is_set() || record.section == Section::authorities) continue;
    const NameText name = lower_name(m, record.name_at);
    std::string_view host = name.view();
    if (m.variant == Variant::mdns) {
      if (!host.ends_with(local_suffix)) continue;
      host.remove_suffix(local_suffix.size());
    }
    if (host.empty() || name.is_root()) continue;
    claim(address, IdentityKind::host_name, host, observer);
    if (++claimed == max_observed_addresses) return;
  }
}

}  // namespace

void Decoder::observe(const Message& m, Observer& observer) {
  const Observation o = common(m);
  if (m.is_answer() && m.to_group) {
    observe_announcement(m, o, observer);
  } else {
    observe_questions(m, o, observer);
  }
  if (!m.is_answer()) return;
  if (m.variant == Variant::dns) {
    claim_asked_names(m, observer);
  } else {
    claim_host_names(m, observer);
  }
}

}  // namespace vedette::decoders::dns
