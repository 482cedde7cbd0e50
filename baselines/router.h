// SPDX-License-Identifier: Apache-2.0
// What is known of a MAC address on its link: whose it is, and whether it stands for others. Behind a router all
// addresses of the world share its MAC, and a proxy claims those of others as its own; over neither of them is one
// device made of many. Owned by EntityTable.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "baselines/entity_id.h"
#include "baselines/realm.h"
#include "core/address.h"
#include "core/time.h"

namespace vedette::baselines {

enum class Forwards : std::uint8_t {
  no,
  advertised,    ///< it says so: router advertisements
  virtual_mac,   ///< VRRP's own range (RFC 5798, 7.3)
  from_outside,  ///< public addresses beside its own private one
  many_behind,   ///< more addresses than one device has, none of them claimed
};

struct Station {
  /// More addresses than that by use alone, and none of them claimed, are not those of one device.
  static constexpr std::size_t max_used = 3;
  /// More IPv4 addresses than that are claimed for others only.
  static constexpr std::size_t max_claimed = 8;

  EntityId device;  ///< whose own MAC it is; unset while nothing has shown it
  Forwards forwards = Forwards::no;
  bool proxy = false;
  std::uint32_t behind = 0;   ///< addresses used with it that were never claimed
  std::uint32_t claimed = 0;  ///< IPv4 addresses claimed with it, at most
  core::Timestamp last_seen;
  /// The first that were used: IPv4 addresses and the /64 of IPv6 ones.
  std::array<core::IpAddress, max_used + 1> used{};

  bool stands_for_others() const { return proxy || forwards != Forwards::no; }
};

/// In words: "37 addresses came from behind it". Empty for one that forwards nothing.
std::string why_router(const Station& station);
std::string why_proxy(const Station& station);

struct StationKey {
  RealmId realm;
  core::MacAddress mac;
  auto operator<=>(const StationKey&) const = default;
};

class Stations {
 public:
  explicit Stations(std::size_t cap) : cap_(cap) {}

  Station* find(const StationKey& key);
  const Station* find(const StationKey& key) const { return const_cast<Stations*>(this)->find(key); }
  /// Made where it is new; those unseen for longest are forgotten in bulk for it. Valid until the next call.
  Station& at(const StationKey& key, core::Timestamp time);
  /// Takes the stations of a realm out, in the order of their MACs.
  std::vector<std::pair<core::MacAddress, Station>> extract(RealmId realm);
  /// All, in order: for output.
  std::vector<std::pair<StationKey, Station>> sorted() const;
  std::size_t size() const { return stations_.size(); }
  std::uint64_t evictions() const { return evictions_; }

 private:
  struct Hash {
    std::size_t operator()(const StationKey& key) const;
  };
  void forget_oldest();

  std::size_t cap_;
  std::unordered_map<StationKey, Station, Hash> stations_;
  std::uint64_t evictions_ = 0;
};

/// One more address was used with the station and is not known to be its own. True where that makes it a router.
bool note_use(Station& station, const core::IpAddress& ip, bool from_outside);
/// An address that was used turns out to be the station's own after all.
void take_back_use(Station& station, const core::IpAddress& ip);

}  // namespace vedette::baselines
