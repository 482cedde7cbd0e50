// SPDX-License-Identifier: Apache-2.0
// A site while it is planned: its hosts, what they say to each other, its site file. Makers fill it (sites/), scenarios
// add to it (scenarios/, hard_cases/), then it runs and nothing here changes any more.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/schema/site.pb.h"
#include "tests/lab/base/actor.h"
#include "tests/lab/base/calendar.h"
#include "tests/lab/base/host.h"
#include "tests/lab/base/label_book.h"
#include "tests/lab/base/lossy_stretch.h"
#include "tests/lab/base/random.h"

namespace vedette::lab {

class ModbusServer;
class MqttBroker;
class BacnetDevice;

struct SiteOptions {
  std::string kind;  ///< "brewery"
  unsigned devices = 20;
  Timestamp start{};
  Duration length{};
  std::uint64_t seed = 1;
  Timestamp end() const { return start + length; }
};

/// Registered blocks of vendors that make such things, so that a sensor may name the maker (IEEE MA-L).
enum class Maker : std::uint32_t {
  siemens = 0x001b1b,
  wago = 0x0030de,
  schneider = 0x0080f4,
  beckhoff = 0x000105,
  phoenix = 0x00a045,
  honeywell = 0x00404a,
  johnson = 0x00108d,
  sauter = 0x00e04b,
  danfoss = 0x0000c2,
  espressif = 0x240ac4,
  axis = 0x00408c,
  hikvision = 0x4419b6,
  advantech = 0x00d0c9,
  dell = 0x001422,
  hp = 0x3c5282,
  raspberry = 0xb827eb,
  vmware = 0x000c29,
};

class Site {
 public:
  explicit Site(SiteOptions options);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  const SiteOptions& options() const { return options_; }
  const Calendar& calendar() const { return calendar_; }
  /// A stream of its own for each name, for what a thing is: the same in every run of this seed.
  Random random(std::string_view name) const { return Random(options_.seed, name); }
  /// The same for what it does: another one in a run with another start, so that later days are not the same days.
  Random behaviour(std::string_view name) const {
    return Random(core::hash_combine(options_.seed, static_cast<std::uint64_t>(core::to_ns(options_.start))), name);
  }

  /// The next free address of a /24 (10.20.<net>.x from .10 on; a full net goes on in the next one). In the site file,
  /// and counted as a device. The reference stays good.
  Host& add_host(unsigned net, std::string name, std::string role, Maker maker, const Stack& stack);
  /// The same, but neither in the site file nor counted: an attacker's, a visitor's, the internet's.
  Host& add_stranger(unsigned net, std::string name, Maker maker, const Stack& stack);
  /// Behind the router: its own address, the router's MAC.
  Host& add_remote(std::string name, const core::IpAddress& ip);
  const std::deque<Host>& hosts() const { return hosts_; }
  std::vector<const Host*> with_role(std::string_view role) const;
  const Host& router() const { return *router_; }
  core::IpAddress broadcast_of(const Host& host) const;

  template <typename T, typename... Arguments>
  T& add_actor(Arguments&&... arguments) {
    auto made = std::make_unique<T>(std::forward<Arguments>(arguments)...);
    T& actor = *made;
    actors_.push_back(std::move(made));
    return actor;
  }
  const std::vector<std::unique_ptr<Actor>>& actors() const { return actors_; }

  // What scenarios choose from, in the order in which it was made.
  std::vector<ModbusServer*> modbus;
  std::vector<MqttBroker*> brokers;
  std::vector<BacnetDevice*> bacnet;

  /// Each adds one more device of a role that is there: it joins the network then, as part of the event, and stays.
  std::vector<std::function<const Host&(Timestamp, EventTag)>> newcomers;

  std::vector<LossyStretch> lossy;  ///< of the capture
  LabelBook labels;
  v1::Site file;  ///< of those who know what is allowed; devices are added by add_host()
  unsigned devices() const { return static_cast<unsigned>(file.devices_size()); }
  /// The entry of a host in the site file, to be filled with what the protocols say of it.
  v1::SiteDevice& device_entry(const Host& host);

 private:
  Host& add(unsigned net, std::string name, std::string role, Maker maker, const Stack& stack);

  SiteOptions options_;
  Calendar calendar_;
  std::deque<Host> hosts_;
  const Host* router_ = nullptr;
  std::vector<unsigned> used_;  ///< addresses given out per net
  std::vector<std::unique_ptr<Actor>> actors_;
};

/// One kind of site. A maker fills an empty one with as many devices as asked for.
struct SiteKind {
  std::string_view name, description;
  void (*make)(Site&);
  unsigned fewest = 10;  ///< devices
};
/// All, sorted by name; generated from the files in sites/.
std::span<const SiteKind* const> all_site_kinds();

}  // namespace vedette::lab
