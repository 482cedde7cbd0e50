// SPDX-License-Identifier: Apache-2.0
// A Modbus/TCP server with everything that is said to it: each client has a link that polls, writes, connects again.
// One actor, so that what one client writes another one reads.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/lab/base/actor.h"
#include "tests/lab/base/tcp.h"
#include "tests/lab/site.h"
#include "tests/lab/traffic/modbus_memory.h"

namespace vedette::lab {

class ModbusServer;
class ModbusLink;

/// Something that a client does again and again: it asks, with ModbusServer::ask().
struct ModbusJob {
  std::function<Duration(Timestamp, Random&)> interval;  ///< until the next time
  std::function<void(Timestamp, ModbusServer&, ModbusLink&, Sink&)> act;
  bool by_clock = false;  ///< at times of the client's clock: the first one is a whole interval away
};

struct ModbusLinkOptions {
  Path path{};
  std::uint8_t unit = 1;
  std::optional<Duration> connection_length{};  ///< a new connection after about so long; none: kept for ever
  std::optional<Duration> leaves_after{};       ///< closes when it has nothing to ask for so long; none: stays
  bool counts_transactions = true;              ///< else every transaction has the same identifier
};

/// What goes wrong in a server without anybody's doing: shares of the requests.
struct ModbusTroubles {
  double slow = 1e-3;  ///< answered late, by a few tenths of a second
  double deaf = 1e-5;  ///< not answered at all
  double busy = 3e-5;  ///< exception 6
};

/// What somebody between client and server does to one transaction.
struct Meddling {
  Duration delay{};                  ///< added to the answer
  std::optional<Octets> response{};  ///< instead of the server's
};
using Meddler = std::function<Meddling(Timestamp, View request, View response)>;

/// One client of a server.
class ModbusLink {
 public:
  ModbusLink(const Host& client, const ModbusLinkOptions& options, TcpConnection connection, Random random)
      : client_(client), options_(options), connection_(std::move(connection)), random_(random) {}
  const Host& client() const { return client_; }
  ModbusLinkOptions& options() { return options_; }
  TcpConnection& connection() { return connection_; }
  Random& random() { return random_; }

 private:
  friend class ModbusServer;
  const Host& client_;
  ModbusLinkOptions options_;
  TcpConnection connection_;
  Random random_;
  std::uint16_t transaction_ = 0;
  unsigned missed_ = 0;  ///< requests without an answer in a row
  Timestamp free_at_{}, renew_at_{}, retry_at_{}, leave_at_{}, silent_until_{};
  Duration clock_step_{};
  double pace_ = 1;
  ModbusLink* deputy_ = nullptr;
  bool gone_ = false, stale_ = false;
  EventTag leaves_for_;  ///< what closing belongs to
};

class ModbusServer final : public AgendaActor {
 public:
  ModbusServer(Site& site, const Host& host, Shift shift);

  const Host& host() const { return host_; }
  ModbusMemory& memory() { return memory_; }
  /// A device behind it: a server with units is a gateway, and answers for nobody else.
  ModbusMemory& add_unit(std::uint8_t unit, Shift shift);
  const std::vector<std::uint8_t>& units() const { return units_; }
  /// Of a unit; the server's own where it is no gateway, null where there is no such unit.
  ModbusMemory* memory_of(std::uint8_t unit);
  /// Median time to answer and its log-normal spread.
  void answers_after(Duration median, double spread) { latency_ = median, latency_spread_ = spread; }
  ModbusTroubles troubles;

  /// A client that connects at `from` and leaves at `to` (none: stays).
  ModbusLink& add_link(const Host& client, const ModbusLinkOptions& options, Timestamp from,
                       std::optional<Timestamp> to = {});
  const std::deque<ModbusLink>& links() const { return links_; }
  ModbusLink* link_from(std::string_view role);
  ModbusLink* link_from(const Host& client);

  /// From `from` on, with a first time within one interval.
  void add_job(ModbusLink& link, ModbusJob job, Timestamp from, std::optional<Timestamp> to = {});
  /// One request now (from within a job or a deed): connects where there is no connection. Gives the time of the
  /// answer, or that at which the client gave it up.
  Timestamp ask(ModbusLink& link, Timestamp at, View request, Sink& sink, std::optional<std::uint8_t> unit = {});
  void leave(ModbusLink& link, Timestamp at, Sink& sink);

  // What befalls it; from within deeds.
  /// Off the network: nothing answers until then, clients try again.
  void falls_silent(Timestamp at, Timestamp until);
  /// Connections are reset, and nothing is accepted for a while.
  void restarts(Timestamp at, Timestamp until, Sink& sink);
  /// The server hears but doesn't answer (listen-only mode) until then.
  void listen_only(Timestamp until) { listen_only_until_ = until; }
  bool is_listen_only(Timestamp at) const { return at < listen_only_until_; }
  /// Another address, on the same link address; connections are new ones.
  void moves(const core::IpAddress& to);
  /// Share of segments lost, on all connections; none: as before.
  void loses(std::optional<double> share);

  // What befalls a client.
  /// Its connection ends, and it is silent until then.
  void sleeps(ModbusLink& link, Timestamp at, Timestamp until, Sink& sink);
  /// What it would ask, another one asks, until told otherwise by a null pointer.
  void deputise(ModbusLink& link, ModbusLink* deputy) { link.deputy_ = deputy; }
  /// Everything it does at intervals takes so many times as long.
  void paces(ModbusLink& link, double factor) { link.pace_ = factor; }
  /// Its clock is wrong by so much; what it does by the clock is done by the wrong one.
  void steps_clock(ModbusLink& link, Duration step, Timestamp at);

  /// While it lasts, transactions of this link (none: of all) go through the meddler's hands, and belong to the event
  /// where it changed something.
  void meddle(Timestamp from, Timestamp to, EventTag event, const ModbusLink* link, Meddler meddler);

  /// The latest requests that changed something, oldest first.
  const std::deque<Octets>& commands() const { return commands_; }

 private:
  struct Work {
    ModbusLink* link;
    ModbusJob job;
    std::optional<Timestamp> to;
    Timestamp next;
  };
  struct Meddled {
    Timestamp from, to;
    EventTag event;
    const ModbusLink* link;
    Meddler meddler;
  };
  void due(Timestamp at, std::uint32_t what, Sink& sink) override;
  void settle(Timestamp until, Sink& sink) override;
  void settle_link(ModbusLink& link, Timestamp until, Sink& sink);
  void hang_up(ModbusLink& link, Timestamp at, Sink& sink);
  void plan_next(std::uint32_t what, Timestamp now);
  /// Sees to it that the link is connected; none where the server can't be reached.
  std::optional<Timestamp> connect(ModbusLink& link, Timestamp at, Sink& sink);
  /// The time of the answer; none: there is none.
  std::optional<Timestamp> exchange(ModbusLink& link, Timestamp at, View request, std::uint8_t unit, Sink& sink);
  struct Answer {
    Octets pdu;
    Duration after;
  };
  Answer answer(ModbusLink& link, View request, std::uint8_t unit, Timestamp at);
  void remember(View request);
  const Meddled* meddler_of(const ModbusLink& link, Timestamp at) const;

  Site& site_;
  const Host& host_;
  ModbusMemory memory_;
  std::vector<std::uint8_t> units_;
  std::deque<ModbusMemory> unit_memories_;
  Duration latency_ = 4ms;
  double latency_spread_ = 0.35;
  std::deque<ModbusLink> links_;
  std::vector<Work> work_;
  std::vector<Meddled> meddled_;
  std::deque<Octets> commands_;
  std::optional<core::IpAddress> moved_to_;
  std::optional<double> loss_;
  Timestamp down_until_{}, listen_only_until_{};
};

}  // namespace vedette::lab
