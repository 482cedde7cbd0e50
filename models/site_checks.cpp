// SPDX-License-Identifier: Apache-2.0
#include "models/site_checks.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/text.h"

namespace vedette::models {
namespace {

/// Do two zones share no VLAN, so that the same address in both is two addresses?
bool vlans_apart(const Zone& a, const Zone& b) {
  if (a.vlan.empty() || b.vlan.empty()) return false;
  return std::ranges::none_of(a.vlan, [&](auto vlan) { return std::ranges::find(b.vlan, vlan) != b.vlan.end(); });
}

const Zone* zone_of(const Site& site, const Device& device) {
  const auto role = site.roles.find(device.role);
  const auto zone = role == site.roles.end() ? site.zones.end() : site.zones.find(role->second.zone);
  return zone == site.zones.end() ? nullptr : &zone->second;
}

Checked check_device_in_zone(const SiteContext& context, const Place& place, const Device& device) {
  const Zone* zone = zone_of(context.site, device);
  if (!zone || zone->cidr.empty() || device.ip.empty()) return {};
  const bool inside = std::ranges::any_of(device.ip, [&](const auto& ip) {
    return std::ranges::any_of(zone->cidr, [&](const auto& prefix) { return prefix.contains(ip); });
  });
  if (inside) return {};
  const std::string& name = context.site.roles.find(device.role)->second.zone;
  return place["ip"].refuse(
      fmt::format("{} is outside of zone '{}' (line {}), where role '{}' lives", device.ip.front().to_string(), name,
                  context.root["zones"][name]["cidr"].line(), device.role),
      "an address in that zone");
}

/// One address may stand for two devices only where their VLANs tell them apart.
Checked check_addresses(const SiteContext& context) {
  struct Holder {
    std::size_t device;
    Place place;
  };
  std::map<core::IpAddress, std::vector<Holder>> holders;
  for (std::size_t i = 0; i < context.site.devices.size(); ++i) {
    const Device& device = context.site.devices[i];
    for (std::size_t j = 0; j < device.ip.size(); ++j) {
      const Place place = context.root["devices"][i]["ip"][j];
      auto& others = holders[device.ip[j]];
      for (const Holder& other : others) {
        const Zone* ours = zone_of(context.site, device);
        const Zone* theirs = zone_of(context.site, context.site.devices[other.device]);
        const bool apart = context.site.vlan_in_identity != core::VlanInIdentity::never && ours && theirs &&
                           vlans_apart(*ours, *theirs);
        if (apart) continue;
        return place.refuse(fmt::format("'{}' stands already at line {} ({})", device.ip[j].to_string(),
                                        other.place.line(), other.place.path()),
                            "each address once, unless the zones of both devices have different VLANs");
      }
      others.push_back({i, place});
    }
  }
  return {};
}

/// Exactly one kind of decoy.
std::string kind_of(const v1::Honeytoken& token, int& kinds) {
  std::string kind;
  const auto add = [&](bool is_set, const char* name) {
    if (!is_set) return;
    kind = name;
    ++kinds;
  };
  add(!token.mqtt_topic().empty(), "mqtt_topic");
  add(token.has_credential(), "credential");
  add(!token.ip().empty(), "ip");
  add(token.has_modbus(), "modbus");
  add(token.has_bacnet(), "bacnet");
  add(!token.domain().empty(), "domain");
  add(token.has_secret(), "secret");
  return kind;
}

Checked check_register(const SiteContext& context, const Place& place, const std::string& device,
                       const std::string& table, std::uint32_t address) {
  if (auto ok = check_known(place["device"], device, context.devices); !ok) return ok;
  if (auto ok = check_table(place["table"], table, context.vocabulary); !ok) return ok;
  if (address > 65'535) return place["address"].refuse(fmt::format("found {}", address), "0 to 65535");
  return {};
}

}  // namespace

Checked check_table(const Place& place, const std::string& table, const Vocabulary& vocabulary) {
  const auto words = vocabulary.find("modbus");
  if (words == vocabulary.end()) return check_name(place, table);
  return check_word(place, table, words->second.tables);
}

Checked check_min_max(const Place& place, std::optional<double> min, std::optional<double> max) {
  if (!min || !max || *min <= *max) return {};
  return place["min"].refuse(fmt::format("found {}, above max ({}, line {})", *min, *max, place["max"].line()),
                             fmt::format("at most {}", *max));
}

Checked check_zones_apart(const SiteContext& context) {
  struct Network {
    core::IpPrefix prefix;
    const std::string* zone;
    std::size_t index;
  };
  std::vector<Network> networks;
  for (const auto& [name, zone] : context.site.zones) {
    for (std::size_t i = 0; i < zone.cidr.size(); ++i) networks.push_back({zone.cidr[i], &name, i});
  }
  // In order of address, with the wider first, those around a network form a stack: no pair is looked at in vain.
  std::ranges::stable_sort(networks, {}, &Network::prefix);
  std::vector<const Network*> around;
  for (const Network& inner : networks) {
    while (!around.empty() && !around.back()->prefix.contains(inner.prefix.network)) around.pop_back();
    for (const Network* outer : around) {
      if (outer->zone == inner.zone) continue;
      if (vlans_apart(context.site.zones.at(*outer->zone), context.site.zones.at(*inner.zone))) continue;
      const Place first = context.root["zones"][*outer->zone]["cidr"][outer->index];
      const Place second = context.root["zones"][*inner.zone]["cidr"][inner.index];
      const bool in_file_order = first.line() <= second.line();
      const Place& at = in_file_order ? second : first;
      const Place& other = in_file_order ? first : second;
      return at.refuse(
          fmt::format("{} overlaps {} at line {} ({})", (in_file_order ? inner : *outer).prefix.to_string(),
                      (in_file_order ? *outer : inner).prefix.to_string(), other.line(), other.path()),
          "zones that are apart, by address or by VLAN");
    }
    around.push_back(&inner);
  }
  return {};
}

Checked check_devices_once(const SiteContext& context) {
  Unique mac{"MAC address"}, client_id{"client id"}, instance{"device instance"};
  for (std::size_t i = 0; i < context.site.devices.size(); ++i) {
    const Device& device = context.site.devices[i];
    const Place place = context.root["devices"][i];
    if (const std::size_t first = context.devices.at(device.name); first != i) {
      const Device& other = context.site.devices[first];
      const std::string roles =
          other.role == device.role ? "" : fmt::format(" with the role '{}', here with '{}'", other.role, device.role);
      return place["name"].refuse(fmt::format("{} stands already at line {} (devices[{}]){}", shown(device.name),
                                              context.root["devices"][first]["name"].line(), first, roles),
                                  "each device once, with one role");
    }
    for (std::size_t j = 0; j < device.mac.size(); ++j) {
      if (auto ok = mac.add(place["mac"][j], device.mac[j].to_string()); !ok) return ok;
    }
    if (!device.mqtt_client_id.empty()) {
      if (auto ok = client_id.add(place["mqtt_client_id"], device.mqtt_client_id); !ok) return ok;
    }
    if (device.bacnet_instance) {
      if (auto ok = instance.add(place["bacnet_instance"], std::to_string(*device.bacnet_instance)); !ok) return ok;
    }
    if (auto ok = check_device_in_zone(context, place, device); !ok) return ok;
  }
  return check_addresses(context);
}

Checked check_honeytokens(const SiteContext& context) {
  Unique names{"honeytoken"};
  for (std::size_t i = 0; const auto& token : context.in.honeytokens()) {
    const Place place = context.root["honeytokens"][i++];
    if (auto ok = check_name(place["name"], token.name()); !ok) return ok;
    if (auto ok = names.add(place["name"], token.name()); !ok) return ok;
    int kinds = 0;
    const std::string kind = kind_of(token, kinds);
    if (kinds != 1) {
      return place.refuse(fmt::format("found {} kinds of decoy", kinds),
                          "exactly one of mqtt_topic, credential, ip, modbus, bacnet, domain, secret");
    }
    const Place at = place[kind];
    if (kind == "ip" && !core::IpAddress::parse(token.ip())) {
      return at.refuse("found " + shown(token.ip()), "an address such as 10.20.1.250");
    }
    if (kind == "credential") {
      if (auto ok = check_name(at["username"], token.credential().username()); !ok) return ok;
    }
    if (kind == "modbus") {
      const auto& modbus = token.modbus();
      if (auto ok = check_register(context, at, modbus.device(), modbus.table(), modbus.address()); !ok) return ok;
    }
    if (kind == "bacnet") {
      if (auto ok = check_known(at["device"], token.bacnet().device(), context.devices); !ok) return ok;
    }
  }
  return {};
}

Checked check_points(const SiteContext& context) {
  Unique names{"point"};
  for (std::size_t i = 0; const auto& point : context.in.points()) {
    const Place place = context.root["points"][i++];
    if (auto ok = check_name(place["name"], point.name()); !ok) return ok;
    if (auto ok = names.add(place["name"], point.name()); !ok) return ok;
    if (!point.has_modbus()) return place.refuse("the point stands nowhere", "a key modbus that says where");
    const auto& modbus = point.modbus();
    if (auto ok = check_register(context, place["modbus"], modbus.device(), modbus.table(), modbus.address()); !ok) {
      return ok;
    }
    if (modbus.unit() > 255) return place["modbus"]["unit"].refuse(fmt::format("found {}", modbus.unit()), "0 to 255");
    if (auto ok = check_min_max(place, point.has_min() ? std::optional{point.min()} : std::nullopt,
                                point.has_max() ? std::optional{point.max()} : std::nullopt);
        !ok) {
      return ok;
    }
  }
  return {};
}

Checked check_unenforced_roles(const SiteContext& context) {
  for (const auto& [name, ignored] : context.site.roles) {
    const v1::SiteRole& role = context.in.roles().at(name);
    const Place place = context.root["roles"][name];
    for (std::size_t i = 0; const auto& rule : role.bacnet()) {
      const Place at = place["bacnet"][i++];
      for (std::size_t j = 0; const auto& from : rule.from()) {
        if (auto ok = check_known(at["from"][j++], from, context.site.roles); !ok) return ok;
      }
      // ASHRAE 135, clause 19.2: priorities run from 1, the highest, to 16.
      const auto priority = rule.priority().empty() ? Range{1, 16} : parse_range(rule.priority(), 16);
      if (!priority || priority->first < 1) {
        return at["priority"].refuse("found " + shown(rule.priority()),
                                     "a priority or a range such as 8 or 9-16, 1 to 16");
      }
    }
    if (role.has_heartbeat()) {
      const Place at = place["heartbeat"];
      if (auto ok = check_name(at["topic"], role.heartbeat().topic()); !ok) return ok;
      if (role.heartbeat().every() <= 0) {
        return at["every"].refuse(at["every"].node() ? "found no time to wait" : "missing", "a duration such as 60s");
      }
    }
    if (role.has_tls() && !role.tls().min_version().empty()) {
      if (auto ok = check_word(place["tls"]["min_version"], role.tls().min_version(), {"1.0", "1.1", "1.2", "1.3"});
          !ok) {
        return ok;
      }
    }
  }
  return {};
}

std::vector<NotEnforced> list_not_enforced(const SiteContext& context) {
  std::vector<NotEnforced> out;
  const auto add = [&](const Place& place) {
    if (place.node()) out.push_back({place.path(), place.line()});
  };
  for (const auto& [name, ignored] : context.site.roles) {
    for (const auto* key : {"mqtt", "bacnet", "domains", "heartbeat", "tls"}) add(context.root["roles"][name][key]);
  }
  add(context.root["honeytokens"]);
  add(context.root["points"]);
  std::ranges::stable_sort(out, {}, &NotEnforced::line);
  return out;
}

}  // namespace vedette::models
