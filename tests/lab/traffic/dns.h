// SPDX-License-Identifier: Apache-2.0
// Questions to the site's resolver and its answers (RFC 1035), over UDP.
#pragma once

#include <cstdint>
#include <string_view>

#include "tests/lab/base/host.h"
#include "tests/lab/base/random.h"
#include "tests/lab/base/wire.h"

namespace vedette::lab::dns {

inline constexpr std::uint16_t port = 53;

enum class Type : std::uint16_t { a = 1, txt = 16, aaaa = 28 };
enum class Outcome : std::uint8_t { found, no_such_name, no_such_type };

/// Where the internet has that name: the same address in every run, of the networks kept for examples (RFC 5737).
core::IpAddress address_of_name(std::string_view name);

Octets question(std::uint16_t id, std::string_view name, Type type);
/// The question's answer: one address, or none.
Octets answer(std::uint16_t id, std::string_view name, Type type, Outcome outcome, std::uint32_t lifetime);

/// Asks and is answered; gives the time at which the client knows.
Timestamp look_up(Sink& sink, Timestamp at, const Host& client, const Host& resolver, std::string_view name,
                  Random& random, Type type = Type::a, Outcome outcome = Outcome::found);

}  // namespace vedette::lab::dns
