// SPDX-License-Identifier: Apache-2.0
// What the opening of an SSH connection means in the words of core::Observation.
#include "decoders/ssh/decoder.h"

namespace vedette::decoders::ssh {

using core::MessageKind;

void Decoder::observe(const Message& m, Observer& observer) {
  core::Observation o;
  o.bytes = static_cast<std::uint32_t>(m.size);
  if (m.type == Type::identification) {
    o.kind = m.role == Role::client   ? MessageKind::request
             : m.role == Role::server ? MessageKind::response
                                      : MessageKind::event;
    // The connection itself is told by the engine. Neither string asks for anything or grants it: both sides say who
    // they are, in any order (RFC 4253, section 4.2).
    o.verb = core::Verb::other;
    o.operation = "identification";
    o.claim = {.kind = core::IdentityKind::firmware, .number = 0, .text = m.software_version};
  } else {
    constexpr std::uint32_t kexinit = 20;
    o.kind = MessageKind::event;
    o.operation = "key_exchange_init";
    o.code = kexinit;
  }
  observer.add(o);
}

}  // namespace vedette::decoders::ssh
