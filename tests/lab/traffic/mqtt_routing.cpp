// SPDX-License-Identifier: Apache-2.0
// What a broker does with messages: takes them, finds who wants them, hands them on.
#include <algorithm>
#include <fmt/format.h>

#include "tests/lab/traffic/mqtt_broker.h"

namespace vedette::lab {
namespace {

using mqtt::Acknowledgement;

constexpr std::size_t most_waiting = 40;  // messages, on either side of a broken connection
constexpr unsigned most_aliases = 10;     // as CONNACK says
constexpr Duration tells_every = 10s;     // about itself, on $SYS

}  // namespace

Timestamp MqttBroker::from_client(Session& session, Timestamp at, View octets, Sink& sink) {
  session.last_sent_ = at;
  return session.connection_.send(Side::client, at, octets, sink);
}

void MqttBroker::encode(Session& session, const mqtt::Message& message, Octets& out) {
  const auto& options = session.options_;
  const std::uint16_t id = message.qos > 0 ? session.next_id() : 0;
  std::uint16_t alias = 0;
  bool known = false;
  if (options.aliases && options.version == mqtt::Version::v5) {
    const auto found = session.aliases_.find(message.topic);
    known = found != session.aliases_.end();
    if (known) {
      alias = found->second;
    } else if (session.aliases_.size() < most_aliases) {
      alias = static_cast<std::uint16_t>(session.aliases_.size() + 1);
      session.aliases_.emplace(message.topic, alias);
    }
  }
  mqtt::publish(out, options.version, message, message.qos, message.retain, id, alias, known);
}

void MqttBroker::publish(Session& session, Timestamp at, std::span<const mqtt::Message> messages, Sink& sink) {
  if (!session.is_connected()) {
    for (const auto& message : messages)
      if (message.qos > 0 && session.unsent_.size() < most_waiting) session.unsent_.push_back(message);
    return;
  }
  Octets sent, released, completed;
  const std::uint16_t first_id = session.last_id_;
  for (const auto& message : messages) encode(session, message, sent);
  const Timestamp there = from_client(session, at, sent, sink);
  std::uint16_t id = first_id;
  const auto version = session.options_.version;
  for (const auto& message : messages) {
    const bool wanted = route(message);
    if (message.qos == 0) continue;
    id = static_cast<std::uint16_t>(id == 0xffff ? 1 : id + 1);
    const auto reason = wanted ? mqtt::Reason::success : mqtt::Reason::no_matching_subscribers;
    touch(session);
    mqtt::acknowledge(session.out_, message.qos == 1 ? Acknowledgement::puback : Acknowledgement::pubrec, version, id,
                      reason);
    if (message.qos < 2) continue;
    mqtt::acknowledge(released, Acknowledgement::pubrel, version, id);
    mqtt::acknowledge(completed, Acknowledgement::pubcomp, version, id);
  }
  const Timestamp taken = there + latency();
  flush(taken, sink);
  if (released.size() == 0) return;
  const Timestamp back = from_client(session, taken + session.random_.log_normal(Duration{2ms}, 0.4), released, sink);
  session.connection_.send(Side::server, back + latency(), completed, sink);
}

/// Whether anybody wants it.
bool MqttBroker::route(const mqtt::Message& message) {
  ++message_;
  if (message.retain) {
    if (message.payload.empty()) {
      retained_.erase(message.topic);
    } else {
      retained_[message.topic] = message;
    }
  }
  bool wanted = false;
  const auto hand_on = [&](const Subscriber& subscriber) {
    Session& session = *subscriber.session;
    wanted = true;
    if (std::exchange(session.last_message_, message_) == message_) return;
    deliver(session, message, std::min(message.qos, subscriber.qos), false);
  };
  if (const auto found = exact_.find(message.topic); found != exact_.end())
    for (const auto& subscriber : found->second) hand_on(subscriber);
  for (const auto& wild : wild_)
    if (mqtt::matches(wild.filter, message.topic)) hand_on(wild.subscriber);
  return wanted;
}

void MqttBroker::deliver(Session& session, const mqtt::Message& message, std::uint8_t qos, bool retain) {
  if (!session.is_connected()) {
    if (qos == 0 || session.undelivered_.size() >= most_waiting) return;
    session.undelivered_.push_back(message);
    session.undelivered_.back().qos = qos;
    return;
  }
  touch(session);
  std::uint16_t& id = session.last_delivery_;
  if (qos > 0) {
    id = static_cast<std::uint16_t>(id == 0xffff ? 1 : id + 1);
    session.delivered_.push_back({id, qos});
  }
  mqtt::publish(session.out_, session.options_.version, message, qos, retain, id);
  if (session.listener_) session.heard_.push_back(message);
}

void MqttBroker::touch(Session& session) {
  if (session.out_.size() == 0) touched_.push_back(&session);
}

void MqttBroker::flush(Timestamp at, Sink& sink) {
  for (Session* session : touched_) {
    send_out(*session, at, sink);
    at += random_.between(Duration{8us}, Duration{60us});
  }
  touched_.clear();
}

void MqttBroker::send_out(Session& session, Timestamp at, Sink& sink) {
  const WithinEvent within(sink, session.event_);
  if (session.is_connected()) {
    const auto version = session.options_.version;
    const Timestamp there = session.connection_.send(Side::server, at, session.out_, sink);
    Octets taken, released, completed;
    for (const auto& [id, qos] : session.delivered_) {
      mqtt::acknowledge(taken, qos == 1 ? Acknowledgement::puback : Acknowledgement::pubrec, version, id);
      if (qos < 2) continue;
      mqtt::acknowledge(released, Acknowledgement::pubrel, version, id);
      mqtt::acknowledge(completed, Acknowledgement::pubcomp, version, id);
    }
    if (taken.size() > 0) {
      Timestamp next = from_client(session, there + session.random_.log_normal(Duration{1500us}, 0.5), taken, sink);
      if (released.size() > 0) {
        next = session.connection_.send(Side::server, next + latency(), released, sink);
        from_client(session, next + session.random_.log_normal(Duration{1500us}, 0.5), completed, sink);
      }
    }
    for (const auto& message : session.heard_) session.listener_(there, message, sink);
  }
  session.out_.clear();
  session.delivered_.clear();
  session.heard_.clear();
}

void MqttBroker::subscribe(Session& session, Timestamp at, std::span<const mqtt::Filter> filters, Sink& sink) {
  if (!session.is_connected()) return;
  Octets request;
  const std::uint16_t id = session.next_id();
  mqtt::subscribe(request, session.options_.version, id, filters);
  const Timestamp there = from_client(session, at, request, sink);
  touch(session);
  mqtt::suback(session.out_, session.options_.version, id, filters);
  for (const auto& filter : filters) {
    add_subscription(session, filter);
    add_retained_for(session, filter);
    if (!filter.filter.starts_with("$SYS") || tells_about_itself_) continue;
    tells_about_itself_ = true;
    this->at(there + tells_every, sink.event(), [this](Timestamp now, Sink& out) { tell_about_itself(now, out); });
  }
  flush(there + latency(), sink);
}

void MqttBroker::unsubscribe(Session& session, Timestamp at, const std::string& filter, Sink& sink) {
  if (!session.is_connected()) return;
  Octets request, response;
  const std::uint16_t id = session.next_id();
  mqtt::unsubscribe(request, session.options_.version, id, filter);
  const Timestamp there = from_client(session, at, request, sink);
  remove_subscription(session, filter);
  mqtt::unsuback(response, session.options_.version, id);
  session.connection_.send(Side::server, there + latency(), response, sink);
}

void MqttBroker::add_subscription(Session& session, const mqtt::Filter& filter) {
  const auto known = std::ranges::find(session.subscribed_, filter.filter, &mqtt::Filter::filter);
  if (known != session.subscribed_.end()) return;
  session.subscribed_.push_back(filter);
  const Subscriber subscriber{&session, filter.qos};
  if (mqtt::has_wildcard(filter.filter)) {
    wild_.push_back({filter.filter, subscriber});
  } else {
    exact_[filter.filter].push_back(subscriber);
  }
}

void MqttBroker::remove_subscription(Session& session, const std::string& filter) {
  std::erase_if(session.subscribed_, [&](const auto& that) { return that.filter == filter; });
  if (mqtt::has_wildcard(filter)) {
    std::erase_if(wild_, [&](const auto& w) { return w.subscriber.session == &session && w.filter == filter; });
  } else if (const auto found = exact_.find(filter); found != exact_.end()) {
    std::erase_if(found->second, [&](const auto& subscriber) { return subscriber.session == &session; });
  }
}

void MqttBroker::remove_subscriptions(Session& session) {
  for (const auto& filter : std::vector(session.subscribed_)) remove_subscription(session, filter.filter);
}

/// M 3.3.1.3: what was kept is delivered with the flag.
void MqttBroker::add_retained_for(Session& session, const mqtt::Filter& filter) {
  const auto give = [&](const mqtt::Message& message) {
    deliver(session, message, std::min(message.qos, filter.qos), true);
  };
  if (!mqtt::has_wildcard(filter.filter)) {
    if (const auto found = retained_.find(filter.filter); found != retained_.end()) give(found->second);
    return;
  }
  for (const auto& [topic, message] : retained_)
    if (mqtt::matches(filter.filter, topic)) give(message);
}

void MqttBroker::tell_about_itself(Timestamp when, Sink& sink) {
  tells_about_itself_ = std::ranges::any_of(wild_, [](const auto& w) { return w.filter.starts_with("$SYS"); });
  if (!tells_about_itself_) return;
  const auto tell = [&](std::string_view topic, std::uint64_t value) {
    route({fmt::format("$SYS/broker/{}", topic), fmt::format("{}", value), 0, true});
  };
  const auto up = std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch()).count() % 2'000'000;
  route({"$SYS/broker/uptime", fmt::format("{} seconds", up), 0, true});
  tell("clients/connected", live_.size());
  tell("messages/received", message_ * 7 / 5);
  tell("messages/sent", message_ * 9 / 5);
  tell("bytes/received", message_ * 161);
  flush(when, sink);
  at(when + tells_every, sink.event(), [this](Timestamp now, Sink& out) { tell_about_itself(now, out); });
}

}  // namespace vedette::lab
