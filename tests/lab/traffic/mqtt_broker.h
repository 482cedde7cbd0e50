// SPDX-License-Identifier: Apache-2.0
// An MQTT broker with its clients: a session each, that connects, publishes, is served, is dropped and comes back. One
// actor, so that what one client publishes others receive.
#pragma once

#include <deque>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/lab/base/actor.h"
#include "tests/lab/site.h"
#include "tests/lab/traffic/mqtt_session.h"

namespace vedette::lab {

class MqttBroker final : public AgendaActor {
 public:
  using Session = MqttSession;

  MqttBroker(Site& site, const Host& host);

  const Host& host() const { return host_; }
  /// Once there is one account, strangers are refused.
  void add_account(std::string user, std::string password) { accounts_[std::move(user)] = std::move(password); }

  // While planning.
  /// A client that was connected before the run.
  Session& add_session(const Host& client, MqttClient options);
  /// A client that connects then.
  Session& add_session(const Host& client, MqttClient options, Timestamp from, EventTag event = {});
  /// A client that connects when a deed says so.
  Session& add_visitor(const Host& client, MqttClient options);
  void add_job(Session& session, MqttJob job, Timestamp from);
  void add_retained(mqtt::Message message) { retained_[message.topic] = std::move(message); }
  /// The broker's program ends and comes back; clients are refused meanwhile.
  void goes_down(Timestamp from, Timestamp to, EventTag event);
  std::deque<Session>& sessions() { return sessions_; }
  /// One of those for which `which` holds; null where there is none.
  template <typename Which>
  Session* pick(Random& random, Which which) {
    std::vector<Session*> found;
    for (auto& session : sessions_)
      if (which(session.options())) found.push_back(&session);
    return found.empty() ? nullptr : random.pick(std::span<Session* const>{found});
  }

  // From within deeds, in order of time.
  /// Whether the broker let it in.
  bool connect(Session& session, Timestamp at, Sink& sink);
  void publish(Session& session, Timestamp at, std::span<const mqtt::Message> messages, Sink& sink);
  void publish(Session& session, Timestamp at, const mqtt::Message& message, Sink& sink) {
    publish(session, at, {&message, 1}, sink);
  }
  void subscribe(Session& session, Timestamp at, std::span<const mqtt::Filter> filters, Sink& sink);
  void unsubscribe(Session& session, Timestamp at, const std::string& filter, Sink& sink);
  /// DISCONNECT, for good or until the next connect().
  void leave(Session& session, Timestamp at, Sink& sink);
  /// It falls silent; the broker gives it up after its keep-alive.
  void unplug(Session& session, Timestamp at, Sink& sink);
  /// From then on, the client is another machine.
  void move(Session& session, const Host& to);

 private:
  enum class Timer : std::uint32_t { job, ping, death };
  struct Work {
    Session* session;
    MqttJob job;
  };
  struct Subscriber {
    Session* session;
    std::uint8_t qos;
  };
  struct WildSubscriber {
    std::string filter;
    Subscriber subscriber;
  };
  void due(Timestamp at, std::uint32_t what, Sink& sink) override;
  void settle(Timestamp until, Sink& sink) override;
  void set_timer(Timer timer, std::uint32_t index, Timestamp at) {
    schedule(at, static_cast<std::uint32_t>(timer) << 28 | index);
  }
  Session& add(const Host& client, MqttClient options);
  /// Connects, says it, and leaves.
  void wake(Session& session, Timestamp at, std::span<const mqtt::Message> messages, Sink& sink);
  void welcome(Session& session, Timestamp at, Sink& sink);
  void keep_alive(Session& session, Timestamp at, Sink& sink);
  void die(Session& session, Timestamp at, Sink& sink);
  void plan_life(Session& session, Timestamp at);
  void plan_return(Session& session, Timestamp at, Sink& sink);
  void lost(Session& session, Timestamp at, bool with_will, Sink& sink);
  void take_over(Session& old, Timestamp at, Sink& sink);

  // Routing: mqtt_routing.cpp
  void add_subscription(Session& session, const mqtt::Filter& filter);
  void remove_subscription(Session& session, const std::string& filter);
  void remove_subscriptions(Session& session);
  void encode(Session& session, const mqtt::Message& message, Octets& out);
  bool route(const mqtt::Message& message);
  void deliver(Session& session, const mqtt::Message& message, std::uint8_t qos, bool retain);
  void add_retained_for(Session& session, const mqtt::Filter& filter);
  void touch(Session& session);
  void flush(Timestamp at, Sink& sink);
  void send_out(Session& session, Timestamp at, Sink& sink);
  void tell_about_itself(Timestamp at, Sink& sink);
  Timestamp from_client(Session& session, Timestamp at, View octets, Sink& sink);
  Duration latency() { return random_.log_normal(Duration{260us}, 0.45); }

  Site& site_;
  const Host& host_;
  Random random_;
  std::unordered_map<std::string, std::string> accounts_;
  std::deque<Session> sessions_;
  std::vector<Work> work_;
  std::unordered_map<std::string, Session*> live_;  ///< by client id
  std::unordered_map<std::string, std::vector<Subscriber>> exact_;
  std::vector<WildSubscriber> wild_;
  std::map<std::string, mqtt::Message> retained_;
  std::vector<Session*> touched_;
  std::vector<mqtt::Message> scratch_;
  std::uint64_t message_ = 0;
  bool tells_about_itself_ = false;
  Timestamp down_until_{};
};

}  // namespace vedette::lab
