// SPDX-License-Identifier: Apache-2.0
#include "baselines/router.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

#include "baselines/binding.h"
#include "core/hash.h"

namespace vedette::baselines {
namespace {

/// What of an address tells senders apart: hosts make up the lower half of IPv6 ones as they like.
core::IpAddress sender_part(const core::IpAddress& ip) {
  if (ip.family() != core::IpFamily::v6) return ip;
  std::array<std::uint8_t, 16> network{};
  std::copy_n(ip.raw().begin(), 8, network.begin());
  return core::IpAddress::v6(network);
}

bool is_virtual_router(const core::MacAddress& mac) {
  constexpr std::array<std::uint8_t, 4> vrrp{0x00, 0x00, 0x5e, 0x00};
  return std::ranges::equal(vrrp, std::span(mac.octets).first<4>()) && (mac.octets[4] == 1 || mac.octets[4] == 2);
}

std::string addresses(std::uint32_t count) {
  return count == 1 ? "1 address" : fmt::format("{} addresses", count);
}

}  // namespace

std::string why_router(const Station& station) {
  const std::string behind =
      station.behind > 0 ? fmt::format("{} came from behind it", addresses(station.behind)) : std::string{};
  const auto with = [&](std::string_view reason) {
    return behind.empty() ? std::string{reason} : fmt::format("{}; {}", reason, behind);
  };
  switch (station.forwards) {
    case Forwards::no:
      return {};
    case Forwards::advertised:
      return with("it sends router advertisements");
    case Forwards::virtual_mac:
      return with("its MAC is a virtual router's");
    case Forwards::from_outside:
      return with("it has a private address and hands on public ones");
    case Forwards::many_behind:
      return behind;
  }
  return {};
}

std::string why_proxy(const Station& station) {
  return station.proxy ? fmt::format("it claimed {} and more at a time", addresses(station.claimed)) : std::string{};
}

std::size_t Stations::Hash::operator()(const StationKey& key) const {
  return core::hash_bytes(key.mac.octets, key.realm.number);
}

Station* Stations::find(const StationKey& key) {
  const auto found = stations_.find(key);
  return found == stations_.end() ? nullptr : &found->second;
}

Station& Stations::at(const StationKey& key, core::Timestamp time) {
  Station* station = find(key);
  if (station == nullptr) {
    if (stations_.size() >= cap_) forget_oldest();
    station = &stations_[key];
    if (is_virtual_router(key.mac)) station->forwards = Forwards::virtual_mac;
  }
  station->last_seen = std::max(station->last_seen, time);
  return *station;
}

std::vector<std::pair<StationKey, Station>> Stations::sorted() const {
  std::vector<std::pair<StationKey, Station>> all(stations_.begin(), stations_.end());
  std::ranges::sort(all, {}, &std::pair<StationKey, Station>::first);
  return all;
}

std::vector<std::pair<core::MacAddress, Station>> Stations::extract(RealmId realm) {
  std::vector<std::pair<core::MacAddress, Station>> taken;
  for (const auto& [key, station] : stations_) {
    if (key.realm == realm) taken.emplace_back(key.mac, station);
  }
  std::ranges::sort(taken, {}, &std::pair<core::MacAddress, Station>::first);
  for (const auto& [mac, station] : taken) stations_.erase({realm, mac});
  return taken;
}

// In bulk, so that a flood of made-up addresses costs each of them a constant amount of work.
void Stations::forget_oldest() {
  std::vector<std::tuple<core::Timestamp, StationKey>> candidates;
  candidates.reserve(stations_.size());
  for (const auto& [key, station] : stations_) candidates.emplace_back(station.last_seen, key);
  const std::size_t count = std::max<std::size_t>(1, candidates.size() / 8);
  std::ranges::nth_element(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(count - 1));
  for (std::size_t i = 0; i < count; ++i) stations_.erase(std::get<StationKey>(candidates[i]));
  evictions_ += count;
}

bool note_use(Station& station, const core::IpAddress& ip, bool from_outside) {
  const auto part = sender_part(ip);
  const bool again = part != ip && std::ranges::find(station.used, part) != station.used.end();
  if (!again) {
    if (station.behind < station.used.size()) station.used[station.behind] = part;
    ++station.behind;
  }
  if (station.forwards != Forwards::no) return false;
  if (from_outside) station.forwards = Forwards::from_outside;
  if (station.behind > Station::max_used) station.forwards = Forwards::many_behind;
  return station.forwards != Forwards::no;
}

void take_back_use(Station& station, const core::IpAddress& ip) {
  const auto counted = std::min<std::size_t>(station.behind, station.used.size());
  const auto known = std::span(station.used).first(counted);
  const auto found = std::ranges::find(known, sender_part(ip));
  if (found == known.end()) {
    if (station.behind > station.used.size() && ip.family() == core::IpFamily::v4) --station.behind;
    return;
  }
  std::shift_left(found, known.end(), 1);
  known.back() = {};
  --station.behind;
  if (station.forwards == Forwards::many_behind && station.behind <= Station::max_used) station.forwards = Forwards::no;
}

}  // namespace vedette::baselines
