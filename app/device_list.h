// SPDX-License-Identifier: Apache-2.0
// Devices as people ask for them: who is there, by which rule it is one device, what it does. Gathered from the state
// of a run, then printed as blocks of text or as JSON lines.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "app/knowledge.h"
#include "baselines/census.h"

namespace vedette::app {

/// Where a known device is written down: "site file" or "model".
struct KnownDeviceSource {
  std::string_view name;
};

struct ListedAddress {
  core::IpAddress ip;
  std::string_view origin;  ///< use, identity, claim, written
  std::uint32_t claims = 0;
  core::Timestamp first_seen, last_seen;
  std::string why;  ///< in words
};

struct ListedMac {
  core::MacAddress mac;
  bool own = false;     ///< shown to be the device's; else only seen beside its packets
  std::string of = {};  ///< whose it is then
};

struct ListedDevice {
  std::string name;   ///< in alerts
  std::string shown;  ///< written name, or the address that tells most
  std::string kind, why_kind;
  std::string role, why_role, zone;
  bool known = false, seen = false, outside = false;
  bool silent = false;  ///< others sent to it, or asked for it, and it never said anything
  std::vector<ListedAddress> addresses;
  std::vector<ListedMac> macs;
  std::vector<baselines::Tags> tags;
  core::Timestamp first_seen, last_seen;
  std::uint64_t messages = 0;
  std::vector<std::pair<std::string, std::uint64_t>> serves, uses, peers;  ///< most messages first
  std::vector<baselines::Identity> identities;
  std::vector<baselines::Conflict> conflicts;
  std::vector<std::string> former_names;
  core::IpAddress sort_ip;
  core::MacAddress sort_mac;
};

/// Sorted by address. Routers that never showed an address of their own are devices too.
std::vector<ListedDevice> list_devices(const baselines::Behaviour& behaviour, const baselines::Census& census,
                                       const Knowledge& knowledge);

/// One block of lines, none wider than `width` where words allow it.
std::string device_text(const ListedDevice& device, bool colour, std::size_t width = 100);
std::string device_json(const ListedDevice& device);

}  // namespace vedette::app
