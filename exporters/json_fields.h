// SPDX-License-Identifier: Apache-2.0
// Writes one JSON value field by field, straight into text and in the order of the calls. Always ASCII where a
// character would change a terminal's display, always valid UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "core/field_writer.h"

namespace vedette::exporters {

/// The first call is begin_object(""), which opens the record. Kept and cleared between records it allocates nothing.
class JsonFields final : public core::FieldWriter {
 public:
  void text(std::string_view name, std::string_view value) override;
  void number(std::string_view name, std::uint64_t value) override;
  void integer(std::string_view name, std::int64_t value) override;
  void real(std::string_view name, double value) override;  ///< shortest text that reads back equal; not finite: null
  void boolean(std::string_view name, bool value) override;
  void null(std::string_view name);
  void begin_object(std::string_view name) override;
  void end_object() override;
  void begin_array(std::string_view name) override;
  void end_array() override;

  const std::string& str() const { return out_; }
  void clear();

 private:
  void key(std::string_view name);
  void quoted(std::string_view value);

  std::string out_;
  std::string open_;  ///< the brackets that are open, outermost first
};

}  // namespace vedette::exporters
