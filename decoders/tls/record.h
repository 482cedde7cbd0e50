// SPDX-License-Identifier: Apache-2.0
// Records, in which all of TLS (RFC 8446, section 5.1) and DTLS (RFC 6347, section 4.1) travels, and how to know one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "decoders/decoder.h"

namespace vedette::decoders::tls {

enum class Content : std::uint8_t {
  change_cipher_spec = 20,
  alert = 21,
  handshake = 22,
  application_data = 23,
  heartbeat = 24,        // RFC 6520
  with_connection = 25,  // DTLS: behind a connection id of unknown length (RFC 9146)
  acknowledgement = 26,  // DTLS 1.3 (RFC 9147)
};

inline constexpr std::size_t header_size = 5, dtls_header_size = 13;
inline constexpr std::size_t max_record_content = (1 << 14) + 2048;  // RFC 5246, section 6.2.3
inline constexpr std::size_t max_record_size = header_size + max_record_content;

struct Record {
  Content content{};
  std::uint16_t version = 0;
  std::uint16_t epoch = 0;  ///< DTLS
  std::uint16_t length = 0;
};

/// Does nothing in the header contradict one, as far as the bytes go?
bool may_be_record(core::Bytes bytes);
bool may_be_dtls_record(core::Bytes bytes);
/// There must be a whole header that may be one.
Record read_record(core::Bytes bytes);
Record read_dtls_record(core::Bytes bytes);

/// So many bytes of a record's content tell whether it begins with a hello in the clear.
inline constexpr std::size_t hello_prefix = 6;
bool begins_with_hello(core::Bytes content, std::size_t length);

/// A hello in the form of SSL 2.0, which clients sent that could speak newer versions too (RFC 5246, appendix E.2).
enum class Likeness : std::uint8_t { none, partial, whole };
Likeness ssl2_hello(core::Bytes bytes);
inline std::size_t ssl2_size(core::Bytes bytes) {
  return 2u + static_cast<std::size_t>((bytes[0] & 0x7f) << 8 | bytes[1]);
}

Verdict probe_stream(core::Bytes bytes);
Verdict probe_datagram(core::Bytes bytes);

/// Where in the bytes a record of encrypted data may begin; bytes.size() where nowhere.
std::size_t find_record(core::Bytes bytes);

}  // namespace vedette::decoders::tls
