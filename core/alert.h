// SPDX-License-Identifier: Apache-2.0
// What leaves the sensor, before it is signed: one cause, revised as it grows. Every field has the meaning that the
// contract gives it, in JSON and in protobuf (vedette.v1.Alert) alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace vedette::core {

enum class Severity : std::uint8_t { info = 0, low, medium, high, critical };
std::string_view to_string(Severity severity);
std::optional<Severity> parse_severity(std::string_view text);

enum class AlertStatus : std::uint8_t { open = 0, updated, closed };
std::string_view to_string(AlertStatus status);

/// A device as an alert names it. Empty fields are unknown and left out of outputs.
struct DeviceRef {
  std::string name;  ///< from the site file, else what it calls itself, else its address
  std::string role;
  std::string ip;
  std::string mac;
  std::string zone;
  std::string identity;  ///< protocol identity: client id, unit, instance
  bool operator==(const DeviceRef&) const = default;
};

/// What was to be expected. Only what the detector knows is set.
struct Expectation {
  std::string text;                 ///< "only hmi-1 and historian write here"
  std::optional<double> low, high;  ///< interval in the unit of the observed number
  std::uint64_t samples = 0;        ///< how much the expectation rests on: windows, messages, devices
  bool operator==(const Expectation&) const = default;
};

struct Contribution {
  std::string feature;
  double share = 0;  ///< of the whole surprise, 0 to 1
  bool operator==(const Contribution&) const = default;
};

struct Evidence {
  std::uint64_t pcap_cnt = 0;  ///< frame number, 1-based over all captures given
  Timestamp timestamp;
  std::string community_id;
  bool operator==(const Evidence&) const = default;
};

/// A technique of MITRE ATT&CK for ICS; ids are data, since they get renumbered.
struct AttackTechnique {
  std::string id, name, version;
  bool operator==(const AttackTechnique&) const = default;
};

struct Response {
  std::string quarantine_identity;  ///< what an orchestrator may cut off: "ip:10.20.1.66", "mac:…"
  std::string quarantine_segment;   ///< zone or VLAN
  std::string playbook;
  bool operator==(const Response&) const = default;
};

constexpr std::size_t max_evidence = 8;

struct Alert {
  std::string id;  ///< from cause and first observation: the same input gives the same id
  std::uint32_t revision = 1;
  AlertStatus status = AlertStatus::open;
  std::string site, sensor;
  Severity severity = Severity::info;
  std::string detector;  ///< "policy", "novelty", "rate"
  std::string title;
  std::string explanation;  ///< one sentence that a plant engineer understands
  Timestamp first_seen, last_seen;
  TimePrecision precision = TimePrecision::microseconds;  ///< of the capture; not an output field
  std::uint64_t count = 0;                                ///< observations of this cause
  DeviceRef device;                                       ///< who stepped out of its role
  DeviceRef peer;  ///< to whom it did so; empty where there is none or there are many
  std::string protocol;
  std::string object;
  std::string observed;
  Expectation expected;
  std::optional<double> p_value;
  std::optional<double> return_period_device_days;
  std::vector<Contribution> contributions;
  std::string nearest_normal;
  std::vector<Evidence> evidence;  ///< at most max_evidence: the first ones
  std::vector<AttackTechnique> attack;
  Response response;
  std::string incident;                   ///< id shared by alerts that belong together
  std::string model_digest, site_digest;  ///< SHA-256 in hex of the files in force; empty without one
  bool operator==(const Alert&) const = default;
};

}  // namespace vedette::core
