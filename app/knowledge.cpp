// SPDX-License-Identifier: Apache-2.0
#include "app/knowledge.h"

#include <algorithm>
#include <fmt/format.h>

#include "baselines/model_io.h"
#include "decoders/registry.h"
#include "models/role_template.h"

namespace vedette::app {
namespace {

std::vector<std::string> strings(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

baselines::KnownDevice known_device(const models::Site& site, const models::Device& device) {
  baselines::KnownDevice known{.name = device.name, .role = device.role, .ips = device.ip, .macs = device.mac};
  const auto role = site.roles.find(device.role);
  const auto zone = role == site.roles.end() ? site.zones.end() : site.zones.find(role->second.zone);
  if (zone != site.zones.end()) known.vlans = zone->second.vlan;
  if (!device.mqtt_client_id.empty())
    known.identities.push_back({core::IdentityKind::mqtt_client_id, 0, device.mqtt_client_id});
  if (device.bacnet_instance)
    known.identities.push_back({core::IdentityKind::bacnet_instance, *device.bacnet_instance, {}});
  return known;
}

baselines::Inventory make_inventory(const Knowledge& knowledge) {
  baselines::Inventory inventory;
  if (knowledge.site) {
    for (const auto& device : knowledge.site->devices)
      inventory.devices.push_back(known_device(*knowledge.site, device));
    inventory.vlan_in_identity = knowledge.site->vlan_in_identity;
    for (const auto& [name, zone] : knowledge.site->zones) inventory.zones.push_back({name, zone.cidr, zone.vlan});
  }
  if (knowledge.model) baselines::add_devices(inventory, knowledge.model->model);
  return inventory;
}

detectors::ObjectScope make_scope(const models::RegisterRange& range) {
  return {range.table, range.first, range.last, range.min, range.max};
}

bool fits(const std::string& wanted, const std::string& found) {
  return wanted.empty() || wanted == found;
}

bool fits(const models::Scope& scope, const core::Finding& finding, const core::Observation* observation) {
  return fits(scope.device, finding.device.name) && fits(scope.role, finding.device.role) &&
         fits(scope.peer, finding.peer.name) && fits(scope.peer_role, finding.peer.role) &&
         (scope.protocol.empty() || (observation != nullptr && scope.protocol == observation->protocol.name));
}

bool fits(const models::TuningRule& rule, const core::Observation& o) {
  if (!rule.functions.empty() && std::ranges::find(rule.functions, o.operation) == rule.functions.end()) return false;
  if (!rule.object) return true;
  return o.object.space == rule.object->table && o.object.first >= rule.object->first && o.object.count > 0 &&
         o.object.first + o.object.count - 1 <= rule.object->last;
}

class TuningExceptions : public detectors::Exceptions {
 public:
  explicit TuningExceptions(const models::Tuning& tuning) : tuning_(tuning) {}

  bool excuses(const core::Finding& finding, const core::Observation* observation, core::Timestamp now,
               const std::string& id) const override {
    const auto allowed = [&](const models::TuningRule& rule) {
      return observation != nullptr && rule.decision.in_force(now) && fits(rule.scope, finding, observation) &&
             fits(rule, *observation);
    };
    const auto excepted = [&](const models::TuningException& exception) {
      if (exception.once && exception.decision.alert != id) return false;
      return exception.decision.in_force(now) && fits(exception.scope, finding, observation) &&
             (exception.detector.empty() || exception.detector == finding.detector) &&
             fits(exception.feature, finding.feature) && fits(exception.what, finding.what);
    };
    return std::ranges::any_of(tuning_.allow, allowed) || std::ranges::any_of(tuning_.exceptions, excepted);
  }

 private:
  const models::Tuning& tuning_;
};

/// A model that was learned without the site file knows the same devices under other names: everything would be new.
core::Result<void> check_agreement(const Knowledge& knowledge, const KnowledgeFiles& files) {
  for (const auto& [name, learned] : knowledge.model->model.devices) {
    const auto same_address = [&](const models::Device& device) {
      return std::ranges::any_of(device.ip,
                                 [&](const core::IpAddress& ip) { return learned.ip.contains(ip.to_string()); });
    };
    const auto written = std::ranges::find_if(knowledge.site->devices, same_address);
    if (written == knowledge.site->devices.end() || (written->name == name && written->role == learned.role)) continue;
    return core::wrong_usage(fmt::format(
        "{}: knows '{}' with the role '{}', which {}:{} calls '{}' with the role '{}'; learn again with --site {}",
        files.model, name, learned.role, files.site, written->line, written->name, written->role, files.site));
  }
  return {};
}

}  // namespace

core::Result<Knowledge> Knowledge::load(const KnowledgeFiles& files) {
  Knowledge knowledge;
  if (!files.site.empty()) {
    auto site = models::load_site(files.site, vocabulary());
    if (!site) return std::unexpected(site.error());
    knowledge.site = std::move(*site);
  }
  if (!files.model.empty()) {
    auto model = models::load_model(files.model);
    if (!model) return std::unexpected(model.error());
    knowledge.model = std::move(*model);
  }
  if (knowledge.site && knowledge.model) {
    if (const auto agree = check_agreement(knowledge, files); !agree) return std::unexpected(agree.error());
  }
  if (!files.tuning.empty()) {
    auto tuning = models::load_tuning(files.tuning, vocabulary());
    if (!tuning) return std::unexpected(tuning.error());
    knowledge.tuning = std::move(*tuning);
  }
  return knowledge;
}

models::Vocabulary vocabulary() {
  models::Vocabulary words;
  for (const auto* info : decoders::decoder_infos()) {
    words[std::string{info->protocol.name}] = {strings(info->operations), strings(info->spaces)};
  }
  return words;
}

std::unique_ptr<baselines::Behaviour> make_behaviour(const Knowledge& knowledge, Learning learning) {
  baselines::BehaviourConfig config;
  config.inventory = make_inventory(knowledge);
  config.learning = learning == Learning::yes;
  for (const auto& role : models::shipped_templates()) {
    // The last one holds for whatever no rule fits: such a device is left without a role, and said to be unknown.
    if (role.likely.serves.empty() && role.likely.uses.empty()) continue;
    config.role_rules.push_back({role.name, role.likely.serves, role.likely.uses});
  }
  auto behaviour = std::make_unique<baselines::Behaviour>(std::move(config));
  if (knowledge.model) baselines::import_model(*behaviour, knowledge.model->model);
  return behaviour;
}

detectors::Budget make_budget(const Knowledge& knowledge, std::optional<double> per_device_day) {
  std::vector<detectors::Weight> weights;
  if (knowledge.tuning) {
    for (const auto& weight : knowledge.tuning->weights)
      weights.push_back({weight.detector, weight.role, weight.scale});
  }
  const double of_site = knowledge.site ? knowledge.site->false_alerts_per_device_day : 0.001;
  return detectors::Budget(per_device_day.value_or(of_site), std::move(weights));
}

detectors::Policy make_policy(const Knowledge& knowledge) {
  detectors::Policy policy;
  if (!knowledge.site) return policy;
  for (const auto& [name, role] : knowledge.site->roles) {
    if (!role.modbus) continue;
    auto& permissions = policy[name]["modbus"];
    for (const auto& rule : *role.modbus) {
      detectors::Permission permission{rule.from, rule.functions, {}};
      for (const auto& range : rule.registers) permission.objects.push_back(make_scope(range));
      permissions.push_back(std::move(permission));
    }
  }
  return policy;
}

std::vector<detectors::Prohibition> make_prohibitions(const Knowledge& knowledge) {
  std::vector<detectors::Prohibition> prohibitions;
  if (!knowledge.tuning) return prohibitions;
  for (const auto& rule : knowledge.tuning->deny) {
    detectors::Prohibition prohibition{rule.scope.device,    rule.scope.role,      rule.scope.peer,
                                       rule.scope.peer_role, rule.scope.protocol,  rule.functions,
                                       std::nullopt,         rule.decision.reason, rule.decision.expires};
    if (rule.object) prohibition.object = make_scope(*rule.object);
    prohibitions.push_back(std::move(prohibition));
  }
  return prohibitions;
}

std::unique_ptr<detectors::Exceptions> make_exceptions(const Knowledge& knowledge) {
  if (!knowledge.tuning) return nullptr;
  return std::make_unique<TuningExceptions>(*knowledge.tuning);
}

}  // namespace vedette::app
