// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/chores.h"

#include <algorithm>
#include <fmt/format.h>

#include "tests/lab/traffic/dhcp.h"
#include "tests/lab/traffic/dns.h"

namespace vedette::lab {
namespace {

constexpr std::uint16_t ntp_port = 123;
constexpr core::MacAddress everybody{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

/// RFC 5905, 6: seconds since 1900 and their fraction.
void write_stamp(Octets& out, Timestamp time) {
  constexpr std::uint64_t from_1900_to_1970 = 2'208'988'800, billion = 1'000'000'000;
  const auto ns = static_cast<std::uint64_t>(core::to_ns(time));
  out.u32(ns / billion + from_1900_to_1970).u32((ns % billion << 32) / billion);
}

Octets ntp_question(Timestamp by_own_clock) {
  Octets out = Octets{0x23, 0, 10, 0xe9};
  for (unsigned i = 0; i < 36; ++i) out.u8(0);
  write_stamp(out, by_own_clock);
  return out;
}

Octets ntp_answer(Timestamp asked_by_own_clock, Timestamp at, std::uint32_t reference) {
  Octets out = Octets{0x24, 2, 10, 0xe9}.u32(0x0000'0412).u32(0x0000'02a1).u32(reference);
  write_stamp(out, at - 417s);
  write_stamp(out, asked_by_own_clock);
  write_stamp(out, at);
  write_stamp(out, at + 30us);
  return out;
}

bool is_embedded(const Host& host) {
  return host.stack.window <= embedded_stack.window;
}

}  // namespace

void resolve_by_arp(Sink& sink, Timestamp at, const Host& asker, const Host& target, bool broadcast, Random& random) {
  const Address unknown{{}, target.ip};
  send_arp(sink, at, asker.mac, broadcast ? everybody : target.mac, {1, address_of(asker), unknown});
  send_arp(sink, at + random.log_normal(Duration{250us}, 0.4), target.mac, asker.mac,
           {2, address_of(target), address_of(asker)});
}

Chores::Chores(Site& site, const Host& host, ChoreOptions options)
    : site_(site), host_(host), options_(std::move(options)), random_(site.behaviour("chores " + host.name)) {
  if (options_.host_name.empty()) options_.host_name = host.name;
  const Timestamp start = site.options().start;
  if (!options_.from) {
    begin(start);
    return;
  }
  at(*options_.from, options_.joins_as, [this](Timestamp now, Sink& sink) {
    join(now, sink);
    begin(now + 2s);
  });
}

void Chores::begin(Timestamp at) {
  // Wherever in its period each of them was.
  const auto anywhere = [&](Duration period) { return at + random_.between(Duration{0}, period); };
  const auto parts = static_cast<std::int64_t>(options_.peers.size() + 1);
  schedule(anywhere(options_.arp_every / parts), static_cast<std::uint32_t>(Chore::arp));
  if (options_.lease) schedule(anywhere(*options_.lease / 2), static_cast<std::uint32_t>(Chore::lease));
  if (options_.time_every) schedule(anywhere(*options_.time_every), static_cast<std::uint32_t>(Chore::time));
  if (!options_.names.empty()) schedule(anywhere(options_.names_every), static_cast<std::uint32_t>(Chore::names));
}

void Chores::again(Chore chore, Timestamp at, Duration about, double spread) {
  schedule(at + random_.log_normal(about, spread), static_cast<std::uint32_t>(chore));
}

void Chores::due(Timestamp at, std::uint32_t what, Sink& sink) {
  if (ends_ && at >= *ends_) return;
  switch (static_cast<Chore>(what)) {
    case Chore::arp:
      find_a_peer(at, sink);
      again(Chore::arp, at, options_.arp_every / static_cast<std::int64_t>(options_.peers.size() + 1), 0.35);
      break;
    case Chore::lease:
      dhcp::renew(sink, at, {host_, site_.router(), options_.host_name, options_.vendor_class, *options_.lease},
                  random_);
      again(Chore::lease, at, *options_.lease / 2, 0.001);
      break;
    case Chore::time:
      ask_for_the_time(at, sink);
      again(Chore::time, at, *options_.time_every, 0.01);
      break;
    case Chore::names: {
      const std::string& name = options_.names[next_name_++ % options_.names.size()];
      const Timestamp known = dns::look_up(sink, at, host_, site_.router(), name, random_);
      // Resolvers of larger systems ask for both kinds of address.
      if (!is_embedded(host_) && random_.chance(0.5))
        dns::look_up(sink, known, host_, site_.router(), name, random_, dns::Type::aaaa, dns::Outcome::no_such_type);
      again(Chore::names, at, options_.names_every / static_cast<std::int64_t>(options_.names.size()), 0.3);
      break;
    }
  }
}

void Chores::find_a_peer(Timestamp at, Sink& sink) {
  const std::size_t which = next_peer_++ % (options_.peers.size() + 1);
  const Host& peer = which == 0 ? site_.router() : *options_.peers[which - 1];
  const bool the_other_way = random_.chance(0.4);
  const Host& asker = the_other_way ? peer : host_;
  resolve_by_arp(sink, at, asker, the_other_way ? host_ : peer, is_embedded(asker) || random_.chance(0.15), random_);
}

void Chores::ask_for_the_time(Timestamp at, Sink& sink) {
  const bool outside = !options_.time_server.empty();
  Address server = address_of(site_.router());
  if (outside) {
    at = dns::look_up(sink, at, host_, site_.router(), options_.time_server, random_);
    server.ip = dns::address_of_name(options_.time_server);
  }
  const Timestamp by_own_clock = at + Duration{static_cast<std::int64_t>(2e7 * random_.normal())};
  const auto from = is_embedded(host_) ? static_cast<std::uint16_t>(49'152 + random_.below(16'000)) : ntp_port;
  send_udp(sink, at, host_, from, server, ntp_port, ntp_question(by_own_clock),
           static_cast<std::uint16_t>(random_.next()));
  const Timestamp answered = at + random_.log_normal(outside ? Duration{21ms} : Duration{300us}, 0.2);
  send_udp(sink, answered, server, ntp_port, address_of(host_), from,
           ntp_answer(by_own_clock, at + (answered - at) / 2, 0xc0a8'0a01),
           {static_cast<std::uint16_t>(random_.next()), 52});
}

void Chores::join(Timestamp at, Sink& sink) {
  if (options_.lease)
    at = dhcp::join(sink, at, {host_, site_.router(), options_.host_name, options_.vendor_class, *options_.lease},
                    random_);
  for (unsigned i = 0; i < 2; ++i)  // RFC 5227, 2.3
    send_arp(sink, at + i * 1s, host_.mac, everybody, {1, address_of(host_), {{}, host_.ip}});
  resolve_by_arp(sink, at + 5ms, host_, site_.router(), true, random_);
}

Chores& add_chores(Site& site, const Host& host, ChoreOptions options) {
  if (!host.role.empty()) {
    auto& role = (*site.file.mutable_roles())[host.role];
    const auto allow = [&](const std::string& name) {
      if (!name.empty() && std::ranges::find(role.domains(), name) == role.domains().end()) role.add_domains(name);
    };
    for (const auto& name : options.names) allow(name);
    if (options.time_every) allow(options.time_server);
  }
  return site.add_actor<Chores>(site, host, std::move(options));
}

Chores* find_chores(const Site& site, const Host& host) {
  for (const auto& actor : site.actors()) {
    auto* chores = dynamic_cast<Chores*>(actor.get());
    if (chores && &chores->host() == &host) return chores;
  }
  return nullptr;
}

}  // namespace vedette::lab
