// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/mqtt_broker.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

constexpr std::uint32_t index_mask = (1u << 28) - 1;
constexpr Duration longest_back_off = 90s;
constexpr Duration after_refusal = 30s;

Duration seconds(double value) {
  return Duration{static_cast<std::int64_t>(value * 1e9)};
}

}  // namespace

MqttBroker::MqttBroker(Site& site, const Host& host)
    : site_(site), host_(host), random_(site.behaviour("broker " + host.name)) {
  site.brokers.push_back(this);
  const auto tell = [&](std::string topic, std::string value) {
    add_retained({"$SYS/broker/" + std::move(topic), std::move(value), 0, true});
  };
  tell("version", "mosquitto version 2.0.18");
  for (const std::string_view topic : {"uptime", "clients/connected", "clients/total", "messages/received",
                                       "messages/sent", "bytes/received", "bytes/sent", "load/messages/received/1min"})
    tell(std::string{topic}, "0");
}

MqttBroker::Session& MqttBroker::add(const Host& client, MqttClient options) {
  const std::string name = fmt::format("{} {} {}", client.name, host_.name, sessions_.size());
  Random random = site_.behaviour("mqtt " + name);
  TcpConnection connection(client, host_, mqtt::port, options.path, site_.behaviour("tcp " + name));
  Session& session = sessions_.emplace_back(client, std::move(options), std::move(connection), random);
  session.index_ = static_cast<std::uint32_t>(sessions_.size() - 1);
  session.back_off_ = session.options_.patience;
  session.last_id_ = static_cast<std::uint16_t>(session.random_.below(2'000));
  return session;
}

MqttBroker::Session& MqttBroker::add_session(const Host& client, MqttClient options) {
  Session& session = add(client, std::move(options));
  if (session.options_.naps) return session;
  const Timestamp start = site_.options().start;
  session.connection_.resume(start);
  session.accepted_ = true;
  session.present_ = true;
  live_[session.options_.client_id] = &session;
  for (const auto& filter : session.options_.filters) add_subscription(session, filter);
  session.last_sent_ = start - seconds(session.random_.uniform(0, session.options_.keep_alive));
  plan_life(session, start);
  return session;
}

MqttBroker::Session& MqttBroker::add_session(const Host& client, MqttClient options, Timestamp from, EventTag event) {
  Session& session = add(client, std::move(options));
  at(from, event, [this, &session](Timestamp now, Sink& sink) { connect(session, now, sink); });
  return session;
}

MqttBroker::Session& MqttBroker::add_visitor(const Host& client, MqttClient options) {
  return add(client, std::move(options));
}

void MqttBroker::add_job(Session& session, MqttJob job, Timestamp from) {
  const Duration first = job.interval(from, session.random_);
  work_.push_back({&session, std::move(job)});
  set_timer(Timer::job, static_cast<std::uint32_t>(work_.size() - 1),
            from + Duration{static_cast<std::int64_t>(static_cast<double>(first.count()) * session.random_.uniform())});
}

void MqttBroker::due(Timestamp at, std::uint32_t what, Sink& sink) {
  const std::uint32_t index = what & index_mask;
  switch (static_cast<Timer>(what >> 28)) {
    case Timer::job: {
      Work& work = work_[index];
      Session& session = *work.session;
      // The period is kept by the client's own clock, whether it has a connection or not.
      const Duration interval = work.job.interval(at, session.random_);
      const double drift = static_cast<double>(interval.count()) * session.client_->clock_error;
      set_timer(Timer::job, index, at + interval + Duration{static_cast<std::int64_t>(drift)});
      if (session.gone_) return;
      scratch_.clear();
      work.job.messages(at, session.random_, scratch_);
      if (scratch_.empty()) return;
      if (session.options_.naps) return wake(session, at, scratch_, sink);
      return publish(session, at, scratch_, sink);
    }
    case Timer::ping:
      return keep_alive(sessions_[index], at, sink);
    case Timer::death:
      return die(sessions_[index], at, sink);
  }
}

void MqttBroker::wake(Session& session, Timestamp at, std::span<const mqtt::Message> messages, Sink& sink) {
  constexpr Duration after_handshakes = 30ms;
  if (!session.is_connected() && !connect(session, at, sink)) return;
  at += after_handshakes + session.random_.log_normal(Duration{4ms}, 0.5);
  publish(session, at, messages, sink);
  leave(session, at + session.random_.log_normal(Duration{15ms}, 0.4), sink);
}

/// M 3.1.2.10: a client that has nothing to say pings.
void MqttBroker::keep_alive(Session& session, Timestamp at, Sink& sink) {
  const WithinEvent within(sink, session.event_);
  session.ping_planned_ = false;
  if (!session.is_connected() || session.options_.keep_alive == 0) return;
  const Duration period = std::chrono::seconds{session.options_.keep_alive};
  if (at - session.last_sent_ >= period) {
    Octets request, response;
    mqtt::ping_request(request);
    const Timestamp there = from_client(session, at, request, sink);
    mqtt::ping_response(response);
    session.connection_.send(Side::server, there + latency(), response, sink);
  }
  session.ping_planned_ = true;
  set_timer(Timer::ping, session.index_,
            session.last_sent_ + period + session.random_.between(Duration{0}, Duration{900ms}));
}

void MqttBroker::plan_life(Session& session, Timestamp at) {
  const auto& options = session.options_;
  if (!session.ping_planned_ && options.keep_alive > 0) {
    session.ping_planned_ = true;
    set_timer(Timer::ping, session.index_, std::max(at, session.last_sent_ + std::chrono::seconds{options.keep_alive}));
  }
  if (!options.lives) return;
  session.dies_at_ = at + 5min + session.random_.exponential(*options.lives);
  set_timer(Timer::death, session.index_, session.dies_at_);
}

/// The client's network is gone for a moment, or its watchdog bites.
void MqttBroker::die(Session& session, Timestamp at, Sink& sink) {
  if (!session.is_connected() || at != session.dies_at_) return;
  const double how = session.random_.uniform();
  if (how < 0.2) {
    Octets bye;
    mqtt::disconnect(bye, session.options_.version);
    from_client(session, at, bye, sink);
  }
  if (how < 0.7) {
    session.connection_.close(Side::client, at + 200us, sink);
  } else {
    session.connection_.reset(Side::client, at, sink);
  }
  lost(session, at + 2ms, how >= 0.2, sink);
  plan_return(session, at, sink);
}

void MqttBroker::lost(Session& session, Timestamp at, bool with_will, Sink& sink) {
  const auto& options = session.options_;
  session.accepted_ = false;
  session.aliases_.clear();
  if (const auto live = live_.find(options.client_id); live != live_.end() && live->second == &session)
    live_.erase(live);
  if (options.clean) remove_subscriptions(session);
  if (!with_will || !options.will) return;
  route(*options.will);
  flush(at + latency(), sink);
}

void MqttBroker::plan_return(Session& session, Timestamp when, Sink& sink) {
  if (!session.options_.returns || session.gone_ || session.retry_planned_) return;
  session.retry_planned_ = true;
  const Duration wait = session.random_.log_normal(session.back_off_, 0.3);
  session.back_off_ = std::min(longest_back_off, session.back_off_ * 2);
  at(when + wait, sink.event(), [this, &session](Timestamp now, Sink& out) {
    session.retry_planned_ = false;
    if (!session.is_connected() && !session.gone_) connect(session, now, out);
  });
}

bool MqttBroker::connect(Session& session, Timestamp at, Sink& sink) {
  if (session.is_connected()) return true;
  const auto& options = session.options_;
  if (at < down_until_) {
    session.connection_.refused(at, sink);
    plan_return(session, at, sink);
    return false;
  }
  at = session.connection_.open(at, sink) + session.random_.log_normal(Duration{1ms}, 0.5);
  Octets packet;
  mqtt::connect(packet, {options.version, options.client_id, options.user, options.password, options.keep_alive,
                         options.clean, options.will ? &*options.will : nullptr});
  at = from_client(session, at, packet, sink) + latency();
  const auto account = accounts_.find(options.user);
  packet.clear();
  if (!accounts_.empty() && (account == accounts_.end() || account->second != options.password)) {
    mqtt::connack(packet, options.version, false, mqtt::Reason::not_authorized);
    session.connection_.send(Side::server, at, packet, sink);
    session.connection_.close(Side::server, at + 100us, sink);
    session.back_off_ = std::max(session.back_off_, after_refusal);
    plan_return(session, at, sink);
    return false;
  }
  Session*& live = live_[options.client_id];
  if (live && live != &session) take_over(*live, at, sink);
  live_[options.client_id] = &session;  // taking over may have removed it
  welcome(session, at, sink);
  return true;
}

/// M 3.1.4: the earlier connection of a client id is closed.
void MqttBroker::take_over(Session& old, Timestamp at, Sink& sink) {
  if (old.is_connected()) {
    if (old.options_.version == mqtt::Version::v5) {
      Octets bye;
      mqtt::disconnect(bye, old.options_.version, mqtt::Reason::session_taken_over);
      old.connection_.send(Side::server, at, bye, sink);
    }
    old.connection_.close(Side::server, at + 30us, sink);
  }
  lost(old, at + 50us, true, sink);
  plan_return(old, at, sink);
}

/// CONNACK and what follows: subscriptions, the client's birth message, what waited on both sides.
void MqttBroker::welcome(Session& session, Timestamp at, Sink& sink) {
  const auto& options = session.options_;
  session.accepted_ = true;
  session.back_off_ = options.patience;
  mqtt::connack(session.out_, options.version, session.present_ && !options.clean, mqtt::Reason::success);
  const Timestamp there = session.connection_.send(Side::server, at + 60us, session.out_, sink);
  session.out_.clear();
  session.present_ = true;
  Timestamp next = there + session.random_.log_normal(Duration{2ms}, 0.4);
  if (!options.filters.empty()) {
    subscribe(session, next, options.filters, sink);
    next += 5ms;
  }
  std::vector<mqtt::Message> first;
  if (options.birth) first.push_back(*options.birth);
  first.insert(first.end(), session.unsent_.begin(), session.unsent_.end());
  session.unsent_.clear();
  if (!first.empty()) publish(session, next, first, sink);
  for (const auto& message : std::exchange(session.undelivered_, {})) deliver(session, message, message.qos, false);
  flush(next + 3ms, sink);
  plan_life(session, at);
}

void MqttBroker::leave(Session& session, Timestamp at, Sink& sink) {
  if (!session.is_connected()) return;
  Octets bye;
  mqtt::disconnect(bye, session.options_.version);
  from_client(session, at, bye, sink);
  session.connection_.close(Side::client, at + 150us, sink);
  lost(session, at + 1ms, false, sink);
}

void MqttBroker::unplug(Session& session, Timestamp when, Sink& sink) {
  session.gone_ = true;
  if (!session.is_connected()) return;
  const Duration patience = std::chrono::milliseconds{1500} * session.options_.keep_alive;
  at(std::max(when, session.last_sent_ + patience), sink.event(), [this, &session](Timestamp now, Sink& out) {
    if (session.is_connected()) session.connection_.reset(Side::server, now, out);
    lost(session, now, true, out);
  });
}

void MqttBroker::move(Session& session, const Host& to) {
  session.client_ = &to;
  session.gone_ = false;
  session.connection_ = TcpConnection(to, host_, mqtt::port, session.options_.path,
                                      site_.behaviour(fmt::format("tcp {} {}", to.name, host_.name)));
}

void MqttBroker::goes_down(Timestamp from, Timestamp to, EventTag event) {
  at(from, event, [this, to](Timestamp now, Sink& sink) {
    down_until_ = to;
    for (auto& session : sessions_) {
      if (!session.is_connected()) continue;
      now += random_.between(Duration{5us}, Duration{200us});
      if (random_.chance(0.85)) {
        session.connection_.close(Side::server, now, sink);
      } else {
        session.connection_.reset(Side::server, now, sink);
      }
      session.dies_at_ = {};
      lost(session, now, false, sink);
      plan_return(session, now, sink);
    }
  });
}

void MqttBroker::settle(Timestamp until, Sink& sink) {
  for (auto& session : sessions_) session.connection_.settle(until, sink);
}

}  // namespace vedette::lab
