// SPDX-License-Identifier: Apache-2.0
// BACnet on the wire (135-2020): tags and values (clause 20.2), the headers of the application layer (20.1), of the
// network layer (6.2) and of the virtual link on IP (Annex J).
#pragma once

#include <cstdint>
#include <string_view>

#include "core/address.h"
#include "tests/lab/base/calendar.h"
#include "tests/lab/base/octets.h"

namespace vedette::lab::bacnet {

inline constexpr std::uint16_t port = 47'808;

enum class Type : std::uint16_t {
  analog_input,
  analog_output,
  analog_value,
  binary_input,
  binary_output,
  binary_value,
  device = 8,
  file = 10,
  multi_state_input = 13,
  multi_state_output,
  notification_class,
  schedule = 17,
  multi_state_value = 19,
  trend_log,
};

struct ObjectId {
  Type type = Type::device;
  std::uint32_t instance = 0;
  std::uint32_t number() const { return static_cast<std::uint32_t>(type) << 22 | instance; }
  bool operator==(const ObjectId&) const = default;
};
inline constexpr std::uint32_t any_instance = 4'194'303;

enum class Property : std::uint32_t {
  ack_required = 1,
  all = 8,
  apdu_timeout = 11,
  application_software_version = 12,
  archive = 13,
  notification_class = 17,
  cov_increment = 22,
  deadband = 25,
  description = 28,
  effective_period = 32,
  event_enable = 35,
  event_state = 36,
  file_access_method = 41,
  file_size = 42,
  file_type = 43,
  firmware_revision = 44,
  high_limit = 45,
  limit_enable = 52,
  local_date = 56,
  local_time = 57,
  location = 58,
  low_limit = 59,
  max_apdu_length_accepted = 62,
  max_pres_value = 65,
  min_pres_value = 69,
  model_name = 70,
  number_of_apdu_retries = 73,
  number_of_states = 74,
  object_identifier = 75,
  object_list = 76,
  object_name = 77,
  object_type = 79,
  out_of_service = 81,
  present_value = 85,
  priority = 86,
  priority_array = 87,
  priority_for_writing = 88,
  protocol_version = 98,
  read_only = 99,
  recipient_list = 102,
  reliability = 103,
  relinquish_default = 104,
  segmentation_supported = 107,
  status_flags = 111,
  system_status = 112,
  units = 117,
  vendor_identifier = 120,
  vendor_name = 121,
  weekly_schedule = 123,
  buffer_size = 126,
  log_enable = 133,
  log_interval = 134,
  protocol_revision = 139,
  record_count = 141,
  total_record_count = 145,
  database_revision = 155,
  schedule_default = 174,
  serial_number = 372,
};

enum class Service : std::uint8_t {
  acknowledge_alarm = 0,
  confirmed_cov_notification = 1,
  confirmed_event_notification = 2,
  subscribe_cov = 5,
  atomic_read_file = 6,
  atomic_write_file = 7,
  read_property = 12,
  read_property_multiple = 14,
  write_property = 15,
  write_property_multiple = 16,
  device_communication_control = 17,
  reinitialize_device = 20,
  read_range = 26,
  get_event_information = 29,
};
enum class Unconfirmed : std::uint8_t {
  i_am = 0,
  cov_notification = 2,
  event_notification = 3,
  time_synchronization = 6,
  who_has = 7,
  who_is = 8,
};

/// Error class and code (clause 18).
struct Error {
  std::uint8_t error_class = 0, code = 0;
};
inline constexpr Error unknown_object{1, 31}, unknown_property{2, 32}, write_access_denied{2, 40},
    value_out_of_range{2, 37}, invalid_data_type{2, 9}, invalid_array_index{2, 42}, invalid_file_position{5, 11},
    password_failure{4, 26};

/// Appends tagged values: application tags by type, context tags by number.
class Tags {
 public:
  explicit Tags(Octets& out) : out_(out) {}
  Octets& out() { return out_; }

  Tags& null();
  Tags& boolean(bool value);
  Tags& number(std::uint64_t value) { return whole(0x20, value); }
  Tags& enumerated(std::uint64_t value) { return whole(0x90, value); }
  Tags& real(double value);
  Tags& text(std::string_view value);
  Tags& octets(View value) { return header(0x60, value.size(), value); }
  Tags& object(ObjectId id);
  /// Bits from the first on, as they are named in the standard.
  Tags& bits(std::initializer_list<bool> values);
  Tags& date(const LocalTime& time);
  Tags& time(const LocalTime& time);

  Tags& context(unsigned tag, std::uint64_t value) { return whole(context_tag(tag), value); }
  Tags& context(unsigned tag, ObjectId id);
  Tags& context_real(unsigned tag, double value);
  Tags& context_boolean(unsigned tag, bool value);
  Tags& context_text(unsigned tag, std::string_view value);
  Tags& context_bits(unsigned tag, std::initializer_list<bool> values);
  Tags& open(unsigned tag);
  Tags& close(unsigned tag);

 private:
  static std::uint8_t context_tag(unsigned tag) { return static_cast<std::uint8_t>(tag << 4 | 8); }
  Tags& whole(std::uint8_t tag, std::uint64_t value);
  Tags& header(std::uint8_t tag, std::size_t size, View content);
  Tags& text_as(std::uint8_t tag, std::string_view value);
  Tags& bits_as(std::uint8_t tag, std::initializer_list<bool> values);

  Octets& out_;
};

/// What a client takes: 20.1.2.4, 20.1.2.5.
struct Limits {
  std::uint16_t max_apdu = 1476;
  bool segmentation = true;
};

// Application layer, appended.
void put_confirmed_request(Octets& out, std::uint8_t invoke, Service service, Limits limits, View parameters);
void put_unconfirmed_request(Octets& out, Unconfirmed service);
void put_simple_ack(Octets& out, std::uint8_t invoke, Service service);
void put_complex_ack(Octets& out, std::uint8_t invoke, Service service, View parameters);
struct Segment {
  std::uint8_t number, window;
  bool more;
};
void put_segment(Octets& out, std::uint8_t invoke, Service service, Segment segment, View part);
void put_segment_ack(Octets& out, std::uint8_t invoke, std::uint8_t number, std::uint8_t window);
void put_error(Octets& out, std::uint8_t invoke, Service service, View error);
void put_reject(Octets& out, std::uint8_t invoke, std::uint8_t reason);
void put_abort(Octets& out, std::uint8_t invoke, std::uint8_t reason);

enum class Link : std::uint8_t {
  result = 0,
  read_broadcast_table = 2,
  read_broadcast_table_ack = 3,
  forwarded = 4,
  register_foreign_device = 5,
  read_foreign_table = 6,
  read_foreign_table_ack = 7,
  distribute_broadcast = 9,
  unicast = 10,
  broadcast = 11,
};
/// The octets before an application message: virtual link, network layer. The length is set by finish().
Octets start_message(Link function, bool expecting_reply);
/// For all networks (6.3.2).
Octets start_global_message(Link function);
/// A message of the virtual link alone.
Octets start_link_message(Link function);
void finish(Octets& message);
/// The same message as its originator's, forwarded (J.2.5), or to be distributed (J.2.10).
Octets as_forwarded(View message, const core::IpAddress& originator, std::uint16_t originator_port);
Octets as_distributed(View message);

}  // namespace vedette::lab::bacnet
