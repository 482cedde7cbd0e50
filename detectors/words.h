// SPDX-License-Identifier: Apache-2.0
// Words that every detector uses in its sentences, so that the same thing is called the same everywhere.
#pragma once

#include <string>
#include <vector>

#include "baselines/behaviour.h"
#include "core/alert.h"
#include "core/observation.h"

namespace vedette::detectors {

/// Its identity is what it is called in its protocols: instance, client id, host name; of an address outside the site the
/// name under which it was asked for.
core::DeviceRef device_ref(const baselines::Behaviour& behaviour, baselines::EntityId id);
/// "hmi-1 (hmi, 10.20.1.21)"; "10.20.1.66 (acts as modbus_client, is in neither site file nor model)".
std::string in_words(const baselines::Behaviour& behaviour, baselines::EntityId id);
/// "holding 100-119", "coil 3", "analog_output 3 present_value", "topic brewery/x"; empty where the message is about nothing.
std::string in_words(const core::ObjectRef& object);
/// "write single register": an operation as people say it.
std::string in_words(std::string_view operation);
/// What was done, for a person: "write single register (holding 105)", "connection to tcp port 445".
std::string in_words(const core::Observation& observation);
/// What the actor did, up to the name of the one it did it to: "wrote to", "asked for the identification of".
std::string_view did(core::Verb verb);
/// "a, b and 3 more": at most `shown` by name.
std::string list(const std::vector<std::string>& names, std::size_t shown = 4);
/// Once in how long, from a rate per device-day: "once in 55 years of one device", "about 12 times a day".
std::string how_often(double per_device_day);

}  // namespace vedette::detectors
