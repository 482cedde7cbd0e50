// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/modbus_server.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

constexpr Duration retry_after = 10s;           // of a client whose server is not there
constexpr Duration client_patience = 1s;        // until a request without an answer is given up
constexpr unsigned patience_with_requests = 3;  // until the connection is given up
constexpr Duration serial_timeout = 700ms;      // of a gateway whose device doesn't answer
constexpr std::size_t commands_kept = 24;

Duration scaled(Duration duration, double factor) {
  return Duration{static_cast<std::int64_t>(static_cast<double>(duration.count()) * factor)};
}
bool changes_something(std::uint8_t function) {
  return function == 5 || function == 6 || function == 15 || function == 16;
}

}  // namespace

ModbusServer::ModbusServer(Site& site, const Host& host, Shift shift)
    : site_(site), host_(host), memory_(site.calendar(), shift) {
  site.modbus.push_back(this);
}

ModbusMemory& ModbusServer::add_unit(std::uint8_t unit, Shift shift) {
  units_.push_back(unit);
  return unit_memories_.emplace_back(site_.calendar(), shift);
}

ModbusMemory* ModbusServer::memory_of(std::uint8_t unit) {
  if (units_.empty()) return &memory_;
  const auto at = std::ranges::find(units_, unit);
  return at == units_.end() ? nullptr : &unit_memories_[static_cast<std::size_t>(at - units_.begin())];
}

ModbusLink& ModbusServer::add_link(const Host& client, const ModbusLinkOptions& options, Timestamp from,
                                   std::optional<Timestamp> to) {
  const Random random = site_.behaviour(fmt::format("modbus {} {} {}", client.name, host_.name, links_.size()));
  const Random of_connection = site_.behaviour(fmt::format("tcp {} {} {}", client.name, host_.name, links_.size()));
  ModbusLink& link = links_.emplace_back(
      client, options, TcpConnection(client, host_, modbus::port, options.path, of_connection), random);
  link.free_at_ = from;
  if (moved_to_) link.connection_.set_ip(Side::server, *moved_to_);
  if (loss_) link.connection_.path().lost = *loss_;
  if (to) at(*to, {}, [this, &link](Timestamp now, Sink& sink) { leave(link, now, sink); });
  return link;
}

ModbusLink* ModbusServer::link_from(std::string_view role) {
  const auto at = std::ranges::find_if(links_, [&](const ModbusLink& link) { return link.client_.role == role; });
  return at == links_.end() ? nullptr : &*at;
}

ModbusLink* ModbusServer::link_from(const Host& client) {
  const auto at = std::ranges::find_if(links_, [&](const ModbusLink& link) { return &link.client_ == &client; });
  return at == links_.end() ? nullptr : &*at;
}

void ModbusServer::add_job(ModbusLink& link, ModbusJob job, Timestamp from, std::optional<Timestamp> to) {
  const Duration interval = job.interval(from, link.random_);
  const Timestamp first = from + (job.by_clock ? interval : scaled(interval, link.random_.uniform()));
  work_.push_back({&link, std::move(job), to, first});
  schedule(first, static_cast<std::uint32_t>(work_.size() - 1));
}

/// The period is kept by the client's own clock, whatever answers take.
void ModbusServer::plan_next(std::uint32_t what, Timestamp now) {
  Work& work = work_[what];
  ModbusLink& link = *work.link;
  if (work.job.by_clock) {
    work.next = now + work.job.interval(now + link.clock_step_, link.random_);
  } else {
    work.next = now + scaled(work.job.interval(now, link.random_), link.pace_ * (1 + link.client_.clock_error));
  }
  schedule(work.next, what);
}

void ModbusServer::due(Timestamp at, std::uint32_t what, Sink& sink) {
  const Work& work = work_[what];
  if (at != work.next) return;  // was planned anew
  if (work.link->gone_ || (work.to && at >= *work.to)) return;
  plan_next(what, at);
  work.job.act(at, *this, *work.link, sink);
}

std::optional<Timestamp> ModbusServer::connect(ModbusLink& link, Timestamp at, Sink& sink) {
  if (at < link.retry_at_) return std::nullopt;
  TcpConnection& connection = link.connection_;
  settle_link(link, at, sink);
  if (connection.is_open() && link.options_.connection_length && at >= link.renew_at_) {
    hang_up(link, at, sink);
    at += 2ms;
  }
  if (connection.is_open()) return at;
  if (at < down_until_) {
    connection.unanswered(at, sink);
    link.retry_at_ = at + link.random_.log_normal(retry_after, 0.1);
    return std::nullopt;
  }
  link.missed_ = 0;
  link.stale_ = false;
  if (link.options_.connection_length)
    link.renew_at_ = at + link.random_.log_normal(*link.options_.connection_length, 0.05);
  return connection.open(at, sink);
}

Timestamp ModbusServer::ask(ModbusLink& link, Timestamp at, View request, Sink& sink,
                            std::optional<std::uint8_t> unit) {
  if (link.deputy_) return ask(*link.deputy_, at, request, sink, unit);
  if (at < link.silent_until_ || link.gone_) return at;
  at = std::max(at, link.free_at_);
  const auto ready = connect(link, at, sink);
  if (!ready) return at;
  const auto answered = exchange(link, *ready, request, unit.value_or(link.options_.unit), sink);
  const Timestamp done = answered.value_or(*ready + client_patience);
  link.free_at_ = done + link.random_.between(Duration{300us}, Duration{2ms});
  if (link.options_.leaves_after) {
    link.leave_at_ = link.free_at_ + *link.options_.leaves_after;
    link.leaves_for_ = sink.event();
  }
  link.missed_ = answered ? 0 : link.missed_ + 1;
  if (link.missed_ >= patience_with_requests && link.connection_.is_open()) {
    link.connection_.reset(Side::client, link.free_at_, sink);
    link.retry_at_ = link.free_at_ + link.random_.log_normal(retry_after, 0.1);
  }
  return done;
}

std::optional<Timestamp> ModbusServer::exchange(ModbusLink& link, Timestamp at, View request, std::uint8_t unit,
                                                Sink& sink) {
  const std::uint16_t transaction = link.options_.counts_transactions ? ++link.transaction_ : 0;
  const auto adu = [&](View pdu) { return Octets{}.u16(transaction).u16(0).u16(pdu.size() + 1).u8(unit).bytes(pdu); };
  TcpConnection& connection = link.connection_;
  if (link.stale_ && at < down_until_) {
    connection.unheard(Side::client, at, adu(request), sink);
    link.retry_at_ = at + link.random_.log_normal(retry_after / 2, 0.1);
    return std::nullopt;
  }
  const Timestamp there = connection.send(Side::client, at, adu(request), sink);
  if (link.stale_) {  // it has forgotten the connection
    connection.reset(Side::server, there + 150us, sink);
    return std::nullopt;
  }
  if (is_listen_only(there) || link.random_.chance(troubles.deaf)) return std::nullopt;
  Answer answered = answer(link, request, unit, there);
  EventTag event{};
  if (const Meddled* meddled = meddler_of(link, at)) {
    Meddling what = meddled->meddler(there, request, answered.pdu);
    if (what.response || what.delay > Duration{0}) event = meddled->event;
    if (what.response) answered.pdu = std::move(*what.response);
    answered.after += what.delay;
  }
  const WithinEvent within(sink, event);
  return connection.send(Side::server, there + answered.after, adu(answered.pdu), sink);
}

ModbusServer::Answer ModbusServer::answer(ModbusLink& link, View request, std::uint8_t unit, Timestamp at) {
  Random& random = link.random_;
  Duration after = random.log_normal(latency_, latency_spread_);
  if (random.chance(troubles.slow)) after += random.exponential(Duration{150ms});
  if (random.chance(troubles.busy))
    return {modbus::exception(request, units_.empty() ? modbus::server_busy : modbus::gateway_target_silent), after};
  ModbusMemory* memory = memory_of(unit);
  if (!memory) return {modbus::exception(request, modbus::gateway_target_silent), serial_timeout + after};
  remember(request);
  return {memory->answer(request, at), after};
}

void ModbusServer::remember(View request) {
  if (!changes_something(request[0])) return;
  if (commands_.size() == commands_kept) commands_.pop_front();
  commands_.push_back(Octets{}.bytes(request));
}

const ModbusServer::Meddled* ModbusServer::meddler_of(const ModbusLink& link, Timestamp at) const {
  for (const auto& meddled : meddled_)
    if (at >= meddled.from && at < meddled.to && (!meddled.link || meddled.link == &link)) return &meddled;
  return nullptr;
}

void ModbusServer::meddle(Timestamp from, Timestamp to, EventTag event, const ModbusLink* link, Meddler meddler) {
  meddled_.push_back({from, to, event, link, std::move(meddler)});
}

void ModbusServer::leave(ModbusLink& link, Timestamp at, Sink& sink) {
  hang_up(link, at, sink);
  link.gone_ = true;
}

void ModbusServer::settle_link(ModbusLink& link, Timestamp until, Sink& sink) {
  link.connection_.settle(until, sink);
  if (!link.options_.leaves_after || !link.connection_.is_open() || link.leave_at_ >= until) return;
  const EventTag present = sink.event();
  sink.set_event(link.leaves_for_);
  hang_up(link, link.leave_at_, sink);
  sink.set_event(present);
}

void ModbusServer::hang_up(ModbusLink& link, Timestamp at, Sink& sink) {
  if (link.stale_) {
    link.connection_.forget();
  } else {
    link.connection_.close(Side::client, std::max(at, link.free_at_), sink);
  }
}

void ModbusServer::settle(Timestamp until, Sink& sink) {
  for (ModbusLink& link : links_) settle_link(link, until, sink);
}

}  // namespace vedette::lab
