// SPDX-License-Identifier: Apache-2.0
// Through this a decoder says every field of a message by name, without knowing JSON. Names are the contract's.
#pragma once

#include <cstdint>
#include <string_view>

namespace vedette::core {

class FieldWriter {
 public:
  virtual ~FieldWriter() = default;

  /// Inside an array the name is empty and ignored.
  virtual void text(std::string_view name, std::string_view value) = 0;  ///< any bytes; what isn't UTF-8 is replaced
  virtual void number(std::string_view name, std::uint64_t value) = 0;
  virtual void integer(std::string_view name, std::int64_t value) = 0;
  virtual void real(std::string_view name, double value) = 0;
  virtual void boolean(std::string_view name, bool value) = 0;
  virtual void begin_object(std::string_view name) = 0;
  virtual void end_object() = 0;
  virtual void begin_array(std::string_view name) = 0;
  virtual void end_array() = 0;
};

}  // namespace vedette::core
