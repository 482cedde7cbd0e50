// SPDX-License-Identifier: Apache-2.0
// What stands inside a packet, for every type (MQTT 5.0, section 3; MQTT 3.1.1, section 3). Nothing here knows of other
// packets: what a packet means for its conversation is told elsewhere.
#pragma once

#include <cstddef>
#include <optional>

#include "core/bytes.h"
#include "decoders/mqtt/defects.h"
#include "decoders/mqtt/framing.h"
#include "decoders/mqtt/message.h"

namespace vedette::decoders::mqtt {

/// Reads a packet into `message`, as far as it can, and gives its first flaw. `bytes` begin with the fixed header;
/// where they are fewer than the header says, the rest of the packet is not at hand, which is no flaw.
std::optional<Flaw> read_packet(core::Bytes bytes, const Header& header, Version version, Message& message);

/// How much a packet tells of the version (sections 2.2.2 and 3), where CONNECT was not seen. `weak`: a PUBLISH has a 0
/// behind its topic, which is an empty list of properties or the first byte of an earlier version's payload.
enum class Evidence : std::uint8_t { none, weak, strong };
struct VersionGuess {
  Version version = Version::unknown;
  Evidence evidence = Evidence::none;
};
VersionGuess guess_version(core::Bytes bytes, const Header& header);

/// The bytes of a PUBLISH before its payload; nothing where they aren't all there. Of other packets: nothing.
std::optional<std::size_t> head_size(core::Bytes bytes, const Header& header, Version version);

}  // namespace vedette::decoders::mqtt
