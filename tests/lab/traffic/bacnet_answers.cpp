// SPDX-License-Identifier: Apache-2.0
// How a BACnet device answers each service.
#include <algorithm>
#include <limits>

#include "tests/lab/traffic/bacnet_device.h"

namespace vedette::lab {
namespace {

using Kind = BacnetOutcome::Kind;
using bacnet::Property;
using bacnet::Service;
using bacnet::Tags;

std::uint32_t number_of(Property property) {
  return static_cast<std::uint32_t>(property);
}
void put_error(Tags& tags, bacnet::Error error) {
  tags.enumerated(error.error_class).enumerated(error.code);
}
/// An integer that is not negative.
void put_signed(Octets& out, std::uint32_t value) {
  out.u8(0x34).u32(value);
}

}  // namespace

BacnetDevice::Answer BacnetDevice::error(bacnet::Error error) const {
  Answer answer{.kind = Kind::error};
  Tags tags(answer.body);
  put_error(tags, error);
  return answer;
}

BacnetDevice::Answer BacnetDevice::answer(BacnetClient& client, const bacnet::Request& request, Timestamp at) {
  constexpr std::uint8_t unrecognized_service = 9;
  const Service service = request.service;
  const bool advanced = service == Service::atomic_read_file || service == Service::atomic_write_file ||
                        service == Service::read_range || service == Service::get_event_information ||
                        service == Service::acknowledge_alarm || service == Service::write_property_multiple;
  if (build_.simple && advanced) return {.kind = Kind::reject, .reason = unrecognized_service};
  const std::uint16_t room = std::min(client.options_.limits.max_apdu, build_.limits.max_apdu);
  struct Visitor {
    BacnetDevice& device;
    BacnetClient& client;
    const bacnet::Request& request;
    Timestamp at;
    std::uint16_t room;
    Answer operator()(const bacnet::ReadProperties& r) { return device.answer_to(r, request.service, at); }
    Answer operator()(const bacnet::WriteProperties& w) { return device.answer_to(w, request.service, at); }
    Answer operator()(const bacnet::SubscribeCov& s) { return device.answer_to(client, s, at); }
    Answer operator()(const bacnet::ReadRange& r) { return device.answer_to(r, room, at); }
    Answer operator()(const bacnet::ReadFile& r) { return device.answer_to(r); }
    Answer operator()(const bacnet::WriteFile& w) { return device.answer_to(w); }
    Answer operator()(const bacnet::CommunicationControl& c) { return device.answer_to(c, at); }
    Answer operator()(const bacnet::Reinitialize& r) { return device.answer_to(r, at); }
    Answer operator()(const bacnet::Acknowledge& a) {
      std::erase_if(device.unacknowledged_, [&](const Unacknowledged& u) { return u.object == a.object; });
      return {.simple = true};
    }
    Answer operator()(const bacnet::Enquiry&) { return device.answer_events(); }
  };
  return std::visit(Visitor{*this, client, request, at, room}, request.what);
}

BacnetDevice::Answer BacnetDevice::answer_to(const bacnet::ReadProperties& read, Service service, Timestamp at) {
  Answer answer;
  Tags tags(answer.body);
  if (service == Service::read_property) {
    const bacnet::PropertyRef& what = read.what[0];
    bacnet::ObjectId shown = what.object;
    if (shown.type == bacnet::Type::device && shown.instance == bacnet::any_instance) shown = objects_.device();
    tags.context(0, shown).context(1, number_of(what.property));
    if (what.index) tags.context(2, *what.index);
    tags.open(3);
    if (const auto refused = objects_.read(what, at, answer.body)) return error(*refused);
    tags.close(3);
    return answer;
  }
  const auto put_one = [&](const bacnet::PropertyRef& what) {
    tags.context(2, number_of(what.property));
    if (what.index) tags.context(3, *what.index);
    part_.clear();
    if (const auto refused = objects_.read(what, at, part_)) {
      tags.open(5);
      put_error(tags, *refused);
      tags.close(5);
    } else {
      tags.open(4);
      answer.body.bytes(part_);
      tags.close(4);
    }
  };
  for (std::size_t i = 0; i < read.what.size(); ++i) {
    const auto& what = read.what[i];
    if (i == 0 || read.what[i - 1].object != what.object) tags.context(0, what.object).open(1);
    if (what.property == Property::all && objects_.has(what.object)) {
      for (const Property property : objects_.properties_of(what.object)) put_one({what.object, property, {}});
    } else {
      put_one(what);
    }
    if (i + 1 == read.what.size() || read.what[i + 1].object != what.object) tags.close(1);
  }
  return answer;
}

BacnetDevice::Answer BacnetDevice::answer_to(const bacnet::WriteProperties& write, Service service, Timestamp at) {
  for (const auto& setting : write.settings) {
    const auto refused = objects_.write(setting, at);
    if (!refused) continue;
    if (service == Service::write_property) return error(*refused);
    Answer answer{.kind = Kind::error};  // 15.10: with what was the first to fail
    Tags tags(answer.body);
    tags.open(0);
    put_error(tags, *refused);
    tags.close(0).open(1).context(0, setting.what.object).context(1, number_of(setting.what.property)).close(1);
    return answer;
  }
  return {.simple = true};
}

BacnetDevice::Answer BacnetDevice::answer_to(BacnetClient& client, const bacnet::SubscribeCov& what, Timestamp at) {
  if (!objects_.has(what.object)) return error(bacnet::unknown_object);
  const auto known = std::ranges::find_if(subscriptions_, [&](const Subscription& s) {
    return s.client == &client && s.what.object == what.object && s.what.process == what.process;
  });
  const Timestamp expires = at + std::chrono::seconds{what.lifetime};
  if (known != subscriptions_.end()) {
    if (what.lifetime == 0) {
      subscriptions_.erase(known);
    } else {
      known->what = what;
      known->expires = expires;
      known->last = std::numeric_limits<double>::quiet_NaN();  // 13.14: told once again
    }
  } else if (what.lifetime > 0) {
    subscriptions_.push_back({&client, what, expires, std::numeric_limits<double>::quiet_NaN(), 0});
  }
  return {.simple = true};
}

BacnetDevice::Answer BacnetDevice::answer_to(const bacnet::ReadRange& range, std::uint16_t room, Timestamp at) {
  constexpr std::uint32_t kept = 2000;
  constexpr std::size_t octets_a_record = 24, around = 30;
  const BacnetObject* log = objects_.find(range.log);
  if (log == nullptr) return error(bacnet::unknown_object);
  const std::uint32_t last = objects_.last_record(*log, at), oldest = last > kept ? last - kept : 1;
  const std::uint32_t first = std::max(range.first, oldest);
  const auto fit = static_cast<std::uint32_t>((room - around) / octets_a_record);
  const std::uint32_t there = first > last ? 0 : std::min(last - first + 1, range.count);
  const std::uint32_t count = std::min(there, fit);
  Answer answer;
  Tags tags(answer.body);
  tags.context(0, range.log).context(1, 131);
  tags.context_bits(3, {count > 0 && first == oldest, count > 0 && first + count > last, count < there});
  tags.context(4, count).open(5);
  for (std::uint32_t i = 0; i < count; ++i) objects_.put_record(tags, *log, first + i);
  tags.close(5);
  if (count > 0) tags.context(6, first);
  return answer;
}

BacnetDevice::Answer BacnetDevice::answer_to(const bacnet::ReadFile& part) const {
  const BacnetObject* file = objects_.find({bacnet::Type::file, part.file});
  if (file == nullptr) return error(bacnet::unknown_object);
  if (part.start > file->size) return error(bacnet::invalid_file_position);
  const std::uint32_t count = std::min(part.count, file->size - part.start);
  Octets content;
  for (std::uint32_t at = 0; at < count; at += 8)
    content.u64(core::hash_combine(objects_.identity().instance, part.start + at));
  Answer answer;
  Tags tags(answer.body);
  tags.boolean(part.start + count >= file->size).open(0);
  put_signed(answer.body, part.start);
  tags.octets(content.view().first(count)).close(0);
  return answer;
}

BacnetDevice::Answer BacnetDevice::answer_to(const bacnet::WriteFile& part) const {
  if (!objects_.has({bacnet::Type::file, part.file})) return error(bacnet::unknown_object);
  Answer answer;
  answer.body.u8(0x0c).u32(part.start);  // context 0, a signed number
  return answer;
}

BacnetDevice::Answer BacnetDevice::answer_to(const bacnet::CommunicationControl& control, Timestamp at) {
  constexpr unsigned enable = 0, disable = 1;
  const auto& password = objects_.identity().password;
  if (!password.empty() && control.password != password) return error(bacnet::password_failure);
  const Timestamp until = control.minutes ? at + std::chrono::minutes{*control.minutes} : Timestamp::max();
  if (control.mode == enable) {
    mute_until_ = uninitiating_until_ = at;
  } else if (control.mode == disable) {
    mute_until_ = until;
  } else {
    uninitiating_until_ = until;
  }
  return {.simple = true};
}

BacnetDevice::Answer BacnetDevice::answer_to(const bacnet::Reinitialize& how, Timestamp at) {
  const auto& password = objects_.identity().password;
  if (!password.empty() && how.password != password) return error(bacnet::password_failure);
  const bool restarts = how.state <= 1 || how.state == 7;
  if (restarts) restart_at_ = at + 300ms;
  mute_until_ = uninitiating_until_ = at;
  return {.simple = true};
}

/// 13.12.
BacnetDevice::Answer BacnetDevice::answer_events() {
  Answer answer;
  Tags tags(answer.body);
  tags.open(0);
  for (const auto& object : limited_) {
    const unsigned state = objects_.alarm(object);
    if (state == 0) continue;
    const auto open = std::ranges::find(unacknowledged_, object, &Unacknowledged::object);
    tags.context(0, object).context(1, state).context_bits(2, {open == unacknowledged_.end(), true, true});
    tags.open(3).context(1, 1).context(1, 0).context(1, 0).close(3);  // sequence numbers, one per transition
    tags.context(4, 0).context_bits(5, {true, true, true}).open(6).number(64).number(64).number(200).close(6);
  }
  tags.close(0).context_boolean(1, false);
  return answer;
}

}  // namespace vedette::lab
