// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/bacnet_network.h"

#include <algorithm>

#include "tests/lab/base/wire.h"

namespace vedette::lab {
namespace {

using bacnet::Link;

constexpr Duration hop = 700us;  // that a BBMD takes, at least

/// Passing on takes a BBMD a different time each time.
Duration delay(const Host& by, Timestamp at) {
  return hop + 40ns * any_ip_id(by, at);
}
std::uint8_t subnet_of(const Host& host) {
  return host.ip.octets()[2];
}
Octets who_is_message(const WhoIs& who_is) {
  Octets message =
      who_is.only ? bacnet::start_message(Link::unicast, false) : bacnet::start_global_message(Link::broadcast);
  bacnet::put_unconfirmed_request(message, bacnet::Unconfirmed::who_is);
  if (!who_is.everything()) bacnet::Tags(message).context(0, who_is.low).context(1, who_is.high);
  bacnet::finish(message);
  return message;
}

}  // namespace

std::uint16_t any_ip_id(const Host& from, Timestamp at) {
  return static_cast<std::uint16_t>(
      core::hash_combine(core::hash_text(from.name), static_cast<std::uint64_t>(core::to_ns(at))));
}

BacnetNetwork::BacnetNetwork(Site& site) : site_(site), random_(site.behaviour("bacnet network")) {}

void BacnetNetwork::add_foreign(const ForeignDevice& device) {
  foreign_.push_back(device);
  schedule(device.from, static_cast<std::uint32_t>(foreign_.size() - 1));
}

void BacnetNetwork::ask(const WhoIs& who_is) {
  who_is_.push_back(who_is);
  at(who_is.at, who_is.event, [this, who_is](Timestamp now, Sink& sink) {
    const Octets message = who_is_message(who_is);
    if (who_is.only) {
      send(sink, now, *who_is.asker, *who_is.only, message);
    } else {
      broadcast(sink, now, *who_is.asker, message);
    }
  });
}

void BacnetNetwork::ask_who_has(const Host& asker, Timestamp when, std::string name, EventTag event) {
  at(when, event, [this, &asker, name = std::move(name)](Timestamp now, Sink& sink) {
    Octets message = bacnet::start_global_message(Link::broadcast);
    bacnet::put_unconfirmed_request(message, bacnet::Unconfirmed::who_has);
    bacnet::Tags(message).context_text(3, name);
    bacnet::finish(message);
    broadcast(sink, now, asker, message);
  });
}

void BacnetNetwork::announce_time(const Host& from, Timestamp when) {
  at(when, {}, [this, &from](Timestamp now, Sink& sink) {
    Octets message = bacnet::start_global_message(Link::broadcast);
    bacnet::put_unconfirmed_request(message, bacnet::Unconfirmed::time_synchronization);
    const LocalTime local = site_.calendar().local(now);
    bacnet::Tags(message).date(local).time(local);
    bacnet::finish(message);
    broadcast(sink, now, from, message);
  });
}

void BacnetNetwork::read_tables(const Host& asker, const Host& bbmd, Timestamp when, EventTag event) {
  at(when, event, [this, &asker, &bbmd](Timestamp now, Sink& sink) { send_tables(now, asker, bbmd, sink); });
}

void BacnetNetwork::send_tables(Timestamp at, const Host& asker, const Host& bbmd, Sink& sink) const {
  const auto exchange = [&](Link question, Octets& answer) {
    Octets message = bacnet::start_link_message(question);
    bacnet::finish(message);
    send(sink, at, asker, bbmd, message);
    bacnet::finish(answer);
    at += delay(bbmd, at) * 3;
    send(sink, at, bbmd, asker, answer);
    at += 40ms + delay(asker, at);
  };
  Octets broadcast_table = bacnet::start_link_message(Link::read_broadcast_table_ack);
  for (const Host* other : bbmds_) broadcast_table.bytes(other->ip.octets()).u16(bacnet::port).u32(0xffff'ffff);
  exchange(Link::read_broadcast_table, broadcast_table);
  Octets foreign_table = bacnet::start_link_message(Link::read_foreign_table_ack);
  for (const ForeignDevice& device : foreign_) {
    if (device.bbmd != &bbmd || registration(*device.host, at) == nullptr) continue;
    foreign_table.bytes(device.host->ip.octets()).u16(bacnet::port).u16(device.lifetime).u16(device.lifetime / 2u);
  }
  exchange(Link::read_foreign_table, foreign_table);
}

void BacnetNetwork::due(Timestamp at, std::uint32_t what, Sink& sink) {
  constexpr double renewed_after = 0.8;
  const ForeignDevice& device = foreign_[what];
  if (device.to && at >= *device.to) return;
  const WithinEvent within(sink, device.event);
  Octets message = bacnet::start_link_message(Link::register_foreign_device).u16(device.lifetime);
  bacnet::finish(message);
  send(sink, at, *device.host, *device.bbmd, message);
  Octets result = bacnet::start_link_message(Link::result).u16(0);
  bacnet::finish(result);
  send(sink, at + delay(*device.bbmd, at), *device.bbmd, *device.host, result);
  const double seconds = device.lifetime * renewed_after * (1 + 0.01 * random_.normal());
  schedule(at + Duration{static_cast<std::int64_t>(seconds * 1e9)}, what);
}

const Host* BacnetNetwork::bbmd_of(const Host& host) const {
  const auto at = std::ranges::find_if(bbmds_, [&](const Host* bbmd) { return subnet_of(*bbmd) == subnet_of(host); });
  return at == bbmds_.end() ? nullptr : *at;
}

const ForeignDevice* BacnetNetwork::registration(const Host& host, Timestamp at) const {
  const auto found = std::ranges::find_if(foreign_, [&](const ForeignDevice& device) {
    // J.5.2.3: kept for 30 seconds beyond its lifetime.
    return device.host == &host && at > device.from + 10ms &&
           (!device.to || at < *device.to + std::chrono::seconds{device.lifetime + 30});
  });
  return found == foreign_.end() ? nullptr : &*found;
}

void BacnetNetwork::send(Sink& sink, Timestamp at, const Host& from, const Host& to, const Octets& message) const {
  send_udp(sink, at, from, bacnet::port, address_of(to), bacnet::port, message, any_ip_id(from, at));
}

void BacnetNetwork::forward(Sink& sink, Timestamp at, const Host& bbmd, const Host* not_to,
                            const Octets& forwarded) const {
  for (const ForeignDevice& device : foreign_) {
    if (device.bbmd != &bbmd || device.host == not_to || registration(*device.host, at) != &device) continue;
    at += 60us;
    const WithinEvent within(sink, device.event);
    send(sink, at, bbmd, *device.host, forwarded);
  }
}

void BacnetNetwork::broadcast(Sink& sink, Timestamp at, const Host& from, const Octets& message) const {
  const auto on_subnet = [&](const Host& host, const Octets& what) {
    send_udp(sink, at, host, bacnet::port, lab::broadcast(site_.broadcast_of(host)), bacnet::port, what,
             any_ip_id(host, at));
  };
  const Octets forwarded = bacnet::as_forwarded(message, from.ip, bacnet::port);
  const ForeignDevice* foreign = registration(from, at);
  const Host* bbmd = foreign ? foreign->bbmd : bbmd_of(from);
  if (foreign) {
    send(sink, at, from, *bbmd, bacnet::as_distributed(message));
    at += delay(*bbmd, at);
    on_subnet(*bbmd, forwarded);
  } else {
    on_subnet(from, message);
  }
  if (bbmd == nullptr) return;
  if (bbmd != &from) at += delay(*bbmd, at);
  const Timestamp received = at;
  forward(sink, received, *bbmd, foreign ? &from : nullptr, forwarded);
  for (std::size_t i = 0; const Host* other : bbmds_) {
    if (other == bbmd) continue;
    at = received + 50us * ++i;
    send(sink, at, *bbmd, *other, forwarded);
    at += delay(*other, at);
    on_subnet(*other, forwarded);
    forward(sink, at + 100us, *other, foreign ? &from : nullptr, forwarded);
  }
}

}  // namespace vedette::lab
