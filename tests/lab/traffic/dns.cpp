// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/dns.h"

#include <algorithm>

namespace vedette::lab::dns {
namespace {

constexpr std::uint16_t recursion_desired = 0x0100, answer_flags = 0x8180, no_such_name_code = 3;
constexpr std::uint32_t lifetimes[]{60, 300, 300, 3600};

void write_name(Octets& out, std::string_view name) {
  while (!name.empty()) {
    const auto label = name.substr(0, name.find('.'));
    out.u8(label.size()).text(label);
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  out.u8(0);
}

Octets start(std::uint16_t id, std::uint16_t flags, unsigned answers, unsigned authorities, std::string_view name,
             Type type) {
  Octets out = Octets{}.u16(id).u16(flags).u16(1).u16(answers).u16(authorities).u16(0);
  write_name(out, name);
  out.u16(static_cast<std::uint16_t>(type)).u16(1);
  return out;
}

/// The zone's start of authority: how long the absence may be believed (RFC 2308, 3).
void write_authority(Octets& out, std::string_view name) {
  constexpr std::uint16_t soa = 6;
  const auto dot = name.find('.');
  const auto zone = dot == std::string_view::npos ? name : name.substr(dot + 1);
  Octets data;
  write_name(data, "ns1.example.net");
  write_name(data, "hostmaster.example.net");
  data.u32(2'026'010'101).u32(7200).u32(900).u32(1'209'600).u32(900);
  write_name(out, zone);
  out.u16(soa).u16(1).u32(900).u16(data.size()).bytes(data);
}

}  // namespace

core::IpAddress address_of_name(std::string_view name) {
  constexpr std::uint32_t networks[]{0xc633'6400, 0xcb00'7100};  // 198.51.100.0/24, 203.0.113.0/24
  const std::uint64_t word = core::hash_text(name, 0);
  return core::IpAddress::v4(networks[word >> 63] | static_cast<std::uint32_t>(1 + (word >> 8) % 254));
}

Octets question(std::uint16_t id, std::string_view name, Type type) {
  return start(id, recursion_desired, 0, 0, name, type);
}

Octets answer(std::uint16_t id, std::string_view name, Type type, Outcome outcome, std::uint32_t lifetime) {
  if (outcome != Outcome::found) {
    const std::uint16_t code = outcome == Outcome::no_such_name ? no_such_name_code : 0;
    Octets out = start(id, static_cast<std::uint16_t>(answer_flags | code), 0, 1, name, type);
    write_authority(out, name);
    return out;
  }
  Octets out = start(id, answer_flags, 1, 0, name, type);
  out.u16(0xc00c).u16(static_cast<std::uint16_t>(type)).u16(1).u32(lifetime);  // the question's name, by pointer
  if (type == Type::txt) {
    constexpr std::string_view text = "v=1";
    return out.u16(text.size() + 1).u8(text.size()).text(text);
  }
  return out.u16(4).bytes(address_of_name(name).octets());
}

Timestamp look_up(Sink& sink, Timestamp at, const Host& client, const Host& resolver, std::string_view name,
                  Random& random, Type type, Outcome outcome) {
  const auto id = static_cast<std::uint16_t>(random.next());
  const auto from = static_cast<std::uint16_t>(32'768 + random.below(28'000));
  send_udp(sink, at, client, from, address_of(resolver), port, question(id, name, type),
           static_cast<std::uint16_t>(random.next()));
  // The resolver knows most names; for the others it has to ask.
  const Duration takes =
      random.chance(0.6) ? random.log_normal(Duration{500us}, 0.3) : random.log_normal(Duration{18ms}, 0.5);
  const std::uint32_t full = lifetimes[core::hash_text(name, 1) % std::size(lifetimes)];
  const Octets reply = answer(id, name, type, outcome, 1 + random.below(full));
  send_udp(sink, at + takes, resolver, port, address_of(client), from, reply,
           static_cast<std::uint16_t>(random.next()));
  return at + takes + random.between(Duration{100us}, Duration{1ms});
}

}  // namespace vedette::lab::dns
