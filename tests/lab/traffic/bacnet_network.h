// SPDX-License-Identifier: Apache-2.0
// What the BACnet devices of a site have in common: broadcasts, and the broadcast management devices (BBMD) that carry
// them from subnet to subnet and to foreign devices (135-2020, Annex J), who-is and time as they are announced.
//
// All of it is planned before the run, so that every device knows when it will be asked for.
#pragma once

#include <optional>
#include <vector>

#include "tests/lab/site.h"
#include "tests/lab/traffic/bacnet_codec.h"

namespace vedette::lab {

struct WhoIs {
  Timestamp at;
  const Host* asker = nullptr;
  std::uint32_t low = 0, high = bacnet::any_instance;
  const Host* only = nullptr;  ///< asked of this one alone, not of all
  EventTag event{};
  bool everything() const { return low == 0 && high == bacnet::any_instance; }
};

/// A device on a foreign network that has broadcasts sent to it (J.5).
struct ForeignDevice {
  const Host* host = nullptr;
  const Host* bbmd = nullptr;
  std::uint16_t lifetime = 300;  ///< seconds, renewed after about four fifths
  Timestamp from{};
  std::optional<Timestamp> to{};
  EventTag event{};
};

class BacnetNetwork final : public AgendaActor {
 public:
  explicit BacnetNetwork(Site& site);

  // Before the run.
  /// It serves its own subnet.
  void add_bbmd(const Host& host) { bbmds_.push_back(&host); }
  void add_foreign(const ForeignDevice& device);
  void ask(const WhoIs& who_is);
  /// A named object is looked for; nobody has it.
  void ask_who_has(const Host& asker, Timestamp at, std::string name, EventTag event);
  void announce_time(const Host& from, Timestamp at);
  /// A management tool reads a BBMD's two tables.
  void read_tables(const Host& asker, const Host& bbmd, Timestamp at, EventTag event);

  // In the run, from anywhere.
  const std::vector<WhoIs>& who_is() const { return who_is_; }
  const std::vector<const Host*>& bbmds() const { return bbmds_; }
  const Host* bbmd_of(const Host& host) const;
  /// An Original-Broadcast-NPDU with all that BBMDs make of it.
  void broadcast(Sink& sink, Timestamp at, const Host& from, const Octets& message) const;

 private:
  void due(Timestamp at, std::uint32_t what, Sink& sink) override;
  void send_tables(Timestamp at, const Host& asker, const Host& bbmd, Sink& sink) const;
  void send(Sink& sink, Timestamp at, const Host& from, const Host& to, const Octets& message) const;
  const ForeignDevice* registration(const Host& host, Timestamp at) const;
  void forward(Sink& sink, Timestamp at, const Host& bbmd, const Host* not_to, const Octets& forwarded) const;

  Site& site_;
  Random random_;
  std::vector<const Host*> bbmds_;
  std::vector<ForeignDevice> foreign_;
  std::vector<WhoIs> who_is_;
};

/// An identification of IP packets whose sender keeps no conversation.
std::uint16_t any_ip_id(const Host& from, Timestamp at);

}  // namespace vedette::lab
