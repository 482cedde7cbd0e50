// SPDX-License-Identifier: Apache-2.0
// The format of a CoAP message (RFC 7252, section 3): header, token, options as differences of their numbers, payload.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/coap/message.h"

namespace vedette::decoders::coap {

struct OptionField {
  std::uint32_t number = 0;
  core::Bytes value;
};

class OptionWalk {
 public:
  explicit OptionWalk(core::Bytes bytes) : in_(bytes) {}
  /// The next option. False at the payload marker, at the end, and at a flaw.
  bool next(OptionField& option);
  std::optional<Flaw> flaw() const { return flaw_; }
  std::size_t offset() const { return in_.offset(); }

 private:
  std::uint32_t extended(unsigned nibble, std::size_t start);

  core::ByteCursor in_;
  std::uint32_t number_ = 0;
  std::optional<Flaw> flaw_;
};

/// Unsigned integers of 0 to 4 bytes (section 3.2).
std::uint32_t option_number(core::Bytes value);

/// Reads a whole message into one that is cleared, up to the first flaw.
std::optional<Flaw> read_message(core::Bytes bytes, Message& message);
/// Makes a message ready for the next; texts keep their room.
void clear(Message& message);

}  // namespace vedette::decoders::coap
