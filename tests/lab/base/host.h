// SPDX-License-Identifier: Apache-2.0
// A machine at the site as the network sees it. Nothing of it changes once the run has begun, since conversations of
// one host may be made by several threads.
#pragma once

#include <cstdint>
#include <string>

#include "core/address.h"
#include "tests/lab/base/time.h"

namespace vedette::lab {

/// How its network stack behaves.
struct Stack {
  std::uint8_t hop_limit = 64;
  std::uint16_t window = 64'240, segment = 1460;
  bool timestamps = true;        ///< RFC 7323
  bool random_ip_id = false;     ///< else it counts up per conversation
  Duration delayed_ack = 40ms;
};

inline constexpr Stack linux_stack{};
inline constexpr Stack windows_stack{.hop_limit = 128, .timestamps = false, .delayed_ack = 50ms};
/// Of small controllers: few octets of window, no options but the segment's size.
inline constexpr Stack embedded_stack{.hop_limit = 64, .window = 4096, .timestamps = false,
                                      .delayed_ack = 2ms};

struct Host {
  std::string name, role;
  core::MacAddress mac;
  core::IpAddress ip;
  Stack stack;
  std::string firmware;
  double clock_error = 0;  ///< of its own clock against true time, in parts: 2e-5 is 1.7 s a day
};

}  // namespace vedette::lab
