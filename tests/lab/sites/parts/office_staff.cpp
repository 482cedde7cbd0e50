// SPDX-License-Identifier: Apache-2.0
// The daily business of operator stations.
#include "tests/lab/sites/parts/office_staff.h"

#include <algorithm>
#include <cmath>

#include "tests/lab/traffic/bacnet_habits.h"

namespace vedette::lab::building {
namespace {

using bacnet::ObjectId;
using bacnet::Property;
using bacnet::Type;

constexpr unsigned by_operator = 8, by_schedule = 10;  // priorities
constexpr ObjectId occupancy{Type::binary_value, 1}, schedule{Type::schedule, 1};

double activity(const Site& site, Timestamp at) {
  return office_hours.activity(site.calendar().local(at));
}

/// What an operator sets an object to: in steps, not far from where it is.
double choose(const BacnetObject& object, double now, Random& random) {
  if (is_binary(object.id.type)) return now < 0.5 ? 1 : 0;
  if (is_multi_state(object.id.type)) return 1 + random.below(object.states);
  const double range = object.max - object.min;
  const double step = std::max(object.step, object.id.type == Type::analog_output ? 5.0 : object.step);
  const double moved = now + range * 0.08 * random.normal();
  return std::clamp(std::round(moved / step) * step, object.min, object.max);
}

/// Looks at a point, sets it, looks again, and lets it go after a while, most often.
BacnetAct operates(Site& site, BacnetDevice& device, std::vector<ObjectId> objects) {
  return [&site, &device, objects = std::move(objects)](Timestamp at, BacnetClient& client, Sink& sink) {
    Random& random = client.random();
    if (!random.chance(activity(site, at))) return;
    const ObjectId id = random.pick(std::span<const ObjectId>{objects});
    const bacnet::Request look = bacnet::read_multiple({{id, Property::present_value, {}},
                                                        {id, Property::priority_array, {}},
                                                        {id, Property::relinquish_default, {}}});
    device.ask(client, at, look, sink);
    const Timestamp set_at = at + random.log_normal(9s, 0.6), seen_at = set_at + random.log_normal(2s, 0.3);
    device.at(set_at, {}, [&device, &client, id](Timestamp now, Sink& out) {
      const double value = choose(*device.objects().find(id), device.objects().value(id, now), client.random());
      device.ask(client, now, write_present(id, value, by_operator), out);
    });
    device.at(seen_at, {}, [&device, &client, look](Timestamp now, Sink& out) { device.ask(client, now, look, out); });
    if (!random.chance(0.8)) return;
    device.at(seen_at + random.log_normal(100min, 0.8), {}, [&device, &client, id](Timestamp now, Sink& out) {
      device.ask(client, now, relinquish(id, by_operator), out);
    });
  };
}

/// An operator opens a page of the controller: all points at once, as many segments as it takes.
BacnetAct opens_page(Site& site, BacnetDevice& device) {
  std::vector<bacnet::PropertyRef> what;
  for (const auto& object : device.objects().all()) {
    if (!is_analog(object.id.type) && !is_binary(object.id.type) && !is_multi_state(object.id.type)) continue;
    for (const Property property :
         {Property::object_name, Property::description, Property::present_value, Property::status_flags,
          Property::event_state, Property::reliability, Property::out_of_service})
      what.push_back({object.id, property, {}});
    if (is_commandable(object.id.type)) what.push_back({object.id, Property::priority_array, {}});
  }
  return [&site, &device, request = bacnet::read_multiple(std::move(what))](Timestamp at, BacnetClient& client,
                                                                            Sink& sink) {
    if (client.random().chance(activity(site, at))) device.ask(client, at, request, sink);
  };
}

/// One day's hours are changed: a meeting in the evening, a day off.
BacnetAct reschedules(Site& site, BacnetDevice& device) {
  return [&site, &device](Timestamp at, BacnetClient& client, Sink& sink) {
    Random& random = client.random();
    if (!random.chance(activity(site, at))) return;
    device.ask(client, at, bacnet::read({schedule, Property::weekly_schedule, {}}), sink);
    const std::uint32_t day = 1 + random.below(5);
    const bacnet::DayPlan plan{6 + random.below(4) / 2.0, 16 + random.below(12) / 2.0};
    device.at(at + random.log_normal(40s, 0.5), {}, [&device, &client, day, plan](Timestamp now, Sink& out) {
      device.ask(client, now,
                 bacnet::write({{schedule, Property::weekly_schedule, day}, {bacnet::Value::Kind::week_day}, {}, plan}),
                 out);
    });
  };
}

/// The station's own calendar switches the building on and off.
BacnetAct switches(Site& site, BacnetDevice& device, bool on) {
  return [&site, &device, on](Timestamp at, BacnetClient& client, Sink& sink) {
    if (!site.calendar().local(at).working_day()) return;
    device.ask(client, at, on ? write_present(occupancy, 1, by_schedule) : relinquish(occupancy, by_schedule), sink);
  };
}

void keep_subscribed(Site& site, Controller& controller, BacnetClient& client, Random& random) {
  const std::uint32_t lifetime = random.chance(0.7) ? 3600 : 1800;
  const bool confirmed = random.chance(0.3);
  std::vector<bacnet::Request>& all = controller.subscriptions;
  for (std::uint32_t i = 0; const ObjectId object : controller.points.told) {
    const bacnet::SubscribeCov subscription{controller.simple ? 1 : ++i, object, confirmed, lifetime};
    controller.device->subscribed(client, subscription);
    all.push_back(bacnet::subscribe(subscription));
  }
  if (all.empty()) return;
  controller.device->add_job(client, every(std::chrono::seconds{lifetime / 2}, asks_in_turn(*controller.device, all)),
                             site.options().start);
}

void mind_alarms(Site& site, BacnetDevice& device, BacnetClient& client, bool confirmed) {
  const Timestamp start = site.options().start;
  device.add_recipient(client, confirmed);
  device.add_job(client, every(15min, asks(device, bacnet::get_event_information())), start);
  device.add_job(client,
                 now_and_then(12min,
                              [&site, &device](Timestamp at, BacnetClient& by, Sink& sink) {
                                if (device.has_unacknowledged() && by.random().chance(0.6 * activity(site, at)))
                                  device.acknowledge_all(by, at, sink);
                              }),
                 start);
}

void fetch_logs(Site& site, Controller& controller, BacnetClient& client, Random& random) {
  constexpr std::uint32_t a_day = 96;
  BacnetDevice& device = *controller.device;
  device.add_job(client,
                 daily(site.calendar(), random.uniform(1, 4), 4min,
                       [&device, logs = controller.points.logs](Timestamp at, BacnetClient& by, Sink& sink) {
                         for (const ObjectId log : logs) at = read_log(device, by, at, log, a_day, sink);
                       }),
                 site.options().start);
}

/// The station itself starts again once in a month or two, at a time that all of its controllers notice.
void restart_at_times(Site& site, Controller& controller, BacnetClient& client) {
  Random random = site.behaviour("restarts of " + client.host().name);
  BacnetDevice& device = *controller.device;
  Timestamp at = site.options().start;
  while ((at += random.exponential(Duration{45 * 24h})) < site.options().end()) {
    const Timestamp back = at + random.log_normal(4min, 0.4);
    device.at(at, {}, [&device, &client, back](Timestamp, Sink&) { device.rests(client, back); });
    const Duration turn = client.random().between(Duration{1s}, Duration{90s});
    device.at(back + turn, {}, [&device, &client, all = controller.subscriptions](Timestamp now, Sink& sink) {
      asks_in_turn(device, all)(now, client, sink);
    });
  }
}

void poll(Site& site, Controller& controller, BacnetClient& client, Random& random) {
  BacnetDevice& device = *controller.device;
  const Timestamp start = site.options().start;
  const Points& points = controller.points;
  const Duration slow_period = random.chance(0.8) ? 300s : 600s;
  // As real stations do with small devices, often with those too that know better.
  const bool one_by_one = points.fast.size() + points.slow.size() <= 14 && random.chance(0.35);
  if (controller.simple || one_by_one) {
    std::vector<bacnet::Request> each;
    for (const ObjectId object : points.fast) each.push_back(bacnet::read({object, Property::present_value, {}}));
    for (const ObjectId object : points.slow) each.push_back(bacnet::read({object, Property::present_value, {}}));
    device.add_job(client, every(slow_period, asks_in_turn(device, std::move(each))), start);
    return;
  }
  device.add_job(client, every(controller.kind->fast_period, asks(device, read_present_values(points.fast, false))),
                 start);
  std::vector<ObjectId> slow_points = points.slow;
  // Configured once for a device with more points: an error in every answer.
  if (random.chance(0.06)) slow_points.push_back({Type::analog_value, 17});
  device.add_job(client, every(slow_period, asks(device, read_present_values(slow_points, true))), start);
}

}  // namespace

void look_after(Site& site, Controller& controller, const Host& station, unsigned busy_with) {
  BacnetDevice& device = *controller.device;
  const Timestamp start = site.options().start;
  Random random = site.random("station of " + device.host().name);
  BacnetClient& client = device.add_client(station, {.busy_with = busy_with});
  poll(site, controller, client, random);
  keep_subscribed(site, controller, client, random);
  restart_at_times(site, controller, client);
  if (!controller.points.operated.empty()) {
    const Duration mean = controller.kind->fast_period < 60s ? 9h : 26h;
    device.add_job(client, now_and_then(mean, operates(site, device, controller.points.operated)), start);
  }
  if (device.objects().has(occupancy)) {
    const Calendar& calendar = site.calendar();
    device.add_job(client, daily(calendar, 6.5, 90s, switches(site, device, true)), start);
    device.add_job(client, daily(calendar, 18.2, 90s, switches(site, device, false)), start);
  }
  const ObjectId id = device.objects().device();
  std::vector<bacnet::Request> health{bacnet::read({id, Property::system_status, {}}),
                                      bacnet::read({id, Property::firmware_revision, {}}),
                                      bacnet::read({id, Property::database_revision, {}})};
  // The station's template asks for more than this one has: an error each day.
  if (random.chance(0.25)) health.push_back(bacnet::read({id, Property::serial_number, {}}));
  device.add_job(
      client, daily(site.calendar(), random.uniform(0.2, 0.6), 3min, asks_in_turn(device, std::move(health))), start);
  if (controller.simple) return;
  device.add_job(client, now_and_then(30 * 24h, reschedules(site, device)), start);
  if (device.build().limits.segmentation) device.add_job(client, now_and_then(5h, opens_page(site, device)), start);
  mind_alarms(site, device, client, random.chance(0.7));
  if (!controller.points.logs.empty()) fetch_logs(site, controller, client, random);
}

void look_after_stations(Site& site, const Host& first_station, const std::vector<BacnetDevice*>& stations) {
  for (BacnetDevice* device : stations) {
    if (&device->host() == &first_station) continue;
    BacnetClient& client = device->add_client(first_station, {.busy_with = 8});
    const ObjectId id = device->objects().device();
    device->add_job(client, every(5min, asks(*device, bacnet::read({id, Property::system_status, {}}))),
                    site.options().start);
  }
}

}  // namespace vedette::lab::building
