// SPDX-License-Identifier: Apache-2.0
// The names of DNS as tables: record types, classes, opcodes and response codes, by the registry of IANA
// (Domain Name System (DNS) Parameters). What has no name there stands as "TYPE123", "CLASS7" (RFC 3597), "RCODE14".
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/observation.h"

namespace vedette::decoders::dns {

namespace type {
inline constexpr std::uint16_t a = 1, ns = 2, cname = 5, soa = 6, ptr = 12, hinfo = 13, mx = 15, txt = 16, rp = 17,
                               afsdb = 18, aaaa = 28, srv = 33, naptr = 35, dname = 39, opt = 41, svcb = 64, https = 65,
                               spf = 99, ixfr = 251, axfr = 252, any = 255, caa = 257;
}
namespace rr_class {
inline constexpr std::uint16_t in = 1;
}
namespace opcode {
inline constexpr std::uint8_t query = 0, iquery = 1, notify = 4, update = 5, dso = 6;
}

/// A name from a table, or a number behind a prefix.
class CodeName {
 public:
  CodeName(std::string_view known, std::string_view prefix, unsigned code) : known_(known) {
    if (!known.empty()) return;
    char* end = std::copy(prefix.begin(), prefix.end(), room_.data());
    size_ = static_cast<std::size_t>(std::to_chars(end, room_.data() + room_.size(), code).ptr - room_.data());
  }
  std::string_view view() const { return known_.empty() ? std::string_view{room_.data(), size_} : known_; }

 private:
  std::string_view known_;
  std::array<char, 16> room_{};
  std::size_t size_ = 0;
};

CodeName type_name(std::uint16_t type);
CodeName class_name(std::uint16_t number);
CodeName rcode_name(std::uint16_t rcode);
bool is_known_type(std::uint16_t type);

std::string_view rcode_status(std::uint16_t rcode);    ///< static, for observations: "nxdomain", "rcode_other"
std::string_view opcode_operation(std::uint8_t code);  ///< static: "query", "opcode_3"
core::Verb opcode_verb(std::uint8_t code);
inline constexpr std::string_view transfer_operation = "zone_transfer", address_operation = "address",
                                  announce_operation = "announcement";
std::span<const std::string_view> operation_names();

}  // namespace vedette::decoders::dns
