// SPDX-License-Identifier: Apache-2.0
// One DNP3 frame as read. Of a fragment in several segments it is the first that has the application's header; the
// others say only that they go on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/dnp3/defects.h"
#include "decoders/dnp3/link.h"

namespace vedette::decoders::dnp3 {

/// The transport function's octet (section 8.2).
struct Transport {
  std::uint8_t octet = 0;
  bool is_final() const { return (octet & 0x80) != 0; }
  bool is_first() const { return (octet & 0x40) != 0; }
  std::uint8_t sequence() const { return octet & 0x3f; }
};

/// The application's control octet (section 4.2.2.4).
struct ApplicationControl {
  std::uint8_t octet = 0;
  bool is_first() const { return (octet & 0x80) != 0; }
  bool is_final() const { return (octet & 0x40) != 0; }
  bool wants_confirm() const { return (octet & 0x20) != 0; }
  bool is_unsolicited() const { return (octet & 0x10) != 0; }
  std::uint8_t sequence() const { return octet & 0x0f; }
};

/// What a request was about first: its response has that too.
struct Subject {
  bool is_set = false;
  std::uint8_t group = 0, variation = 0;
  std::uint32_t first = 0, count = 0;
};

struct Message {
  std::uint16_t size = 0;
  std::optional<Link> link;
  std::optional<Transport> transport;
  std::optional<ApplicationControl> control;
  std::optional<std::uint8_t> function;
  std::optional<std::uint16_t> indications;  ///< first octet in the low half
  UserData user;
  std::size_t objects_at = 0;  ///< in the user data
  bool matched = false, unmatched = false;
  std::uint64_t request_frame = 0;
  std::uint8_t request_function = 0;
  Subject request_subject;

  core::Bytes objects() const { return user.view().subspan(objects_at); }
  /// Section 9.2.4.1.4: the station that serves, by the direction bit.
  std::uint16_t outstation() const { return link->from_master() ? link->destination : link->source; }
};

}  // namespace vedette::decoders::dnp3
