// SPDX-License-Identifier: Apache-2.0
// Passes over the body of a message (RFC 9112, sections 6 and 7), which may be of any length: nothing of it is kept.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"

namespace vedette::decoders::http {

class Body {
 public:
  static Body of_length(std::uint64_t length) { return Body{length == 0 ? Part::none : Part::counted, length}; }
  static Body in_chunks() { return Body{Part::chunk_size, 0}; }
  static Body until_close() { return Body{Part::until_close, 0}; }
  Body() = default;

  bool is_over() const { return part_ == Part::none; }

  enum class Outcome : std::uint8_t {
    taken,  ///< so many bytes, at least one
    more,   ///< nothing was taken: a line of the chunked coding isn't whole
    bad,    ///< behind the bytes taken, the chunked coding breaks its rules
  };
  struct Step {
    std::size_t taken = 0;
    Outcome outcome = Outcome::taken;
  };
  /// As much as belongs to it. Bytes are not empty, and the body is not over.
  Step take(core::Bytes bytes);

 private:
  enum class Part : std::uint8_t { none, counted, until_close, chunk_size, chunk_data, chunk_end, trailer };
  Body(Part part, std::uint64_t left) : left_(left), part_(part) {}
  Step take_part(core::Bytes bytes);
  std::size_t take_counted(std::size_t available, Part next);
  Step take_line(core::Bytes bytes);
  bool end_line(core::Bytes line);

  std::uint64_t left_ = 0;  ///< of the whole body, or of the chunk at hand
  Part part_ = Part::none;
};

}  // namespace vedette::decoders::http
