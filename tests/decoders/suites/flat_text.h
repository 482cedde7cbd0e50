// SPDX-License-Identifier: Apache-2.0
// Messages and observations as one line of text, `key=value; key=value`, to be compared and to be read by a person.
// What stands inside an object is "object.key"; an array is its elements with commas between them, or "array.0.key" for
// objects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/field_writer.h"
#include "core/observation.h"

namespace vedette::decoders::suites {

class FlatText final : public core::FieldWriter {
 public:
  void text(std::string_view name, std::string_view value) override { put(name, std::string{value}); }
  void number(std::string_view name, std::uint64_t value) override { put(name, std::to_string(value)); }
  void integer(std::string_view name, std::int64_t value) override { put(name, std::to_string(value)); }
  void real(std::string_view name, double value) override { put(name, std::to_string(value)); }
  void boolean(std::string_view name, bool value) override { put(name, value ? "true" : "false"); }
  void begin_object(std::string_view name) override { open(name, false); }
  void end_object() override { scopes_.pop_back(); }
  void begin_array(std::string_view name) override { open(name, true); }
  void end_array() override { scopes_.pop_back(); }

  const std::string& line() const { return line_; }

 private:
  struct Scope {
    std::string path;  ///< of the object or array
    bool array = false;
    unsigned elements = 0;
  };
  std::string path_of(std::string_view name);
  void open(std::string_view name, bool array);
  void put(std::string_view name, const std::string& value);

  std::string line_;
  std::vector<Scope> scopes_;
};

std::string flat_text(const core::Observation& observation);

/// The first pair of `wanted` that the line lacks; empty where it has them all.
std::string first_missing(const std::string& line, const std::string& wanted);

}  // namespace vedette::decoders::suites
