// SPDX-License-Identifier: Apache-2.0
#include "exporters/json.h"

#include "exporters/json_fields.h"

namespace vedette::exporters {
namespace {

void set_text(JsonFields& json, std::string_view name, std::string_view value) {
  if (!value.empty()) json.text(name, value);
}

void write_device(JsonFields& json, std::string_view name, const core::DeviceRef& device) {
  if (device == core::DeviceRef{}) return;
  json.begin_object(name);
  set_text(json, "name", device.name);
  set_text(json, "role", device.role);
  set_text(json, "ip", device.ip);
  set_text(json, "mac", device.mac);
  set_text(json, "zone", device.zone);
  set_text(json, "identity", device.identity);
  json.end_object();
}

void write_bound(JsonFields& json, std::optional<double> bound) {
  if (bound) {
    json.real("", *bound);
  } else {
    json.null("");
  }
}

void write_expected(JsonFields& json, const core::Expectation& expected) {
  if (expected == core::Expectation{}) return;
  json.begin_object("expected");
  set_text(json, "value", expected.text);
  if (expected.low || expected.high) {
    json.begin_array("interval");
    write_bound(json, expected.low);
    write_bound(json, expected.high);
    json.end_array();
  }
  if (expected.samples > 0) json.number("samples", expected.samples);
  json.end_object();
}

void write_contributions(JsonFields& json, const core::Alert& alert) {
  if (alert.contributions.empty()) return;
  json.begin_array("contributions");
  for (const core::Contribution& contribution : alert.contributions) {
    json.begin_object("");
    json.text("feature", contribution.feature);
    json.real("share", contribution.share);
    json.end_object();
  }
  json.end_array();
}

void write_evidence(JsonFields& json, const core::Alert& alert) {
  if (alert.evidence.empty()) return;
  json.begin_array("evidence");
  for (const core::Evidence& evidence : alert.evidence) {
    json.begin_object("");
    json.number("pcap_cnt", evidence.pcap_cnt);
    json.text("timestamp", core::format_time(evidence.timestamp, alert.precision));
    set_text(json, "community_id", evidence.community_id);
    json.end_object();
  }
  json.end_array();
}

void write_attack(JsonFields& json, const core::Alert& alert) {
  if (alert.attack.empty()) return;
  json.begin_array("attack");
  for (const core::AttackTechnique& technique : alert.attack) {
    json.begin_object("");
    set_text(json, "id", technique.id);
    set_text(json, "name", technique.name);
    set_text(json, "version", technique.version);
    json.end_object();
  }
  json.end_array();
}

void write_response(JsonFields& json, const core::Response& response) {
  if (response == core::Response{}) return;
  json.begin_object("response");
  if (!response.quarantine_identity.empty() || !response.quarantine_segment.empty()) {
    json.begin_object("quarantine");
    set_text(json, "identity", response.quarantine_identity);
    set_text(json, "segment", response.quarantine_segment);
    json.end_object();
  }
  set_text(json, "playbook", response.playbook);
  json.end_object();
}

}  // namespace

std::string to_json(const core::Alert& alert, std::optional<std::uint64_t> sequence) {
  JsonFields json;
  json.begin_object("");
  json.text("id", alert.id);
  json.number("revision", alert.revision);
  json.text("status", core::to_string(alert.status));
  set_text(json, "site", alert.site);
  set_text(json, "sensor", alert.sensor);
  if (sequence) json.number("sequence", *sequence);
  json.text("severity", core::to_string(alert.severity));
  json.text("detector", alert.detector);
  set_text(json, "title", alert.title);
  set_text(json, "explanation", alert.explanation);
  json.text("first_seen", core::format_time(alert.first_seen, alert.precision));
  json.text("last_seen", core::format_time(alert.last_seen, alert.precision));
  json.number("count", alert.count);
  write_device(json, "device", alert.device);
  write_device(json, "peer", alert.peer);
  set_text(json, "protocol", alert.protocol);
  set_text(json, "object", alert.object);
  set_text(json, "observed", alert.observed);
  write_expected(json, alert.expected);
  if (alert.p_value) json.real("p_value", *alert.p_value);
  if (alert.return_period_device_days) json.real("return_period_device_days", *alert.return_period_device_days);
  write_contributions(json, alert);
  set_text(json, "nearest_normal", alert.nearest_normal);
  write_evidence(json, alert);
  write_attack(json, alert);
  write_response(json, alert.response);
  set_text(json, "model_digest", alert.model_digest);
  set_text(json, "site_digest", alert.site_digest);
  set_text(json, "incident", alert.incident);
  json.end_object();
  return json.str();
}

}  // namespace vedette::exporters
