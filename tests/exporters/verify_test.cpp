// SPDX-License-Identifier: Apache-2.0
#include "exporters/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using testing::HasSubstr;
using End = VerifyReport::End;

const std::vector<PublicKey>& trusted() {
  static const std::vector keys{test_key().public_key()};
  return keys;
}

VerifyReport verify(const std::vector<StoredEnvelope>& rows, const std::optional<std::string>& anchor = std::nullopt) {
  const TemporaryFolder folder;
  write_rows(folder / "j", rows);
  return must(verify_journal(folder / "j", trusted(), anchor));
}

TEST(Verify, AWholeJournalIsSoundButItsEndNeedsAnAnchor) {
  const auto rows = make_chain(600);
  const auto report = verify(rows);
  EXPECT_EQ(to_string(report), "records 1 to 600 are sound, end not proven");
  EXPECT_TRUE(report.closed);
  EXPECT_EQ(report.checkpoints, 1U);
  EXPECT_EQ(to_string(verify(rows, rows.back().envelope)), "records 1 to 600 are sound, end proven");
  EXPECT_EQ(to_string(verify(rows, rows[9].envelope)), "records 1 to 600 are sound, end proven up to record 10");
}

TEST(Verify, ACutEndIsSeenOnlyWithAnAnchor) {
  const auto rows = make_chain(6);
  const std::vector cut(rows.begin(), rows.begin() + 4);
  EXPECT_EQ(to_string(verify(cut)), "records 1 to 4 are sound, end not proven");
  EXPECT_EQ(to_string(verify(cut, rows.back().envelope)),
            "record 5: the end was cut: the anchor proves that there was a record 6");
  EXPECT_EQ(verify({}, rows.back().envelope).bad->sequence, 1U);
}

TEST(Verify, AnAnchorOfAForkOrOfAnotherChainIsSeen) {
  const auto rows = make_chain(4);
  EXPECT_THAT(to_string(verify(rows, make_chain(4)[2].envelope)), HasSubstr("the anchor is of chain"));
  ChainVerifier verifier{trusted()};
  ASSERT_TRUE(verifier.next(core::as_bytes(rows[0].envelope)));
  ChainWriter fork{test_key(), verifier.head(), "site", "sensor"};
  EXPECT_EQ(to_string(verify(rows, must(fork.append(small_alert(9), {})).envelope)),
            "record 2: is not the record that was anchored: the chain forks");
}

TEST(Verify, AnAnchorThatNobodyTrustedSignedIsAnError) {
  const TemporaryFolder folder;
  write_rows(folder / "j", make_chain(2));
  const auto stranger = verify_journal(folder / "j", trusted(), make_chain(2, other_key())[1].envelope);
  EXPECT_EQ(stranger.error().kind, core::ErrorKind::usage);
  EXPECT_THAT(stranger.error().message, HasSubstr("wrong key"));
  EXPECT_THAT(verify_journal(folder / "j", trusted(), "rubbish").error().message, HasSubstr("not decodable"));
}

RC_GTEST_PROP(Verify, AChangedByteNamesItsRecord, ()) {
  static const auto sound = make_chain(5);
  auto rows = sound;
  const auto which = *rc::gen::inRange<std::size_t>(0, rows.size());
  const auto at = *rc::gen::inRange<std::size_t>(0, rows[which].envelope.size());
  rows[which].envelope[at] = static_cast<char>(rows[which].envelope[at] ^ *rc::gen::inRange(1, 256));
  const auto report = verify(rows);
  RC_ASSERT((report.bad && report.bad->sequence == which + 1));
}

RC_GTEST_PROP(Verify, ARecordLeftOutIsNamed, ()) {
  static const auto sound = make_chain(6);
  auto rows = sound;
  const auto which = *rc::gen::inRange<std::size_t>(0, rows.size() - 1);
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(which));
  RC_ASSERT(to_string(verify(rows)) == "record " + std::to_string(which + 1) + ": is missing");
}

RC_GTEST_PROP(Verify, TwoSwappedEnvelopesAreNamed, ()) {
  static const auto sound = make_chain(6);
  auto rows = sound;
  const auto a = *rc::gen::inRange<std::size_t>(0, rows.size() - 1);
  const auto b = *rc::gen::inRange<std::size_t>(a + 1, rows.size());
  std::swap(rows[a].envelope, rows[b].envelope);
  RC_ASSERT(verify(rows).bad->sequence == a + 1);
}

TEST(Verify, RecordsThatCloseAGapByNewNumbersAreNamed) {
  auto rows = make_chain(6);
  rows.erase(rows.begin() + 2);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].sequence = i + 1;
  EXPECT_EQ(to_string(verify(rows)), "record 3: broken sequence: its signed number is 4");
}

TEST(Verify, AWrongKeyIsNamedAtTheFirstRecord) {
  EXPECT_THAT(to_string(verify(make_chain(3, other_key()))), HasSubstr("record 1: wrong key: signed by key"));
}

TEST(Verify, RowsThatAreNoEnvelopesAreNamed) {
  const TemporaryFolder folder;
  write_rows(folder / "j", make_chain(3));
  run_sql(folder / "j", "UPDATE records SET envelope = 'text' WHERE sequence = 2");
  EXPECT_EQ(must(verify_journal(folder / "j", trusted())).bad->sequence, 2U);
  run_sql(folder / "j", "UPDATE records SET envelope = zeroblob(1000000) WHERE sequence = 2");
  EXPECT_EQ(must(verify_journal(folder / "j", trusted())).bad->sequence, 2U);
  run_sql(folder / "j", "INSERT INTO records VALUES (-1, x'00')");
  EXPECT_EQ(verify_journal(folder / "j", trusted()).error().kind, core::ErrorKind::usage);
}

/// Whatever happens to the file: it's refused, or a record is named, or every record that is called sound is the one
/// that was written.
void check_damaged(const std::string& bytes, const std::vector<StoredEnvelope>& written) {
  const TemporaryFolder folder;
  write_whole(folder / "j", bytes);
  const auto report = verify_journal(folder / "j", trusted());
  if (!report) return;
  RC_ASSERT(report->last <= written.size());
  if (report->last == 0) return;
  const auto rows = must(must(JournalReader::open(folder / "j")).read(1, report->last));
  RC_ASSERT(rows.size() == report->last);
  for (std::size_t i = 0; i < rows.size(); ++i) RC_ASSERT(rows[i].envelope == written[i].envelope);
}

struct JournalBytes {
  std::vector<StoredEnvelope> rows = make_chain(30);
  std::string bytes;
  JournalBytes() {
    const TemporaryFolder folder;
    write_rows(folder / "j", rows);
    bytes = read_whole(folder / "j");
  }
};

RC_GTEST_PROP(Verify, AChangedByteOfTheFileNeverPassesForARecord, ()) {
  static const JournalBytes sound;
  std::string bytes = sound.bytes;
  bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
  check_damaged(bytes, sound.rows);
}

RC_GTEST_PROP(Verify, ATruncatedFileNeverPassesForWhole, ()) {
  static const JournalBytes sound;
  const auto size = *rc::gen::inRange<std::size_t>(0, sound.bytes.size());
  const TemporaryFolder folder;
  write_whole(folder / "j", std::string_view{sound.bytes}.substr(0, size));
  const auto report = verify_journal(folder / "j", trusted());
  RC_ASSERT((!report || !report->sound()));  // without its own brackets the macro evaluates both sides
}

}  // namespace
}  // namespace vedette::exporters
