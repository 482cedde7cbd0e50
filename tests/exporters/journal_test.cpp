// SPDX-License-Identifier: Apache-2.0
#include "exporters/journal.h"

#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exporters/verify.h"
#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using testing::HasSubstr;

const PublicKey& key() {
  return test_key().public_key();
}

std::vector<StoredEnvelope> next_records(const ChainHead& head, std::size_t count) {
  ChainWriter writer{test_key(), head, "site", "sensor"};
  std::vector<StoredEnvelope> rows;
  for (std::size_t i = 0; i < count; ++i) {
    auto sealed = must(writer.append(small_alert(i), core::timestamp_from_ns(1)));
    rows.push_back({sealed.record.sequence, std::move(sealed.envelope)});
  }
  return rows;
}

TEST(Journal, KeepsWhatIsAppendedAndGoesOnWithItsChain) {
  const TemporaryFolder folder;
  ChainId chain;
  {
    auto journal = must(Journal::open(folder / "j", key()));
    chain = journal.head().chain;
    ASSERT_TRUE(journal.append(next_records(journal.head(), 300)));
  }
  auto journal = must(Journal::open(folder / "j", key()));
  EXPECT_EQ(journal.head().chain, chain);
  EXPECT_EQ(journal.head().sequence, 300U);
  ASSERT_TRUE(journal.append(next_records(journal.head(), 2)));
  auto reader = must(JournalReader::open(folder / "j"));
  EXPECT_EQ(must(reader.last()), 302U);
  const auto rows = must(reader.read(299, 3));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].sequence, 299U);
  EXPECT_EQ(rows[2].sequence, 301U);
  EXPECT_TRUE(must(reader.read(303, 3)).empty());
  EXPECT_TRUE(must(reader.read(~0ULL, 3)).empty());
  EXPECT_TRUE(must(verify_journal(folder / "j", {key()})).sound());
}

TEST(Journal, IsOneFileWithOneTableWhenItRests) {
  const TemporaryFolder folder;
  {
    auto journal = must(Journal::open(folder / "j", key()));
    ASSERT_TRUE(journal.append(next_records(journal.head(), 1)));
    EXPECT_TRUE(std::filesystem::exists(folder / "j-wal"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "j-wal"));
  EXPECT_NO_THROW(run_sql(folder / "j", "SELECT sequence, envelope FROM records"));
}

TEST(Journal, EachNewOneHasAChainOfItsOwn) {
  const TemporaryFolder folder;
  EXPECT_NE(must(Journal::open(folder / "a", key())).head().chain,
            must(Journal::open(folder / "b", key())).head().chain);
}

TEST(Journal, TwoWritersCantForkIt) {
  const TemporaryFolder folder;
  auto one = must(Journal::open(folder / "j", key()));
  auto other = must(Journal::open(folder / "j", key()));
  ASSERT_TRUE(one.append(next_records(one.head(), 1)));
  const auto refused = other.append(next_records(other.head(), 1));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("record 1 can't be stored"));
  EXPECT_TRUE(must(verify_journal(folder / "j", {key()})).sound());
}

TEST(Journal, AGroupIsStoredWholeOrNotAtAll) {
  const TemporaryFolder folder;
  auto journal = must(Journal::open(folder / "j", key()));
  auto rows = next_records(journal.head(), 3);
  rows[2].sequence = 1;
  EXPECT_FALSE(journal.append(rows));
  rows[2].sequence = 3;
  EXPECT_TRUE(journal.append(rows));
}

TEST(Journal, IsNotContinuedWhereItsEndIsNotSound) {
  const TemporaryFolder folder;
  auto rows = make_chain(4);
  write_rows(folder / "key", rows);
  const auto other = Journal::open(folder / "key", other_key().public_key());
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, core::ErrorKind::usage);
  EXPECT_THAT(other.error().message, HasSubstr("record 1: wrong key"));

  std::swap(rows[2].envelope, rows[3].envelope);
  write_rows(folder / "swapped", rows);
  EXPECT_THAT(Journal::open(folder / "swapped", key()).error().message, HasSubstr("record 3: broken sequence"));
}

/// Files that are no journal, and what is said of each.
TEST(Journal, RefusesOtherFilesWithTheReason) {
  const TemporaryFolder folder;
  const auto both = [&](const char* name) {
    const auto writer = Journal::open(folder / name, key());
    const auto reader = JournalReader::open(folder / name);
    if (writer || reader) throw std::runtime_error(std::string{name} + " was accepted");
    EXPECT_EQ(writer.error().kind, reader.error().kind) << name;
    return reader.error();
  };
  write_whole(folder / "text", std::string(5000, 'x'));
  EXPECT_EQ(both("text").kind, core::ErrorKind::usage);
  EXPECT_THAT(both("text").message, HasSubstr("no SQLite file"));

  run_sql(folder / "foreign", "CREATE TABLE things(a)");
  EXPECT_THAT(both("foreign").message, HasSubstr("other tables"));
  run_sql(folder / "more", "CREATE TABLE records(sequence INTEGER PRIMARY KEY, envelope BLOB); CREATE TABLE more(a)");
  EXPECT_THAT(both("more").message, HasSubstr("other tables"));
  run_sql(folder / "view", "CREATE VIEW records AS SELECT 1 AS sequence, x'00' AS envelope");
  EXPECT_THAT(both("view").message, HasSubstr("other tables"));
  run_sql(folder / "trigger",
          "CREATE TABLE records(sequence INTEGER PRIMARY KEY, envelope BLOB);"
          "CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records; END");
  EXPECT_THAT(both("trigger").message, HasSubstr("other tables"));

  EXPECT_EQ(both(".").kind, core::ErrorKind::usage);
  EXPECT_EQ(Journal::open(folder / "none/j", key()).error().kind, core::ErrorKind::unavailable);
  EXPECT_EQ(JournalReader::open(folder / "none").error().kind, core::ErrorKind::unavailable);
  write_whole(folder / "empty", "");
  EXPECT_THAT(JournalReader::open(folder / "empty").error().message, HasSubstr("holds nothing"));
  EXPECT_TRUE(Journal::open(folder / "empty", key()));
}

/// Runs until it's killed: says after each commit, through the pipe, that it is done.
[[noreturn]] void write_until_killed(const std::filesystem::path& file, int committed) {
  auto journal = must(Journal::open(file, key()));
  ChainWriter writer{test_key(), journal.head(), "site", "sensor"};
  while (true) {
    auto sealed = must(writer.append(small_alert(writer.head().sequence), core::timestamp_from_ns(1)));
    const std::vector<StoredEnvelope> row{{sealed.record.sequence, std::move(sealed.envelope)}};
    if (!journal.append(row) || ::write(committed, "c", 1) != 1) ::_exit(1);
  }
}

TEST(Journal, AKilledWriterLosesNothingThatWasCommitted) {
  const TemporaryFolder folder;
  const PublicKey trusted = key();  // made before the writer is forked, which must have the same
  std::uint64_t committed = 0;
  for (int round = 0; round < 3; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) write_until_killed(folder / "j", pipe[1]);
    ::close(pipe[1]);
    char byte = 0;
    for (int i = 0; i < 20; ++i) committed += static_cast<std::uint64_t>(::read(pipe[0], &byte, 1));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    while (::read(pipe[0], &byte, 1) == 1) ++committed;
    ::close(pipe[0]);

    const auto report = must(verify_journal(folder / "j", {trusted}));
    EXPECT_TRUE(report.sound()) << to_string(report);
    EXPECT_GE(report.last, committed);
    committed = report.last;
  }
  auto journal = must(Journal::open(folder / "j", key()));
  ASSERT_TRUE(journal.append(next_records(journal.head(), 1)));
  EXPECT_EQ(must(verify_journal(folder / "j", {key()})).last, committed + 1);
}

}  // namespace
}  // namespace vedette::exporters
