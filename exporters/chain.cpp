// SPDX-License-Identifier: Apache-2.0
#include "exporters/chain.h"

#include <fmt/format.h>

#include "exporters/utf8.h"

namespace vedette::exporters {
namespace {
constexpr std::size_t max_name = 256;
}

ChainWriter::ChainWriter(PrivateKey key, ChainHead head, std::string site, std::string sensor)
    : key_(std::move(key)), head_(head), site_(clean_utf8(site, max_name)), sensor_(clean_utf8(sensor, max_name)) {}

core::Result<ChainWriter::Sealed> ChainWriter::append(std::variant<core::Alert, Checkpoint> body,
                                                      core::Timestamp published) {
  Record record{.chain = head_.chain,
                .sequence = head_.sequence + 1,
                .previous = head_.digest,
                .published = published,
                .site = site_,
                .sensor = sensor_,
                .body = std::move(body)};
  auto envelope = seal(record, key_);
  if (!envelope) return std::unexpected(envelope.error());
  head_.sequence = record.sequence;
  head_.digest = sha256(core::as_bytes(*envelope));
  return Sealed{std::move(record), std::move(*envelope)};
}

ChainVerifier::ChainVerifier(std::vector<PublicKey> trusted, std::uint64_t first)
    : trusted_(std::move(trusted)), expected_(first) {}

std::expected<Record, Rejection> ChainVerifier::next(core::Bytes envelope) {
  auto record = open(envelope, trusted_);
  if (!record) return record;
  return follow(std::move(*record), envelope);
}

std::expected<Record, Rejection> ChainVerifier::follow(Record record, core::Bytes envelope) {
  const auto reject = [](Flaw flaw, std::string message) {
    return std::unexpected(Rejection{flaw, std::move(message)});
  };
  const bool begun = head_.sequence > 0;
  if (begun && record.chain != head_.chain) {
    return reject(Flaw::chain,
                  fmt::format("is of chain {}, not of chain {}", to_hex(record.chain), to_hex(head_.chain)));
  }
  if (record.sequence != expected_) {
    return reject(Flaw::sequence, fmt::format("its signed number is {}", record.sequence));
  }
  if (begun && record.previous != head_.digest) {
    return reject(Flaw::previous, fmt::format("does not follow the record {} that is here", head_.sequence));
  }
  head_ = {record.chain, record.sequence, sha256(envelope)};
  ++expected_;
  return record;
}

}  // namespace vedette::exporters
