// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/certificate_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "core/address.h"
#include "core/ascii.h"
#include "core/utf8.h"

namespace vedette::decoders::tls {
namespace {

using core::ByteCursor;
using core::Bytes;

std::string utf8_of_bmp(Bytes content) {
  std::string text;
  ByteCursor in{content};
  // BMPString has no surrogates. Some writers put them there all the same: they are replaced.
  while (in.remaining() >= 2) text += core::Utf8Bytes{in.be16()}.view();
  return text;
}

bool are_digits(std::string_view text) {
  return std::ranges::all_of(text, core::ascii::is_digit);
}

/// Where they are two digits each, they stand where they stand: nothing is computed.
constexpr std::size_t date_and_minutes = 10;  // MMDDhhmm and two digits of the year

}  // namespace

std::string text_of(const der::Element& string) {
  if (string.tag == der::tag::bmp_string) return utf8_of_bmp(string.content);
  return std::string{core::as_text(string.content)};
}

std::string common_name(Bytes name) {
  std::string text;
  for (ByteCursor in{name}; !in.empty();) {
    const NamePart part = next_name_part(in);
    if (part.kind == NamePart::Kind::common_name) text = text_of(part.value);
  }
  return text;
}

std::string short_name(Bytes name) {
  std::string text;
  for (ByteCursor in{name}; !in.empty();) {
    const NamePart part = next_name_part(in);
    if (part.kind == NamePart::Kind::other) continue;
    fmt::format_to(std::back_inserter(text), "{}{}={}", text.empty() ? "" : ", ",
                   part.kind == NamePart::Kind::common_name ? "CN" : "O", text_of(part.value));
  }
  return text;
}

// RFC 5280, section 4.1.2.5: always UTC; two-digit years from 50 on are of the last century.
std::string time_text(const der::Element& time) {
  std::string_view digits = core::as_text(time.content);
  if (!digits.ends_with('Z')) return {};
  digits.remove_suffix(1);
  std::string century;
  if (time.tag == der::tag::generalized_time) {
    if (digits.size() < 2) return {};
    century = digits.substr(0, 2);
    digits.remove_prefix(2);
  }
  digits = digits.substr(0, std::min(digits.find('.'), digits.size()));
  const bool has_seconds = digits.size() == date_and_minutes + 2;
  if ((digits.size() != date_and_minutes && !has_seconds) || !are_digits(digits) || !are_digits(century)) return {};
  if (century.empty()) century = digits[0] >= '5' ? "19" : "20";
  return fmt::format("{}{}-{}-{}T{}:{}:{}Z", century, digits.substr(0, 2), digits.substr(2, 2), digits.substr(4, 2),
                     digits.substr(6, 2), digits.substr(8, 2), has_seconds ? digits.substr(10, 2) : "00");
}

std::vector<std::string> alternative_names(const Certificate& certificate) {
  std::vector<std::string> names;
  ByteCursor in{certificate.alternative_names};
  while (!in.empty()) {
    const AlternativeName name = next_alternative_name(in);
    switch (name.kind) {
      case AlternativeName::Kind::dns:
      case AlternativeName::Kind::uri:
        names.emplace_back(core::as_text(name.value));
        break;
      case AlternativeName::Kind::ip: {
        const auto ip = name.value.size() == 4 ? core::IpAddress::v4(name.value) : core::IpAddress::v6(name.value);
        if (ip.is_set()) names.push_back(ip.to_string());
        break;
      }
      case AlternativeName::Kind::other:
        break;
    }
  }
  return names;
}

}  // namespace vedette::decoders::tls
