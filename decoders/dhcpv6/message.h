// SPDX-License-Identifier: Apache-2.0
// One DHCPv6 message as read, out of all relays that wrapped it. It points into the datagram; lists are walked again by
// who asks for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/address.h"
#include "core/bytes.h"
#include "decoders/flaw.h"

namespace vedette::decoders::dhcpv6 {

enum class Defect : std::uint8_t { truncated, truncated_option, bad_option_length, missing_message, too_many_relays };

using Flaw = decoders::Flaw<Defect>;

struct Message {
  std::optional<std::uint8_t> type;  ///< innermost: what the client or the server said
  std::uint32_t transaction_id = 0;
  std::uint32_t relays = 0;          ///< that wrapped it
  bool to_client = false;            ///< wrapped in replies of relays
  core::IpAddress link_ip, peer_ip;  ///< of the innermost relay: where the client is, and its address there
  core::Bytes interface_id, remote_id;

  core::Bytes options;  ///< of the innermost message, whole ones only
  core::Bytes client_id, server_id, requested, fqdn, vendor_class, dns_servers, domains;
  std::optional<std::uint32_t> vendor_enterprise;
  std::optional<std::uint16_t> status;
  bool rapid_commit = false;
};

std::optional<Flaw> read_message(core::Bytes datagram, Message& message);

/// "solicit" to "relay_reply", and those that came later; empty where the type has no name.
std::string_view type_name(std::uint8_t type);
/// RFC 8415, 21.13 and its registry; "status_<n>" has no place here: empty where there is no name.
std::string_view status_name(std::uint16_t status);
bool is_request(std::uint8_t type);
/// Of a message whose type has no name.
inline constexpr std::string_view other_type = "other";
/// All names of types, and that one.
std::span<const std::string_view> operation_names();

struct Option {
  std::uint16_t code = 0;
  core::Bytes value;
};

/// An address or prefix inside an identity association (RFC 8415, 21.6, 21.22).
struct Lease {
  core::IpAddress address;
  std::uint8_t prefix_length = 128;
  std::uint32_t preferred = 0, valid = 0;
  bool is_prefix = false;
};

/// Walks the leases of all identity associations, in order. A fixed amount of state, no recursion: these nest two deep.
class Leases {
 public:
  explicit Leases(core::Bytes options) : outer_(options) {}
  std::optional<Lease> next();

 private:
  core::Bytes outer_, inner_;
};

/// A domain name's labels as text (RFC 1035, 3.1) into `room`, up to its end or the first label that isn't whole.
/// `taken`: octets of `encoded` that it took.
std::string_view decode_name(core::Bytes encoded, std::span<char> room, std::size_t& taken);

/// The first item of a vendor class (RFC 8415, 21.16).
core::Bytes first_item(core::Bytes items);
/// The link address inside a DUID of type 1 or 3 over Ethernet (RFC 8415, 11.2, 11.4); zero elsewhere.
core::MacAddress mac_of_duid(core::Bytes duid);

}  // namespace vedette::decoders::dhcpv6
