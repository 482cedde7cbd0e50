// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/scenario.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

constexpr std::array<std::string_view, 3> intensity_names{"loud", "medium", "stealthy"};

}  // namespace

std::string_view to_string(Intensity intensity) {
  return intensity_names[static_cast<std::size_t>(intensity)];
}

std::optional<Intensity> parse_intensity(std::string_view text) {
  const auto at = std::ranges::find(intensity_names, text);
  if (at == intensity_names.end()) return std::nullopt;
  return static_cast<Intensity>(at - intensity_names.begin());
}

void Scene::attacker(const Host& host) {
  site.labels.add_party(host);
  site.labels.event(tag).attacker = host.name;
}

void Scene::victim(const Host& host) {
  site.labels.add_party(host);
  auto& victims = site.labels.event(tag).victims;
  if (std::ranges::find(victims, host.name) == victims.end()) victims.push_back(host.name);
}

void Scene::lasts(Timestamp from, Timestamp to) {
  auto& event = site.labels.event(tag);
  event.from = from;
  event.to = to;
}

Host& Scene::intruder(unsigned net, Maker maker, const Stack& stack) {
  Host& host = site.add_stranger(net, fmt::format("intruder-{}", tag.number), maker, stack);
  attacker(host);
  return host;
}

const Scenario* find_scenario(std::string_view name) {
  const auto all = all_scenarios();
  const auto at = std::ranges::find(all, name, &Scenario::name);
  return at == all.end() ? nullptr : *at;
}

bool can_play(const Scenario& scenario, const Site& site) {
  if (scenario.protocol == "modbus") return !site.modbus.empty();
  if (scenario.protocol == "mqtt") return !site.brokers.empty();
  if (scenario.protocol == "bacnet") return !site.bacnet.empty();
  return true;
}

void play(const Scenario& scenario, Site& site, Intensity intensity, Timestamp at) {
  models::LabelledEvent event;
  event.scenario = scenario.name;
  event.protocol = scenario.protocol;
  event.benign = scenario.benign();
  if (!event.benign) event.intensity = to_string(intensity);
  event.attack.assign(scenario.attack.begin(), scenario.attack.end());
  event.causes.assign(scenario.causes.begin(), scenario.causes.end());
  const EventTag tag = site.labels.add(std::move(event));
  Scene scene(site, tag, intensity, at, site.behaviour("event " + site.labels.event(tag).id));
  scenario.plan(scene);
}

}  // namespace vedette::lab
