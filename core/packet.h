// SPDX-License-Identifier: Apache-2.0
// One captured frame, as a view: the batch that holds it owns the bytes.
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "core/time.h"

namespace vedette::core {

/// Link types that captures are made of (names and meaning: https://www.tcpdump.org/linktypes.html). The value is
/// LINKTYPE_ as it stands in files.
enum class LinkType : std::uint16_t {
  null = 0,
  ethernet = 1,
  ppp = 9,
  ppp_hdlc = 50,
  ppp_ether = 51,
  raw = 101,
  c_hdlc = 104,
  loop = 108,
  linux_sll = 113,
  ipv4 = 228,
  ipv6 = 229,
  nflog = 239,
  linux_sll2 = 276,
};

struct Packet {
  Timestamp time;                 ///< as stamped, not made monotonic
  std::uint64_t seq = 0;          ///< 1-based position over all that was captured; set once, by capture
  Bytes bytes;                    ///< the captured part
  std::uint32_t wire_length = 0;  ///< what was on the wire; more than bytes.size() where the snap length cut
  LinkType link = LinkType::ethernet;
  TimePrecision precision = TimePrecision::microseconds;
};

}  // namespace vedette::core
