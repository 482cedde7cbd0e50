// SPDX-License-Identifier: Apache-2.0
// Whether a server name may stand for a device: a name of the DNS, no address and no noise (RFC 6066, section 3).
#pragma once

#include <algorithm>
#include <string_view>

#include "core/ascii.h"

namespace vedette::decoders::tls {

constexpr bool is_domain_name(std::string_view name) {
  constexpr std::size_t longest = 253;
  using core::ascii::is_digit, core::ascii::is_letter;
  const auto may_stand = [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_'; };
  return name.size() <= longest && std::ranges::all_of(name, may_stand) && std::ranges::any_of(name, is_letter);
}

}  // namespace vedette::decoders::tls
