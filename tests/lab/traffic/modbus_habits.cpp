// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/modbus_habits.h"

#include <algorithm>
#include <utility>

namespace vedette::lab {
namespace {

constexpr double hiccups = 0.002;  // share of the periods

Duration of_hours(double hours) {
  return Duration{static_cast<std::int64_t>(hours * 3.6e12)};
}

void take_step(ModbusServer& server, ModbusLink& link, Timestamp at, EventTag event,
               std::shared_ptr<std::vector<ModbusCommand>> commands, std::size_t which) {
  if (which == commands->size()) return;
  const Timestamp then = at + (*commands)[which].after;
  server.at(then, event, [&server, &link, event, commands, which](Timestamp now, Sink& sink) {
    server.ask(link, now, (*commands)[which].pdu, sink);
    take_step(server, link, now, event, commands, which + 1);
  });
}

}  // namespace

Duration until_hour(const Calendar& calendar, Timestamp now, double hour) {
  const auto clock_at = [&](Timestamp midnight) {
    const Timestamp by_length = midnight + of_hours(hour);
    return by_length - (calendar.offset_at(by_length) - calendar.offset_at(midnight));  // a day may have 23 hours
  };
  const Timestamp today = calendar.midnight(now), then = clock_at(today);
  if (then > now + 1min) return then - now;
  return clock_at(calendar.midnight(today + 36h)) - now;
}

void ask_for(ModbusQuestions& questions, modbus::Table table, unsigned address, unsigned count, unsigned at_once) {
  for (unsigned asked = 0; asked < count; asked += at_once)
    questions.push_back({modbus::read(table, address + asked, std::min(at_once, count - asked)), {}});
}

ModbusJob poll(Duration period, ModbusQuestions questions, double jitter) {
  return {[period, jitter](Timestamp, Random& random) {
            const double off = random.chance(hiccups) ? random.uniform(0.05, 0.8) : jitter * random.normal();
            return period +
                   Duration{static_cast<std::int64_t>(static_cast<double>(period.count()) * std::max(off, -0.5))};
          },
          [questions = std::move(questions)](Timestamp at, ModbusServer& server, ModbusLink& link, Sink& sink) {
            for (const auto& question : questions) at = server.ask(link, at, question.pdu, sink, question.unit);
          }};
}

ModbusJob daily(const Calendar& calendar, double hour, Duration spread, decltype(ModbusJob::act) act) {
  return {[&calendar, hour](Timestamp now, Random&) { return until_hour(calendar, now, hour); },
          [spread, act = std::move(act)](Timestamp at, ModbusServer& server, ModbusLink& link, Sink& sink) {
            if (spread == Duration{0}) return act(at, server, link, sink);
            const Timestamp then = at + link.random().between(Duration{0}, spread);
            server.at(then, {}, [act, &server, &link](Timestamp now, Sink& to) { act(now, server, link, to); });
          },
          true};
}

ModbusJob now_and_then(Duration mean, decltype(ModbusJob::act) act) {
  return {[mean](Timestamp, Random& random) { return 1min + random.exponential(mean); }, std::move(act)};
}

void follow(ModbusServer& server, ModbusLink& link, Timestamp at, std::vector<ModbusCommand> commands, EventTag event) {
  take_step(server, link, at, event, std::make_shared<std::vector<ModbusCommand>>(std::move(commands)), 0);
}

}  // namespace vedette::lab
