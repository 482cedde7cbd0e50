// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/office.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <fmt/format.h>
#include <queue>

#include "tests/benchmark/office_messages.h"
#include "tests/benchmark/wire.h"

namespace vedette::benchmark {
namespace {

constexpr double mean_octets = 460, tolerance = 5;
constexpr unsigned connections = 500, clients = 300, servers = 24;
constexpr std::uint16_t first_port = 60'002;  ///< the last to which Wireshark gives a protocol is 60001
constexpr std::uint8_t fin = 0x01, syn = 0x02, psh = 0x08, ack = 0x10;

/// A client in the VLAN of its floor, if it has one; every sixth speaks IPv6.
struct Pair {
  Host client, server;
  Link link;
};

Pair any_pair(Random& random) {
  const std::uint32_t client = random.below(clients), server = random.below(servers);
  const bool v6 = client % 6 == 0;
  Pair pair{v6 ? Host::local_v6(0x0a08'0000 + client) : Host::v4(0x0a08'0000 + client),
            v6 ? Host::local_v6(0x0a09'0001 + server) : Host::v4(0x0a09'0001 + server),
            {}};
  if (client % 10 < 3) pair.link.vlans = {static_cast<std::uint16_t>(100 + client % 3)};
  return pair;
}

/// One TCP connection: a handshake, some exchanges, an orderly end. Each step is one segment.
class Connection {
 public:
  Connection(Random& random, std::uint16_t port, bool first)
      : pair_(any_pair(random)), application_(any_application(random)), client_port_(port) {
    sequence_ = {random.next(), random.next()};
    exchanges_left_ = 2 + random.below(40);
    if (first) exchanges_left_ = 1 + random.below(exchanges_left_);  // not all end at once
    steps_ = {{0, syn, 0, 0}, {1, syn | ack, 0, 0}, {0, ack, 0, 0}};
  }

  bool over() const { return steps_.empty() && exchanges_left_ == 0; }
  bool idle() const { return steps_.empty(); }

  /// `bulk`: whether this exchange carries much.
  void plan(Random& random, bool bulk) {
    message_ = make_exchange(application_, bulk, random);
    const std::size_t most = pair_.server.v6 ? 1428 : 1448;
    for (const unsigned from : {0u, 1u}) {
      const std::size_t size = message_[from].size();
      unsigned unacknowledged = 0;
      for (std::size_t at = 0; at < size; at += most) {
        const bool last = at + most >= size;
        steps_.push_back({from, static_cast<std::uint8_t>(last ? ack | psh : ack), at, std::min(most, size - at)});
        // RFC 9293, 3.8.6.3: at least every second segment is acknowledged; the answer acknowledges the request.
        if (++unacknowledged == 2 || (last && from == 1)) {
          steps_.push_back({1 - from, ack, 0, 0});
          unacknowledged = 0;
        }
      }
    }
    if (--exchanges_left_ == 0) {
      for (const Step& step : {Step{0, fin | ack, 0, 0}, Step{1, fin | ack, 0, 0}, Step{0, ack, 0, 0}})
        steps_.push_back(step);
    }
  }

  Octets next(std::int64_t now_us) {
    const Step step = steps_.front();
    steps_.pop_front();
    const bool from_server = step.from == 1;
    Tcp tcp{.source_port = from_server ? port_of(application_) : client_port_,
            .target_port = from_server ? client_port_ : port_of(application_),
            .sequence = sequence_[step.from],
            .acknowledgement = step.flags & ack ? sequence_[1 - step.from] : 0,
            .flags = step.flags,
            .timestamps = true,
            .stamp = static_cast<std::uint32_t>(now_us / 1000),
            .echo = static_cast<std::uint32_t>(now_us / 1000)};
    const Host &source = from_server ? pair_.server : pair_.client, &target = from_server ? pair_.client : pair_.server;
    const View payload = View{message_[step.from]}.subspan(step.size == 0 ? 0 : step.at, step.size);
    sequence_[step.from] += static_cast<std::uint32_t>(step.size) + ((step.flags & (syn | fin)) != 0 ? 1 : 0);
    return ip_frame(source, target, pair_.link, 6, tcp_segment(source, target, tcp, payload));
  }

 private:
  struct Step {
    unsigned from;  ///< 0: the client
    std::uint8_t flags;
    std::size_t at, size;
  };

  Pair pair_;
  Application application_;
  std::uint16_t client_port_;
  std::uint32_t exchanges_left_;
  std::array<std::uint32_t, 2> sequence_;
  std::array<Octets, 2> message_;
  std::deque<Step> steps_;
};

/// What isn't TCP: a question and its answer, mostly.
std::vector<Octets> small_talk(Random& random, std::uint16_t port) {
  Pair pair = any_pair(random);
  const auto udp = [&](bool answer, std::uint16_t to, const Octets& payload) {
    const Host &source = answer ? pair.server : pair.client, &target = answer ? pair.client : pair.server;
    return ip_frame(source, target, pair.link, 17,
                    udp_datagram(source, target, answer ? to : port, answer ? port : to, payload));
  };
  switch (random.below(10)) {
    case 0:
      return {udp(false, 123, ntp(false)), udp(true, 123, ntp(true))};
    case 1: {
      const Host group = Host::v4(0xe000'00fb);
      Host sender = Host::v4(0x0a08'0000 + random.below(clients)), target = group;
      target.mac = {0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb};
      return {ip_frame(sender, target, {}, 17, udp_datagram(sender, target, 5353, 5353, dns_question(random, true)))};
    }
    case 2: {
      const Host asking = Host::v4(0x0a08'0000 + random.below(clients)),
                 asked = Host::v4(0x0a09'0001 + random.below(servers));
      Host all = asked;
      all.mac = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
      return {ethernet(asking, all, {}, 0x0806, arp(false, asking, asked)),
              ethernet(asked, asking, {}, 0x0806, arp(true, asked, asking))};
    }
    case 3: {
      const Octets body = random.octets(56);
      const std::uint8_t protocol = pair.client.v6 ? 58 : 1;
      return {ip_frame(pair.client, pair.server, pair.link, protocol,
                       icmp_echo(pair.client, pair.server, false, port, body)),
              ip_frame(pair.server, pair.client, pair.link, protocol,
                       icmp_echo(pair.server, pair.client, true, port, body))};
    }
    case 4:
    case 5: {
      std::vector<Octets> out;
      for (std::uint32_t i = 0, n = 4 + random.below(20); i < n; ++i)
        out.push_back(udp(random.below(4) != 0, 443, quic(random)));
      return out;
    }
    default: {
      const Octets question = dns_question(random, false);
      return {udp(false, 53, question), udp(true, 53, dns_answer(question, random))};
    }
  }
}

class Office {
 public:
  explicit Office(PcapFile& file) : file_(file) {
    for (unsigned i = 0; i < connections; ++i) {
      connections_.emplace_back(random_, next_port(), true);
      turns_.push({random_.below(1'000'000), i});
    }
    turns_.push({0, talker});
  }

  void run(std::uint64_t packets) {
    while (file_.packets() < packets) {
      Turn turn = turns_.top();
      turns_.pop();
      turn.at_us = turn.who == talker ? talk(turn.at_us) : step(turn.at_us, turn.who);
      turns_.push(turn);
    }
  }

 private:
  static constexpr std::uint32_t talker = 0xffff'ffff;
  struct Turn {
    std::int64_t at_us;
    std::uint32_t who;
    auto operator<=>(const Turn&) const = default;
  };

  std::uint16_t next_port() { return port_ = port_ >= 65'500 ? first_port : static_cast<std::uint16_t>(port_ + 1); }

  std::int64_t talk(std::int64_t now_us) {
    if (saying_.empty()) {
      for (Octets& frame : small_talk(random_, next_port())) saying_.push_back(std::move(frame));
    }
    file_.add(now_us, saying_.front());
    saying_.pop_front();
    return now_us + 20 + random_.below(saying_.empty() ? 2500 : 100);
  }

  /// One segment; the time of the next.
  std::int64_t step(std::int64_t now_us, std::uint32_t who) {
    Connection& connection = connections_[who];
    if (connection.over()) connection = Connection(random_, next_port(), false);
    const auto sent = static_cast<double>(file_.packets());
    if (connection.idle()) connection.plan(random_, static_cast<double>(file_.bytes()) < mean_octets * sent);
    const Octets frame = connection.next(now_us);
    const std::uint32_t chance = random_.below(2000);
    if (chance == 0 && !connection.idle()) file_.add(now_us, connection.next(now_us));  // overtakes this one
    file_.add(now_us, frame);
    if (chance == 1) file_.add(now_us, frame);  // sent again
    if (connection.idle()) return now_us + 5'000 + random_.below(200'000);
    return now_us + (random_.below(5) == 0 ? 50 + random_.below(400) : 3 + random_.below(30));
  }

  PcapFile& file_;
  Random random_{20'260'101};
  std::uint16_t port_ = first_port;
  std::vector<Connection> connections_;
  std::deque<Octets> saying_;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
};

}  // namespace

core::Result<std::uint64_t> write_office(std::uint64_t packets, const std::string& path) {
  PcapFile file(path);
  Office(file).run(packets);
  const double mean = static_cast<double>(file.bytes()) / static_cast<double>(file.packets());
  if (packets >= 100'000 && std::abs(mean - mean_octets) > tolerance)
    return core::unavailable(fmt::format("office traffic has {:.1f} octets a packet", mean));
  return file.close();
}

}  // namespace vedette::benchmark
