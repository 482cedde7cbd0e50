// SPDX-License-Identifier: Apache-2.0
#include "models/site.h"

#include <fmt/format.h>

#include "models/checks.h"
#include "models/schema/site.pb.h"
#include "models/site_checks.h"
#include "models/text.h"
#include "models/yaml_reader.h"

namespace vedette::models {
namespace {

constexpr std::uint32_t max_register = 65'535;  // MODBUS Application Protocol 1.1b3, section 4.4
constexpr std::uint32_t max_vlan = 4'094;       // IEEE 802.1Q-2018, table 9-2: 4095 is reserved
constexpr std::uint32_t max_unit = 255;
constexpr std::uint32_t max_instance = 4'194'303;  // ASHRAE 135, clause 20.2.14: 22 bits

/// Turns the schema's message into the plain structure, field by field, each with its own check.
class SiteReader {
 public:
  SiteReader(const YamlFile& file, const v1::Site& in, const Vocabulary& vocabulary)
      : root_(file.place()), in_(in), vocabulary_(vocabulary) {
    site_.digest = file.digest;
  }

  core::Result<Site> read() {
    site_.name = in_.site();
    for (auto step :
         {&SiteReader::read_head, &SiteReader::read_zones, &SiteReader::read_roles, &SiteReader::read_devices}) {
      if (auto checked = (this->*step)(); !checked) return std::unexpected(checked.error());
    }
    SiteContext context{root_, in_, site_, vocabulary_, {}};
    for (std::size_t i = 0; i < site_.devices.size(); ++i) context.devices.try_emplace(site_.devices[i].name, i);
    for (auto check :
         {check_zones_apart, check_devices_once, check_honeytokens, check_points, check_unenforced_roles}) {
      if (auto checked = check(context); !checked) return std::unexpected(checked.error());
    }
    site_.not_enforced = list_not_enforced(context);
    return std::move(site_);
  }

 private:
  Checked read_head() {
    if (auto ok = check_name(root_["site"], in_.site()); !ok) return ok;
    if (in_.site() == "*") return root_["site"].refuse("found '*'", "a name; '*' is that of models of several sites");
    if (in_.budget().has_false_alerts_per_device_day()) {
      const double budget = in_.budget().false_alerts_per_device_day();
      if (!(budget > 0 && budget <= 1000)) {
        return root_["budget"]["false_alerts_per_device_day"].refuse(fmt::format("found {}", budget),
                                                                     "a number above 0, at most 1000");
      }
      site_.false_alerts_per_device_day = budget;
    }
    switch (in_.vlan_in_identity()) {
      case v1::VLAN_IN_IDENTITY_ALWAYS:
        site_.vlan_in_identity = core::VlanInIdentity::always;
        break;
      case v1::VLAN_IN_IDENTITY_NEVER:
        site_.vlan_in_identity = core::VlanInIdentity::never;
        break;
      default:
        break;
    }
    return {};
  }

  Checked read_zones() {
    const std::map<std::string, v1::SiteZone> sorted{in_.zones().begin(), in_.zones().end()};
    for (const auto& [name, from] : sorted) {
      const Place place = root_["zones"][name];
      if (auto ok = check_name(place, name); !ok) return ok;
      Zone& zone = site_.zones[name];
      zone.line = place.line();
      Unique cidr{"network of a zone"}, vlans{"VLAN of a zone"};
      for (std::size_t i = 0; const std::string& text : from.cidr()) {
        const auto prefix = core::IpPrefix::parse(text);
        if (!prefix) return place["cidr"][i].refuse("found " + shown(text), "a network such as 10.20.1.0/24");
        if (auto ok = check_host_bits(place["cidr"][i], *prefix); !ok) return ok;
        if (auto ok = cidr.add(place["cidr"][i], prefix->to_string()); !ok) return ok;
        zone.cidr.push_back(*prefix);
        ++i;
      }
      for (std::size_t i = 0; const std::uint32_t vlan : from.vlan()) {
        if (vlan > max_vlan) {
          return place["vlan"][i].refuse(fmt::format("found {}", vlan), fmt::format("0 to {}", max_vlan));
        }
        if (auto ok = vlans.add(place["vlan"][i], std::to_string(vlan)); !ok) return ok;
        zone.vlan.push_back({static_cast<std::uint16_t>(vlan)});
        ++i;
      }
    }
    return {};
  }

  /// 10.20.1.5/24 may have been meant as the host or as its network: only one of them is right.
  static Checked check_host_bits(const Place& place, const core::IpPrefix& prefix) {
    const auto octets = prefix.network.octets();
    for (unsigned bit = prefix.length; bit < octets.size() * 8; ++bit) {
      if ((octets[bit / 8] >> (7 - bit % 8) & 1) == 0) continue;
      return place.refuse("found " + shown(prefix.to_string()), "a network, whose bits behind its length are 0");
    }
    return {};
  }

  Checked read_roles() {
    const std::map<std::string, v1::SiteRole> sorted{in_.roles().begin(), in_.roles().end()};
    for (const auto& [name, from] : sorted) {
      const Place place = root_["roles"][name];
      if (auto ok = check_name(place, name); !ok) return ok;
      if (!from.zone().empty()) {
        if (auto ok = check_known(place["zone"], from.zone(), site_.zones); !ok) return ok;
      }
      Role& role = site_.roles[name];
      role.zone = from.zone();
      role.line = place.line();
      if (!place["modbus"].node()) continue;
      role.modbus.emplace();
      for (std::size_t i = 0; const auto& rule : from.modbus()) {
        if (auto ok = read_rule(place["modbus"][i++], rule, *role.modbus); !ok) return ok;
      }
    }
    return {};
  }

  Checked check_role(const Place& place, const std::string& name) const {
    if (in_.roles().contains(name)) return {};
    return check_word(place, name,
                      names_of(std::map<std::string, v1::SiteRole>{in_.roles().begin(), in_.roles().end()}));
  }

  Checked read_rule(const Place& place, const v1::ModbusRule& from, std::vector<ModbusRule>& into) {
    ModbusRule rule{.from = {from.from().begin(), from.from().end()},
                    .functions = {from.functions().begin(), from.functions().end()},
                    .registers = {},
                    .line = place.line()};
    for (std::size_t i = 0; i < rule.from.size(); ++i) {
      if (auto ok = check_role(place["from"][i], rule.from[i]); !ok) return ok;
    }
    const auto words = vocabulary_.find("modbus");
    for (std::size_t i = 0; words != vocabulary_.end() && i < rule.functions.size(); ++i) {
      if (auto ok = check_word(place["functions"][i], rule.functions[i], words->second.functions); !ok) return ok;
    }
    for (std::size_t i = 0; const auto& registers : from.registers()) {
      const Place at = place["registers"][i++];
      if (auto ok = check_table(at["table"], registers.table(), vocabulary_); !ok) return ok;
      const auto range =
          registers.range().empty() ? Range{0, max_register} : parse_range(registers.range(), max_register);
      if (!range) {
        return at["range"].refuse("found " + shown(registers.range()),
                                  fmt::format("an address or a range such as 5 or 0-199, up to {}", max_register));
      }
      RegisterRange out{.table = registers.table(), .first = range->first, .last = range->last, .min = {}, .max = {}};
      if (registers.has_min()) out.min = registers.min();
      if (registers.has_max()) out.max = registers.max();
      if (auto ok = check_min_max(at, out.min, out.max); !ok) return ok;
      rule.registers.push_back(std::move(out));
    }
    into.push_back(std::move(rule));
    return {};
  }

  Checked read_devices() {
    for (std::size_t i = 0; const auto& from : in_.devices()) {
      const Place place = root_["devices"][i++];
      Device device{.name = from.name(),
                    .role = from.role(),
                    .ip = {},
                    .mac = {},
                    .modbus_units = {},
                    .mqtt_client_id = from.mqtt_client_id(),
                    .bacnet_instance = {},
                    .line = place.line()};
      if (auto ok = check_name(place["name"], device.name); !ok) return ok;
      if (auto ok = check_role(place["role"], device.role); !ok) return ok;
      if (auto ok = read_identity(place, from, device); !ok) return ok;
      site_.devices.push_back(std::move(device));
    }
    return {};
  }

  static Checked read_identity(const Place& place, const v1::SiteDevice& from, Device& device) {
    for (std::size_t i = 0; const std::string& text : from.ip()) {
      const auto ip = core::IpAddress::parse(text);
      if (!ip) return place["ip"][i].refuse("found " + shown(text), "an address such as 10.20.1.11 or fd00::11");
      device.ip.push_back(*ip);
      ++i;
    }
    for (std::size_t i = 0; const std::string& text : from.mac()) {
      const auto mac = core::MacAddress::parse(text);
      if (!mac || mac->is_zero() || mac->is_group()) {
        return place["mac"][i].refuse("found " + shown(text), "a device's own address such as 00:1d:9c:00:00:11");
      }
      device.mac.push_back(*mac);
      ++i;
    }
    for (std::size_t i = 0; const std::uint32_t unit : from.modbus_units()) {
      if (unit > max_unit) {
        return place["modbus_units"][i].refuse(fmt::format("found {}", unit), fmt::format("0 to {}", max_unit));
      }
      device.modbus_units.push_back(static_cast<std::uint8_t>(unit));
      ++i;
    }
    if (from.has_bacnet_instance()) {
      if (from.bacnet_instance() > max_instance) {
        return place["bacnet_instance"].refuse(fmt::format("found {}", from.bacnet_instance()),
                                               fmt::format("0 to {}", max_instance));
      }
      device.bacnet_instance = from.bacnet_instance();
    }
    if (device.ip.empty() && device.mac.empty() && device.mqtt_client_id.empty() && !device.bacnet_instance) {
      return place.refuse("the device has no identity", "at least one of ip, mac, mqtt_client_id, bacnet_instance");
    }
    return {};
  }

  Place root_;
  const v1::Site& in_;
  const Vocabulary& vocabulary_;
  Site site_;
};

}  // namespace

core::Result<Site> parse_site(const std::string& name, std::string_view text, const Vocabulary& vocabulary) {
  v1::Site message;
  const auto file = read_yaml(name, text, message);
  if (!file) return std::unexpected(file.error());
  return SiteReader{*file, message, vocabulary}.read();
}

core::Result<Site> load_site(const std::string& path, const Vocabulary& vocabulary) {
  v1::Site message;
  const auto file = read_yaml_file(path, message);
  if (!file) return std::unexpected(file.error());
  return SiteReader{*file, message, vocabulary}.read();
}

}  // namespace vedette::models
