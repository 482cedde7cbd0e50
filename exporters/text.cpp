// SPDX-License-Identifier: Apache-2.0
#include "exporters/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <iterator>

#include "exporters/utf8.h"

namespace vedette::exporters {
namespace {

/// "name (role, address, …)" of what is known, each part once.
std::string describe(const core::DeviceRef& device) {
  std::vector<std::string_view> parts;
  for (const std::string* part : {&device.name, &device.role, &device.ip, &device.mac, &device.identity}) {
    if (!part->empty() && std::ranges::find(parts, *part) == parts.end()) parts.push_back(*part);
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += i == 0 ? "" : i == 1 ? " (" : ", ";
    text += parts[i];
  }
  if (!device.zone.empty())
    fmt::format_to(std::back_inserter(text), "{}zone {}", parts.size() > 1 ? ", " : " (", device.zone);
  if (parts.size() > 1 || !device.zone.empty()) text += ')';
  return text;
}

std::string describe_expected(const core::Expectation& expected) {
  std::string text = expected.text;
  const auto append = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
  if (expected.low && expected.high) {
    append(fmt::format("{:.6g} to {:.6g}", *expected.low, *expected.high));
  } else if (expected.low) {
    append(fmt::format("at least {:.6g}", *expected.low));
  } else if (expected.high) {
    append(fmt::format("at most {:.6g}", *expected.high));
  }
  if (expected.samples > 0) append(fmt::format("from {} samples", expected.samples));
  return text;
}

std::string describe_when(const core::Alert& alert) {
  std::string text = core::format_time(alert.first_seen, alert.precision);
  if (alert.count == 1) return text + ", once";
  if (alert.count > 1) fmt::format_to(std::back_inserter(text), ", {} times", alert.count);
  const bool spans = alert.first_seen >= core::Timestamp{} && alert.last_seen > alert.first_seen;
  if (spans) text += " over " + core::format_duration(alert.last_seen - alert.first_seen);
  return text;
}

/// "2.3 years" is easier to weigh than 840 days.
std::string describe_certainty(const core::Alert& alert) {
  std::string text;
  if (alert.return_period_device_days) {
    const double days = *alert.return_period_device_days;
    text = days >= 730 ? fmt::format("expected by chance once in {:.3g} years of one device", days / 365.25)
                       : fmt::format("expected by chance once in {:.3g} days of one device", days);
  }
  if (alert.p_value) text += fmt::format("{}p = {:.2g}", text.empty() ? "" : ", ", *alert.p_value);
  return text;
}

std::string describe_contributions(const core::Alert& alert) {
  std::string text;
  for (const core::Contribution& c : alert.contributions) {
    fmt::format_to(std::back_inserter(text), "{}{} {:.0f} %", text.empty() ? "" : ", ", c.feature, c.share * 100);
  }
  return text;
}

std::string describe_evidence(const core::Alert& alert) {
  std::string text;
  for (const core::Evidence& e : alert.evidence) {
    fmt::format_to(std::back_inserter(text), "{}{}", text.empty() ? "frame " : ", ", e.pcap_cnt);
  }
  return text;
}

std::string describe_attack(const core::Alert& alert) {
  std::string text;
  for (const core::AttackTechnique& technique : alert.attack) {
    fmt::format_to(std::back_inserter(text), "{}{} {}", text.empty() ? "" : ", ", technique.id, technique.name);
  }
  return text;
}

std::string describe_response(const core::Response& response) {
  std::string text = response.quarantine_identity.empty() ? "" : "quarantine " + response.quarantine_identity;
  if (!response.quarantine_segment.empty())
    text += (text.empty() ? "quarantine in " : " in ") + response.quarantine_segment;
  if (!response.playbook.empty()) text += (text.empty() ? "playbook " : ", playbook ") + response.playbook;
  return text;
}

std::string_view colour_of(core::Severity severity) {
  constexpr std::array<std::string_view, 5> colours{"\x1b[1;34m", "\x1b[1;36m", "\x1b[1;33m", "\x1b[1;31m",
                                                    "\x1b[1;37;41m"};
  return colours.at(static_cast<std::size_t>(severity));
}

std::string headline(const core::Alert& alert, Colour colour) {
  std::string severity{core::to_string(alert.severity)};
  std::ranges::transform(severity, severity.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const bool coloured = colour == Colour::yes;
  return fmt::format("{}{}{}  {}\n", coloured ? colour_of(alert.severity) : "", severity, coloured ? "\x1b[0m" : "",
                     printable(alert.title));
}

}  // namespace

std::string to_text_line(const core::Alert& alert) {
  return printable(
             fmt::format("{} {}: {}: {}", alert.id, core::to_string(alert.status), alert.title, describe_when(alert))) +
         "\n";
}

std::string to_text(const core::Alert& alert, Colour colour) {
  std::string text = headline(alert, colour);
  const auto line = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) fmt::format_to(std::back_inserter(text), "  {:<10}{}\n", label, printable(value));
  };
  line("", alert.explanation);
  line("who", describe(alert.device));
  line("to whom", describe(alert.peer));
  line("what", alert.protocol + (alert.protocol.empty() || alert.object.empty() ? "" : ", ") + alert.object);
  line("observed", alert.observed);
  line("expected", describe_expected(alert.expected));
  line("normal", alert.nearest_normal);
  line("since", describe_when(alert));
  line("how sure", describe_certainty(alert));
  line("because", describe_contributions(alert));
  line("evidence", describe_evidence(alert));
  line("ATT&CK", describe_attack(alert));
  line("response", describe_response(alert.response));
  line("alert",
       fmt::format("{} revision {} ({}), {}", alert.id, alert.revision, core::to_string(alert.status), alert.detector));
  return text;
}

}  // namespace vedette::exporters
