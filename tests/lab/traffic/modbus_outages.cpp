// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/modbus_outages.h"

#include <algorithm>

#include "tests/lab/traffic/modbus_habits.h"

namespace vedette::lab {
namespace {

constexpr Duration until_noticed = 8s;  // of a stand-by that its HMI is gone

}  // namespace

void client_restarts(Site& site, const Host& client, Timestamp from, Timestamp to, EventTag event) {
  for (ModbusServer* server : site.modbus) {
    ModbusLink* link = server->link_from(client);
    if (!link) continue;
    const Timestamp closes = from + link->random().between(Duration{0}, Duration{900ms});
    server->at(closes, event, [server, link, to](Timestamp at, Sink& sink) { server->sleeps(*link, at, to, sink); });
  }
}

void fill_gap(ModbusServer& server, ModbusLink& link, Timestamp at, Timestamp since, Sink& sink) {
  constexpr unsigned at_once = 120;
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(at - since).count();
  const ModbusMemory& memory = server.memory();
  if (memory.sizes[3] <= ModbusMemory::log_begin) return;
  const unsigned kept = ModbusMemory::capacity - ModbusMemory::log_begin;
  const auto wanted = static_cast<unsigned>(std::min<std::int64_t>(kept, minutes * memory.points()));
  ModbusQuestions questions;
  ask_for(questions, modbus::Table::holding, ModbusMemory::log_begin, wanted, at_once);
  for (const auto& question : questions)
    at = server.ask(link, at + link.random().log_normal(Duration{15ms}, 0.5), question.pdu, sink);
}

void historian_restarts(Site& site, const Host& historian, Timestamp from, Timestamp to, EventTag event) {
  client_restarts(site, historian, from, to, event);
  Timestamp turn = to;
  for (ModbusServer* server : site.modbus) {
    ModbusLink* link = server->link_from(historian);
    if (!link || !server->units().empty()) continue;
    turn += link->random().log_normal(Duration{400ms}, 0.5);  // one server after the other
    server->at(turn, event,
               [server, link, from](Timestamp at, Sink& sink) { fill_gap(*server, *link, at, from, sink); });
  }
}

void fail_over(Site& site, const Host& hmi, const Host& standby, Timestamp from, Timestamp to, EventTag event) {
  for (ModbusServer* server : site.modbus) {
    ModbusLink* link = server->link_from(hmi);
    ModbusLink* deputy = server->link_from(standby);
    if (!link || !deputy) continue;
    server->at(from, event, [server, link](Timestamp at, Sink& sink) {
      server->sleeps(*link, at, at + until_noticed + link->random().log_normal(Duration{2s}, 0.5), sink);
    });
    server->at(from + until_noticed, event,
               [server, link, deputy](Timestamp, Sink&) { server->deputise(*link, deputy); });
    server->at(to, event, [server, link](Timestamp, Sink&) { server->deputise(*link, nullptr); });
  }
}

const Host* busiest_client(const Site& site, std::string_view role) {
  const Host* busiest = nullptr;
  std::ptrdiff_t most = 0;
  for (const Host* client : site.with_role(role)) {
    const auto asked =
        std::ranges::count_if(site.modbus, [&](ModbusServer* server) { return server->link_from(*client); });
    if (asked <= most) continue;
    most = asked;
    busiest = client;
  }
  return busiest;
}

}  // namespace vedette::lab
