// SPDX-License-Identifier: Apache-2.0
// DHCP messages (RFC 2131, RFC 2132) between a host and the site's router.
#pragma once

#include <cstdint>
#include <string_view>

#include "tests/lab/base/host.h"
#include "tests/lab/base/random.h"
#include "tests/lab/base/wire.h"

namespace vedette::lab::dhcp {

inline constexpr std::uint16_t server_port = 67, client_port = 68;

/// Who asks, and what it says of itself.
struct Client {
  const Host& host;
  const Host& server;
  std::string_view host_name;
  std::string_view vendor_class;  ///< empty: not said
  Duration lease;
};

/// Discover, offer, request, acknowledgement: of a host that has no address yet. Gives the time at which it has one.
Timestamp join(Sink& sink, Timestamp at, const Client& client, Random& random);
/// Half of the lease is over (4.4.5): asked of the server itself, which agrees.
void renew(Sink& sink, Timestamp at, const Client& client, Random& random);

}  // namespace vedette::lab::dhcp
