// SPDX-License-Identifier: Apache-2.0
#include "models/labels.h"

#include <charconv>
#include <fmt/format.h>

#include "models/checks.h"
#include "models/schema/labels.pb.h"
#include "models/yaml_reader.h"
#include "models/yaml_writer.h"

namespace vedette::models {
namespace {

constexpr int max_events = 100'000;
constexpr std::size_t max_ranges = 1'000'000;  // of all events together
const std::vector<std::string> intensities{"loud", "medium", "stealthy"};

/// So that no sum of a time and a span of these files runs over.
constexpr core::Timestamp latest = core::timestamp_from_ns(7'258'118'400'000'000'000);  // 2200-01-01

/// Decimal, from 1, without leading zeros; moves `text` behind it.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || text.front() == '0') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

/// One range; the next one begins at least one frame behind it.
std::optional<FrameRange> take_range(std::string_view& text, std::uint64_t beyond) {
  const auto first = take_number(text);
  if (!first || (beyond != 0 && *first <= beyond + 1)) return std::nullopt;
  FrameRange range{*first, *first};
  if (take(text, '-')) {
    const auto last = take_number(text);
    if (!last || *last <= *first) return std::nullopt;
    range.last = *last;
  }
  return range;
}

Checked read_frames(const Place& place, const std::string& from, std::uint64_t packets, std::size_t& room,
                    std::vector<FrameRange>& to) {
  const std::string allowed = "ascending frames and ranges that don't touch, such as 7 12-40";
  for (std::string_view rest = from; !rest.empty();) {
    const std::string_view here = rest;
    const auto range = take_range(rest, to.empty() ? 0 : to.back().last);
    if (!range || (!rest.empty() && (!take(rest, ' ') || rest.empty())))
      return place.refuse("found " + shown(here.substr(0, here.find(' '))), allowed);
    if (range->last > packets) {
      return place.refuse(fmt::format("found frame {}, and packets says {}", range->last, packets),
                          fmt::format("frames from 1 to {}", packets));
    }
    if (room-- == 0) return place.refuse("too many ranges", fmt::format("{} in one file", max_ranges));
    to.push_back(*range);
  }
  return {};
}

Checked read_parties(const Place& place, const v1::Labels& from, Labels& to) {
  for (const auto& [name, in] : from.parties()) {
    const Place at = place[name];
    if (auto ok = check_name(at, name); !ok) return ok;
    LabelledParty party;
    for (int i = 0; i < in.ip_size(); ++i) {
      const auto ip = core::IpAddress::parse(in.ip(i));
      if (!ip)
        return at["ip"][static_cast<std::size_t>(i)].refuse("found " + shown(in.ip(i)), "an IPv4 or IPv6 address");
      party.ip.push_back(*ip);
    }
    for (int i = 0; i < in.mac_size(); ++i) {
      const auto mac = core::MacAddress::parse(in.mac(i));
      if (!mac)
        return at["mac"][static_cast<std::size_t>(i)].refuse("found " + shown(in.mac(i)),
                                                             "six octets such as 00:1d:9c:00:00:11");
      party.mac.push_back(*mac);
    }
    if (party.ip.empty() && party.mac.empty()) return at.refuse("found no address", "ip, mac or both");
    to.parties.emplace(name, std::move(party));
  }
  return {};
}

/// "T0855" or "T0855.001".
bool is_technique(std::string_view text) {
  const auto digits = [](std::string_view part, std::size_t length) {
    return part.size() == length && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!take(text, 'T')) return false;
  return digits(text.substr(0, 4), 4) && (text.size() == 4 || (text[4] == '.' && digits(text.substr(5), 3)));
}

Checked check_names(const Place& place, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (auto ok = check_name(place[i], names[i]); !ok) return ok;
  }
  return {};
}

Checked check_what(const Place& at, const LabelledEvent& event) {
  for (std::size_t i = 0; i < event.attack.size(); ++i) {
    if (!is_technique(event.attack[i]))
      return at["attack"][i].refuse("found " + shown(event.attack[i]), "a technique of MITRE ATT&CK such as T0855");
  }
  if (event.benign) {
    if (event.intensity.empty()) return {};
    return at["intensity"].refuse("found " + shown(event.intensity), "none, since the event is benign");
  }
  return check_word(at["intensity"], event.intensity, intensities);
}

Checked check_time(const Place& place, core::Timestamp time) {
  if (time == core::Timestamp{}) return place.refuse("missing", "a time such as 2026-03-02T08:00:00Z");
  if (time < core::Timestamp{} || time > latest)
    return place.refuse("found " + core::format_time(time), "a time from 1970 to 2200");
  return {};
}

Checked check_when(const Place& at, const LabelledEvent& event, const Labels& labels) {
  if (auto ok = check_time(at["from"], event.from); !ok) return ok;
  if (auto ok = check_time(at["to"], event.to); !ok) return ok;
  if (event.to < event.from) return at["to"].refuse("found an end before the beginning", "a time not before from");
  if (event.to < labels.from || event.from > labels.to) {
    return at["from"].refuse(
        "found an event outside of the capture",
        fmt::format("times from {} to {}", core::format_time(labels.from), core::format_time(labels.to)));
  }
  return {};
}

Checked check_who(const Place& at, const LabelledEvent& event, const Labels& labels) {
  if (!event.attacker.empty()) {
    if (auto ok = check_known(at["attacker"], event.attacker, labels.parties); !ok) return ok;
  }
  for (std::size_t i = 0; i < event.victims.size(); ++i) {
    if (auto ok = check_known(at["victims"][i], event.victims[i], labels.parties); !ok) return ok;
  }
  if (event.attacker.empty() && event.victims.empty() && event.frames.empty())
    return at.refuse("nothing says what belongs to the event", "attacker, victims or frames");
  return {};
}

Checked read_events(const Place& place, const v1::Labels& from, Labels& to) {
  if (from.events_size() > max_events) {
    return place.refuse(fmt::format("found {} events", from.events_size()), fmt::format("at most {}", max_events));
  }
  Unique unique{"id"};
  std::size_t room = max_ranges;
  for (std::size_t i = 0; const auto& in : from.events()) {
    const Place at = place[i++];
    LabelledEvent event{.id = in.id(),
                        .scenario = in.scenario(),
                        .attack = {in.attack().begin(), in.attack().end()},
                        .intensity = in.intensity(),
                        .benign = in.benign(),
                        .from = core::timestamp_from_ns(in.from()),
                        .to = core::timestamp_from_ns(in.to()),
                        .attacker = in.attacker(),
                        .victims = {in.victims().begin(), in.victims().end()},
                        .protocol = in.protocol(),
                        .causes = {in.causes().begin(), in.causes().end()},
                        .frames = {},
                        .line = at.line()};
    if (auto ok = check_name(at["id"], event.id); !ok) return ok;
    if (auto ok = unique.add(at["id"], event.id); !ok) return ok;
    if (auto ok = check_name(at["scenario"], event.scenario); !ok) return ok;
    if (auto ok = check_names(at["causes"], event.causes); !ok) return ok;
    if (auto ok = check_what(at, event); !ok) return ok;
    if (auto ok = check_when(at, event, to); !ok) return ok;
    if (auto ok = read_frames(at["frames"], in.frames(), to.packets, room, event.frames); !ok) return ok;
    if (auto ok = check_who(at, event, to); !ok) return ok;
    to.events.push_back(std::move(event));
  }
  return {};
}

core::Result<Labels> checked(const core::Result<YamlFile>& file, const v1::Labels& from) {
  if (!file) return std::unexpected(file.error());
  const Place root = file->place();
  Labels labels;
  labels.capture = from.capture();
  labels.site = from.site();
  if (from.has_seed()) labels.seed = from.seed();
  labels.from = core::timestamp_from_ns(from.from());
  labels.to = core::timestamp_from_ns(from.to());
  labels.packets = from.packets();
  labels.devices = from.devices();
  if (labels.packets > 0) {
    if (auto ok = check_time(root["from"], labels.from); !ok) return std::unexpected(ok.error());
    if (auto ok = check_time(root["to"], labels.to); !ok) return std::unexpected(ok.error());
  }
  if (labels.to < labels.from) return root["to"].refuse("found an end before the beginning", "a time not before from");
  if (auto ok = read_parties(root["parties"], from, labels); !ok) return std::unexpected(ok.error());
  if (auto ok = read_events(root["events"], from, labels); !ok) return std::unexpected(ok.error());
  return labels;
}

std::string write_frames(const std::vector<FrameRange>& frames) {
  std::string text;
  for (const FrameRange& range : frames) {
    text += fmt::format("{}{}", text.empty() ? "" : " ", range.first);
    if (range.last != range.first) text += fmt::format("-{}", range.last);
  }
  return text;
}

void write_event(const LabelledEvent& from, v1::LabelledEvent& to) {
  to.set_id(from.id);
  to.set_scenario(from.scenario);
  to.mutable_attack()->Assign(from.attack.begin(), from.attack.end());
  to.set_intensity(from.intensity);
  to.set_benign(from.benign);
  to.set_from(core::to_ns(from.from));
  to.set_to(core::to_ns(from.to));
  to.set_attacker(from.attacker);
  to.mutable_victims()->Assign(from.victims.begin(), from.victims.end());
  to.set_protocol(from.protocol);
  to.mutable_causes()->Assign(from.causes.begin(), from.causes.end());
  to.set_frames(write_frames(from.frames));
}

}  // namespace

core::Result<Labels> parse_labels(const std::string& name, std::string_view text) {
  v1::Labels message;
  return checked(read_yaml(name, text, message), message);
}

core::Result<Labels> load_labels(const std::string& path) {
  v1::Labels message;
  return checked(read_yaml_file(path, message), message);
}

std::string write_labels(const Labels& labels) {
  v1::Labels message;
  message.set_version(file_version);
  message.set_capture(labels.capture);
  message.set_site(labels.site);
  if (labels.seed) message.set_seed(*labels.seed);
  message.set_from(core::to_ns(labels.from));
  message.set_to(core::to_ns(labels.to));
  message.set_packets(labels.packets);
  message.set_devices(labels.devices);
  for (const auto& [name, from] : labels.parties) {
    v1::LabelledParty& to = (*message.mutable_parties())[name];
    for (const auto& ip : from.ip) to.add_ip(ip.to_string());
    for (const auto& mac : from.mac) to.add_mac(mac.to_string());
  }
  for (const LabelledEvent& event : labels.events) write_event(event, *message.add_events());
  return write_yaml(message);
}

}  // namespace vedette::models
