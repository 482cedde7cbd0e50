// SPDX-License-Identifier: Apache-2.0
#include "models/sensor.h"

#include <gtest/gtest.h>

using namespace vedette::models;

TEST(Sensor, ReadsNameAndLimits) {
  const auto sensor = parse_sensor("sensor.yaml", "version: 1\nsensor: north-1\nlimits: { flows: 1000 }\n");
  ASSERT_TRUE(sensor) << sensor.error().message;
  EXPECT_EQ(sensor->name, "north-1");
  EXPECT_EQ(sensor->limits.flows, 1000U);
  EXPECT_EQ(sensor->limits.devices, SensorLimits{}.devices);
}

TEST(Sensor, NeedsAName) {
  const auto sensor = parse_sensor("sensor.yaml", "version: 1\n");
  ASSERT_FALSE(sensor);
  EXPECT_EQ(sensor.error().message, "sensor.yaml:1:1: sensor: missing; allowed: a name");
}
