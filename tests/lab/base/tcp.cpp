// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/tcp.h"

#include <algorithm>

namespace vedette::lab {
namespace {

constexpr std::uint8_t fin = 0x01, syn = 0x02, rst = 0x04, psh = 0x08, ack = 0x10;
constexpr std::uint16_t first_ephemeral = 32'768;  // RFC 6056 allows from 1024; Linux starts here
constexpr Duration between_segments = 12us;        // 1500 octets at a gigabit
constexpr Duration retransmission_timeout = 210ms;
constexpr unsigned most_retransmissions = 4;

}  // namespace

TcpConnection::TcpConnection(const Host& client, const Host& server, std::uint16_t server_port, const Path& path,
                             Random random)
    : ends_{{{&client, address_of(client), 0, 0, 0, 0, 0, {}},
             {&server, address_of(server), server_port, 0, 0, 0, 0, {}}}},
      path_(path),
      random_(random),
      timestamps_(client.stack.timestamps && server.stack.timestamps),
      segment_size_(std::min(client.stack.segment, server.stack.segment)) {
  ends_[0].port = static_cast<std::uint16_t>(first_ephemeral + random_.below(28'000));
  for (auto& end : ends_) {
    end.ip_id = static_cast<std::uint16_t>(random_.next());
    end.stamp_base = static_cast<std::uint32_t>(random_.next());
  }
  if (timestamps_) segment_size_ = static_cast<std::uint16_t>(segment_size_ - 12);
}

Duration TcpConnection::half_trip() {
  return random_.log_normal(path_.round_trip / 2, path_.jitter);
}

void TcpConnection::start(Timestamp at) {
  ends_[0].port = static_cast<std::uint16_t>(
      first_ephemeral + (ends_[0].port - first_ephemeral + 1 + random_.below(40)) % 28'000);
  for (auto& end : ends_) {
    end.next = static_cast<std::uint32_t>(random_.next());
    end.acknowledge_at.reset();
    end.last_stamp = 0;
  }
  now_ = at;
}

void TcpConnection::segment(Side from, Timestamp at, std::uint8_t flags, std::uint32_t sequence, View payload,
                            Sink& sink) {
  End& sender = end(from);
  End& receiver = end(other(from));
  Octets options;
  if (flags & syn) {
    options.u8(2).u8(4).u16(sender.host->stack.segment);
    if (timestamps_) options.u16(0x0402);  // selective acknowledgement permitted
  }
  if (timestamps_) {
    const auto ms = static_cast<std::uint32_t>(core::to_ns(at) / 1'000'000);
    if (!(flags & syn)) options.u16(0x0101);
    options.u16(0x080a).u32(sender.stamp_base + ms).u32(flags == syn ? 0 : sender.last_stamp);
    receiver.last_stamp = sender.stamp_base + ms;
  }
  TcpFields tcp{sender.port, receiver.port, sequence, flags & ack ? receiver.next : 0, flags,
                sender.host->stack.window, options};
  send_tcp(sink, at, sender.address, receiver.address, tcp, payload, {sender.ip_id++, sender.host->stack.hop_limit});
  if (flags & ack) sender.acknowledge_at.reset();
}

Timestamp TcpConnection::open(Timestamp at, Sink& sink) {
  start(at);
  segment(Side::client, at, syn, end(Side::client).next++, {}, sink);
  const Timestamp answered = at + half_trip() * 2;
  segment(Side::server, answered, syn | ack, end(Side::server).next++, {}, sink);
  const Timestamp done = answered + random_.between(Duration{20us}, Duration{90us});
  segment(Side::client, done, ack, end(Side::client).next, {}, sink);
  open_ = true;
  now_ = done;
  return done + random_.between(Duration{30us}, Duration{200us});
}

void TcpConnection::resume(Timestamp at) {
  start(at);
  const auto ms = static_cast<std::uint32_t>(core::to_ns(at) / 1'000'000);
  for (const Side side : {Side::client, Side::server}) end(side).last_stamp = end(other(side)).stamp_base + ms;
  open_ = true;
}

void TcpConnection::refused(Timestamp at, Sink& sink) {
  start(at);
  segment(Side::client, at, syn, end(Side::client).next++, {}, sink);
  segment(Side::server, at + half_trip() * 2, rst | ack, 0, {}, sink);
  open_ = false;
}

void TcpConnection::unanswered(Timestamp at, Sink& sink) {
  start(at);
  const std::uint32_t sequence = end(Side::client).next;
  for (const Duration after : {Duration{0s}, Duration{1s}, Duration{3s}})
    segment(Side::client, at + after, syn, sequence, {}, sink);
  open_ = false;
}

Timestamp TcpConnection::send(Side from, Timestamp at, View octets, Sink& sink) {
  at = std::max(at, now_ + 1us);
  settle(at, sink);
  End& sender = end(from);
  unsigned again = 0;
  while (again < most_retransmissions && random_.chance(path_.lost)) ++again;
  Timestamp stamp = at;
  for (std::size_t sent = 0; sent < octets.size(); stamp += between_segments) {
    const View part = octets.subspan(sent, std::min<std::size_t>(segment_size_, octets.size() - sent));
    sent += part.size();
    const bool last = sent == octets.size();
    segment(from, stamp, last ? psh | ack : ack, sender.next, part, sink);
    for (unsigned i = 0; last && i < again; ++i) {
      stamp += retransmission_timeout * (1 << i);  // RFC 6298, 5.5
      segment(from, stamp, psh | ack, sender.next, part, sink);
    }
    sender.next += static_cast<std::uint32_t>(part.size());
  }
  now_ = stamp;
  const Timestamp there = stamp + half_trip();
  End& receiver = end(other(from));
  if (!receiver.acknowledge_at) {
    receiver.acknowledge_at = there + receiver.host->stack.delayed_ack;
    receiver.acknowledges = sink.event();
  }
  return there;
}

void TcpConnection::unheard(Side from, Timestamp at, View octets, Sink& sink) {
  at = std::max(at, now_ + 1us);
  settle(at, sink);
  for (unsigned i = 0; i <= most_retransmissions; ++i) {
    segment(from, at, psh | ack, end(from).next, octets, sink);
    at += retransmission_timeout * (1 << i);
  }
  open_ = false;
}

void TcpConnection::settle(Timestamp until, Sink& sink) {
  if (!open_) return;
  for (const Side side : {Side::client, Side::server}) {
    End& that = end(side);
    if (!that.acknowledge_at || *that.acknowledge_at >= until) continue;
    const Timestamp at = std::max(*that.acknowledge_at, now_ + 1us);
    const EventTag present = sink.event();
    sink.set_event(that.acknowledges);
    segment(side, at, ack, that.next, {}, sink);
    sink.set_event(present);
    now_ = at;
  }
}

void TcpConnection::close(Side from, Timestamp at, Sink& sink) {
  if (!open_) return;
  at = std::max(at, now_ + 1us);
  settle(at, sink);
  segment(from, at, fin | ack, end(from).next++, {}, sink);
  const Timestamp answered = at + half_trip() * 2;
  segment(other(from), answered, fin | ack, end(other(from)).next++, {}, sink);
  segment(from, answered + 60us, ack, end(from).next, {}, sink);
  open_ = false;
}

void TcpConnection::reset(Side from, Timestamp at, Sink& sink) {
  if (!open_) return;
  at = std::max(at, now_ + 1us);
  settle(at, sink);
  segment(from, at, rst | ack, end(from).next, {}, sink);
  open_ = false;
}

}  // namespace vedette::lab
