// SPDX-License-Identifier: Apache-2.0
// What a BACnet device tells by itself: changes of values to those who subscribed (13.14), alarms (13.3.6, 13.8).
#include <algorithm>
#include <cmath>

#include "tests/lab/traffic/bacnet_device.h"

namespace vedette::lab {

using bacnet::Property;
using bacnet::Service;
using bacnet::Tags;

namespace {

constexpr unsigned normal = 0, high_limit = 3, low_limit = 4;  // BACnetEventState
constexpr std::uint32_t alarm_process = 1;

}  // namespace

void BacnetDevice::subscribed(BacnetClient& client, const bacnet::SubscribeCov& what) {
  const Timestamp start = site_.options().start;
  const Duration left = client.random_.between(Duration{60s}, Duration{std::chrono::seconds{what.lifetime}});
  subscriptions_.push_back({&client, what, start + left, objects_.value(what.object, start), normal});
}

void BacnetDevice::scan(Timestamp at, Sink& sink) {
  schedule(at + build_.scan + random_.between(Duration{-40ms}, Duration{40ms}), scan_mark);
  if (at < down_until_ || at < mute_until_ || at < uninitiating_until_) return;
  std::erase_if(subscriptions_, [&](const Subscription& s) { return at >= s.expires; });
  Timestamp next = at;
  for (Subscription& subscription : subscriptions_) {
    const double value = objects_.value(subscription.what.object, at);
    const unsigned alarm = objects_.alarm(subscription.what.object);
    const BacnetObject& object = *objects_.find(subscription.what.object);
    const double enough = is_analog(object.id.type) ? object.cov_increment : 0.5;
    if (std::abs(value - subscription.last) < enough && alarm == subscription.last_alarm) continue;
    subscription.last = value;
    subscription.last_alarm = alarm;
    next = notify(subscription, next, sink) + random_.log_normal(Duration{4ms}, 0.5);
  }
  watch_limits(at, sink);
}

Timestamp BacnetDevice::notify(Subscription& subscription, Timestamp at, Sink& sink) {
  const auto& what = subscription.what;
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(subscription.expires - at).count();
  Octets parameters;
  Tags tags(parameters);
  tags.context(0, what.process).context(1, objects_.device()).context(2, what.object);
  tags.context(3, static_cast<std::uint64_t>(std::max<std::int64_t>(left, 0))).open(4);
  for (const Property property : {Property::present_value, Property::status_flags}) {
    tags.context(0, static_cast<std::uint32_t>(property)).open(2);
    objects_.read({what.object, property, {}}, at, parameters);
    tags.close(2);
  }
  tags.close(4);
  return tell(*subscription.client, what.confirmed, Service::confirmed_cov_notification,
              bacnet::Unconfirmed::cov_notification, parameters, at, sink);
}

/// To one client; it acknowledges what has to be.
Timestamp BacnetDevice::tell(BacnetClient& client, bool confirmed, Service service, bacnet::Unconfirmed unconfirmed,
                             View parameters, Timestamp at, Sink& sink) {
  Octets message = bacnet::start_message(bacnet::Link::unicast, confirmed);
  if (!confirmed) {
    bacnet::put_unconfirmed_request(message, unconfirmed);
    message.bytes(parameters);
    send(client, false, at, message, sink);
    return at;
  }
  ++invoke_;
  bacnet::put_confirmed_request(message, invoke_, service, build_.limits, parameters);
  for (unsigned attempt = 0; attempt <= client.options_.retries; ++attempt) {
    send(client, false, at, message, sink);
    if (!random_.chance(build_.lost)) break;
    at += 3s;
  }
  at += trip() + client.random_.log_normal(Duration{3ms}, 0.5);
  Octets ack = bacnet::start_message(bacnet::Link::unicast, false);
  bacnet::put_simple_ack(ack, invoke_, service);
  send(client, true, at, ack, sink);
  return at;
}

void BacnetDevice::watch_limits(Timestamp at, Sink& sink) {
  if (recipients_.empty()) return;
  for (const auto& id : limited_) {
    const BacnetObject& object = *objects_.find(id);
    const BacnetLimits& limits = *object.limits;
    const double value = objects_.value(id, at);
    const unsigned before = objects_.alarm(id);
    unsigned now = before;
    if (value > limits.high) {
      now = high_limit;
    } else if (value < limits.low) {
      now = low_limit;
    } else if (value < limits.high - limits.deadband && value > limits.low + limits.deadband) {
      now = normal;
    }
    if (now != before) raise(object, now, value, at, sink);
  }
}

void BacnetDevice::raise(const BacnetObject& object, unsigned state, double value, Timestamp at, Sink& sink) {
  constexpr unsigned out_of_range = 5, notification_class = 1, urgent = 64, informative = 200, alarm = 0;
  const unsigned before = objects_.alarm(object.id);
  objects_.set_alarm(object.id, state);
  const LocalTime time = objects_.local(at);
  const bool back = state == normal;
  const unsigned limit_in = back ? before : state;
  Octets parameters;
  Tags tags(parameters);
  tags.context(0, alarm_process).context(1, objects_.device()).context(2, object.id);
  tags.open(3).open(2).date(time).time(time).close(2).close(3);
  tags.context(4, notification_class)
      .context(5, back ? informative : urgent)
      .context(6, out_of_range)
      .context(8, alarm);
  tags.context_boolean(9, !back).context(10, before).context(11, state).open(12).open(out_of_range);
  tags.context_real(0, value);
  objects_.put_status_flags(tags, 1, object.id);
  tags.context_real(2, object.limits->deadband);
  tags.context_real(3, limit_in == high_limit ? object.limits->high : object.limits->low);
  tags.close(out_of_range).close(12);
  for (const Recipient& recipient : recipients_) {
    at = tell(*recipient.client, recipient.confirmed, Service::confirmed_event_notification,
              bacnet::Unconfirmed::event_notification, parameters, at + 1ms, sink);
  }
  if (!back) unacknowledged_.push_back({object.id, state, time});
}

Timestamp BacnetDevice::acknowledge_all(BacnetClient& client, Timestamp at, Sink& sink) {
  const auto open = unacknowledged_;
  for (const Unacknowledged& alarm : open) {
    const auto request = bacnet::acknowledge(alarm_process, alarm.object, {alarm.state, alarm.raised},
                                             client.host().name, site_.calendar().local(at));
    at = ask(client, at, request, sink).at + client.random_.log_normal(2s, 0.4);
  }
  return at;
}

}  // namespace vedette::lab
