// SPDX-License-Identifier: Apache-2.0
// The tamper-evident store: one SQLite file with one table, records(sequence INTEGER PRIMARY KEY, envelope BLOB).
//
// A commit is on the disk when append() returns (synchronous=FULL). While it is written the file is in WAL mode: one
// flush per commit, and readers are never in the way. A process that is killed leaves FILE-wal beside it, which belongs
// to the journal and is taken in by whoever opens it next; one that ends in order leaves the one file alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "exporters/chain.h"
#include "exporters/keys.h"

namespace vedette::exporters {

struct StoredEnvelope {
  std::uint64_t sequence = 0;
  std::string envelope;
};

/// The one writer. Owned by the thread that publishes.
class Journal {
 public:
  /// Makes the journal with a new chain, or goes on with the one that is there, if its end is sound and signed by
  /// `key`.
  static core::Result<Journal> open(const std::filesystem::path& file, const PublicKey& key);
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  /// Where the chain stood when it was opened.
  const ChainHead& head() const { return head_; }
  /// All or none: one transaction. A record that exists is an error, so that two writers can't fork one file.
  core::Result<void> append(std::span<const StoredEnvelope> envelopes);

 private:
  struct Store;
  explicit Journal(std::unique_ptr<Store> store);

  std::unique_ptr<Store> store_;
  ChainHead head_;
};

/// Reads a journal, also while it is written, and checks nothing but that it is one. Owned by one thread.
class JournalReader {
 public:
  static core::Result<JournalReader> open(const std::filesystem::path& file);
  JournalReader(JournalReader&&) noexcept;
  JournalReader& operator=(JournalReader&&) noexcept;
  ~JournalReader();

  /// Number of the last record; 0 where there is none.
  core::Result<std::uint64_t> last();
  /// The records from `sequence` on, at most `limit`, in order.
  core::Result<std::vector<StoredEnvelope>> read(std::uint64_t sequence, std::size_t limit);
  /// What is wrong with the file itself, apart from its records; empty where nothing is. Reads all of it.
  std::string damage();

 private:
  struct Store;
  explicit JournalReader(std::unique_ptr<Store> store);

  std::unique_ptr<Store> store_;
};

}  // namespace vedette::exporters
