// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/ja4.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <vector>

#include "core/ascii.h"
#include "core/digest.h"
#include "core/hex.h"

namespace vedette::decoders::tls {
namespace {

constexpr std::size_t hash_digits = 12;
constexpr std::string_view no_hash = "000000000000";

char transport_letter(Carrier carrier) {
  return carrier == Carrier::quic ? 'q' : carrier == Carrier::datagrams ? 'd' : 't';
}

std::string_view version_letters(std::uint16_t version) {
  switch (version) {
    case 0x0304:
      return "13";
    case 0x0303:
      return "12";
    case 0x0302:
      return "11";
    case 0x0301:
      return "10";
    case 0x0300:
      return "s3";
    case 0x0002:
      return "s2";
    case 0xfeff:
      return "d1";
    case 0xfefd:
      return "d2";
    case 0xfefc:
      return "d3";
    default:
      return "00";
  }
}

bool is_alphanumeric(char c) {
  return core::ascii::is_digit(c) || core::ascii::is_letter(c);
}

/// The ends of the first protocol's name, or of its hexadecimal digits where they are no letters or digits.
std::array<char, 2> alpn_letters(core::Bytes list) {
  core::ByteCursor in{list};
  const std::string_view name = in.empty() ? std::string_view{} : next_protocol_name(in);
  if (name.empty()) return {'0', '0'};
  if (is_alphanumeric(name.front()) && is_alphanumeric(name.back())) return {name.front(), name.back()};
  const auto first = static_cast<std::uint8_t>(name.front()), last = static_cast<std::uint8_t>(name.back());
  return {core::hex_digit(first >> 4U), core::hex_digit(last)};
}

std::vector<std::uint16_t> numbers_in(core::Bytes list) {
  std::vector<std::uint16_t> numbers;
  core::ByteCursor in{list};
  while (in.remaining() >= 2) {
    const std::uint16_t number = in.be16();
    if (!is_grease(number)) numbers.push_back(number);
  }
  return numbers;
}

std::vector<std::uint16_t> extension_types(core::Bytes block) {
  std::vector<std::uint16_t> types;
  core::ByteCursor in{block};
  while (!in.empty()) {
    const Extension e = next_extension(in);
    if (in.ok() && !is_grease(e.type)) types.push_back(e.type);
  }
  return types;
}

std::string joined(const std::vector<std::uint16_t>& numbers) {
  std::string text;
  for (const std::uint16_t number : numbers)
    fmt::format_to(std::back_inserter(text), "{}{:04x}", text.empty() ? "" : ",", number);
  return text;
}

std::string hash_of(const std::string& text) {
  return core::sha256_hex(text).substr(0, hash_digits);
}

}  // namespace

std::string ja4(const ClientHello& hello, Carrier carrier) {
  std::vector<std::uint16_t> suites = numbers_in(hello.cipher_suites);
  std::vector<std::uint16_t> types = extension_types(hello.extensions);
  const auto alpn = alpn_letters(hello.alpn);
  std::string text = fmt::format("{}{}{}{:02}{:02}{}{}", transport_letter(carrier), version_letters(hello.version),
                                 hello.has_server_name ? 'd' : 'i', std::min<std::size_t>(suites.size(), 99),
                                 std::min<std::size_t>(types.size(), 99), alpn[0], alpn[1]);
  std::ranges::sort(suites);
  text += '_';
  text += suites.empty() ? std::string{no_hash} : hash_of(joined(suites));
  // Both are in the first part already, so the third stays the same for whatever destination.
  std::erase_if(types, [](std::uint16_t t) { return t == extension::server_name || t == extension::alpn; });
  std::ranges::sort(types);
  std::string last = joined(types);
  const auto algorithms = numbers_in(hello.signature_algorithms);
  if (!algorithms.empty()) last += "_" + joined(algorithms);
  text += '_';
  text += types.empty() ? std::string{no_hash} : hash_of(last);
  return text;
}

}  // namespace vedette::decoders::tls
