// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/names.h"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace vedette::decoders::bacnet {

NameText::NameText(const Names& names, std::uint32_t number) : chosen_(buffer_) {
  const std::string_view name = names.of(number);
  if (!name.empty()) {
    chosen_ = name.data();
    size_ = name.size();
    return;
  }
  const std::string_view prefix = names.is_vendors(number) ? "proprietary_" : "reserved_";
  char* const digits = std::ranges::copy(prefix, buffer_).out;
  size_ = static_cast<std::size_t>(std::to_chars(digits, buffer_ + sizeof buffer_, number).ptr - buffer_);
}

std::string_view name_of_property(std::uint32_t number) {
  return names::properties.of(number);
}
std::string_view name_of_object_type(std::uint32_t number) {
  return names::object_types.of(number);
}
std::string_view name_of_confirmed_service(std::uint32_t number) {
  return names::confirmed_services.of(number);
}
std::string_view name_of_unconfirmed_service(std::uint32_t number) {
  return names::unconfirmed_services.of(number);
}
std::string_view name_of_error_class(std::uint32_t number) {
  return names::error_classes.of(number);
}
std::string_view name_of_error_code(std::uint32_t number) {
  return names::error_codes.of(number);
}
std::string_view name_of_reject_reason(std::uint32_t number) {
  return names::reject_reasons.of(number);
}
std::string_view name_of_abort_reason(std::uint32_t number) {
  return names::abort_reasons.of(number);
}

}  // namespace vedette::decoders::bacnet
