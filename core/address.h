// SPDX-License-Identifier: Apache-2.0
// Addresses as they stand on the wire: link, network and transport.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"

namespace vedette::core {

/// An IEEE 802 address. All zero means: the link has none.
struct MacAddress {
  std::array<std::uint8_t, 6> octets{};

  auto operator<=>(const MacAddress&) const = default;
  /// In words: comparing arrays calls a function, for every packet.
  constexpr bool is_zero() const {
    return (octets[0] | octets[1] | octets[2] | octets[3] | octets[4] | octets[5]) == 0;
  }
  constexpr bool is_group() const { return (octets[0] & 1) != 0; }
  /// Reads six octets; fewer give the zero address.
  static MacAddress from(Bytes six) {
    MacAddress mac;
    if (six.size() >= mac.octets.size()) std::copy_n(six.begin(), mac.octets.size(), mac.octets.begin());
    return mac;
  }
  static std::optional<MacAddress> parse(std::string_view text);
  std::string to_string() const;  ///< lower case, with colons
};

/// `link` is no address of IP: it stands for one in the flow keys of frames without.
enum class IpFamily : std::uint8_t { none = 0, v4 = 4, v6 = 6, link = 48 };

/// An IPv4 or IPv6 address. The family is kept beside the octets, so that ::ffff:10.0.0.1 seen on the wire is never
/// mistaken for 10.0.0.1.
class IpAddress {
 public:
  constexpr IpAddress() = default;
  static IpAddress v4(std::uint32_t host_order);
  /// Any other number of octets gives no address.
  static IpAddress v4(Bytes four) {
    IpAddress ip;
    ip.assign_v4(four);
    return ip;
  }
  static IpAddress v6(Bytes sixteen) {
    IpAddress ip;
    ip.assign_v6(sixteen);
    return ip;
  }
  static IpAddress link(const MacAddress& mac) {
    IpAddress address;
    address.family_ = IpFamily::link;
    std::ranges::copy(mac.octets, address.octets_.begin());
    return address;
  }
  /// In place, for the packet path: copying a temporary just written in parts stalls longer than all else here takes.
  void assign_v4(Bytes four) { assign<4>(IpFamily::v4, four); }
  void assign_v6(Bytes sixteen) { assign<16>(IpFamily::v6, sixteen); }
  static std::optional<IpAddress> parse(std::string_view text);

  constexpr IpFamily family() const { return family_; }
  constexpr bool is_set() const { return family_ != IpFamily::none; }
  /// 4, 16, 6 (link) or 0 octets in network order.
  Bytes octets() const { return {octets_.data(), length()}; }
  const std::array<std::uint8_t, 16>& raw() const { return octets_; }
  bool is_multicast() const;
  bool is_broadcast() const;  ///< 255.255.255.255 only: a subnet's own broadcast needs its prefix
  bool is_private() const;    ///< RFC 1918, RFC 4193, link-local and loopback: not routed on the internet
  std::string to_string() const;

  /// By family, then as the octets read. In words: this orders the ends of every packet.
  friend std::strong_ordering operator<=>(const IpAddress& x, const IpAddress& y) {
    if (x.family_ != y.family_) return x.family_ <=> y.family_;
    const Words a = x.words(), b = y.words();
    return a[0] != b[0] ? big_endian(a[0]) <=> big_endian(b[0]) : big_endian(a[1]) <=> big_endian(b[1]);
  }
  friend bool operator==(const IpAddress& x, const IpAddress& y) {
    return x.family_ == y.family_ && x.words() == y.words();
  }

 private:
  using Words = std::array<std::uint64_t, 2>;
  Words words() const { return std::bit_cast<Words>(octets_); }
  static constexpr std::uint64_t big_endian(std::uint64_t word) {
    return std::endian::native == std::endian::little ? std::byteswap(word) : word;
  }
  template <std::size_t N>
  void assign(IpFamily family, Bytes octets) {
    octets_ = {};
    family_ = octets.size() == N ? family : IpFamily::none;
    if (octets.size() == N) std::copy_n(octets.begin(), N, octets_.begin());
  }
  constexpr std::size_t length() const {
    constexpr std::size_t link_length = 6;
    return family_ == IpFamily::v4 ? 4 : family_ == IpFamily::v6 ? 16 : family_ == IpFamily::link ? link_length : 0;
  }

  IpFamily family_ = IpFamily::none;
  std::array<std::uint8_t, 16> octets_{};
};

/// A network such as 10.20.1.0/24.
struct IpPrefix {
  IpAddress network;
  unsigned length = 0;  ///< 0 to 32 or 128

  static std::optional<IpPrefix> parse(std::string_view text);
  bool contains(const IpAddress& address) const;
  std::string to_string() const;
  auto operator<=>(const IpPrefix&) const = default;
};

/// TCP or UDP port in host order; 0 where the transport has none.
struct Port {
  std::uint16_t number = 0;
  auto operator<=>(const Port&) const = default;
};

/// IEEE 802.1Q VLAN id, 0 to 4095; 0 where there was no tag (or a priority tag).
struct VlanId {
  std::uint16_t number = 0;
  auto operator<=>(const VlanId&) const = default;
};

/// IANA protocol number of the transport.
enum class IpProtocol : std::uint8_t { hop_by_hop = 0, icmp = 1, igmp = 2, tcp = 6, udp = 17, icmpv6 = 58, none = 255 };

std::string_view to_string(IpProtocol protocol);  ///< "tcp", "udp", … or "ip" where it has no name here

/// Whether the same address in two VLANs is two devices. `automatic`: yes, until traffic is seen to cross from one VLAN
/// to the other.
enum class VlanInIdentity : std::uint8_t { automatic, always, never };

/// One end of a conversation: what the wire says, not who it is (that is an entity, resolved after ordering).
struct Endpoint {
  MacAddress mac{};
  VlanId vlan{};              ///< innermost tag
  VlanId outer_vlan{};        ///< the tag around it (IEEE 802.1ad); 0 where there is none
  Port port{};                ///< of TCP or UDP
  std::uint32_t network = 0;  ///< tunnel's network id (VNI, virtual subnet, GRE key); 0 outside tunnels
  IpAddress ip{};
  auto operator<=>(const Endpoint&) const = default;
};

}  // namespace vedette::core
