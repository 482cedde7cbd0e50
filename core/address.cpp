// SPDX-License-Identifier: Apache-2.0
#include "core/address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace vedette::core {

std::optional<MacAddress> MacAddress::parse(std::string_view text) {
  MacAddress mac;
  if (text.size() != 17) return std::nullopt;
  for (std::size_t i = 0; i < 6; ++i) {
    const char* first = text.data() + i * 3;
    const auto [end, error] = std::from_chars(first, first + 2, mac.octets[i], 16);
    if (error != std::errc{} || end != first + 2) return std::nullopt;
    if (i < 5 && first[2] != ':' && first[2] != '-') return std::nullopt;
  }
  return mac;
}

std::string MacAddress::to_string() const {
  return fmt::format("{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", octets[0], octets[1], octets[2], octets[3], octets[4],
                     octets[5]);
}

IpAddress IpAddress::v4(std::uint32_t host_order) {
  IpAddress ip;
  ip.family_ = IpFamily::v4;
  for (std::size_t i = 0; i < 4; ++i) ip.octets_[i] = static_cast<std::uint8_t>(host_order >> (24 - 8 * i));
  return ip;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;  // inet_pton would not see what follows
  const std::string zero_ended{text};
  std::array<std::uint8_t, 16> octets{};
  if (inet_pton(AF_INET, zero_ended.c_str(), octets.data()) == 1) return v4(Bytes{octets.data(), 4});
  if (inet_pton(AF_INET6, zero_ended.c_str(), octets.data()) == 1) return v6(Bytes{octets.data(), 16});
  return std::nullopt;
}

bool IpAddress::is_multicast() const {
  return family_ == IpFamily::v4 ? (octets_[0] & 0xf0) == 0xe0 : family_ == IpFamily::v6 && octets_[0] == 0xff;
}

bool IpAddress::is_broadcast() const {
  return family_ == IpFamily::v4 && std::all_of(octets_.begin(), octets_.begin() + 4, [](auto o) { return o == 0xff; });
}

bool IpAddress::is_private() const {
  if (family_ == IpFamily::v4) {
    return octets_[0] == 10 || octets_[0] == 127 || (octets_[0] == 172 && (octets_[1] & 0xf0) == 16) ||
           (octets_[0] == 192 && octets_[1] == 168) || (octets_[0] == 169 && octets_[1] == 254);
  }
  if (family_ != IpFamily::v6) return false;
  const bool loopback =
      octets_[15] == 1 && std::all_of(octets_.begin(), octets_.begin() + 15, [](auto o) { return o == 0; });
  return loopback || (octets_[0] & 0xfe) == 0xfc || (octets_[0] == 0xfe && (octets_[1] & 0xc0) == 0x80);
}

std::string IpAddress::to_string() const {
  if (!is_set() || family_ == IpFamily::link) return {};
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(family_ == IpFamily::v4 ? AF_INET : AF_INET6, octets_.data(), text, sizeof text);
  return text;
}

std::optional<IpPrefix> IpPrefix::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const auto longest = static_cast<unsigned>(address->octets().size() * 8);
  unsigned length = longest;
  if (slash != std::string_view::npos) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, length);
    if (error != std::errc{} || stop != end || length > longest) return std::nullopt;
  }
  return IpPrefix{*address, length};
}

bool IpPrefix::contains(const IpAddress& address) const {
  if (address.family() != network.family()) return false;
  const std::size_t whole = length / 8;
  const auto ours = network.octets(), theirs = address.octets();
  if (!std::equal(ours.begin(), ours.begin() + static_cast<std::ptrdiff_t>(whole), theirs.begin())) return false;
  const unsigned rest = length % 8;
  return rest == 0 || (ours[whole] ^ theirs[whole]) >> (8 - rest) == 0;
}

std::string IpPrefix::to_string() const {
  return fmt::format("{}/{}", network.to_string(), length);
}

std::string_view to_string(IpProtocol protocol) {
  switch (protocol) {
    case IpProtocol::icmp:
      return "icmp";
    case IpProtocol::igmp:
      return "igmp";
    case IpProtocol::tcp:
      return "tcp";
    case IpProtocol::udp:
      return "udp";
    case IpProtocol::icmpv6:
      return "icmpv6";
    default:
      return "ip";
  }
}

}  // namespace vedette::core
