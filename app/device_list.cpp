// SPDX-License-Identifier: Apache-2.0
#include "app/device_list.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

namespace vedette::app {
namespace {

using baselines::Behaviour;
using baselines::Binding;
using baselines::Entity;
using baselines::EntityId;
using baselines::Origin;
using core::IdentityKind;

std::string times(std::uint32_t count) {
  return count == 1 ? "once" : count == 2 ? "twice" : fmt::format("{} times", count);
}

std::string why_address(const Binding& binding, const Entity& entity, const KnownDeviceSource& source) {
  const std::string claimed =
      binding.claims > 0 ? fmt::format("claimed {} by ARP or neighbor discovery", times(binding.claims)) : "";
  switch (binding.origin) {
    case Origin::written:
      return claimed.empty() ? fmt::format("written in the {}", source.name)
                             : fmt::format("written in the {}, {}", source.name, claimed);
    case Origin::claim:
      return claimed;
    case Origin::identity:
      return "gave an identity that is written in the site file";
    case Origin::use:
      break;
  }
  if (baselines::is_link_local_v6(binding.ip)) return "used with its MAC; such addresses are never forwarded";
  if (entity.by_mac_alone) return "used with its MAC, which is written down";
  if (entity.addresses.all().size() > 1 && binding.ip.family() == core::IpFamily::v6)
    return "used with its MAC, in a network where it claims an address";
  return "used in packets, never claimed";
}

std::string why_role(const Behaviour& behaviour, EntityId id, const KnownDeviceSource& source) {
  const Entity& entity = behaviour.entities().at(id);
  if (entity.role_written) return fmt::format("written in the {}", source.name);
  if (entity.role.empty()) return "no rule fits what it serves and uses";
  for (const auto& rule : behaviour.config().role_rules) {
    if (rule.role != entity.role) continue;
    std::vector<std::string> parts;
    for (const auto& protocol : rule.serves) parts.push_back("serves " + protocol);
    for (const auto& protocol : rule.uses) parts.push_back("uses " + protocol);
    return fmt::format("likely, because it {}", fmt::join(parts, " and "));
  }
  return "likely";
}

void set_kind(ListedDevice& listed, const Entity& entity, const baselines::EntityTable& entities) {
  listed.kind = "device";
  for (const auto& key : entity.macs) {
    const auto* station = entities.stations().find(key);
    if (station == nullptr) continue;
    if (station->forwards != baselines::Forwards::no) {
      listed.kind = "router";
      listed.why_kind = why_router(*station);
    } else if (station->proxy && listed.kind != "router") {
      listed.kind = "proxy";
      listed.why_kind = why_proxy(*station);
    }
  }
  if (listed.kind != "device") return;
  const auto units = entity.identities.count(IdentityKind::modbus_unit);
  const auto instances = entity.identities.count(IdentityKind::bacnet_instance);
  const auto clients = entity.identities.count(IdentityKind::mqtt_client_id);
  if (units > 1)
    listed.why_kind = fmt::format("{} units answer at its address", units);
  else if (instances > 1)
    listed.why_kind = fmt::format("{} instances answer at its address", instances);
  else if (clients > 1 && entity.shares_address)
    listed.why_kind = fmt::format("{} clients share its address", clients);
  if (!listed.why_kind.empty()) listed.kind = "gateway";
}

std::vector<std::pair<std::string, std::uint64_t>> by_count(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater{}, &std::pair<std::string, std::uint64_t>::second);
  return sorted;
}

void add_addresses(ListedDevice& listed, const Entity& entity, const KnownDeviceSource& source) {
  for (const Binding& binding : entity.addresses.all()) {
    listed.addresses.push_back({binding.ip, to_string(binding.origin), binding.claims, binding.first_seen,
                                binding.last_seen, why_address(binding, entity, source)});
  }
  const auto order = [](const ListedAddress& a) { return std::tuple(a.ip, a.first_seen); };
  std::ranges::stable_sort(listed.addresses, {}, order);
  std::set<core::MacAddress> macs;
  for (const auto& key : entity.macs) {
    if (macs.insert(key.mac).second) listed.macs.push_back({.mac = key.mac, .own = true});
  }
  if (!entity.mac.is_zero() && macs.insert(entity.mac).second) listed.macs.push_back({.mac = entity.mac});
  // What is written and was not seen, so that an absent device still tells what to look for.
  if (entity.ip.is_set() &&
      std::ranges::find(listed.addresses, entity.ip, &ListedAddress::ip) == listed.addresses.end())
    listed.addresses.insert(listed.addresses.begin(),
                            {entity.ip, "written", 0, {}, {}, fmt::format("written in the {}, not seen", source.name)});
}

/// "52.1.2.3 (api.example.com)": an address outside the site with the name under which it was asked for.
std::string called(const Behaviour& behaviour, EntityId id) {
  const std::string& name = behaviour.entities().at(id).name;
  const auto asked = behaviour.asked_name(id);
  return asked ? fmt::format("{} ({})", name, *asked) : name;
}

ListedDevice list_device(const Behaviour& behaviour, const baselines::Census& census, EntityId id,
                         const KnownDeviceSource& source) {
  const Entity& entity = behaviour.entities().at(id);
  ListedDevice listed;
  listed.name = entity.name;
  listed.shown = entity.known || !entity.ip.is_set() ? entity.name : entity.ip.to_string();
  // Where several have had the same address, the name is what tells them apart.
  if (entity.name.starts_with(listed.shown)) listed.shown = entity.name;
  listed.known = entity.known;
  listed.seen = entity.seen;
  listed.role = entity.role;
  listed.why_role = why_role(behaviour, id, source);
  listed.zone = entity.zone;
  set_kind(listed, entity, behaviour.entities());
  add_addresses(listed, entity, source);
  listed.tags = entity.tags;
  std::ranges::sort(listed.tags);
  if (entity.seen) {
    listed.first_seen = entity.first_seen;
    listed.last_seen = entity.last_seen;
  }
  if (const auto* seen = census.of(id)) {
    listed.messages = seen->messages;
    listed.silent = seen->sent == 0;
    listed.serves = by_count(seen->serves);
    listed.uses = by_count(seen->uses);
  }
  for (const auto& [peer, messages] : census.peers(id))
    listed.peers.emplace_back(called(behaviour, peer), messages);
  listed.identities = entity.identities.all();
  std::ranges::sort(listed.identities);
  listed.conflicts = entity.conflicts;
  listed.former_names = entity.former_names;
  listed.outside = !entity.known && entity.ip.is_set() && !behaviour.entities().on_site(entity.ip);
  listed.sort_ip = entity.ip;
  listed.sort_mac = entity.mac;
  return listed;
}

ListedDevice list_station(const baselines::StationKey& key, const baselines::Station& station) {
  ListedDevice listed;
  listed.name = listed.shown = key.mac.to_string();
  listed.kind = station.forwards != baselines::Forwards::no ? "router" : "proxy";
  listed.why_kind = station.forwards != baselines::Forwards::no ? why_router(station) : why_proxy(station);
  listed.why_role = "no address of its own was seen";
  listed.seen = true;
  listed.macs.push_back({.mac = key.mac, .own = true});
  listed.last_seen = listed.first_seen = station.last_seen;
  listed.sort_mac = key.mac;
  return listed;
}

}  // namespace

std::vector<ListedDevice> list_devices(const Behaviour& behaviour, const baselines::Census& census,
                                       const Knowledge& knowledge) {
  std::set<std::string, std::less<>> in_site;
  if (knowledge.site) {
    for (const auto& device : knowledge.site->devices) in_site.insert(device.name);
  }
  std::vector<ListedDevice> devices;
  const auto& entities = behaviour.entities();
  for (std::uint32_t i = 0; i < entities.size(); ++i) {
    const Entity& entity = entities.at({i});
    if (!entity.seen && !entity.known) continue;
    devices.push_back(list_device(behaviour, census, {i}, {in_site.contains(entity.name) ? "site file" : "model"}));
  }
  for (const auto& [key, station] : entities.stations().sorted()) {
    if (station.stands_for_others() && !station.device.is_set()) devices.push_back(list_station(key, station));
  }
  std::map<core::MacAddress, std::string> owners;
  for (const auto& device : devices) {
    for (const auto& mac : device.macs) {
      if (mac.own) owners.emplace(mac.mac, device.shown);
    }
  }
  for (auto& device : devices) {
    for (auto& mac : device.macs) {
      const auto owner = owners.find(mac.mac);
      if (!mac.own && owner != owners.end()) mac.of = owner->second;
    }
  }
  // Addresses first; those that were known by nothing else by their MAC.
  const auto order = [](const ListedDevice& d) {
    return std::tuple(!d.sort_ip.is_set(), d.sort_ip, d.sort_mac, d.name);
  };
  std::ranges::stable_sort(devices, [&](const auto& a, const auto& b) { return order(a) < order(b); });
  return devices;
}

}  // namespace vedette::app
