// SPDX-License-Identifier: Apache-2.0
// Runs the walk over parameters in a heap block of their exact size, with and without fields, and holds what is true of
// every walk: both find the same flaw and the same objects, as does what
// reads everyday parameters at once; what is opened is closed, and no name stands twice in an
// object.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "decoders/bacnet/object_list.h"
#include "decoders/bacnet/service.h"
#include "decoders/bacnet/service_scan.h"
#include "tests/decoders/suites/flat_text.h"

namespace vedette::decoders::bacnet {

/// Fields as text, checked for their form.
class CheckedFields final : public core::FieldWriter {
 public:
  void text(std::string_view name, std::string_view value) override { key(name), flat_.text(name, value); }
  void number(std::string_view name, std::uint64_t value) override { key(name), flat_.number(name, value); }
  void integer(std::string_view name, std::int64_t value) override { key(name), flat_.integer(name, value); }
  void real(std::string_view name, double value) override { key(name), flat_.real(name, value); }
  void boolean(std::string_view name, bool value) override { key(name), flat_.boolean(name, value); }
  void begin_object(std::string_view name) override {
    key(name), open_.push_back({false, {}}), flat_.begin_object(name);
  }
  void begin_array(std::string_view name) override { key(name), open_.push_back({true, {}}), flat_.begin_array(name); }
  void end_object() override { close(false), flat_.end_object(); }
  void end_array() override { close(true), flat_.end_array(); }

  bool is_closed() const { return open_.size() == 1; }
  const std::string& line() const { return flat_.line(); }

 private:
  struct Scope {
    bool array;
    std::set<std::string, std::less<>> names;
  };
  void key(std::string_view name) {
    if (open_.back().array) return;
    EXPECT_FALSE(name.empty());
    EXPECT_TRUE(open_.back().names.emplace(name).second) << name << " stands twice: " << line();
  }
  void close(bool array) {
    ASSERT_GT(open_.size(), 1u);
    EXPECT_EQ(open_.back().array, array);
    open_.pop_back();
  }

  std::vector<Scope> open_{{false, {}}};
  suites::FlatText flat_;
};

struct Walked {
  std::optional<ServiceFlaw> flaw;
  std::string fields;
  std::vector<ObjectUse> objects;
  std::optional<std::pair<std::uint32_t, std::uint16_t>> device;
  std::string object_name;
};

class Watch final : public ServiceVisitor {
 public:
  Watch(Walked& walked, core::FieldWriter* fields) : walked_(walked), fields_(fields) {}
  core::FieldWriter* fields() override { return fields_; }
  void object(const ObjectUse& use) override { walked_.objects.push_back(use); }
  void device(std::uint32_t instance, std::uint16_t vendor) override { walked_.device = {instance, vendor}; }
  void object_name(core::Bytes name) override { walked_.object_name = core::as_text(name); }

 private:
  Walked& walked_;
  core::FieldWriter* fields_;
};

/// One of the services' messages; `part` of an unconfirmed one is its request.
struct Which {
  bool confirmed = true;
  std::uint8_t service = 0;
  Part part = Part::request;
};

inline std::optional<ServiceFlaw> walk_exact(Which which, core::Bytes parameters, ServiceVisitor& visitor) {
  const std::unique_ptr<std::uint8_t[]> exact{new std::uint8_t[parameters.size()]};
  std::ranges::copy(parameters, exact.get());
  const core::Bytes bytes{exact.get(), parameters.size()};
  return which.confirmed ? walk_confirmed(which.service, which.part, bytes, visitor)
                         : walk_unconfirmed(which.service, bytes, visitor);
}

inline ApduType apdu_type_of(Which which) {
  if (!which.confirmed) return ApduType::unconfirmed_request;
  return which.part == Part::request ? ApduType::confirmed_request
         : which.part == Part::ack   ? ApduType::complex_ack
                                     : ApduType::error;
}

struct Scanned {
  std::vector<ObjectUse> objects;
  std::optional<DeviceClaim> device;
};

/// What is read at once; nothing where only a walk tells.
inline std::optional<Scanned> scanned(Which which, core::Bytes parameters) {
  const std::unique_ptr<std::uint8_t[]> exact{new std::uint8_t[parameters.size()]};
  std::ranges::copy(parameters, exact.get());
  ObjectList objects;
  std::optional<DeviceClaim> device;
  if (!scan_service(apdu_type_of(which), which.service, {exact.get(), parameters.size()}, objects, device)) {
    EXPECT_TRUE(objects.view().empty());
    EXPECT_FALSE(device);
    return {};
  }
  return Scanned{{objects.view().begin(), objects.view().end()}, device};
}

inline bool is_same(const ObjectUse& a, const ObjectUse& b) {
  const bool same_value = a.value.has_value() == b.value.has_value() &&
                          (!a.value || *a.value == *b.value || (std::isnan(*a.value) && std::isnan(*b.value)));
  return a.type == b.type && a.instance == b.instance && a.property == b.property && a.index == b.index &&
         a.priority == b.priority && same_value;
}

/// What of the walk's objects is told by what is read at once: as many as there is room for, and of an answer the first
/// without value.
inline std::vector<ObjectUse> told_at_once(Which which, std::vector<ObjectUse> objects) {
  const bool is_answer = which.part != Part::request;
  objects.resize(std::min(objects.size(), is_answer ? 1 : ObjectList::capacity));
  if (is_answer && !objects.empty()) objects[0].value.reset();
  return objects;
}

inline Walked walked(Which which, core::Bytes parameters) {
  Walked said, silent;
  CheckedFields fields;
  Watch watch{said, &fields}, silent_watch{silent, nullptr};
  said.flaw = walk_exact(which, parameters, watch);
  silent.flaw = walk_exact(which, parameters, silent_watch);
  said.fields = fields.line();
  EXPECT_TRUE(fields.is_closed()) << said.fields;
  EXPECT_EQ(said.flaw.has_value(), silent.flaw.has_value()) << said.fields;
  if (said.flaw && silent.flaw) {
    EXPECT_EQ(to_string(said.flaw->defect), to_string(silent.flaw->defect)) << said.fields;
    EXPECT_EQ(said.flaw->offset, silent.flaw->offset);
    EXPECT_LE(said.flaw->offset, parameters.size());
  }
  EXPECT_EQ(said.objects.size(), silent.objects.size());
  for (std::size_t i = 0; i < std::min(said.objects.size(), silent.objects.size()); ++i) {
    EXPECT_EQ(said.objects[i].instance, silent.objects[i].instance);
    EXPECT_EQ(said.objects[i].property, silent.objects[i].property);
    EXPECT_EQ(said.objects[i].value.has_value(), silent.objects[i].value.has_value());
  }
  // What is read at once is what the walk finds, and nothing is wrong with it.
  if (const auto at_once = scanned(which, parameters)) {
    EXPECT_FALSE(said.flaw) << said.fields;
    EXPECT_TRUE(std::ranges::equal(at_once->objects, told_at_once(which, said.objects), is_same)) << said.fields;
    EXPECT_EQ(at_once->device.has_value(), said.device.has_value()) << said.fields;
    if (at_once->device && said.device)
      EXPECT_EQ(std::pair(at_once->device->instance, at_once->device->vendor), *said.device) << said.fields;
  }
  return said;
}

inline std::vector<std::uint8_t> from_hex(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  std::string digits;
  for (const char c : hex)
    if (c != ' ') digits += c;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

}  // namespace vedette::decoders::bacnet
