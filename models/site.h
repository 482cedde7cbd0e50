// SPDX-License-Identifier: Apache-2.0
// A site as its engineer described it: checked, and in the terms that the rest of the sensor works with. Immutable once
// loaded; read by any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.h"
#include "core/result.h"
#include "models/vocabulary.h"

namespace vedette::models {

struct Zone {
  std::vector<core::IpPrefix> cidr;
  std::vector<core::VlanId> vlan;  ///< none: any
  std::uint32_t line = 0;
};

/// A stretch of one table that a rule allows.
struct RegisterRange {
  std::string table;
  std::uint32_t first = 0, last = 0;  ///< zero-based, as in the PDU; both included
  std::optional<double> min, max;     ///< of what may be written there
  bool operator==(const RegisterRange&) const = default;
};

/// Allows what fits all three lists; an empty list fits everything.
struct ModbusRule {
  std::vector<std::string> from;  ///< roles
  std::vector<std::string> functions;
  std::vector<RegisterRange> registers;
  std::uint32_t line = 0;
};

struct Role {
  std::string zone;  ///< empty: anywhere
  /// What others may ask of this role. None: the file says nothing of it. An empty list: nobody may ask anything.
  std::optional<std::vector<ModbusRule>> modbus;
  std::uint32_t line = 0;
};

struct Device {
  std::string name, role;
  std::vector<core::IpAddress> ip;
  std::vector<core::MacAddress> mac;
  std::vector<std::uint8_t> modbus_units;  ///< none: any
  std::string mqtt_client_id;
  std::optional<std::uint32_t> bacnet_instance;
  std::uint32_t line = 0;
};

/// A part of the file that is checked in shape but not acted on by this version.
struct NotEnforced {
  std::string path;
  std::uint32_t line = 0;
  bool operator==(const NotEnforced&) const = default;
};

struct Site {
  std::string name;
  std::map<std::string, Zone, std::less<>> zones;
  std::map<std::string, Role, std::less<>> roles;
  std::vector<Device> devices;  ///< in the order of the file
  double false_alerts_per_device_day = 0.001;
  core::VlanInIdentity vlan_in_identity = core::VlanInIdentity::automatic;
  std::string digest;  ///< SHA-256 of the file's bytes, in hex
  std::vector<NotEnforced> not_enforced;
};

core::Result<Site> load_site(const std::string& path, const Vocabulary& vocabulary);
/// The same from memory; `name` is what errors call it.
core::Result<Site> parse_site(const std::string& name, std::string_view text, const Vocabulary& vocabulary);

}  // namespace vedette::models
