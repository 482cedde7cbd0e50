// SPDX-License-Identifier: Apache-2.0
// One record of a chain, and the envelope in which it is signed, stored and published (docs/reference/wire.md).
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/alert.h"
#include "core/bytes.h"
#include "core/result.h"
#include "exporters/keys.h"

namespace vedette::exporters {

inline constexpr std::string_view record_payload_type = "application/vnd.vedette.record.v1+protobuf";
/// Longest envelope in bytes; a longer one is refused unread.
inline constexpr std::size_t max_envelope = 128 * 1024;

using ChainId = std::array<std::uint8_t, 16>;

/// Kept elsewhere, it proves that the chain reached it.
struct Checkpoint {
  bool closing = false;  ///< the publisher ended in good order
  bool operator==(const Checkpoint&) const = default;
};

struct Record {
  ChainId chain{};
  std::uint64_t sequence = 0;      ///< from 1
  std::optional<Digest> previous;  ///< of the stored envelope before it; none for the first
  core::Timestamp published;       ///< wall clock of the publisher
  std::string site, sensor;
  std::variant<core::Alert, Checkpoint> body;
  bool operator==(const Record&) const = default;
};

/// Why an envelope is not believed.
enum class Flaw {
  undecodable,  ///< no envelope, or not in the one form that the signer writes
  unknown_field,
  payload_type,
  untrusted_key,  ///< signed by a key that is not among the trusted ones
  signature,      ///< it names a trusted key, which did not sign this
  bad_record,     ///< well signed, but what is inside breaks the rules
  chain,          ///< of another chain
  sequence,       ///< a record is missing, or stands in the wrong place
  previous,       ///< does not follow the record before it
  topic,          ///< was published under a topic that its body does not have
};
std::string_view to_string(Flaw flaw);  ///< "bad signature", "broken chain", …

struct Rejection {
  Flaw flaw;
  std::string message;  ///< what was found, without the record's number
};

/// DSSE's pre-authentication encoding: what is signed. https://github.com/secure-systems-lab/dsse, protocol.md, v1
std::string pre_authentication_encoding(std::string_view type, std::string_view body);

/// Signs. The alert's site, sensor and sequence become those of the record.
core::Result<std::string> seal(const Record& record, const PrivateKey& key);

/// Checks the signature before anything inside is looked at, then every field.
std::expected<Record, Rejection> open(core::Bytes envelope, std::span<const PublicKey> trusted);

/// What an unverified envelope says of its own number: to name it in an error, never to believe it.
std::optional<std::uint64_t> claimed_sequence(core::Bytes envelope);

/// The topic under which the record is published: `alert/<site>/<sensor>/<severity>/<detector>/`,
/// `checkpoint/<site>/<sensor>/`. Each part is percent-encoded (RFC 3986, unreserved characters stay), so that a name
/// with a slash in it is still one part.
std::string topic_of(const Record& record);

}  // namespace vedette::exporters
