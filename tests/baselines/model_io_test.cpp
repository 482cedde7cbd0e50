// SPDX-License-Identifier: Apache-2.0
#include "baselines/model_io.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <tuple>

#include "models/role_template.h"
#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Observation;
using core::Timestamp;
using models::Model;

BehaviourConfig config_for(const Model* model, bool learning = true) {
  BehaviourConfig config;
  if (model != nullptr) add_devices(config.inventory, *model);
  config.role_rules = {{"modbus_server", {"modbus"}, {}}, {"modbus_client", {}, {"modbus"}}};
  config.learning = learning;
  return config;
}

std::unique_ptr<Behaviour> with(const Model& model, bool learning) {
  auto behaviour = std::make_unique<Behaviour>(config_for(&model, learning));
  import_model(*behaviour, model);
  return behaviour;
}

void learn(Behaviour& behaviour, const Observation& o) {
  behaviour.observe(o);
  behaviour.accept();
}

/// Two controllers polled by an HMI every second, one of them also by a historian until `historian_until`.
void quiet(Behaviour& behaviour, Timestamp from, int seconds, int historian_until = 1'000'000) {
  for (int s = 0; s < seconds; ++s) {
    const Timestamp time = from + s * 1s;
    if (s > 0 && s % 10 == 0) behaviour.tick({time, 0, 1, false});
    std::vector<Observation> all{read(time, 21, 11), read(time, 21, 12, 300)};
    if (s < historian_until) all.push_back(read(time, 22, 11, 0, 50));
    if (s % 10 == 5) all.push_back(write(time, 21, 11, 105));
    for (const auto& o : all) {
      for (const auto& each : {o, answer(o)}) {
        learn(behaviour, each);
      }
    }
  }
  behaviour.tick({from + seconds * 1s, 0, 1, false});
}

Model through_the_file(const Model& model) {
  const auto loaded = models::parse_model_yaml("model.yaml", models::write_model(model));
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().message);
  return loaded ? loaded->model : Model{};
}

using Told = std::tuple<std::string, std::string, bool, bool, bool, std::uint32_t, std::uint32_t>;
std::vector<Told> first_sights(Behaviour& behaviour, const Observation& o) {
  std::vector<Told> told;
  for (const auto& first : behaviour.observe(o).first_sights) {
    told.emplace_back(behaviour.entities().at(first.device).name, first.name.what, first.role_knows,
                      first.in_other_class, first.sibling, first.role_devices_doing, first.role_devices);
  }
  return told;
}

TEST(ModelIo, AModelJudgesLikeTheRunThatMadeIt) {
  Behaviour learned(config_for(nullptr));
  quiet(learned, start, 300);
  const Model model = through_the_file(export_model(learned, {"site", "sensor", 1}));
  const auto imported = with(model, false);
  const Timestamp later = start + 300s;
  for (const auto& o :
       {read(later, 21, 11), read(later, 21, 12, 5), write(later, 21, 12), write(later, 22, 11), write(later, 11, 12),
        restart(later, 21, 11), read(later, 66, 11), connect(later, 22, 12, 445)}) {
    EXPECT_EQ(first_sights(*imported, o), first_sights(learned, o)) << o.operation;
  }
  for (const auto& [name, role] : learned.roles()) {
    Role& now = imported->role(name);
    EXPECT_EQ(now.devices, role.devices) << name;
    EXPECT_EQ(now.template_name, name);
    for (std::size_t f = 0; f < feature_count; ++f) {
      for (std::size_t c = 0; c < class_count; ++c) {
        const auto before = settled_support(role, static_cast<Feature>(f), static_cast<core::VerbClass>(c));
        const auto after = settled_support(now, static_cast<Feature>(f), static_cast<core::VerbClass>(c));
        EXPECT_EQ(after.events, before.events);
        EXPECT_EQ(after.device_days, before.device_days);
      }
    }
    EXPECT_EQ(now.histograms, role.histograms) << name;
  }
}

TEST(ModelIo, WhatWasReadIsWrittenAgain) {
  Behaviour learned(config_for(nullptr));
  quiet(learned, start, 300);
  learn(learned, arp_request(start + 300s, 77, 78));  // seen once
  Model model = export_model(learned, {"site", "sensor", 1});
  const auto imported = with(through_the_file(model), true);
  Model again = export_model(*imported, {"site", "sensor", 0});
  EXPECT_THAT(again.parts, ::testing::IsEmpty());  // nothing was seen
  again.parts = model.parts;
  EXPECT_EQ(models::write_model(again), models::write_model(model));
}

TEST(ModelIo, TwoHalvesGiveWhatOneRunGives) {
  Behaviour whole(config_for(nullptr));
  quiet(whole, start, 600, 300);
  Behaviour half(config_for(nullptr));
  quiet(half, start, 300);
  const auto second = with(through_the_file(export_model(half, {"site", "sensor", 1})), true);
  quiet(*second, start + 300s, 300, 0);
  const Model one = export_model(whole, {"site", "sensor", 1});
  const Model two = export_model(*second, {"site", "sensor", 1});
  ASSERT_EQ(two.devices.size(), one.devices.size());
  for (const auto& [name, device] : one.devices) {
    const auto& other = two.devices.at(name);
    EXPECT_EQ(other.things, device.things) << name;
    EXPECT_EQ(other.role, device.role);
    EXPECT_EQ(other.ip, device.ip);
    EXPECT_EQ(other.mac, device.mac);
  }
  for (const auto& [name, role] : one.roles) {
    EXPECT_EQ(two.roles.at(name).things, role.things) << name;
    EXPECT_EQ(two.roles.at(name).devices, role.devices) << name;
    // The seam lies on a boundary of windows, so none is lost.
    for (const auto& [key, rate] : role.rates) {
      const auto& other = two.roles.at(name).rates.at(key);
      EXPECT_EQ(other.sum, rate.sum) << key.rate << ' ' << key.window_s;
      EXPECT_EQ(other.sum_of_squares, rate.sum_of_squares) << key.rate << ' ' << key.window_s;
    }
  }
}

TEST(ModelIo, DevicesWithoutARoleComeBack) {
  Behaviour learned(config_for(nullptr));
  quiet(learned, start, 60);
  learn(learned, arp_request(start + 61s, 77, 78));
  learn(learned, connect(start + 62s, 79, 11, 445));
  const Model model = export_model(learned, {"site", "sensor", 1});
  ASSERT_TRUE(model.devices.contains("10.20.1.77"));
  EXPECT_EQ(through_the_file(model), model);
  const auto imported = with(through_the_file(model), false);
  EXPECT_THAT(first_sights(*imported, connect(start + 100s, 79, 11, 445)), ::testing::IsEmpty());
  EXPECT_FALSE(imported->observe(arp_request(start + 101s, 77, 78)).newcomer.is_set());
}

TEST(ModelIo, ARoleThatWasInferredSticksInTheNextRun) {
  Behaviour learned(config_for(nullptr));
  quiet(learned, start, 300);
  const auto imported = with(through_the_file(export_model(learned, {"site", "sensor", 1})), false);
  imported->observe(write(start + 300s, 66, 21));  // somebody writes to the HMI
  EXPECT_EQ(imported->entities().at(imported->entities().resolve(host(21), start)).role, "modbus_client");
}

TEST(ModelIo, TheSiteFileWinsOverTheModel) {
  Behaviour learned(config_for(nullptr));
  quiet(learned, start, 60);
  const Model model = export_model(learned, {"site", "sensor", 1});
  Inventory inventory;
  inventory.devices = {{"10.20.1.11", "plc", {host(99).ip}, {}}};
  add_devices(inventory, model);
  EXPECT_EQ(inventory.devices.front().role, "plc");
  EXPECT_EQ(inventory.devices.front().ips, std::vector{host(99).ip});
  EXPECT_EQ(inventory.devices.size(), 4U);
}

TEST(ModelIo, TheForgottenAreNotWritten) {
  auto config = config_for(nullptr);
  config.entity_cap = 16;
  Behaviour behaviour(config);
  for (std::uint8_t i = 1; i <= 100; ++i) {
    learn(behaviour, read(start + i * 1s, i, 200));
  }
  const Model model = export_model(behaviour, {"site", "sensor", 1});
  EXPECT_LE(model.devices.size(), 16U);
  for (const auto& [name, device] : model.devices) EXPECT_FALSE(device.things.empty()) << name;
  EXPECT_EQ(model.roles.at("modbus_client").devices + model.roles.at("modbus_server").devices, model.devices.size());
  EXPECT_EQ(through_the_file(model), model);
}

}  // namespace
}  // namespace vedette::baselines
