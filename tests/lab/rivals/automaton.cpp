// SPDX-License-Identifier: Apache-2.0
// Modbus automaton alone (Goldenberg and Wool 2013): the requests of a client to a unit are symbols (function, table,
// address, quantity), and a deterministic automaton of the transitions seen while learning has to accept them. An
// unknown channel, symbol or transition is an alarm.
#include <unordered_map>
#include <unordered_set>

#include "core/hash.h"
#include "tests/lab/rivals/rival.h"

namespace vedette::rivals {
namespace {

class Automaton : public Rival {
 public:
  std::string_view name() const override { return "modbus_automaton"; }
  std::string_view what() const override { return "order of Modbus requests per client and unit, as an automaton"; }

  void learn(const core::Observation& o) override {
    if (!is_symbol(o)) return;
    Channel& channel = channels_[channel_of(o)];
    const std::uint64_t symbol = symbol_of(o);
    channel.symbols.insert(symbol);
    if (channel.started) channel.transitions.insert(core::hash_combine(channel.last, symbol));
    channel.started = true;
    channel.last = symbol;
  }

  void freeze() override {
    for (auto& [key, channel] : channels_) channel.started = false;
  }

  void observe(const core::Observation& o, std::vector<Alarm>& alarms) override {
    if (!is_symbol(o)) return;
    const auto found = channels_.find(channel_of(o));
    if (found == channels_.end()) return alarms.push_back(alarm_of(o, "peer"));
    Channel& channel = found->second;
    const std::uint64_t symbol = symbol_of(o);
    // An unknown symbol leaves the automaton where it is, so that it alone is the alarm.
    if (!channel.symbols.contains(symbol)) return alarms.push_back(alarm_of(o, "function"));
    if (channel.started && !channel.transitions.contains(core::hash_combine(channel.last, symbol)))
      alarms.push_back(alarm_of(o, "order"));
    channel.started = true;
    channel.last = symbol;
  }

 private:
  struct Channel {
    std::unordered_set<std::uint64_t> symbols, transitions;
    std::uint64_t last = 0;
    bool started = false;
  };

  static bool is_symbol(const core::Observation& o) {
    return o.protocol.name == "modbus" && o.kind == core::MessageKind::request;
  }
  static std::uint64_t channel_of(const core::Observation& o) {
    return mix(mix(o.unit, device_of(o.source)), device_of(o.target));
  }
  static std::uint64_t symbol_of(const core::Observation& o) { return core::hash_combine(o.code, o.object.hash); }

  std::unordered_map<std::uint64_t, Channel> channels_;
};

}  // namespace

std::unique_ptr<Rival> make_automaton() {
  return std::make_unique<Automaton>();
}

}  // namespace vedette::rivals
