// SPDX-License-Identifier: Apache-2.0
#include "models/sensor.h"

#include "models/checks.h"
#include "models/schema/sensor.pb.h"
#include "models/yaml_reader.h"

namespace vedette::models {
namespace {

core::Result<Sensor> checked(const core::Result<YamlFile>& file, const v1::Sensor& from) {
  if (!file) return std::unexpected(file.error());
  const Place root = file->place();
  if (auto ok = check_name(root["sensor"], from.sensor()); !ok) return std::unexpected(ok.error());
  Sensor sensor{.name = from.sensor(), .limits = {}};
  if (from.limits().flows() > 0) sensor.limits.flows = from.limits().flows();
  if (from.limits().devices() > 0) sensor.limits.devices = from.limits().devices();
  if (from.limits().open_alerts() > 0) sensor.limits.open_alerts = from.limits().open_alerts();
  return sensor;
}

}  // namespace

core::Result<Sensor> load_sensor(const std::string& path) {
  v1::Sensor message;
  return checked(read_yaml_file(path, message), message);
}

core::Result<Sensor> parse_sensor(const std::string& name, std::string_view text) {
  v1::Sensor message;
  return checked(read_yaml(name, text, message), message);
}

}  // namespace vedette::models
