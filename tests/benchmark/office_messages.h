// SPDX-License-Identifier: Apache-2.0
// What is said in made-up office traffic: messages that are well-formed as far as a dissector looks without keys.
#pragma once

#include <array>
#include <cstdint>

#include "tests/benchmark/wire.h"

namespace vedette::benchmark {

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere, unlike the standard library's distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint32_t next();
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(std::uint64_t{next()} * limit >> 32); }
  Octets octets(std::size_t size);

 private:
  std::uint64_t state_;
};

enum class Application : std::uint8_t { tls, smb, http, modbus };

Application any_application(Random& random);
std::uint16_t port_of(Application application);
/// A request and its answer. Bulk fills segments; else both are short.
std::array<Octets, 2> make_exchange(Application application, bool bulk, Random& random);

Octets dns_question(Random& random, bool multicast);
Octets dns_answer(const Octets& question, Random& random);
Octets ntp(bool answer);
Octets quic(Random& random);
Octets arp(bool reply, const Host& sender, const Host& target);

}  // namespace vedette::benchmark
