// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/bacnet_habits.h"

#include <algorithm>

namespace vedette::lab {

using bacnet::ObjectId;
using bacnet::Property;
using bacnet::Type;

namespace {

Duration scaled(Duration duration, double by) {
  return Duration{static_cast<std::int64_t>(static_cast<double>(duration.count()) * by)};
}

/// Until the next time that it is this hour at the site.
Duration until_hour(const Calendar& calendar, Timestamp at, double hour) {
  const Duration of_day = scaled(1h, hour);
  Timestamp next = calendar.midnight(at) + of_day;
  // Half an hour before its time this day's is done: the spread may have let it begin early.
  if (next < at + 30min) next = calendar.midnight(calendar.midnight(at) + 26h) + of_day;
  return next - at;
}

/// Octets of a file that fit one message beside what else stands in it.
std::uint32_t part_size(const BacnetDevice& device) {
  return device.build().limits.max_apdu - 40u;
}

}  // namespace

BacnetJob every(Duration period, BacnetAct act) {
  return {[period](Timestamp, Random& random) {
            const double jitter = random.chance(0.003) ? random.uniform(0.05, 0.6) : 0.006 * random.normal();
            return period + scaled(period, jitter);
          },
          std::move(act)};
}

BacnetJob now_and_then(Duration mean, BacnetAct act) {
  return {[mean](Timestamp, Random& random) { return 3min + random.exponential(mean); }, std::move(act)};
}

BacnetJob daily(const Calendar& calendar, double hour, Duration spread, BacnetAct act) {
  return {[&calendar, hour, spread](Timestamp at, Random& random) {
            return until_hour(calendar, at, hour) + random.between(-spread / 2, spread / 2);
          },
          std::move(act), true};
}

BacnetAct asks(BacnetDevice& device, bacnet::Request request) {
  return [&device, request = std::move(request)](Timestamp at, BacnetClient& client, Sink& sink) {
    device.ask(client, at, request, sink);
  };
}

BacnetAct asks_in_turn(BacnetDevice& device, std::vector<bacnet::Request> requests) {
  return [&device, requests = std::move(requests)](Timestamp at, BacnetClient& client, Sink& sink) {
    for (const auto& request : requests) {
      const auto outcome = device.ask(client, at, request, sink);
      if (outcome.kind == BacnetOutcome::Kind::silence) return;
      at = outcome.at;
    }
  };
}

bacnet::Request read_present_values(const std::vector<ObjectId>& objects, bool with_flags) {
  std::vector<bacnet::PropertyRef> what;
  for (const ObjectId object : objects) {
    what.push_back({object, Property::present_value, {}});
    if (with_flags) what.push_back({object, Property::status_flags, {}});
  }
  return bacnet::read_multiple(std::move(what));
}

bacnet::Request write_present(ObjectId object, double value, unsigned priority) {
  return bacnet::write({{object, Property::present_value, {}}, bacnet::present(object.type, value), priority, {}});
}
bacnet::Request relinquish(ObjectId object, unsigned priority) {
  return bacnet::write({{object, Property::present_value, {}}, bacnet::relinquish(), priority, {}});
}

Timestamp read_object_list(BacnetDevice& device, BacnetClient& client, Timestamp at, Sink& sink) {
  const ObjectId id = device.objects().device();
  const auto whole = device.ask(client, at, bacnet::read({id, Property::object_list, {}}), sink);
  at = whole.at;
  if (whole.ok() || whole.kind == BacnetOutcome::Kind::silence) return at;
  const auto size = static_cast<std::uint32_t>(device.objects().all().size());
  for (std::uint32_t i = 0; i <= size; ++i) {
    const auto one = device.ask(client, at, bacnet::read({id, Property::object_list, i}), sink);
    if (one.kind == BacnetOutcome::Kind::silence) break;
    at = one.at;
  }
  return at;
}

Timestamp read_objects(BacnetDevice& device, BacnetClient& client, Timestamp at, std::size_t first, std::size_t count,
                       Duration pace, Sink& sink) {
  constexpr Property usual[]{Property::object_name, Property::present_value, Property::status_flags};
  const auto& all = device.objects().all();
  for (std::size_t i = first; i < std::min(first + count, all.size()); ++i) {
    const ObjectId id = all[i].id;
    const auto whole = device.ask(client, at, bacnet::read_multiple({{id, Property::all, {}}}), sink);
    at = whole.at + pace;
    if (whole.kind == BacnetOutcome::Kind::silence) return at;
    if (whole.ok()) continue;
    for (const Property property : usual) at = device.ask(client, at, bacnet::read({id, property, {}}), sink).at + pace;
  }
  return at;
}

Timestamp read_log(BacnetDevice& device, BacnetClient& client, Timestamp at, ObjectId log, std::uint32_t records,
                   Sink& sink) {
  constexpr std::uint32_t a_time = 38;
  const BacnetObject* object = device.objects().find(log);
  at = device.ask(client, at, bacnet::read({log, Property::total_record_count, {}}), sink).at;
  const std::uint32_t last = device.objects().last_record(*object, at);
  for (std::uint32_t first = last - records + 1; first <= last; first += a_time) {
    const std::uint32_t count = std::min(a_time, last - first + 1);
    const auto part = device.ask(client, at, bacnet::read_range({log, first, count}), sink);
    at = part.at;
    if (!part.ok()) break;
  }
  return at;
}

Timestamp read_file(BacnetDevice& device, BacnetClient& client, Timestamp at, std::uint32_t file, Sink& sink) {
  const ObjectId id{Type::file, file};
  at = device.ask(client, at, bacnet::read({id, Property::file_size, {}}), sink).at;
  const BacnetObject* object = device.objects().find(id);
  if (object == nullptr) return at;
  for (std::uint32_t start = 0; start < object->size; start += part_size(device)) {
    const auto part = device.ask(client, at, bacnet::read_file({file, start, part_size(device)}), sink);
    at = part.at;
    if (!part.ok()) break;
  }
  return at;
}

Timestamp write_file(BacnetDevice& device, BacnetClient& client, Timestamp at, std::uint32_t file, std::uint32_t size,
                     Duration pace, Sink& sink) {
  for (std::uint32_t start = 0; start < size; start += part_size(device)) {
    const std::uint32_t count = std::min(part_size(device), size - start);
    const auto part = device.ask(client, at, bacnet::write_file({file, start, count}), sink);
    at = part.at + pace;
    if (!part.ok()) break;
  }
  return at;
}

}  // namespace vedette::lab
