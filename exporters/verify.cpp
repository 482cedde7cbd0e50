// SPDX-License-Identifier: Apache-2.0
#include "exporters/verify.h"

#include <algorithm>
#include <fmt/format.h>

#include "exporters/chain.h"
#include "exporters/journal.h"

namespace vedette::exporters {
namespace {

constexpr std::size_t page = 256;

struct Anchor {
  Record record;
  Digest digest;
};

core::Result<std::optional<Anchor>> read_anchor(const std::optional<std::string>& envelope,
                                                const std::vector<PublicKey>& trusted) {
  if (!envelope) return std::nullopt;
  auto record = open(core::as_bytes(*envelope), trusted);
  if (!record) {
    return core::wrong_usage(
        fmt::format("the anchor is no use: {}: {}", to_string(record.error().flaw), record.error().message));
  }
  return Anchor{std::move(*record), sha256(core::as_bytes(*envelope))};
}

/// Judges one stored record; says what is wrong with it.
std::optional<std::string> judge(const StoredEnvelope& stored, ChainVerifier& verifier, VerifyReport& report) {
  if (stored.sequence != verifier.expected_sequence()) return "is missing";
  const auto record = verifier.next(core::as_bytes(stored.envelope));
  if (!record) return fmt::format("{}: {}", to_string(record.error().flaw), record.error().message);
  const auto* checkpoint = std::get_if<Checkpoint>(&record->body);
  report.last = record->sequence;
  report.checkpoints += checkpoint != nullptr ? 1 : 0;
  report.closed = checkpoint != nullptr && checkpoint->closing;
  return std::nullopt;
}

/// Holds the sound part against the anchor; says what is wrong.
std::optional<std::string> judge_end(const Anchor& anchor, const ChainHead& head, const std::optional<Digest>& there,
                                     VerifyReport& report) {
  report.anchor = anchor.record.sequence;
  if (head.sequence > 0 && anchor.record.chain != head.chain) {
    return fmt::format("the anchor is of chain {}, the journal of chain {}", to_hex(anchor.record.chain),
                       to_hex(head.chain));
  }
  if (anchor.record.sequence > head.sequence) {
    return fmt::format("the end was cut: the anchor proves that there was a record {}", anchor.record.sequence);
  }
  if (there != anchor.digest) return "is not the record that was anchored: the chain forks";
  report.end = anchor.record.sequence == head.sequence ? VerifyReport::End::proven : VerifyReport::End::passed;
  return std::nullopt;
}

}  // namespace

std::string to_string(const VerifyReport& report) {
  if (report.bad) return fmt::format("record {}: {}", report.bad->sequence, report.bad->reason);
  const std::string sound = report.last == 0   ? std::string{"there is no record"}
                            : report.last == 1 ? std::string{"record 1 is sound"}
                                               : fmt::format("records 1 to {} are sound", report.last);
  switch (report.end) {
    case VerifyReport::End::proven:
      return sound + ", end proven";
    case VerifyReport::End::passed:
      return fmt::format("{}, end proven up to record {}", sound, report.anchor);
    case VerifyReport::End::not_proven:
      break;
  }
  return sound + ", end not proven";
}

core::Result<VerifyReport> verify_journal(const std::filesystem::path& file, const std::vector<PublicKey>& trusted,
                                          const std::optional<std::string>& anchor_envelope) {
  const auto anchor = read_anchor(anchor_envelope, trusted);
  if (!anchor) return std::unexpected(anchor.error());
  auto reader = JournalReader::open(file);
  if (!reader) return std::unexpected(reader.error());
  const auto last = reader->last();
  if (!last) return std::unexpected(last.error());

  VerifyReport report;
  ChainVerifier verifier{trusted};
  std::optional<Digest> digest_at_anchor;
  while (!report.bad && report.last < *last) {
    const auto rows = reader->read(verifier.expected_sequence(), page);
    if (!rows || rows->empty()) {
      report.bad = {verifier.expected_sequence(), rows ? "is missing" : "can't be read: " + rows.error().message};
      break;
    }
    for (const StoredEnvelope& stored : *rows) {
      if (auto reason = judge(stored, verifier, report)) {
        report.bad = {verifier.expected_sequence(), std::move(*reason)};
        break;
      }
      if (*anchor && (*anchor)->record.sequence == report.last) digest_at_anchor = verifier.head().digest;
    }
  }
  if (const std::string damage = report.bad ? "" : reader->damage(); !damage.empty()) {
    report.bad = {report.last + 1, "the file is damaged: " + damage};
  }
  if (report.last > 0) report.chain = to_hex(verifier.head().chain);
  if (*anchor && !report.bad) {
    if (auto reason = judge_end(**anchor, verifier.head(), digest_at_anchor, report)) {
      const std::uint64_t cut = std::min(report.anchor, report.last + 1);
      report.bad = {cut, std::move(*reason)};
    }
  }
  return report;
}

}  // namespace vedette::exporters
