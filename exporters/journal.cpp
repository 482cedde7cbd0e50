// SPDX-License-Identifier: Apache-2.0
#include "exporters/journal.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "exporters/sqlite.h"

namespace vedette::exporters {
namespace {

constexpr const char* create_table = "CREATE TABLE records(sequence INTEGER PRIMARY KEY, envelope BLOB)";
/// How much of the end is checked before a journal is continued; all of it is for `journal verify`.
constexpr std::uint64_t checked_tail = 256;

/// A file with anything else in it was not made here, whatever its table holds.
core::Result<bool> has_table(Database& database) {
  auto statement = database.prepare("SELECT type, name, sql FROM sqlite_schema");
  if (!statement) return std::unexpected(statement.error());
  int status = statement->step();
  if (status == SQLITE_DONE) return false;
  const bool ours = status == SQLITE_ROW && statement->text(0) == "table" && statement->text(1) == "records" &&
                    statement->text(2) == create_table;
  status = status == SQLITE_ROW ? statement->step() : status;
  if (status != SQLITE_ROW && status != SQLITE_DONE) return std::unexpected(database.error());
  if (!ours || status == SQLITE_ROW) {
    return core::wrong_usage(fmt::format("{}: is not a journal: holds other tables than a journal's", database.name()));
  }
  return true;
}

std::int64_t clamped(std::uint64_t sequence) {
  return static_cast<std::int64_t>(
      std::min(sequence, static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())));
}

core::Result<std::uint64_t> last_sequence(Statement& statement, Database& database) {
  statement.reset();
  const int status = statement.step();
  if (status != SQLITE_ROW) return std::unexpected(database.error());
  const std::int64_t last = statement.integer(0);
  const std::int64_t first = statement.integer(1);
  statement.reset();
  if (first < 1)
    return core::wrong_usage(fmt::format("{}: is damaged: a record has number {}", database.name(), first));
  return static_cast<std::uint64_t>(last);
}
// Two look-ups in the index; max and min in one SELECT would read the whole table.
constexpr const char* select_last =
    "SELECT coalesce((SELECT max(sequence) FROM records), 0), coalesce((SELECT min(sequence) FROM records), 1)";

core::Result<std::vector<StoredEnvelope>> read_rows(Statement& statement, Database& database, std::uint64_t from,
                                                    std::size_t limit) {
  std::vector<StoredEnvelope> rows;
  statement.reset();
  statement.bind(1, clamped(from));
  statement.bind(2, clamped(limit));
  int status = statement.step();
  for (; status == SQLITE_ROW; status = statement.step()) {
    // What is no BLOB is no envelope: it is handed on empty, and refused as such.
    rows.push_back(
        {static_cast<std::uint64_t>(statement.integer(0)), statement.is_blob(1) ? statement.bytes(1) : std::string{}});
  }
  const auto error = database.error();
  statement.reset();
  // What was read before the damage is still worth having.
  if (status != SQLITE_DONE && rows.empty()) return std::unexpected(error);
  return rows;
}
constexpr const char* select_rows =
    "SELECT sequence, envelope FROM records WHERE sequence >= ? ORDER BY sequence LIMIT ?";

}  // namespace

struct Journal::Store {
  Database database;
  Statement insert;
};

struct JournalReader::Store {
  Database database;
  Statement rows, last;
};

Journal::Journal(std::unique_ptr<Store> store) : store_(std::move(store)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;

Journal::~Journal() {
  if (!store_) return;
  // A file that rests needs no -wal beside it and can be read from where nothing can be written. Refused while somebody
  // reads, which does no harm.
  (void)store_->database.execute("PRAGMA busy_timeout=0; PRAGMA journal_mode=DELETE");
}

core::Result<Journal> Journal::open(const std::filesystem::path& file, const PublicKey& key) {
  auto database = Database::open(file, Database::Access::write);
  if (!database) return std::unexpected(database.error());
  const auto table = has_table(*database);
  if (!table) return std::unexpected(table.error());
  if (auto done = database->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"); !done) {
    return std::unexpected(done.error());
  }
  if (!*table) {
    if (auto done = database->execute(create_table); !done) return std::unexpected(done.error());
  }
  auto insert = database->prepare("INSERT INTO records(sequence, envelope) VALUES (?, ?)");
  auto rows = database->prepare(select_rows);
  auto last = database->prepare(select_last);
  if (!insert || !rows || !last) return std::unexpected(database->error());

  ChainHead head{.chain = random_id(), .sequence = 0, .digest = std::nullopt};
  const auto end = last_sequence(*last, *database);
  if (!end) return std::unexpected(end.error());
  if (*end > 0) {
    const std::uint64_t first = *end > checked_tail ? *end - checked_tail + 1 : 1;
    const auto tail = read_rows(*rows, *database, first, checked_tail);
    if (!tail) return std::unexpected(tail.error());
    ChainVerifier verifier({key}, first);
    for (const StoredEnvelope& stored : *tail) {
      if (const auto record = verifier.next(core::as_bytes(stored.envelope)); !record) {
        return core::wrong_usage(fmt::format("{}: can't be continued: record {}: {}: {}", file.string(),
                                             stored.sequence, to_string(record.error().flaw), record.error().message));
      }
    }
    if (verifier.head().sequence != *end) {
      return core::wrong_usage(fmt::format("{}: can't be continued: it is damaged near record {}", file.string(),
                                           verifier.expected_sequence()));
    }
    head = verifier.head();
  }
  Journal journal{std::make_unique<Store>(std::move(*database), std::move(*insert))};
  journal.head_ = head;
  return journal;
}

core::Result<void> Journal::append(std::span<const StoredEnvelope> envelopes) {
  Database& database = store_->database;
  if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun) return begun;
  for (const StoredEnvelope& stored : envelopes) {
    store_->insert.reset();
    store_->insert.bind(1, clamped(stored.sequence));
    store_->insert.bind(2, core::as_bytes(stored.envelope));
    if (store_->insert.step() != SQLITE_DONE) {
      const core::Error error = database.error();
      store_->insert.reset();
      (void)database.execute("ROLLBACK");
      return core::unavailable(fmt::format("record {} can't be stored: {}", stored.sequence, error.message));
    }
  }
  store_->insert.reset();
  if (auto done = database.execute("COMMIT"); !done) {
    (void)database.execute("ROLLBACK");
    return done;
  }
  return {};
}

JournalReader::JournalReader(std::unique_ptr<Store> store) : store_(std::move(store)) {}
JournalReader::JournalReader(JournalReader&&) noexcept = default;
JournalReader& JournalReader::operator=(JournalReader&&) noexcept = default;
JournalReader::~JournalReader() = default;

core::Result<JournalReader> JournalReader::open(const std::filesystem::path& file) {
  auto database = Database::open(file, Database::Access::read);
  if (!database) return std::unexpected(database.error());
  const auto table = has_table(*database);
  if (!table) return std::unexpected(table.error());
  if (!*table) return core::wrong_usage(fmt::format("{}: is not a journal: it holds nothing", file.string()));
  auto rows = database->prepare(select_rows);
  auto last = database->prepare(select_last);
  if (!rows || !last) return std::unexpected(database->error());
  return JournalReader{std::make_unique<Store>(std::move(*database), std::move(*rows), std::move(*last))};
}

core::Result<std::uint64_t> JournalReader::last() {
  return last_sequence(store_->last, store_->database);
}

core::Result<std::vector<StoredEnvelope>> JournalReader::read(std::uint64_t sequence, std::size_t limit) {
  return read_rows(store_->rows, store_->database, sequence, limit);
}

std::string JournalReader::damage() {
  auto check = store_->database.prepare("PRAGMA quick_check(1)");
  if (!check) return check.error().message;
  if (check->step() != SQLITE_ROW) return store_->database.error().message;
  const std::string answer = check->text(0);
  return answer == "ok" ? "" : answer;
}

}  // namespace vedette::exporters
