// SPDX-License-Identifier: Apache-2.0
// What every host on a network does beside its work: it finds its peers and the router by ARP, renews its address,
// looks names up, asks for the time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/lab/base/actor.h"
#include "tests/lab/site.h"

namespace vedette::lab {

struct ChoreOptions {
  std::vector<const Host*> peers{};            ///< found by ARP, as is the router
  Duration arp_every = 15min;                  ///< each of them, about
  std::optional<Duration> lease = 24h;         ///< none: its address is written into it
  std::string time_server{"0.pool.ntp.org"};   ///< empty: the router
  std::optional<Duration> time_every = 1024s;  ///< none: never asks
  std::vector<std::string> names{};            ///< it looks up beside the time server's
  Duration names_every = 1h;                   ///< each of them, about
  std::string host_name{};                     ///< as it says to DHCP; empty: the host's
  std::string vendor_class{};                  ///< likewise; empty: not said
  std::optional<Timestamp> from{};             ///< it joins the network then; none: it was there before the run
  EventTag joins_as{};                         ///< what its joining belongs to
};

class Chores final : public AgendaActor {
 public:
  Chores(Site& site, const Host& host, ChoreOptions options);

  const Host& host() const { return host_; }
  const ChoreOptions& options() const { return options_; }
  /// It leaves the network without a word; only while planning.
  void end_at(Timestamp time) { ends_ = time; }

 private:
  enum class Chore : std::uint32_t { arp, lease, time, names };
  void due(Timestamp at, std::uint32_t what, Sink& sink) override;
  void begin(Timestamp at);
  void again(Chore chore, Timestamp at, Duration about, double spread);
  void find_a_peer(Timestamp at, Sink& sink);
  void ask_for_the_time(Timestamp at, Sink& sink);
  void join(Timestamp at, Sink& sink);

  const Site& site_;
  const Host& host_;
  ChoreOptions options_;
  Random random_;
  std::optional<Timestamp> ends_;
  std::size_t next_peer_ = 0, next_name_ = 0;
};

/// The role's entry in the site file then allows the names.
Chores& add_chores(Site& site, const Host& host, ChoreOptions options = {});
/// Null where the host has none.
Chores* find_chores(const Site& site, const Host& host);

/// "Who has `target`?" and the answer. `broadcast`: as one that never knew; else as one that makes sure.
void resolve_by_arp(Sink& sink, Timestamp at, const Host& asker, const Host& target, bool broadcast, Random& random);

}  // namespace vedette::lab
