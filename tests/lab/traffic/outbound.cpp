// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/outbound.h"

#include <fmt/format.h>

#include "tests/lab/traffic/dns.h"

namespace vedette::lab {
namespace {

constexpr Path far_away{.round_trip = 38ms, .jitter = 0.2, .lost = 3e-4};
constexpr std::size_t piece = 16'384;          // in flight at once
constexpr Duration acknowledged_after = 60ms;  // of a piece, at the latest

}  // namespace

const Host& broken_into(Scene& scene) {
  std::vector<const Host*> devices;
  for (const Host& host : scene.site.hosts())
    if (!host.role.empty() && &host != &scene.site.router()) devices.push_back(&host);
  const Host& device = *scene.random.pick(std::span<const Host* const>{devices});
  scene.attacker(device);
  return device;
}

Outbound::Outbound(Scene& scene, const Host& device, std::string name, bool plain)
    : device_(device),
      router_(scene.site.router()),
      far_(scene.site.add_remote(fmt::format("outside-{}", scene.tag.number), dns::address_of_name(name))),
      name_(std::move(name)),
      tag_(scene.tag),
      random_(scene.random) {
  if (plain) {
    plain_.emplace(device_, far_, std::uint16_t{80}, far_away, scene.site.behaviour("plain " + far_.name));
  } else {
    tls_.emplace(device_, far_, std::uint16_t{443}, far_away, TlsProfile{.server_name = name_},
                 scene.site.behaviour("tls " + far_.name));
  }
}

void Outbound::call(Timestamp when, Call call) {
  at(when, tag_, [this, call](Timestamp now, Sink& sink) {
    if (plain_) return call_in_plain_text(now, call, sink);
    now = dns::look_up(sink, now, device_, router_, name_, random_);
    now = tls_->open(now, sink);
    now = tls_->send(Side::client, now, call.sent, sink);
    now = tls_->send(Side::server, now + random_.log_normal(Duration{15ms}, 0.5), call.received, sink);
    tls_->close(now + 2ms, sink);
  });
}

void Outbound::call_in_plain_text(Timestamp at, Call call, Sink& sink) {
  at = plain_->open(at, sink);
  const std::string host = far_.ip.to_string();
  Octets request;
  request.text(
      fmt::format("POST /u HTTP/1.1\r\nHost: {}\r\nContent-Type: application/octet-stream\r\n"
                  "Content-Length: {}\r\n\r\n",
                  host, call.sent));
  for (std::size_t left = call.sent; left > 0;) {
    for (; left > 0 && request.size() < piece; --left) request.u8(random_.next());
    at = plain_->send(Side::client, at, request, sink);
    if (left > 0) at += acknowledged_after;
    request.clear();
  }
  Octets response;
  response.text(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", call.received));
  for (std::size_t i = 0; i < call.received; ++i) response.u8('a' + random_.below(26));
  at = plain_->send(Side::server, at + random_.log_normal(Duration{15ms}, 0.5), response, sink);
  plain_->close(Side::client, at + 1ms, sink);
}

void Outbound::settle(Timestamp until, Sink& sink) {
  const WithinEvent within(sink, tag_);
  if (tls_) tls_->connection().settle(until, sink);
  if (plain_) plain_->settle(until, sink);
}

}  // namespace vedette::lab
