// SPDX-License-Identifier: Apache-2.0
#include "exporters/alert_schema.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <google/protobuf/stubs/logging.h>
#include <limits>

#include "exporters/utf8.h"

namespace vedette::exporters {
namespace {

// In bytes. Together they keep an alert well under max_frame.
constexpr std::size_t max_name = 256;
constexpr std::size_t max_title = 512;
constexpr std::size_t max_sentence = 2048;
constexpr std::size_t max_contributions = 32;
constexpr std::size_t max_techniques = 8;

/// Every text of an alert with its bound: one list for cutting and for checking.
template <typename AlertType, typename Visit>
void for_each_text(AlertType& alert, Visit visit) {
  for (auto* name : {&alert.id, &alert.site, &alert.sensor, &alert.detector, &alert.protocol, &alert.incident,
                     &alert.model_digest, &alert.site_digest, &alert.response.quarantine_identity,
                     &alert.response.quarantine_segment, &alert.response.playbook}) {
    visit(*name, max_name);
  }
  for (auto* device : {&alert.device, &alert.peer}) {
    for (auto* name : {&device->name, &device->role, &device->ip, &device->mac, &device->zone, &device->identity}) {
      visit(*name, max_name);
    }
  }
  visit(alert.title, max_title);
  for (auto* sentence :
       {&alert.explanation, &alert.object, &alert.observed, &alert.expected.text, &alert.nearest_normal}) {
    visit(*sentence, max_sentence);
  }
  for (auto& contribution : alert.contributions) visit(contribution.feature, max_name);
  for (auto& evidence : alert.evidence) visit(evidence.community_id, max_name);
  for (auto& technique : alert.attack) {
    for (auto* name : {&technique.id, &technique.name, &technique.version}) visit(*name, max_name);
  }
}

void write_device(const core::DeviceRef& device, v1::Alert::Device& message) {
  message.set_name(device.name);
  message.set_role(device.role);
  message.set_ip(device.ip);
  message.set_mac(device.mac);
  message.set_zone(device.zone);
  message.set_identity(device.identity);
}

core::DeviceRef read_device(const v1::Alert::Device& message) {
  return {message.name(), message.role(), message.ip(), message.mac(), message.zone(), message.identity()};
}

void write_lists(const core::Alert& alert, v1::Alert& message) {
  for (const core::Contribution& contribution : alert.contributions) {
    auto& entry = *message.add_contributions();
    entry.set_feature(contribution.feature);
    entry.set_share(contribution.share);
  }
  for (const core::Evidence& evidence : alert.evidence) {
    auto& entry = *message.add_evidence();
    entry.set_pcap_cnt(evidence.pcap_cnt);
    entry.set_timestamp(core::to_ns(evidence.timestamp));
    entry.set_community_id(evidence.community_id);
  }
  for (const core::AttackTechnique& technique : alert.attack) {
    auto& entry = *message.add_attack();
    entry.set_id(technique.id);
    entry.set_name(technique.name);
    entry.set_version(technique.version);
  }
}

void read_lists(const v1::Alert& message, core::Alert& alert) {
  for (const auto& entry : message.contributions()) alert.contributions.push_back({entry.feature(), entry.share()});
  for (const auto& entry : message.evidence()) {
    alert.evidence.push_back({entry.pcap_cnt(), core::timestamp_from_ns(entry.timestamp()), entry.community_id()});
  }
  for (const auto& entry : message.attack()) alert.attack.push_back({entry.id(), entry.name(), entry.version()});
}

void read_texts(const v1::Alert& message, core::Alert& alert) {
  alert.id = message.id();
  alert.site = message.site();
  alert.sensor = message.sensor();
  alert.detector = message.detector();
  alert.title = message.title();
  alert.explanation = message.explanation();
  alert.device = read_device(message.device());
  alert.peer = read_device(message.peer());
  alert.protocol = message.protocol();
  alert.object = message.object();
  alert.observed = message.observed();
  alert.nearest_normal = message.nearest_normal();
  alert.response = {message.response().quarantine().identity(), message.response().quarantine().segment(),
                    message.response().playbook()};
  alert.incident = message.incident();
  alert.model_digest = message.model_digest();
  alert.site_digest = message.site_digest();
}

void read_expected(const v1::Alert::Expected& message, core::Expectation& expected) {
  expected.text = message.value();
  if (message.has_low()) expected.low = message.low();
  if (message.has_high()) expected.high = message.high();
  expected.samples = message.samples();
}

bool is_share(double value) {
  return value >= 0 && value <= 1;
}
bool is_finite(std::optional<double> value) {
  return !value || std::isfinite(*value);
}

/// What no sound alert holds, by the name of its field; nullptr where all is well.
const char* flaw_of(const core::Alert& alert) {
  const char* flaw = nullptr;
  for_each_text(alert, [&](const std::string& text, std::size_t limit) {
    if (text.size() > limit) flaw = "a text is longer than allowed";
    if (!is_utf8(text)) flaw = "a text is not UTF-8";
  });
  if (flaw != nullptr) return flaw;
  if (alert.id.empty()) return "id is empty";
  if (alert.detector.empty()) return "detector is empty";
  if (alert.revision == 0) return "revision is 0";
  if (alert.first_seen < core::Timestamp{} || alert.last_seen < core::Timestamp{}) return "a time lies before 1970";
  if (alert.p_value && !is_share(*alert.p_value)) return "p_value is no probability";
  if (!is_finite(alert.expected.low) || !is_finite(alert.expected.high)) return "expected interval is not finite";
  if (!is_finite(alert.return_period_device_days)) return "return_period_device_days is not finite";
  if (std::ranges::any_of(alert.contributions, [](const auto& c) { return !is_share(c.share); })) {
    return "a contribution's share lies outside 0 to 1";
  }
  if (std::ranges::any_of(alert.evidence, [](const auto& e) { return e.timestamp < core::Timestamp{}; })) {
    return "a time lies before 1970";
  }
  return nullptr;
}

/// What must hold before anything is copied out of the message.
const char* flaw_of(const v1::Alert& message) {
  constexpr std::array<std::uint32_t, 4> digits{0, 3, 6, 9};
  if (!v1::Alert::Severity_IsValid(message.severity())) return "severity is none of 0 to 4";
  if (!v1::Alert::Status_IsValid(message.status())) return "status is none of 0 to 2";
  if (std::ranges::find(digits, message.time_digits()) == digits.end()) return "time_digits is none of 0, 3, 6, 9";
  if (message.evidence_size() > static_cast<int>(core::max_evidence)) return "more evidence than 8 entries";
  if (message.contributions_size() > static_cast<int>(max_contributions)) return "more contributions than 32";
  if (message.attack_size() > static_cast<int>(max_techniques)) return "more techniques than 8";
  return nullptr;
}

void drop_if_not_finite(std::optional<double>& value) {
  if (!is_finite(value)) value.reset();
}

}  // namespace

bool parse(std::string_view bytes, google::protobuf::Message& message) {
  const google::protobuf::LogSilencer silence;
  return bytes.size() <= std::numeric_limits<int>::max() &&
         message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

bool has_unknown_fields(const google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    // No message of the schema holds itself, so the depth is the schema's and not the input's.
    if (!field->is_repeated()) {
      if (has_unknown_fields(reflection.GetMessage(message, field))) return true;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (has_unknown_fields(reflection.GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

core::Alert bounded(core::Alert alert) {
  if (alert.evidence.size() > core::max_evidence) alert.evidence.resize(core::max_evidence);
  if (alert.contributions.size() > max_contributions) alert.contributions.resize(max_contributions);
  if (alert.attack.size() > max_techniques) alert.attack.resize(max_techniques);
  for_each_text(alert, [](std::string& text, std::size_t limit) {
    if (text.size() > limit || !is_utf8(text)) text = clean_utf8(text, limit);
  });
  const auto since_1970 = [](core::Timestamp& time) { time = std::max(time, core::Timestamp{}); };
  since_1970(alert.first_seen);
  since_1970(alert.last_seen);
  for (core::Evidence& evidence : alert.evidence) since_1970(evidence.timestamp);
  for (auto* value : {&alert.p_value, &alert.return_period_device_days, &alert.expected.low, &alert.expected.high}) {
    drop_if_not_finite(*value);
  }
  if (alert.p_value) alert.p_value = std::clamp(*alert.p_value, 0.0, 1.0);
  for (core::Contribution& contribution : alert.contributions) {
    contribution.share = std::isfinite(contribution.share) ? std::clamp(contribution.share, 0.0, 1.0) : 0.0;
  }
  return alert;
}

void write_alert(const core::Alert& alert, v1::Alert& message) {
  message.set_id(alert.id);
  message.set_revision(alert.revision);
  message.set_status(static_cast<v1::Alert::Status>(alert.status));
  message.set_site(alert.site);
  message.set_sensor(alert.sensor);
  message.set_severity(static_cast<v1::Alert::Severity>(alert.severity));
  message.set_detector(alert.detector);
  message.set_title(alert.title);
  message.set_explanation(alert.explanation);
  message.set_first_seen(core::to_ns(alert.first_seen));
  message.set_last_seen(core::to_ns(alert.last_seen));
  message.set_count(alert.count);
  message.set_time_digits(static_cast<std::uint32_t>(alert.precision));
  if (alert.device != core::DeviceRef{}) write_device(alert.device, *message.mutable_device());
  if (alert.peer != core::DeviceRef{}) write_device(alert.peer, *message.mutable_peer());
  message.set_protocol(alert.protocol);
  message.set_object(alert.object);
  message.set_observed(alert.observed);
  if (alert.expected != core::Expectation{}) {
    auto& expected = *message.mutable_expected();
    expected.set_value(alert.expected.text);
    if (alert.expected.low) expected.set_low(*alert.expected.low);
    if (alert.expected.high) expected.set_high(*alert.expected.high);
    expected.set_samples(alert.expected.samples);
  }
  if (alert.p_value) message.set_p_value(*alert.p_value);
  if (alert.return_period_device_days) message.set_return_period_device_days(*alert.return_period_device_days);
  write_lists(alert, message);
  message.set_nearest_normal(alert.nearest_normal);
  if (alert.response != core::Response{}) {
    auto& response = *message.mutable_response();
    response.mutable_quarantine()->set_identity(alert.response.quarantine_identity);
    response.mutable_quarantine()->set_segment(alert.response.quarantine_segment);
    response.set_playbook(alert.response.playbook);
  }
  message.set_incident(alert.incident);
  message.set_model_digest(alert.model_digest);
  message.set_site_digest(alert.site_digest);
}

core::Result<core::Alert> read_alert(const v1::Alert& message) {
  if (const char* flaw = flaw_of(message)) return core::wrong_usage(fmt::format("alert: {}", flaw));
  core::Alert alert;
  read_texts(message, alert);
  read_lists(message, alert);
  read_expected(message.expected(), alert.expected);
  alert.revision = message.revision();
  alert.status = static_cast<core::AlertStatus>(message.status());
  alert.severity = static_cast<core::Severity>(message.severity());
  alert.first_seen = core::timestamp_from_ns(message.first_seen());
  alert.last_seen = core::timestamp_from_ns(message.last_seen());
  alert.precision = static_cast<core::TimePrecision>(message.time_digits());
  alert.count = message.count();
  if (message.has_p_value()) alert.p_value = message.p_value();
  if (message.has_return_period_device_days()) alert.return_period_device_days = message.return_period_device_days();
  if (const char* flaw = flaw_of(alert)) return core::wrong_usage(fmt::format("alert: {}", flaw));
  return alert;
}

}  // namespace vedette::exporters
