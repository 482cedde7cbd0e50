// SPDX-License-Identifier: Apache-2.0
// The headers of the application layer's eight messages (clause 20.1). What follows is the service's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "decoders/bacnet/defects.h"

namespace vedette::decoders::bacnet {

enum class ApduType : std::uint8_t {
  confirmed_request,
  unconfirmed_request,
  simple_ack,
  complex_ack,
  segment_ack,
  error,
  reject,
  abort,
};
std::string_view to_string(ApduType type);

struct Apdu {
  ApduType type = ApduType::confirmed_request;
  bool segmented = false, more_follows = false;  ///< of confirmed requests and complex acks
  bool segmented_response_accepted = false;      ///< of confirmed requests
  bool negative = false;                         ///< of segment acks
  bool by_server = false;                        ///< of segment acks and aborts: who answers the request sends it
  std::optional<std::uint8_t> capacity;  ///< of confirmed requests: what the sender takes as an answer (20.1.2.4, 5)
  std::optional<std::uint8_t> invoke_id, sequence_number, window_size, service, reason;

  /// The most segments that the answer may have; nothing where that isn't said.
  std::optional<unsigned> max_segments() const;
  /// The longest APDU that the sender takes, in octets; 0 where the code is reserved.
  unsigned max_length() const;
};

/// Reads the header. `content` is what follows, where the header is whole: nothing where that can't be.
std::optional<Flaw> read_apdu(core::Bytes bytes, std::optional<Apdu>& apdu, std::optional<core::Bytes>& content);

}  // namespace vedette::decoders::bacnet
