// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/bacnet_objects.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace vedette::lab {

using bacnet::ObjectId;
using bacnet::Property;
using bacnet::Type;
using bacnet::Value;

bool is_analog(Type type) {
  return type == Type::analog_input || type == Type::analog_output || type == Type::analog_value;
}
bool is_binary(Type type) {
  return type == Type::binary_input || type == Type::binary_output || type == Type::binary_value;
}
bool is_multi_state(Type type) {
  return type == Type::multi_state_input || type == Type::multi_state_output || type == Type::multi_state_value;
}
bool is_commandable(Type type) {
  return type == Type::analog_output || type == Type::analog_value || type == Type::binary_output ||
         type == Type::binary_value || type == Type::multi_state_output || type == Type::multi_state_value;
}

BacnetObjects::BacnetObjects(const Calendar& calendar, Shift shift, BacnetIdentity identity, bacnet::Limits limits)
    : calendar_(calendar), shift_(shift), identity_(std::move(identity)), limits_(limits) {
  add({.id = device(), .name = identity_.name, .signal = {}});
}

void BacnetObjects::add(BacnetObject object) {
  index_[object.id.number()] = static_cast<std::uint32_t>(objects_.size());
  objects_.push_back(std::move(object));
  states_.emplace_back();
}

const BacnetObject* BacnetObjects::find(ObjectId id) const {
  const auto at = index_.find(id.number());
  return at == index_.end() ? nullptr : &objects_[at->second];
}
std::size_t BacnetObjects::find_index(ObjectId id) const {
  return index_.at(id.number());
}

const LocalTime& BacnetObjects::local(Timestamp at) {
  if (at != known_at_) {
    known_at_ = at;
    local_ = calendar_.local(at);
    activity_ = shift_.activity(local_);
  }
  return local_;
}

double BacnetObjects::value(ObjectId id, Timestamp at) {
  return value_at(find_index(id), at);
}

double BacnetObjects::rounded(const BacnetObject& object, double value) const {
  if (is_analog(object.id.type))
    return std::round(std::clamp(value, object.min, object.max) / object.step) * object.step;
  if (is_multi_state(object.id.type)) return std::clamp(std::round(value), 1.0, static_cast<double>(object.states));
  return value >= 0.5 ? 1 : 0;
}

double BacnetObjects::program(const BacnetObject& object, Timestamp at, const LocalTime& local, double activity) const {
  const double work = object.stepped ? (activity > 0.5 ? 1.0 : 0.0) : activity;
  return object.signal.at(at, local, work);
}

double BacnetObjects::value_at(std::size_t index, Timestamp at) {
  const BacnetObject& object = objects_[index];
  State& state = states_[index];
  if (state.commanded != 0) {
    const auto highest = static_cast<std::size_t>(std::countr_zero(state.commanded));
    return static_cast<double>(state.commands[highest]);
  }
  local(at);
  double value = program(object, at, local_, activity_);
  if (object.follows) {
    const double target = value_at(find_index(*object.follows), at);
    if (state.lagged_at == Timestamp{}) {
      state.lagging = target;
    } else if (at > state.lagged_at) {
      const double passed = static_cast<double>((at - state.lagged_at).count());
      state.lagging = target + (state.lagging - target) * std::exp(-passed / static_cast<double>(object.lag.count()));
    }
    state.lagged_at = std::max(at, state.lagged_at);
    value += state.lagging;
  }
  return rounded(object, value);
}

std::optional<BacnetLimits> BacnetObjects::limits_of(ObjectId id) const {
  const BacnetObject* object = find(id);
  return object == nullptr ? std::nullopt : object->limits;
}
void BacnetObjects::set_alarm(ObjectId id, unsigned state) {
  states_[find_index(id)].alarm = state;
}
unsigned BacnetObjects::alarm(ObjectId id) const {
  return states_[find_index(id)].alarm;
}

std::optional<bacnet::Error> BacnetObjects::write(const bacnet::Setting& setting, Timestamp at) {
  const BacnetObject* found = find(setting.what.object);
  if (found == nullptr) return bacnet::unknown_object;
  const std::size_t index = find_index(setting.what.object);
  BacnetObject& object = objects_[index];
  const double number = setting.value.number;
  switch (setting.what.property) {
    case Property::present_value:
      return command(index, setting, at);
    case Property::high_limit:
    case Property::low_limit:
    case Property::deadband: {
      if (!object.limits) return bacnet::unknown_property;
      if (setting.value.kind != Value::Kind::real) return bacnet::invalid_data_type;
      const auto which = setting.what.property;
      (which == Property::high_limit  ? object.limits->high
       : which == Property::low_limit ? object.limits->low
                                      : object.limits->deadband) = number;
      return std::nullopt;
    }
    case Property::cov_increment:
      if (!is_analog(object.id.type)) return bacnet::unknown_property;
      if (setting.value.kind != Value::Kind::real) return bacnet::invalid_data_type;
      object.cov_increment = number;
      return std::nullopt;
    case Property::out_of_service:
      states_[index].out_of_service = number != 0;
      return std::nullopt;
    case Property::weekly_schedule:
      return object.id.type == Type::schedule ? std::nullopt : std::optional{bacnet::unknown_property};
    default:
      return bacnet::write_access_denied;
  }
}

std::optional<bacnet::Error> BacnetObjects::command(std::size_t index, const bacnet::Setting& setting, Timestamp at) {
  const BacnetObject& object = objects_[index];
  State& state = states_[index];
  if (!is_commandable(object.id.type) && !state.out_of_service) return bacnet::write_access_denied;
  const unsigned priority = setting.priority.value_or(16);
  const auto bit = static_cast<std::uint16_t>(1u << (priority - 1));
  if (setting.value.kind == Value::Kind::null) {
    state.commanded &= static_cast<std::uint16_t>(~bit);
    return std::nullopt;
  }
  if (setting.value.kind != bacnet::present(object.id.type, 0).kind) return bacnet::invalid_data_type;
  const double number = setting.value.number;
  const bool multi = is_multi_state(object.id.type);
  if (is_analog(object.id.type) ? number < object.min || number > object.max
      : multi                   ? number < 1 || number > object.states
                                : number > 1)
    return bacnet::value_out_of_range;
  value_at(index, at);
  state.commands[priority - 1] = static_cast<float>(number);
  state.commanded |= bit;
  return std::nullopt;
}

std::uint32_t BacnetObjects::last_record(const BacnetObject& log, Timestamp at) const {
  return static_cast<std::uint32_t>(core::to_ns(at) / 1'000'000'000 / log.size);
}

void BacnetObjects::put_record(bacnet::Tags& tags, const BacnetObject& log, std::uint32_t number) {
  const Timestamp at = core::timestamp_from_ns(static_cast<std::int64_t>(number) * log.size * 1'000'000'000);
  const BacnetObject* logged = find(log.logged);
  const LocalTime time = calendar_.local(at);
  double value = logged == nullptr ? 0 : program(*logged, at, time, shift_.activity(time));
  if (logged != nullptr && logged->follows) {
    // What it followed then is not kept: it followed the program.
    const BacnetObject* leader = find(*logged->follows);
    if (leader != nullptr) value += program(*leader, at, time, shift_.activity(time));
  }
  tags.open(0).date(time).time(time).close(0);
  tags.open(1).context_real(2, logged == nullptr ? 0 : rounded(*logged, value)).close(1);
  tags.context_bits(2, {false, false, false, false});
}

}  // namespace vedette::lab
