// SPDX-License-Identifier: Apache-2.0
// What clients ask of a BACnet device: once as octets for the wire, once as what it means, for the device that answers
// (135-2020, clauses 13 to 16).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tests/lab/traffic/bacnet_codec.h"

namespace vedette::lab::bacnet {

struct PropertyRef {
  ObjectId object;
  Property property = Property::present_value;
  std::optional<std::uint32_t> index{};
};

/// A value to be written. `number` stands for all of those that are numbers.
struct Value {
  enum class Kind : std::uint8_t { null, boolean, number, real, enumerated, text, week_day };
  Kind kind = Kind::null;
  double number = 0;
  std::string text{};
};
inline Value relinquish() {
  return {};
}
inline Value real(double value) {
  return {Value::Kind::real, value};
}
inline Value enumerated(double value) {
  return {Value::Kind::enumerated, value};
}
inline Value number(double value) {
  return {Value::Kind::number, value};
}
inline Value boolean(bool value) {
  return {Value::Kind::boolean, value ? 1.0 : 0.0};
}
/// As the type's present value has it.
Value present(Type type, double value);
/// A day of a weekly schedule: from this hour to that hour.
struct DayPlan {
  double from = 0, to = 0;
};

struct Setting {
  PropertyRef what;
  Value value;
  std::optional<unsigned> priority{};
  DayPlan day{};  ///< of Value::Kind::week_day
};

struct ReadProperties {
  std::vector<PropertyRef> what;
};
struct WriteProperties {
  std::vector<Setting> settings;
};
struct SubscribeCov {
  std::uint32_t process;
  ObjectId object;
  bool confirmed;
  std::uint32_t lifetime;  ///< seconds; 0 cancels
};
struct ReadRange {
  ObjectId log;
  std::uint32_t first;  ///< sequence number
  std::uint32_t count;
};
struct ReadFile {
  std::uint32_t file, start, count;
};
struct WriteFile {
  std::uint32_t file, start, size;
};
struct CommunicationControl {
  std::optional<unsigned> minutes{};
  unsigned mode = 1;  ///< 0 enable, 1 disable, 2 disable initiation
  std::string password{};
};
struct Reinitialize {
  unsigned state = 0;  ///< 0 cold start, 1 warm start, 2 start backup, 3 end backup, 7 activate changes
  std::string password{};
};
struct Acknowledge {
  ObjectId object;
};
struct Enquiry {};  ///< GetEventInformation

struct Request {
  Service service;
  Octets parameters;
  std::variant<ReadProperties, WriteProperties, SubscribeCov, ReadRange, ReadFile, WriteFile, CommunicationControl,
               Reinitialize, Acknowledge, Enquiry>
      what;
};

Request read(const PropertyRef& what);
Request read_multiple(std::vector<PropertyRef> what);
Request write(Setting setting);
Request write_multiple(std::vector<Setting> settings);
Request subscribe(const SubscribeCov& subscription);
Request read_range(const ReadRange& range);
Request read_file(const ReadFile& part);
/// With octets of its own making: what is in a file says nothing to anybody here.
Request write_file(const WriteFile& part);
Request control_communication(CommunicationControl control);
Request reinitialize(Reinitialize how);
struct AlarmStamp {
  unsigned state;  ///< BACnetEventState
  LocalTime raised;
};
Request acknowledge(std::uint32_t process, ObjectId object, const AlarmStamp& alarm, std::string_view source,
                    const LocalTime& now);
Request get_event_information();

}  // namespace vedette::lab::bacnet
