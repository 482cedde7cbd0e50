// SPDX-License-Identifier: Apache-2.0
// A BACnet device with everything that is said to it: clients that read, write and subscribe, what it tells them by
// itself, how it answers who-is. One actor, so that what one client writes another one reads.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "tests/lab/base/wire.h"
#include "tests/lab/site.h"
#include "tests/lab/traffic/bacnet_network.h"
#include "tests/lab/traffic/bacnet_objects.h"

namespace vedette::lab {

/// How its makers built it.
struct BacnetBuild {
  bacnet::Limits limits{};
  bool simple = false;              ///< knows properties, COV and device management only
  bool broadcasts_i_am = true;      ///< else tells who asked
  Duration answers_after = 12ms;    ///< median
  double answer_spread = 0.5;       ///< log-normal
  Duration announces_after = 60ms;  ///< median until an I-Am
  Duration scan = 20s;              ///< of what has to be told
  double lost = 2e-4;               ///< share of requests and of answers that don't arrive
  Duration restart = 40s;
};

class BacnetClient;

/// Something that a client does again and again.
struct BacnetJob {
  std::function<Duration(Timestamp, Random&)> interval;  ///< until the next time
  std::function<void(Timestamp, BacnetClient&, Sink&)> act;
  bool first_in_full = false;  ///< the first time after one whole interval, not within it: at a time of day
};

struct BacnetClientOptions {
  bacnet::Limits limits{};
  Duration timeout = 3s;
  unsigned retries = 3;
  unsigned busy_with = 1;  ///< how many devices it asks in turn: its invoke ids go on meanwhile
  std::uint16_t port = bacnet::port;
  Duration thinks = 15ms;  ///< between an answer and the next request
};

struct BacnetOutcome {
  enum class Kind : std::uint8_t { ack, error, reject, abort, silence };
  Timestamp at;
  Kind kind;
  bool ok() const { return kind == Kind::ack; }
};

class BacnetClient {
 public:
  BacnetClient(const Host& host, const BacnetClientOptions& options, Random random)
      : host_(host), options_(options), random_(random), invoke_(static_cast<std::uint8_t>(random_.below(256))) {}
  const Host& host() const { return host_; }
  Random& random() { return random_; }

 private:
  friend class BacnetDevice;
  const Host& host_;
  BacnetClientOptions options_;
  Random random_;
  std::uint8_t invoke_;
  std::uint16_t ip_id_ = 0;
  Timestamp free_at_{}, silent_until_{};
};

class BacnetDevice final : public AgendaActor {
 public:
  BacnetDevice(Site& site, const Host& host, BacnetNetwork& network, Shift shift, BacnetIdentity identity,
               BacnetBuild build);

  const Host& host() const { return host_; }
  BacnetObjects& objects() { return objects_; }
  const BacnetBuild& build() const { return build_; }
  BacnetNetwork& network() { return network_; }
  /// A field device, as opposed to stations and BBMDs.
  bool is_controller = true;

  BacnetClient& add_client(const Host& host, const BacnetClientOptions& options);
  BacnetClient* client_from(std::string_view role);
  /// The host's, or a new one.
  BacnetClient& client_of(const Host& host, const BacnetClientOptions& options = {});
  /// From `from` on, with a first time within one interval.
  void add_job(BacnetClient& client, BacnetJob job, Timestamp from);
  /// One request (from within a deed or job), tried again while nothing is heard.
  BacnetOutcome ask(BacnetClient& client, Timestamp at, const bacnet::Request& request, Sink& sink);
  /// A subscription of earlier days.
  void subscribed(BacnetClient& client, const bacnet::SubscribeCov& subscription);
  /// Who hears of alarms.
  void add_recipient(BacnetClient& client, bool confirmed) { recipients_.push_back({&client, confirmed}); }
  /// Of all alarms that nobody acknowledged yet; gives the time when done.
  Timestamp acknowledge_all(BacnetClient& client, Timestamp at, Sink& sink);
  bool has_unacknowledged() const { return !unacknowledged_.empty(); }

  /// The client does nothing of its own until then.
  void rests(BacnetClient& client, Timestamp until) { client.silent_until_ = until; }
  /// Off the network: nothing answers until `to`, then it announces itself.
  void goes_down(Timestamp from, Timestamp to, EventTag event);
  void run(Timestamp until, Sink& sink) override;

 private:
  // Kinds of what is due, above the number of it.
  static constexpr std::uint32_t who_is_mark = 0x1000'0000, scan_mark = 0x2000'0000, announce_mark = 0x3000'0000;

  struct Work {
    BacnetClient* client;
    BacnetJob job;
  };
  struct Subscription {
    BacnetClient* client;
    bacnet::SubscribeCov what;
    Timestamp expires;
    double last;
    unsigned last_alarm;
  };
  struct Recipient {
    BacnetClient* client;
    bool confirmed;
  };
  struct Unacknowledged {
    bacnet::ObjectId object;
    unsigned state;
    LocalTime raised;
  };
  struct Answer {
    BacnetOutcome::Kind kind = BacnetOutcome::Kind::ack;
    bool simple = false;
    std::uint8_t reason = 0;
    Octets body{};
  };
  void due(Timestamp at, std::uint32_t what, Sink& sink) override;
  void start();
  bool hears(Timestamp at, bacnet::Service service) const;
  Duration trip();

  void send(BacnetClient& client, bool by_client, Timestamp at, Octets& message, Sink& sink);
  Timestamp deliver(BacnetClient& client, std::uint8_t invoke, bacnet::Service service, const Answer& answer,
                    Timestamp at, Sink& sink);
  Timestamp deliver_segments(BacnetClient& client, std::uint8_t invoke, bacnet::Service service, View body,
                             Timestamp at, Sink& sink);
  void announce(Timestamp at, const Host* only, Sink& sink);

  Answer answer(BacnetClient& client, const bacnet::Request& request, Timestamp at);
  Answer error(bacnet::Error error) const;
  Answer answer_to(const bacnet::ReadProperties& read, bacnet::Service service, Timestamp at);
  Answer answer_to(const bacnet::WriteProperties& write, bacnet::Service service, Timestamp at);
  Answer answer_to(BacnetClient& client, const bacnet::SubscribeCov& subscription, Timestamp at);
  Answer answer_to(const bacnet::ReadRange& range, std::uint16_t room, Timestamp at);
  Answer answer_to(const bacnet::ReadFile& part) const;
  Answer answer_to(const bacnet::WriteFile& part) const;
  Answer answer_to(const bacnet::CommunicationControl& control, Timestamp at);
  Answer answer_to(const bacnet::Reinitialize& how, Timestamp at);
  Answer answer_events();

  void scan(Timestamp at, Sink& sink);
  Timestamp notify(Subscription& subscription, Timestamp at, Sink& sink);
  void watch_limits(Timestamp at, Sink& sink);
  void raise(const BacnetObject& object, unsigned state, double value, Timestamp at, Sink& sink);
  Timestamp tell(BacnetClient& client, bool confirmed, bacnet::Service service, bacnet::Unconfirmed unconfirmed,
                 View parameters, Timestamp at, Sink& sink);

  Site& site_;
  const Host& host_;
  BacnetNetwork& network_;
  BacnetObjects objects_;
  BacnetBuild build_;
  Random random_;
  std::deque<BacnetClient> clients_;
  std::vector<Work> work_;
  std::vector<Subscription> subscriptions_;
  std::vector<Recipient> recipients_;
  std::vector<Unacknowledged> unacknowledged_;
  std::vector<bacnet::ObjectId> limited_;
  Octets part_;  ///< scratch
  std::uint8_t invoke_ = 0;
  std::uint16_t ip_id_ = 0;
  bool started_ = false;
  Timestamp down_until_{}, mute_until_{}, uninitiating_until_{};
  std::optional<Timestamp> restart_at_{};
};

/// Those that scenarios choose from: field devices, not stations.
std::vector<BacnetDevice*> bacnet_controllers(const Site& site);

}  // namespace vedette::lab
