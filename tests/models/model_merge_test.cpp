// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <stdexcept>

#include "models/model.h"
#include "tests/models/model_fixture.h"

using namespace vedette::models;

namespace {

Model merged(Model a, const Model& b) {
  const auto ok = merge(a, b);
  if (!ok) throw std::runtime_error(ok.error().message);
  return a;
}

/// Models of different parts, of one to three sites, with numbers large enough to reach the end of a sum.
std::vector<Model> random_models() {
  std::vector<Model> models;
  const int count = *rc::gen::inRange(2, 6);
  for (int i = 0; i < count; ++i) {
    const auto site = *rc::gen::element<std::string>("x", "x", "y", "");
    Model model = small_model(site, "e" + std::to_string(i), *rc::gen::inRange<std::uint64_t>(1, 1000));
    auto& role = model.roles["plc"];
    role.observed_s = *rc::gen::element<std::uint64_t>(300, 1ULL << 63);
    role.things[{"function", "read", std::to_string(*rc::gen::inRange(0, 3))}] = {
        .count = 5, .devices = 1, .first_seen = at_second(i), .last_seen = at_second(9)};
    models.push_back(std::move(model));
  }
  return models;
}

}  // namespace

RC_GTEST_PROP(ModelMerge, AnyOrderGivesTheSameBytes, ()) {
  const auto models = random_models();
  Model left = models[0];
  for (std::size_t i = 1; i < models.size(); ++i) left = merged(left, models[i]);
  auto order = models;
  std::ranges::reverse(order);
  std::ranges::rotate(order,
                      order.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(order.size())));
  // Pairs first, then pairs of pairs: another grouping as well as another order.
  while (order.size() > 1) {
    std::vector<Model> next;
    for (std::size_t i = 0; i < order.size(); i += 2)
      next.push_back(i + 1 < order.size() ? merged(order[i], order[i + 1]) : order[i]);
    order = std::move(next);
  }
  RC_ASSERT(write_model(order[0]) == write_model(left));
  RC_ASSERT(serialize_model(order[0]) == serialize_model(left));
}

TEST(ModelMerge, AddsUp) {
  const Model both = merged(small_model("x", "e1", 1), small_model("x", "e2", 3));
  EXPECT_EQ(both.parts.size(), 2U);
  const auto& rate = both.roles.at("plc").rates.at({"reads", 10});
  EXPECT_EQ(rate.windows, 60U);
  EXPECT_EQ(rate.sum, 30U + 90U);
  EXPECT_EQ(rate.sum_of_squares, 30U + 270U);
  EXPECT_EQ(rate.histogram, (Histogram{{1, 30}, {3, 30}}));
  const auto& thing = both.roles.at("plc").things.begin()->second;
  EXPECT_EQ(thing.first_seen, at_second(1001));
  EXPECT_EQ(thing.last_seen, at_second(3299));
  EXPECT_TRUE(parse_model("again", serialize_model(both)));
}

TEST(ModelMerge, APartCountsOnce) {
  const Model a = small_model("x", "e1", 1), b = small_model("x", "e2", 3);
  const Model both = merged(a, b);
  EXPECT_EQ(merged(both, a), both);
  EXPECT_EQ(merged(a, both), both);
  EXPECT_EQ(merged(both, both), both);
  EXPECT_EQ(merged(Model{}, a), a);
  EXPECT_EQ(merged(a, Model{}), a);
}

TEST(ModelMerge, RefusesPartsThatCannotBeTakenApart) {
  const Model a = small_model("x", "e1", 1), b = small_model("x", "e2", 2), c = small_model("x", "e3", 3);
  Model ab = merged(a, b);
  const Model before = ab;
  const auto refused = merge(ab, merged(b, c));
  ASSERT_FALSE(refused);
  EXPECT_EQ(
      refused.error().message,
      "both models hold the part 'e2' of 'north-1', and each holds others: merge the models that they were made of");
  EXPECT_EQ(ab, before);
  Model other = small_model("x", "e1", 7);
  EXPECT_EQ(merge(other, a).error().message, "the models name the same parts but differ");
}

TEST(ModelMerge, RefusesContradictions) {
  Model a = small_model("x", "e1", 1), b = small_model("x", "e2", 2);
  b.roles["plc"].template_name = "other";
  EXPECT_EQ(merge(a, b).error().message,
            "role 'plc' follows the template 'modbus_server' in one model and 'other' in the other");
  b = small_model("x", "e2", 2);
  b.roles["hmi"];
  b.devices["plc-1"].role = "hmi";
  EXPECT_EQ(merge(a, b).error().message, "device 'plc-1' has the role 'plc' in one model and 'hmi' in the other");
  b = small_model("x", "e2", 2);
  b.parts.clear();
  EXPECT_EQ(merge(a, b).error().message, "a model names no part that it was learned from");
}

TEST(ModelMerge, SeveralSitesShareRolesOnly) {
  const Model both = merged(small_model("x", "e1", 1), small_model("y", "e2", 3));
  EXPECT_EQ(both.site, several_sites);
  EXPECT_TRUE(both.devices.empty());
  EXPECT_EQ(both.roles.at("plc").devices, 2U);
}
