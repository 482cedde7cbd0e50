// SPDX-License-Identifier: Apache-2.0
// The unit in which an interface of a pcapng file stamps (draft-ietf-opsawg-pcapng section 4.2, if_tsresol and
// if_tsoffset), and time out of such stamps.
#pragma once

#include <cstdint>
#include <optional>

#include "core/time.h"

namespace vedette::capture {

class StampUnit {
 public:
  /// Microseconds, for an interface that says nothing.
  StampUnit() : StampUnit(6, false, 0) {}
  /// `resolution` is if_tsresol: a negative power of 10, or of 2 where the top bit is set. `offset` is in seconds.
  /// Nothing for a resolution that 64 bits of stamp can't reach a second with (as libpcap).
  static std::optional<StampUnit> of(std::uint8_t resolution, std::int64_t offset);

  /// What is finer than a nanosecond is dropped; a time that can't be represented is the nearest that can.
  core::Timestamp operator()(std::uint64_t stamp) const {
    if (stamp < simple_below_) return core::timestamp_from_ns(static_cast<std::int64_t>(stamp * ns_));
    return by_parts(stamp);
  }
  /// Digits that hold a step of the unit.
  core::TimePrecision precision() const { return precision_; }

 private:
  StampUnit(unsigned power, bool of_two, std::int64_t offset);
  core::Timestamp by_parts(std::uint64_t stamp) const;

  unsigned power_;
  bool of_two_;
  core::TimePrecision precision_;
  std::int64_t offset_;
  std::uint64_t ns_ = 0;            ///< of one unit, where that is a whole number
  std::uint64_t simple_below_ = 0;  ///< stamps that multiplication alone turns into time
};

}  // namespace vedette::capture
