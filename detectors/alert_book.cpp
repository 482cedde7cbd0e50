// SPDX-License-Identifier: Apache-2.0
#include "detectors/alert_book.h"

#include <algorithm>
#include <fmt/format.h>

#include "core/digest.h"
#include "core/flow_key.h"
#include "detectors/words.h"

namespace vedette::detectors {
namespace {

using core::Alert;
using core::AlertStatus;

void add_evidence(Alert& alert, const core::Observation* o, core::Timestamp now, std::uint64_t seq) {
  if (alert.evidence.size() >= core::max_evidence) return;
  if (o == nullptr) return alert.evidence.push_back({seq, now, {}});
  alert.evidence.push_back({o->frame, o->time, core::community_id(o->source, o->target, o->transport)});
}

/// The smallest range that holds both, where they lie in the same space.
void widen(core::ObjectRef& object, const core::ObjectRef& more) {
  if (object.space != more.space || object.count == 0 || more.count == 0) return;
  const std::uint64_t end = std::max(object.first + object.count, more.first + more.count);
  object.first = std::min(object.first, more.first);
  object.count = static_cast<std::uint32_t>(end - object.first);
}

}  // namespace

std::string AlertBook::id_of(const core::Finding& finding, const core::Observation* o, core::Timestamp first_seen) {
  return core::sha256_hex(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", finding.detector, finding.title,
                                      finding.device.name, finding.peer.name, o == nullptr ? "" : o->protocol.name,
                                      o == nullptr ? "" : o->operation, o == nullptr ? "" : in_words(o->object),
                                      core::to_ns(first_seen)))
      .substr(0, 16);
}

bool AlertBook::again(std::uint64_t cause, const core::Observation* observation, core::Timestamp now,
                      std::uint64_t seq) {
  const auto order = order_of_.find(cause);
  if (order == order_of_.end()) return false;
  Open& open = open_.at(order->second);
  grow(open, observation, now, seq);
  if (open.alert.count >= open.next_update) {
    open.next_update *= 10;
    tell(open, AlertStatus::updated);
  }
  return true;
}

void AlertBook::grow(Open& open, const core::Observation* o, core::Timestamp now, std::uint64_t seq) {
  Alert& alert = open.alert;
  ++alert.count;
  alert.last_seen = std::max(alert.last_seen, now);
  add_evidence(alert, o, now, seq);
  if (o == nullptr || !o->object.is_set()) return;
  widen(open.object, o->object);
  if (open.object.count > 0) alert.object = in_words(open.object);
}

void AlertBook::open(const Verdict& verdict, core::Finding finding, const core::Observation* o, core::Timestamp now,
                     std::uint64_t seq) {
  if (open_.size() >= cap) {
    const auto quietest =
        std::ranges::min_element(open_, {}, [](const auto& entry) { return entry.second.alert.last_seen; });
    ++stats_.crowded_out;
    close(quietest);
  }
  Open open;
  open.cause = verdict.cause;
  Alert& alert = open.alert;
  alert.site = context_.site;
  alert.sensor = context_.sensor;
  alert.model_digest = context_.model_digest;
  alert.site_digest = context_.site_digest;
  alert.severity = verdict.sighting ? core::Severity::info : finding.severity;
  alert.id = id_of(finding, o, now);
  alert.detector = finding.detector;
  alert.title = std::move(finding.title);
  alert.explanation = std::move(finding.explanation);
  alert.first_seen = alert.last_seen = now;
  alert.count = 1;
  alert.device = std::move(finding.device);
  alert.peer = std::move(finding.peer);
  alert.observed = std::move(finding.observed);
  alert.expected = std::move(finding.expected);
  alert.p_value = finding.p_value;
  alert.return_period_device_days = finding.return_period_device_days;
  alert.contributions = std::move(finding.contributions);
  alert.nearest_normal = std::move(finding.nearest_normal);
  alert.attack = std::move(finding.attack);
  if (o != nullptr) {
    alert.protocol = o->protocol.name;
    alert.object = in_words(o->object);
    open.object = o->object;
    open.object.text = {};
  }
  add_evidence(alert, o, now, seq);
  if (!verdict.sighting) {
    alert.incident = incident_of(alert);
    if (alert.severity >= core::Severity::high && !alert.device.ip.empty()) {
      alert.response.quarantine_identity = "ip:" + alert.device.ip;
      alert.response.quarantine_segment = alert.device.zone;
    }
  }
  ++(verdict.sighting ? stats_.sightings : stats_.alerts);
  const auto order = opened_++;
  order_of_[open.cause] = order;
  tell(open_.emplace(order, std::move(open)).first->second, AlertStatus::open);
}

void AlertBook::tell(Open& open, AlertStatus status) {
  if (status != AlertStatus::open) ++open.alert.revision;
  open.alert.status = status;
  open.told_count = open.alert.count;
  emit_(open.alert);
}

// What one device does within an hour belongs together, whatever rule it broke.
std::string AlertBook::incident_of(const Alert& alert) {
  if (alert.device.name.empty()) return alert.id;
  Incident& incident = incidents_[alert.device.name];
  if (incident.id.empty() || alert.first_seen - incident.started > incident_span)
    incident = {alert.id, alert.first_seen};
  const std::string id = incident.id;
  if (incidents_.size() > incident_cap) {
    incidents_.erase(std::ranges::min_element(incidents_, {}, [](const auto& entry) { return entry.second.started; }));
  }
  return id;
}

void AlertBook::close(std::map<std::uint64_t, Open>::iterator open) {
  tell(open->second, AlertStatus::closed);
  order_of_.erase(open->second.cause);
  open_.erase(open);
}

void AlertBook::tick(const core::Tick& tick) {
  for (auto open = open_.begin(); open != open_.end();) {
    const auto here = open++;
    if (tick.new_epoch || tick.time - here->second.alert.last_seen >= quiet) close(here);
  }
}

void AlertBook::finish() {
  for (auto& [order, open] : open_) {
    if (open.alert.count != open.told_count) tell(open, AlertStatus::updated);
  }
}

}  // namespace vedette::detectors
