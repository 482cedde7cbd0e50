// SPDX-License-Identifier: Apache-2.0
// The points of each kind of controller.
#include "tests/lab/sites/parts/office_equipment.h"

namespace vedette::lab::building {
namespace {

using bacnet::Type;
constexpr Type ai = Type::analog_input, ao = Type::analog_output, av = Type::analog_value, bi = Type::binary_input,
               bo = Type::binary_output, bv = Type::binary_value, msv = Type::multi_state_value;
constexpr std::uint32_t celsius = 62, percent = 98, pascal = 53, kilowatt = 48, ppm = 96, flow = 135, volt = 5,
                        ampere = 3, humidity = 29, lux = 37, bar = 55;

// clang-format off
constexpr PointPlan air_handling_points[]{
    {.type = ai, .name = "OA-T", .units = celsius, .min = -30, .max = 50, .use = slow | told | weather},
    {.type = ai, .name = "SA-T", .units = celsius, .noise = 0.35, .min = -10, .max = 60,
     .use = fast | told | logged, .follows = 1, .lag = 6min, .wander = 9min, .low = 14, .high = 24.5},
    {.type = ai, .name = "RA-T", .units = celsius, .mean = 21.8, .daily = 0.6, .yearly = 0.8, .with_work = 0.7,
     .noise = 0.25, .max = 50, .use = fast | logged},
    {.type = ai, .name = "MA-T", .units = celsius, .mean = 16, .daily = 1.5, .yearly = 4, .noise = 0.6, .max = 50,
     .use = slow},
    {.type = ai, .name = "SA-P", .units = pascal, .noise = 7, .max = 800, .step = 1, .use = fast, .follows = 2,
     .lag = 6min, .wander = 4min, .high = 285},
    {.type = ai, .name = "RA-CO2", .units = ppm, .mean = 430, .with_work = 320, .noise = 35, .min = 350,
     .max = 3000, .step = 1, .use = fast | told | logged, .wander = 25min, .told_beyond = 25, .high = 870},
    {.type = ai, .name = "FILTER-DP", .units = pascal, .mean = 70, .with_work = 40, .noise = 6, .max = 500,
     .step = 1, .use = slow, .high = 135},
    {.type = ai, .name = "SA-FLOW", .units = flow, .mean = 300, .with_work = 8600, .noise = 160, .max = 20'000,
     .step = 10, .use = fast, .wander = 6min},
    {.type = ai, .name = "HTG-VLV-FB", .units = percent, .noise = 0.4, .use = slow, .follows = 1, .lag = 1min},
    {.type = ao, .name = "HTG-VLV", .units = percent, .mean = 28, .daily = -6, .yearly = -34, .with_work = 8,
     .noise = 4, .step = 1, .use = fast | operated, .wander = 20min},
    {.type = ao, .name = "CLG-VLV", .units = percent, .mean = 2, .daily = 9, .yearly = 34, .with_work = 12,
     .noise = 4, .step = 1, .use = fast | operated, .wander = 20min},
    {.type = ao, .name = "OA-DMPR", .units = percent, .mean = 10, .with_work = 34, .noise = 5, .step = 1,
     .use = fast | operated, .wander = 30min},
    {.type = ao, .name = "SF-SPD", .units = percent, .mean = 4, .with_work = 62, .noise = 2, .step = 1,
     .use = fast | operated},
    {.type = av, .name = "SA-T-SP", .units = celsius, .mean = 17, .yearly = -0.8, .with_work = 1.5, .min = 12,
     .max = 30, .step = 0.5, .use = slow | operated, .stepped = true},
    {.type = av, .name = "SA-P-SP", .units = pascal, .mean = 40, .with_work = 210, .max = 400, .step = 5,
     .use = slow | operated, .stepped = true},
    {.type = av, .name = "CO2-SP", .units = ppm, .mean = 850, .min = 500, .max = 1500, .step = 10,
     .use = slow | operated},
    {.type = bi, .name = "SF-STS", .mean = 0.05, .with_work = 0.9, .use = slow | told},
    {.type = bi, .name = "FILTER-ALM", .use = slow},
    {.type = bi, .name = "FROST", .use = slow | told},
    {.type = bo, .name = "SF-CMD", .with_work = 0.95, .use = slow | operated, .stepped = true},
    {.type = bo, .name = "HTG-PMP", .mean = 0.4, .yearly = -0.6, .use = slow},
    {.type = bv, .name = "OCC", .with_work = 1, .use = slow, .stepped = true},
    {.type = msv, .name = "MODE", .mean = 2.5, .yearly = 0.9, .max = 4, .use = slow | told},
};

constexpr PointPlan vav_box_points[]{
    {.type = ai, .name = "ZN-T", .units = celsius, .daily = 0.3, .yearly = 0.4, .with_work = 0.3, .noise = 0.3,
     .max = 50, .use = fast | told, .follows = 1, .lag = 25min, .wander = 30min, .told_beyond = 0.3, .low = 16.2,
     .high = 24.6},
    {.type = ai, .name = "ZN-FLOW", .units = flow, .mean = 60, .with_work = 330, .noise = 18, .max = 1500,
     .step = 1, .use = fast},
    {.type = ai, .name = "ZN-CO2", .units = ppm, .mean = 440, .with_work = 300, .noise = 55, .min = 350,
     .max = 3000, .step = 1, .use = fast | told, .wander = 30min, .told_beyond = 50},
    {.type = ai, .name = "DA-T", .units = celsius, .mean = 18, .yearly = -2, .noise = 0.8, .max = 60, .use = fast},
    {.type = ao, .name = "DMPR", .units = percent, .mean = 14, .with_work = 40, .noise = 5, .step = 1,
     .use = fast | operated, .wander = 25min},
    {.type = ao, .name = "RHT-VLV", .units = percent, .mean = 14, .yearly = -20, .with_work = -3, .noise = 4,
     .step = 1, .use = fast},
    {.type = av, .name = "ZN-T-SP", .units = celsius, .mean = 18.5, .yearly = 0.6, .with_work = 3, .min = 15,
     .max = 27, .step = 0.5, .use = slow | operated, .stepped = true},
    {.type = av, .name = "ZN-T-OFS", .units = celsius, .min = -3, .max = 3, .step = 0.5, .use = slow},
    {.type = av, .name = "FLOW-MIN", .units = flow, .mean = 50, .max = 400, .step = 5, .use = slow},
    {.type = av, .name = "FLOW-MAX", .units = flow, .mean = 450, .min = 100, .max = 900, .step = 5, .use = slow},
    {.type = bi, .name = "PRESENCE", .mean = 0.05, .with_work = 0.6, .noise = 0.3, .use = told, .wander = 45min},
    {.type = bv, .name = "OCC", .with_work = 1, .use = slow, .stepped = true},
    {.type = msv, .name = "MODE", .mean = 2.5, .yearly = 0.9, .max = 3, .use = slow},
};

constexpr PointPlan chiller_points[]{
    {.type = ai, .name = "CHW-S-T", .units = celsius, .noise = 0.15, .max = 40, .use = fast | told | logged,
     .follows = 1, .lag = 8min, .wander = 5min, .told_beyond = 0.3, .high = 9.5},
    {.type = ai, .name = "CHW-R-T", .units = celsius, .mean = 10, .yearly = 2, .with_work = 1.5, .noise = 0.3,
     .max = 40, .use = fast | logged},
    {.type = ai, .name = "CND-T", .units = celsius, .mean = 24, .daily = 3, .yearly = 8, .noise = 0.6, .max = 70,
     .use = fast, .high = 55},
    {.type = ai, .name = "POWER", .units = kilowatt, .mean = 20, .daily = 14, .yearly = 60, .with_work = 55,
     .noise = 9, .max = 400, .use = fast | told | logged, .told_beyond = 8},
    {.type = ai, .name = "CHW-FLOW", .units = flow, .mean = 20, .yearly = 20, .with_work = 25, .noise = 2,
     .max = 200, .use = fast},
    {.type = ao, .name = "LOAD", .units = percent, .mean = 8, .daily = 6, .yearly = 25, .with_work = 25, .noise = 4,
     .step = 1, .use = fast | operated},
    {.type = av, .name = "CHW-T-SP", .units = celsius, .mean = 7, .yearly = -1, .min = 5, .max = 14, .step = 0.5,
     .use = slow | operated},
    {.type = bi, .name = "RUN", .mean = 0.2, .yearly = 0.5, .with_work = 0.4, .noise = 0.05, .use = slow | told},
    {.type = bo, .name = "ENABLE", .mean = 0.3, .yearly = 0.6, .with_work = 0.4, .use = slow | operated,
     .stepped = true},
    {.type = msv, .name = "MODE", .mean = 2.5, .yearly = 0.9, .max = 4, .use = slow | told},
};

constexpr PointPlan boiler_points[]{
    {.type = ai, .name = "HW-S-T", .units = celsius, .noise = 0.8, .max = 110, .use = fast | told | logged,
     .follows = 1, .lag = 12min, .wander = 8min, .told_beyond = 1, .high = 77},
    {.type = ai, .name = "HW-R-T", .units = celsius, .mean = 44, .yearly = -6, .noise = 1, .max = 110,
     .use = fast | logged},
    {.type = ai, .name = "FLUE-T", .units = celsius, .mean = 90, .yearly = -35, .with_work = 20, .noise = 4,
     .max = 300, .step = 1, .use = fast, .high = 220},
    {.type = ai, .name = "HW-P", .units = bar, .mean = 2.1, .noise = 0.04, .max = 6, .step = 0.01, .use = fast,
     .told_beyond = 0.2, .low = 1.2, .high = 3.5},
    {.type = ao, .name = "FIRE-RATE", .units = percent, .mean = 32, .daily = -8, .yearly = -34, .with_work = 10,
     .noise = 5, .step = 1, .use = fast | operated},
    {.type = av, .name = "HW-T-SP", .units = celsius, .mean = 58, .yearly = -10, .with_work = 4, .min = 35,
     .max = 80, .step = 1, .use = slow | operated, .stepped = true},
    {.type = bi, .name = "FLAME", .mean = 0.4, .yearly = -0.5, .with_work = 0.2, .noise = 0.2, .use = slow | told,
     .wander = 25min},
    {.type = bo, .name = "ENABLE", .mean = 0.6, .yearly = -0.7, .with_work = 0.2, .use = slow | operated,
     .stepped = true},
    {.type = msv, .name = "MODE", .mean = 2.5, .yearly = -0.9, .max = 4, .use = slow | told},
};

constexpr PointPlan lighting_points[]{
    {.type = ai, .name = "LUX-1", .units = lux, .mean = 150, .daily = 200, .yearly = 60, .with_work = 250,
     .noise = 40, .max = 5000, .step = 1, .use = fast, .told_beyond = 100},
    {.type = bi, .name = "MOTION-1", .mean = 0.02, .with_work = 0.6, .noise = 0.25, .use = told, .wander = 35min},
    {.type = bi, .name = "MOTION-2", .mean = 0.02, .with_work = 0.55, .noise = 0.25, .use = told, .wander = 35min},
    {.type = bo, .name = "ZONE-1", .with_work = 0.9, .use = fast | told | operated},
    {.type = bo, .name = "ZONE-2", .with_work = 0.8, .use = fast | told | operated},
    {.type = bo, .name = "ZONE-3", .with_work = 0.7, .noise = 0.15, .use = fast | told | operated, .wander = 1h},
    {.type = bo, .name = "ZONE-4", .with_work = 0.6, .noise = 0.15, .use = fast | told | operated, .wander = 1h},
    {.type = av, .name = "DIM-1", .units = percent, .mean = 5, .with_work = 70, .step = 5, .use = slow | operated,
     .stepped = true},
    {.type = av, .name = "DIM-2", .units = percent, .mean = 5, .with_work = 65, .step = 5, .use = slow | operated,
     .stepped = true},
    {.type = bv, .name = "OCC", .with_work = 1, .use = slow, .stepped = true},
};

constexpr PointPlan room_panel_points[]{
    {.type = ai, .name = "RM-T", .units = celsius, .mean = 21, .daily = 0.4, .yearly = 0.7, .with_work = 0.6,
     .noise = 0.4, .max = 50, .use = fast, .wander = 40min},
    {.type = ai, .name = "RM-RH", .units = humidity, .mean = 44, .yearly = 8, .noise = 3, .step = 1, .use = fast,
     .wander = 2h},
    {.type = ai, .name = "RM-CO2", .units = ppm, .mean = 440, .with_work = 330, .noise = 60, .min = 350,
     .max = 3000, .step = 1, .use = fast, .wander = 30min, .told_beyond = 50},
    {.type = av, .name = "OFFSET", .units = celsius, .min = -3, .max = 3, .step = 0.5, .use = slow},
    {.type = bi, .name = "BUTTON", .mean = 0.05, .with_work = 0.6, .noise = 0.3, .use = slow, .wander = 1h},
};

constexpr PointPlan energy_meter_points[]{
    {.type = ai, .name = "KW", .units = kilowatt, .mean = 18, .daily = 5, .yearly = 3, .with_work = 70, .noise = 5,
     .max = 2000, .use = fast | told | logged, .told_beyond = 6, .high = 114},
    {.type = ai, .name = "V1", .units = volt, .mean = 231, .noise = 1.2, .max = 300, .use = fast},
    {.type = ai, .name = "V2", .units = volt, .mean = 230, .noise = 1.2, .max = 300, .use = fast},
    {.type = ai, .name = "V3", .units = volt, .mean = 230.5, .noise = 1.2, .max = 300, .use = fast},
    {.type = ai, .name = "A1", .units = ampere, .mean = 26, .with_work = 90, .noise = 6, .max = 1000,
     .use = fast | logged},
    {.type = ai, .name = "A2", .units = ampere, .mean = 25, .with_work = 88, .noise = 6, .max = 1000, .use = fast},
    {.type = ai, .name = "A3", .units = ampere, .mean = 27, .with_work = 93, .noise = 6, .max = 1000, .use = fast},
    {.type = ai, .name = "PF", .units = 95, .mean = 0.93, .noise = 0.01, .max = 1, .step = 0.01, .use = fast},
};
// clang-format on

}  // namespace

const std::span<const PointPlan> air_handling{air_handling_points};
const std::span<const PointPlan> vav_box{vav_box_points};
const std::span<const PointPlan> chiller{chiller_points};
const std::span<const PointPlan> boiler{boiler_points};
const std::span<const PointPlan> lighting{lighting_points};
const std::span<const PointPlan> room_panel{room_panel_points};
const std::span<const PointPlan> energy_meter{energy_meter_points};

}  // namespace vedette::lab::building
