// SPDX-License-Identifier: Apache-2.0
// Conversations of a BACnet device: requests, answers in one piece or in segments, what is tried again.
#include "tests/lab/traffic/bacnet_device.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

using Kind = BacnetOutcome::Kind;

constexpr Duration gives_up_for = 60s;  // a client whose device is silent
constexpr std::size_t overhead = 6;     // of a segment in front of its part of the answer
constexpr std::uint16_t biggest_segment = 1024;
constexpr std::uint8_t window = 4;

}  // namespace

BacnetDevice::BacnetDevice(Site& site, const Host& host, BacnetNetwork& network, Shift shift, BacnetIdentity identity,
                           BacnetBuild build)
    : site_(site),
      host_(host),
      network_(network),
      objects_(site.calendar(), shift, std::move(identity), build.limits),
      build_(build),
      random_(site.behaviour("bacnet " + host.name)) {
  ip_id_ = static_cast<std::uint16_t>(random_.next());
  site.bacnet.push_back(this);
}

BacnetClient& BacnetDevice::add_client(const Host& host, const BacnetClientOptions& options) {
  BacnetClient& client = clients_.emplace_back(
      host, options, site_.behaviour(fmt::format("bacnet {} {} {}", host.name, host_.name, clients_.size())));
  client.ip_id_ = static_cast<std::uint16_t>(client.random_.next());
  return client;
}

BacnetClient* BacnetDevice::client_from(std::string_view role) {
  const auto at =
      std::ranges::find_if(clients_, [&](const BacnetClient& client) { return client.host().role == role; });
  return at == clients_.end() ? nullptr : &*at;
}

BacnetClient& BacnetDevice::client_of(const Host& host, const BacnetClientOptions& options) {
  const auto at = std::ranges::find_if(clients_, [&](const BacnetClient& client) { return &client.host() == &host; });
  return at == clients_.end() ? add_client(host, options) : *at;
}

void BacnetDevice::add_job(BacnetClient& client, BacnetJob job, Timestamp from) {
  const Duration first = job.interval(from, client.random_);
  const double share = job.first_in_full ? 1 : client.random_.uniform();
  work_.push_back({&client, std::move(job)});
  schedule(from + Duration{static_cast<std::int64_t>(static_cast<double>(first.count()) * share)},
           static_cast<std::uint32_t>(work_.size() - 1));
}

void BacnetDevice::run(Timestamp until, Sink& sink) {
  if (!std::exchange(started_, true)) start();
  AgendaActor::run(until, sink);
}

void BacnetDevice::start() {
  for (const BacnetObject& object : objects_.all())
    if (object.limits) limited_.push_back(object.id);
  schedule(site_.options().start + random_.between(Duration{0}, build_.scan), scan_mark);
  const std::uint32_t instance = objects_.identity().instance;
  const auto& asked = network_.who_is();
  for (std::uint32_t i = 0; i < asked.size(); ++i) {
    const WhoIs& who_is = asked[i];
    if (who_is.asker == &host_ || instance < who_is.low || instance > who_is.high) continue;
    if (who_is.only != nullptr && who_is.only != &host_) continue;
    schedule(who_is.at + 5ms + random_.log_normal(build_.announces_after, 0.7), who_is_mark | i);
  }
}

void BacnetDevice::due(Timestamp at, std::uint32_t what, Sink& sink) {
  if (what == scan_mark) return scan(at, sink);
  if (what == announce_mark) return announce(at, nullptr, sink);
  if (what >= who_is_mark) {
    const WhoIs& who_is = network_.who_is()[what & ~who_is_mark];
    const WithinEvent within(sink, who_is.event);
    return announce(at, who_is.asker, sink);
  }
  Work& work = work_[what];
  BacnetClient& client = *work.client;
  // The period is kept by the client's own clock, whatever answers take.
  const Duration interval = work.job.interval(at, client.random_);
  schedule(at + interval +
               Duration{static_cast<std::int64_t>(static_cast<double>(interval.count()) * client.host_.clock_error)},
           what);
  if (at >= client.silent_until_) work.job.act(at, client, sink);
}

Duration BacnetDevice::trip() {
  return random_.log_normal(Duration{150us}, 0.4);
}

bool BacnetDevice::hears(Timestamp at, bacnet::Service service) const {
  if (at < down_until_) return false;
  // 16.1: whoever was told to be silent listens to these two alone.
  const bool always =
      service == bacnet::Service::device_communication_control || service == bacnet::Service::reinitialize_device;
  return always || at >= mute_until_;
}

void BacnetDevice::send(BacnetClient& client, bool by_client, Timestamp at, Octets& message, Sink& sink) {
  bacnet::finish(message);
  const Host& from = by_client ? client.host_ : host_;
  const Host& to = by_client ? host_ : client.host_;
  std::uint16_t& id = by_client ? client.ip_id_ : ip_id_;
  send_udp(sink, at, from, by_client ? client.options_.port : bacnet::port, address_of(to),
           by_client ? bacnet::port : client.options_.port, message, ++id);
}

BacnetOutcome BacnetDevice::ask(BacnetClient& client, Timestamp at, const bacnet::Request& request, Sink& sink) {
  at = std::max(at, client.free_at_);
  client.invoke_ = static_cast<std::uint8_t>(client.invoke_ + 1 + client.random_.below(client.options_.busy_with));
  Kind kind = Kind::silence;
  for (unsigned attempt = 0; attempt <= client.options_.retries && kind == Kind::silence; ++attempt) {
    Octets message = bacnet::start_message(bacnet::Link::unicast, true);
    bacnet::put_confirmed_request(message, client.invoke_, request.service, client.options_.limits, request.parameters);
    send(client, true, at, message, sink);
    const Timestamp there = at + trip();
    if (random_.chance(build_.lost) || !hears(there, request.service)) {
      at += client.options_.timeout;
      continue;
    }
    const Answer answered = answer(client, request, there);
    const Timestamp done = deliver(client, client.invoke_, request.service, answered,
                                   there + random_.log_normal(build_.answers_after, build_.answer_spread), sink);
    if (random_.chance(build_.lost)) {
      at += client.options_.timeout;
    } else {
      at = done;
      kind = answered.kind;
    }
  }
  if (kind == Kind::silence) client.silent_until_ = at + client.random_.log_normal(gives_up_for, 0.2);
  client.free_at_ = at + client.random_.log_normal(client.options_.thinks, 0.6);
  if (restart_at_) {
    const Timestamp down = *std::exchange(restart_at_, std::nullopt);
    down_until_ = down + random_.log_normal(build_.restart, 0.15);
    subscriptions_.clear();
    schedule(down_until_, announce_mark);
  }
  return {client.free_at_, kind};
}

Timestamp BacnetDevice::deliver(BacnetClient& client, std::uint8_t invoke, bacnet::Service service,
                                const Answer& answer, Timestamp at, Sink& sink) {
  constexpr std::uint8_t segmentation_not_supported = 4;
  const std::size_t room = std::min(client.options_.limits.max_apdu, build_.limits.max_apdu);
  Octets message = bacnet::start_message(bacnet::Link::unicast, false);
  switch (answer.kind) {
    case Kind::error:
      bacnet::put_error(message, invoke, service, answer.body);
      break;
    case Kind::reject:
      bacnet::put_reject(message, invoke, answer.reason);
      break;
    case Kind::abort:
      bacnet::put_abort(message, invoke, answer.reason);
      break;
    default:
      if (answer.simple) {
        bacnet::put_simple_ack(message, invoke, service);
      } else if (answer.body.size() + 3 <= room) {
        bacnet::put_complex_ack(message, invoke, service, answer.body);
      } else if (build_.limits.segmentation && client.options_.limits.segmentation) {
        return deliver_segments(client, invoke, service, answer.body, at, sink);
      } else {
        bacnet::put_abort(message, invoke, segmentation_not_supported);
      }
  }
  send(client, false, at, message, sink);
  return at + trip();
}

/// 5.4: the first segment by itself, then as many as fit the window, each time until they are acknowledged.
Timestamp BacnetDevice::deliver_segments(BacnetClient& client, std::uint8_t invoke, bacnet::Service service, View body,
                                         Timestamp at, Sink& sink) {
  const std::size_t size =
      std::min({client.options_.limits.max_apdu, build_.limits.max_apdu, biggest_segment}) - overhead;
  const std::size_t count = (body.size() + size - 1) / size;
  std::size_t until_ack = 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = i * size;
    const bool last = i + 1 == count;
    Octets message = bacnet::start_message(bacnet::Link::unicast, true);
    bacnet::put_segment(message, invoke, service, {static_cast<std::uint8_t>(i), window, !last},
                        body.subspan(from, std::min(size, body.size() - from)));
    send(client, false, at, message, sink);
    if (--until_ack == 0 || last) {
      at += trip() + client.random_.log_normal(Duration{800us}, 0.5);
      Octets ack = bacnet::start_message(bacnet::Link::unicast, false);
      bacnet::put_segment_ack(ack, invoke, static_cast<std::uint8_t>(i), window);
      send(client, true, at, ack, sink);
      until_ack = window;
    }
    at += trip() + random_.log_normal(Duration{2ms}, 0.4);
  }
  return at;
}

void BacnetDevice::announce(Timestamp at, const Host* only, Sink& sink) {
  if (at < down_until_ || at < mute_until_) return;
  const bool all = only == nullptr || build_.broadcasts_i_am;
  Octets message =
      all ? bacnet::start_global_message(bacnet::Link::broadcast) : bacnet::start_message(bacnet::Link::unicast, false);
  bacnet::put_unconfirmed_request(message, bacnet::Unconfirmed::i_am);
  constexpr unsigned both_ways = 0, no_segmentation = 3;
  bacnet::Tags(message)
      .object(objects_.device())
      .number(build_.limits.max_apdu)
      .enumerated(build_.limits.segmentation ? both_ways : no_segmentation)
      .number(objects_.identity().vendor);
  bacnet::finish(message);
  if (all) {
    network_.broadcast(sink, at, host_, message);
  } else {
    send_udp(sink, at, host_, bacnet::port, address_of(*only), bacnet::port, message, ++ip_id_);
  }
}

void BacnetDevice::goes_down(Timestamp from, Timestamp to, EventTag event) {
  at(from, event, [this, to](Timestamp, Sink&) {
    down_until_ = to;
    subscriptions_.clear();
  });
  at(to + 1ms, event, [this](Timestamp now, Sink& sink) { announce(now, nullptr, sink); });
}

std::vector<BacnetDevice*> bacnet_controllers(const Site& site) {
  std::vector<BacnetDevice*> found;
  std::ranges::copy_if(site.bacnet, std::back_inserter(found), [](const BacnetDevice* d) { return d->is_controller; });
  return found;
}

}  // namespace vedette::lab
