// SPDX-License-Identifier: Apache-2.0
// What befalls a Modbus server or its clients from outside.
#include <algorithm>

#include "tests/lab/traffic/modbus_server.h"

namespace vedette::lab {

void ModbusServer::falls_silent(Timestamp at, Timestamp until) {
  down_until_ = std::max(down_until_, until);
  for (ModbusLink& link : links_) {
    if (!link.connection_.is_open()) continue;
    link.connection_.hush(Side::server);
    link.stale_ = true;
    link.missed_ = 0;
  }
  listen_only_until_ = std::min(listen_only_until_, at);
}

void ModbusServer::restarts(Timestamp at, Timestamp until, Sink& sink) {
  for (ModbusLink& link : links_) link.connection_.reset(Side::server, std::max(at, link.free_at_), sink);
  down_until_ = std::max(down_until_, until);
  listen_only_until_ = std::min(listen_only_until_, at);
}

void ModbusServer::moves(const core::IpAddress& to) {
  moved_to_ = to;
  for (ModbusLink& link : links_) {
    link.connection_.forget();
    link.connection_.set_ip(Side::server, to);
  }
}

void ModbusServer::loses(std::optional<double> share) {
  loss_ = share;
  for (ModbusLink& link : links_) link.connection_.path().lost = share.value_or(link.options_.path.lost);
}

void ModbusServer::sleeps(ModbusLink& link, Timestamp at, Timestamp until, Sink& sink) {
  hang_up(link, at, sink);
  link.silent_until_ = until;
}

void ModbusServer::steps_clock(ModbusLink& link, Duration step, Timestamp at) {
  link.clock_step_ += step;
  for (std::uint32_t i = 0; i < work_.size(); ++i)
    if (work_[i].link == &link && work_[i].job.by_clock) plan_next(i, at);
}

}  // namespace vedette::lab
