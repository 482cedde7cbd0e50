// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/bacnet_request.h"

#include "core/hash.h"

namespace vedette::lab::bacnet {
namespace {

std::uint32_t number_of(Property property) {
  return static_cast<std::uint32_t>(property);
}
/// Hours as a time of day that a schedule may hold.
LocalTime clock(double hour) {
  LocalTime time;
  time.hour = hour;
  return time;
}

void put(Tags& tags, const Setting& setting) {
  const Value& value = setting.value;
  switch (value.kind) {
    case Value::Kind::null:
      tags.null();
      break;
    case Value::Kind::boolean:
      tags.boolean(value.number != 0);
      break;
    case Value::Kind::number:
      tags.number(static_cast<std::uint64_t>(value.number));
      break;
    case Value::Kind::real:
      tags.real(value.number);
      break;
    case Value::Kind::enumerated:
      tags.enumerated(static_cast<std::uint64_t>(value.number));
      break;
    case Value::Kind::text:
      tags.text(value.text);
      break;
    case Value::Kind::week_day:  // BACnetDailySchedule
      tags.open(0).time(clock(setting.day.from)).enumerated(1).time(clock(setting.day.to)).enumerated(0).close(0);
      break;
  }
}

void put_setting(Tags& tags, const Setting& setting, unsigned first_tag) {
  tags.context(first_tag, number_of(setting.what.property));
  if (setting.what.index) tags.context(first_tag + 1, *setting.what.index);
  tags.open(first_tag + 2);
  put(tags, setting);
  tags.close(first_tag + 2);
  if (setting.priority) tags.context(first_tag + 3, *setting.priority);
}

void put_reference(Tags& tags, const PropertyRef& what, unsigned first_tag) {
  tags.context(first_tag, number_of(what.property));
  if (what.index) tags.context(first_tag + 1, *what.index);
}

/// Calls of what is in a row about one object: `each` for all, between what opens and closes its list.
template <typename List, typename Object, typename Each>
void by_object(Tags& tags, const List& list, Object object_of, Each each) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const ObjectId object = object_of(list[i]);
    if (i == 0 || object_of(list[i - 1]) != object) tags.context(0, object).open(1);
    each(list[i]);
    if (i + 1 == list.size() || object_of(list[i + 1]) != object) tags.close(1);
  }
}

Request make(Service service, Octets parameters, auto what) {
  return {service, std::move(parameters), std::move(what)};
}

}  // namespace

Value present(Type type, double value) {
  switch (type) {
    case Type::binary_input:
    case Type::binary_output:
    case Type::binary_value:
      return enumerated(value);
    case Type::multi_state_input:
    case Type::multi_state_output:
    case Type::multi_state_value:
      return number(value);
    default:
      return real(value);
  }
}

Request read(const PropertyRef& what) {
  Octets out;
  Tags tags(out);
  tags.context(0, what.object);
  put_reference(tags, what, 1);
  return make(Service::read_property, std::move(out), ReadProperties{{what}});
}

Request read_multiple(std::vector<PropertyRef> what) {
  Octets out;
  Tags tags(out);
  by_object(
      tags, what, [](const PropertyRef& ref) { return ref.object; },
      [&](const PropertyRef& ref) { put_reference(tags, ref, 0); });
  return make(Service::read_property_multiple, std::move(out), ReadProperties{std::move(what)});
}

Request write(Setting setting) {
  Octets out;
  Tags tags(out);
  tags.context(0, setting.what.object);
  put_setting(tags, setting, 1);
  return make(Service::write_property, std::move(out), WriteProperties{{std::move(setting)}});
}

Request write_multiple(std::vector<Setting> settings) {
  Octets out;
  Tags tags(out);
  by_object(
      tags, settings, [](const Setting& setting) { return setting.what.object; },
      [&](const Setting& setting) { put_setting(tags, setting, 0); });
  return make(Service::write_property_multiple, std::move(out), WriteProperties{std::move(settings)});
}

Request subscribe(const SubscribeCov& subscription) {
  Octets out;
  Tags tags(out);
  tags.context(0, subscription.process).context(1, subscription.object);
  if (subscription.lifetime > 0) tags.context_boolean(2, subscription.confirmed).context(3, subscription.lifetime);
  return make(Service::subscribe_cov, std::move(out), subscription);
}

Request read_range(const ReadRange& range) {
  Octets out;
  Tags tags(out);
  tags.context(0, range.log).context(1, 131);  // Log_Buffer
  tags.open(6).number(range.first);            // by sequence number; the count is signed
  const bool short_count = range.count < 128;
  out.u8(short_count ? 0x31 : 0x32);
  short_count ? out.u8(range.count) : out.u16(range.count);
  tags.close(6);
  return make(Service::read_range, std::move(out), range);
}

Request read_file(const ReadFile& part) {
  Octets out;
  Tags tags(out);
  tags.object({Type::file, part.file}).open(0);
  const bool small = part.start < 0x80'00;
  out.u8(small ? 0x32 : 0x34);
  small ? out.u16(part.start) : out.u32(part.start);
  tags.number(part.count).close(0);
  return make(Service::atomic_read_file, std::move(out), part);
}

Request write_file(const WriteFile& part) {
  Octets out, content;
  for (std::uint32_t at = 0; at < part.size; at += 8) content.u64(core::hash_combine(part.start, at));
  Tags tags(out);
  tags.object({Type::file, part.file}).open(0);
  out.u8(0x34).u32(part.start);
  tags.octets(content.view().first(part.size)).close(0);
  return make(Service::atomic_write_file, std::move(out), part);
}

Request control_communication(CommunicationControl control) {
  Octets out;
  Tags tags(out);
  if (control.minutes) tags.context(0, *control.minutes);
  tags.context(1, control.mode);
  if (!control.password.empty()) tags.context_text(2, control.password);
  return make(Service::device_communication_control, std::move(out), std::move(control));
}

Request reinitialize(Reinitialize how) {
  Octets out;
  Tags tags(out);
  tags.context(0, how.state);
  if (!how.password.empty()) tags.context_text(1, how.password);
  return make(Service::reinitialize_device, std::move(out), std::move(how));
}

Request acknowledge(std::uint32_t process, ObjectId object, const AlarmStamp& alarm, std::string_view source,
                    const LocalTime& now) {
  Octets out;
  Tags tags(out);
  const auto stamp = [&](unsigned tag, const LocalTime& time) {
    tags.open(tag).open(2).date(time).time(time).close(2).close(tag);
  };
  tags.context(0, process).context(1, object).context(2, alarm.state);
  stamp(3, alarm.raised);
  tags.context_text(4, source);
  stamp(5, now);
  return make(Service::acknowledge_alarm, std::move(out), Acknowledge{object});
}

Request get_event_information() {
  return make(Service::get_event_information, {}, Enquiry{});
}

}  // namespace vedette::lab::bacnet
