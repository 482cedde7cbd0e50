// SPDX-License-Identifier: Apache-2.0
// The objects of a BACnet device, the process behind them, what priority arrays remember, which properties can be read
// and written (135-2020, clauses 12 and 19.2).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/lab/base/signal.h"
#include "tests/lab/traffic/bacnet_request.h"

namespace vedette::lab {

/// Limits of an analog object, beyond which it is in alarm (13.3.6).
struct BacnetLimits {
  double low = 0, high = 0, deadband = 0.5;
};

struct BacnetObject {
  bacnet::ObjectId id;
  std::string name;
  std::uint32_t units = 95;  ///< no units
  Signal signal;             ///< of inputs the value, of the others what the device's own program commands
  double min = -1e6, max = 1e6;
  double step = 0.1;     ///< the value's resolution; binary and multi-state values are whole numbers
  bool stepped = false;  ///< goes over at once where a shift begins and ends: a set point
  std::optional<bacnet::ObjectId> follows{};  ///< the signal is added to that object's value, late
  Duration lag = 10min;                       ///< time constant of following it
  double cov_increment = 0.5;
  std::uint32_t states = 0;  ///< of multi-state objects
  std::optional<BacnetLimits> limits{};
  std::string text{};         ///< description; of files the type
  std::uint32_t size = 0;     ///< of files octets, of trend logs seconds between two records
  bacnet::ObjectId logged{};  ///< of trend logs
};

struct BacnetIdentity {
  std::uint32_t instance = 0;
  unsigned vendor = 0;
  std::string vendor_name, model, firmware, name, location, password;
};

class BacnetObjects {
 public:
  BacnetObjects(const Calendar& calendar, Shift shift, BacnetIdentity identity, bacnet::Limits limits);

  void add(BacnetObject object);
  bool has(bacnet::ObjectId id) const { return index_.contains(id.number()); }
  const std::vector<BacnetObject>& all() const { return objects_; }
  const BacnetIdentity& identity() const { return identity_; }
  void set_firmware(std::string version) { identity_.firmware = std::move(version); }
  bacnet::ObjectId device() const { return {bacnet::Type::device, identity_.instance}; }

  double value(bacnet::ObjectId id, Timestamp at);
  /// The time as the device has it: on its wall and without its own clock's error.
  const LocalTime& local(Timestamp at);
  std::optional<BacnetLimits> limits_of(bacnet::ObjectId id) const;
  void set_alarm(bacnet::ObjectId id, unsigned state);
  unsigned alarm(bacnet::ObjectId id) const;  ///< BACnetEventState

  /// Appends the value, or tells why not.
  std::optional<bacnet::Error> read(const bacnet::PropertyRef& what, Timestamp at, Octets& out);
  std::optional<bacnet::Error> write(const bacnet::Setting& setting, Timestamp at);
  /// What "all" stands for.
  std::vector<bacnet::Property> properties_of(bacnet::ObjectId id) const;
  void put_status_flags(bacnet::Tags& tags, unsigned tag, bacnet::ObjectId id) const;
  /// Records of a trend log, oldest first; numbers go up for ever.
  std::uint32_t last_record(const BacnetObject& log, Timestamp at) const;
  void put_record(bacnet::Tags& tags, const BacnetObject& log, std::uint32_t number);
  const BacnetObject* find(bacnet::ObjectId id) const;

 private:
  struct State {
    std::array<float, 16> commands{};
    std::uint16_t commanded = 0;  ///< bit 0: priority 1
    double lagging = 0;           ///< what is added, where another one is followed
    Timestamp lagged_at{};
    unsigned alarm = 0;
    bool out_of_service = false;
  };
  std::size_t find_index(bacnet::ObjectId id) const;
  double value_at(std::size_t index, Timestamp at);
  double program(const BacnetObject& object, Timestamp at, const LocalTime& local, double activity) const;
  double rounded(const BacnetObject& object, double value) const;
  bool read_device(bacnet::PropertyRef what, Timestamp at, bacnet::Tags& tags);
  bool read_common(const BacnetObject& object, bacnet::Property property, bacnet::Tags& tags) const;
  bool read_point(std::size_t index, bacnet::PropertyRef what, Timestamp at, bacnet::Tags& tags);
  bool read_other(const BacnetObject& object, bacnet::PropertyRef what, Timestamp at, bacnet::Tags& tags);
  std::optional<bacnet::Error> command(std::size_t index, const bacnet::Setting& setting, Timestamp at);
  void put_present(bacnet::Tags& tags, const BacnetObject& object, double value) const;

  Calendar calendar_;
  Shift shift_;
  BacnetIdentity identity_;
  bacnet::Limits limits_;
  std::vector<BacnetObject> objects_;
  std::vector<State> states_;
  std::unordered_map<std::uint32_t, std::uint32_t> index_;
  Timestamp known_at_{};  ///< local time and activity are the same for all values of one answer
  LocalTime local_;
  double activity_ = 0;
};

bool is_analog(bacnet::Type type);
bool is_binary(bacnet::Type type);
bool is_multi_state(bacnet::Type type);
/// Has a priority array.
bool is_commandable(bacnet::Type type);

}  // namespace vedette::lab
