// SPDX-License-Identifier: Apache-2.0
// Reading properties of objects.
#include <algorithm>

#include "tests/lab/traffic/bacnet_objects.h"

namespace vedette::lab {

using bacnet::ObjectId;
using bacnet::Property;
using bacnet::Tags;
using bacnet::Type;

namespace {

constexpr std::uint32_t priorities = 16;

/// An array: all of it, its size at index 0, or one element (12.1.5.1).
template <typename Put>
bool put_array(Tags& tags, const std::optional<std::uint32_t>& index, std::uint32_t size, Put put) {
  if (index && *index > size) return false;
  if (index && *index == 0) {
    tags.number(size);
  } else if (index) {
    put(*index);
  } else {
    for (std::uint32_t i = 1; i <= size; ++i) put(i);
  }
  return true;
}

LocalTime hour_of_day(double hour) {
  LocalTime time;
  time.hour = hour;
  return time;
}

}  // namespace

std::vector<Property> BacnetObjects::properties_of(ObjectId id) const {
  std::vector<Property> list{Property::object_identifier, Property::object_name, Property::object_type};
  const auto also = [&](std::initializer_list<Property> more) { list.insert(list.end(), more); };
  if (id.type == Type::device) {
    also({Property::system_status, Property::vendor_name, Property::vendor_identifier, Property::model_name,
          Property::firmware_revision, Property::application_software_version, Property::protocol_version,
          Property::protocol_revision, Property::location, Property::object_list, Property::max_apdu_length_accepted,
          Property::segmentation_supported, Property::apdu_timeout, Property::number_of_apdu_retries,
          Property::local_date, Property::local_time, Property::database_revision});
  } else if (is_analog(id.type) || is_binary(id.type) || is_multi_state(id.type)) {
    also({Property::present_value, Property::status_flags, Property::event_state, Property::out_of_service,
          Property::reliability});
    if (is_analog(id.type))
      also({Property::units, Property::cov_increment, Property::min_pres_value, Property::max_pres_value});
    if (is_multi_state(id.type)) also({Property::number_of_states});
    if (is_commandable(id.type)) also({Property::priority_array, Property::relinquish_default});
    if (limits_of(id))
      also({Property::high_limit, Property::low_limit, Property::deadband, Property::limit_enable,
            Property::event_enable, Property::notification_class});
  } else if (id.type == Type::schedule) {
    also({Property::present_value, Property::weekly_schedule, Property::schedule_default,
          Property::priority_for_writing, Property::status_flags, Property::reliability, Property::out_of_service});
  } else if (id.type == Type::trend_log) {
    also({Property::log_enable, Property::log_interval, Property::buffer_size, Property::record_count,
          Property::total_record_count, Property::event_state, Property::status_flags});
  } else if (id.type == Type::file) {
    also({Property::file_type, Property::file_size, Property::archive, Property::read_only,
          Property::file_access_method});
  } else if (id.type == Type::notification_class) {
    also({Property::notification_class, Property::priority, Property::ack_required});
  }
  return list;
}

std::optional<bacnet::Error> BacnetObjects::read(const bacnet::PropertyRef& what, Timestamp at, Octets& out) {
  ObjectId id = what.object;
  if (id.type == Type::device && id.instance == bacnet::any_instance) id = device();
  const auto found = index_.find(id.number());
  if (found == index_.end()) return bacnet::unknown_object;
  const BacnetObject& object = objects_[found->second];
  Tags tags(out);
  if (read_common(object, what.property, tags)) return std::nullopt;
  bool known = false;
  if (id.type == Type::device) {
    known = read_device(what, at, tags);
  } else if (is_analog(id.type) || is_binary(id.type) || is_multi_state(id.type)) {
    known = read_point(found->second, what, at, tags);
  } else {
    known = read_other(object, what, at, tags);
  }
  if (known) return std::nullopt;
  return what.index ? bacnet::invalid_array_index : bacnet::unknown_property;
}

bool BacnetObjects::read_common(const BacnetObject& object, Property property, Tags& tags) const {
  switch (property) {
    case Property::object_identifier:
      tags.object(object.id);
      return true;
    case Property::object_name:
      tags.text(object.name);
      return true;
    case Property::object_type:
      tags.enumerated(static_cast<unsigned>(object.id.type));
      return true;
    case Property::description:
      tags.text(object.text);
      return true;
    default:
      return false;
  }
}

bool BacnetObjects::read_device(bacnet::PropertyRef what, Timestamp at, Tags& tags) {
  constexpr unsigned operational = 0, both_ways = 0, no_segmentation = 3;
  switch (what.property) {
    case Property::system_status:
      tags.enumerated(operational);
      return true;
    case Property::vendor_name:
      tags.text(identity_.vendor_name);
      return true;
    case Property::vendor_identifier:
      tags.number(identity_.vendor);
      return true;
    case Property::model_name:
      tags.text(identity_.model);
      return true;
    case Property::firmware_revision:
      tags.text(identity_.firmware);
      return true;
    case Property::application_software_version:
      tags.text("1.0");
      return true;
    case Property::protocol_version:
      tags.number(1);
      return true;
    case Property::protocol_revision:
      tags.number(14);
      return true;
    case Property::location:
      tags.text(identity_.location);
      return true;
    case Property::max_apdu_length_accepted:
      tags.number(limits_.max_apdu);
      return true;
    case Property::segmentation_supported:
      tags.enumerated(limits_.segmentation ? both_ways : no_segmentation);
      return true;
    case Property::apdu_timeout:
      tags.number(3000);
      return true;
    case Property::number_of_apdu_retries:
      tags.number(3);
      return true;
    case Property::database_revision:
      tags.number(identity_.instance % 7 + 1);
      return true;
    case Property::local_date:
      tags.date(local(at));
      return true;
    case Property::local_time:
      tags.time(local(at));
      return true;
    case Property::object_list:
      return put_array(tags, what.index, static_cast<std::uint32_t>(objects_.size()),
                       [&](std::uint32_t i) { tags.object(objects_[i - 1].id); });
    default:
      return false;
  }
}

void BacnetObjects::put_present(Tags& tags, const BacnetObject& object, double value) const {
  if (is_analog(object.id.type)) {
    tags.real(value);
  } else if (is_binary(object.id.type)) {
    tags.enumerated(static_cast<unsigned>(value));
  } else {
    tags.number(static_cast<unsigned>(value));
  }
}

void BacnetObjects::put_status_flags(Tags& tags, unsigned tag, ObjectId id) const {
  const State& state = states_[find_index(id)];
  tags.context_bits(tag, {state.alarm != 0, false, false, state.out_of_service});
}

bool BacnetObjects::read_point(std::size_t index, bacnet::PropertyRef what, Timestamp at, Tags& tags) {
  const BacnetObject& object = objects_[index];
  const State& state = states_[index];
  const bool analog = is_analog(object.id.type), commandable = is_commandable(object.id.type);
  switch (what.property) {
    case Property::present_value:
      put_present(tags, object, value_at(index, at));
      return true;
    case Property::status_flags:
      tags.bits({state.alarm != 0, false, false, state.out_of_service});
      return true;
    case Property::event_state:
      tags.enumerated(state.alarm);
      return true;
    case Property::out_of_service:
      tags.boolean(state.out_of_service);
      return true;
    case Property::reliability:
      tags.enumerated(0);
      return true;
    case Property::units:
      return analog && (tags.enumerated(object.units), true);
    case Property::cov_increment:
      return analog && (tags.real(object.cov_increment), true);
    case Property::min_pres_value:
      return analog && (tags.real(object.min), true);
    case Property::max_pres_value:
      return analog && (tags.real(object.max), true);
    case Property::number_of_states:
      return object.states > 0 && (tags.number(object.states), true);
    case Property::relinquish_default:
      if (commandable) put_present(tags, object, rounded(object, object.signal.mean));
      return commandable;
    case Property::priority_array:
      return commandable && put_array(tags, what.index, priorities, [&](std::uint32_t i) {
               if ((state.commanded >> (i - 1) & 1) == 0) {
                 tags.null();
               } else {
                 put_present(tags, object, static_cast<double>(state.commands[i - 1]));
               }
             });
    default:
      break;
  }
  if (!object.limits) return false;
  switch (what.property) {
    case Property::high_limit:
      tags.real(object.limits->high);
      return true;
    case Property::low_limit:
      tags.real(object.limits->low);
      return true;
    case Property::deadband:
      tags.real(object.limits->deadband);
      return true;
    case Property::limit_enable:
      tags.bits({true, true});
      return true;
    case Property::event_enable:
      tags.bits({true, true, true});
      return true;
    case Property::notification_class:
      tags.number(1);
      return true;
    default:
      return false;
  }
}

bool BacnetObjects::read_other(const BacnetObject& object, bacnet::PropertyRef what, Timestamp at, Tags& tags) {
  constexpr std::uint32_t days = 7, kept_records = 2000;
  const Type type = object.id.type;
  if (type == Type::schedule) {
    switch (what.property) {
      case Property::present_value:
        tags.enumerated((local(at), activity_) > 0.5 ? 1 : 0);
        return true;
      case Property::schedule_default:
        tags.enumerated(0);
        return true;
      case Property::priority_for_writing:
        tags.number(priorities);
        return true;
      case Property::reliability:
        tags.enumerated(0);
        return true;
      case Property::out_of_service:
        tags.boolean(false);
        return true;
      case Property::weekly_schedule:
        return put_array(tags, what.index, days, [&](std::uint32_t day) {
          tags.open(0);
          if (day <= 5 || (day == 6 && shift_.saturdays) || (day == 7 && shift_.sundays)) {
            tags.time(hour_of_day(shift_.from))
                .enumerated(1)
                .time(hour_of_day(std::min(shift_.to, 23.9)))
                .enumerated(0);
          }
          tags.close(0);
        });
      default:
        break;
    }
  }
  if (type == Type::trend_log) {
    switch (what.property) {
      case Property::log_enable:
        tags.boolean(true);
        return true;
      case Property::log_interval:
        tags.number(object.size * 100);
        return true;
      case Property::buffer_size:
      case Property::record_count:
        tags.number(kept_records);
        return true;
      case Property::total_record_count:
        tags.number(last_record(object, at));
        return true;
      case Property::event_state:
        tags.enumerated(0);
        return true;
      default:
        break;
    }
  }
  if (type == Type::file) {
    switch (what.property) {
      case Property::file_type:
        tags.text(object.text);
        return true;
      case Property::file_size:
        tags.number(object.size);
        return true;
      case Property::archive:
        tags.boolean(false);
        return true;
      case Property::read_only:
        tags.boolean(false);
        return true;
      case Property::file_access_method:
        tags.enumerated(1);
        return true;
      default:
        break;
    }
  }
  if (type == Type::notification_class) {
    switch (what.property) {
      case Property::notification_class:
        tags.number(object.id.instance);
        return true;
      case Property::priority:
        tags.number(64).number(64).number(200);
        return true;
      case Property::ack_required:
        tags.bits({true, false, false});
        return true;
      default:
        break;
    }
  }
  if (what.property != Property::status_flags) return false;
  tags.bits({false, false, false, false});
  return true;
}

}  // namespace vedette::lab
