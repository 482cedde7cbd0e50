// SPDX-License-Identifier: Apache-2.0
// Records in their order, each holding the digest of the one before it: made by one, checked by the other.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "exporters/keys.h"
#include "exporters/record.h"

namespace vedette::exporters {

/// Where a chain stands.
struct ChainHead {
  ChainId chain{};
  std::uint64_t sequence = 0;    ///< of the last record; 0 before the first
  std::optional<Digest> digest;  ///< of its envelope
};

/// Numbers, links and signs. Owned by the one thread that publishes.
class ChainWriter {
 public:
  ChainWriter(PrivateKey key, ChainHead head, std::string site, std::string sensor);

  struct Sealed {
    Record record;
    std::string envelope;
  };
  /// The head moves on: what is sealed must be stored before the next one is.
  core::Result<Sealed> append(std::variant<core::Alert, Checkpoint> body, core::Timestamp published);
  const ChainHead& head() const { return head_; }

 private:
  PrivateKey key_;
  ChainHead head_;
  std::string site_, sensor_;
};

/// Takes a chain's envelopes in order and believes each only if it is signed by a trusted key and follows the last.
class ChainVerifier {
 public:
  /// Begins at any record: the chain and what stood before are taken from the first one. Record 1 has none before it.
  explicit ChainVerifier(std::vector<PublicKey> trusted, std::uint64_t first = 1);

  std::expected<Record, Rejection> next(core::Bytes envelope);
  /// The same for one that open() has accepted already.
  std::expected<Record, Rejection> follow(Record record, core::Bytes envelope);
  /// Number of the record that next() waits for.
  std::uint64_t expected_sequence() const { return expected_; }
  /// Of the last record that was accepted.
  const ChainHead& head() const { return head_; }
  const std::vector<PublicKey>& trusted() const { return trusted_; }

 private:
  std::vector<PublicKey> trusted_;
  std::uint64_t expected_;
  ChainHead head_;
};

}  // namespace vedette::exporters
