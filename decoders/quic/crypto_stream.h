// SPDX-License-Identifier: Apache-2.0
// The handshake's bytes out of CRYPTO frames (RFC 9000, section 19.6), which clients cut into many and shuffle.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "decoders/decoder.h"
#include "decoders/quic/defects.h"

namespace vedette::decoders::quic {

class CryptoStream {
 public:
  static constexpr std::size_t max_size = 16 * 1024;  ///< of a client_hello; those with post-quantum keys take two

  void clear();
  /// False where it reaches too far.
  bool add(std::uint64_t offset, core::Bytes piece);
  /// The first handshake message with its header; empty while it is not whole.
  core::Bytes first_message() const;

  /// What is there, for other datagrams of the conversation.
  void save(Memory& memory) const;
  void load(Memory& memory);

 private:
  core::Bytes beginning() const;

  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint8_t> is_there_;  ///< for each byte
};

/// Takes the CRYPTO frames out of an Initial packet.
std::optional<Flaw> read_frames(core::Bytes frames, CryptoStream& stream);

}  // namespace vedette::decoders::quic
