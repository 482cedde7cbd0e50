// SPDX-License-Identifier: Apache-2.0
#include "exporters/publisher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exporters/boundary.h"
#include "exporters/verify.h"
#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using testing::HasSubstr;

std::vector<Record> read_records(const std::filesystem::path& file) {
  const std::vector keys{test_key().public_key()};
  std::vector<Record> records;
  for (const StoredEnvelope& row : must(must(JournalReader::open(file)).read(1, 10'000))) {
    records.push_back(open(core::as_bytes(row.envelope), keys).value());
  }
  return records;
}

TEST(Publisher, SignsAndStoresWhatComesThroughTheChannel) {
  const TemporaryFolder folder;
  Channel channel{8};
  auto publisher =
      must(Publisher::start({.site = "north", .sensor = "edge", .journal = folder / "j"}, test_key(), channel));
  for (std::uint64_t i = 1; i <= 1000; ++i) ASSERT_TRUE(channel.push(encode(small_alert(i))));
  const auto summary = must(publisher->finish());
  EXPECT_EQ(summary.alerts, 1000U);
  publisher.reset();
  const auto records = read_records(folder / "j");
  ASSERT_EQ(records.size(), summary.last);
  // 1000 alerts, the checkpoint that is due after them, and the one that closes.
  EXPECT_EQ(summary.last, 1002U);
  EXPECT_EQ(std::get<Checkpoint>(records[1000].body), Checkpoint{.closing = false});
  EXPECT_EQ(std::get<Checkpoint>(records[1001].body), Checkpoint{.closing = true});
  const auto& alert = std::get<core::Alert>(records[41].body);
  EXPECT_EQ(alert.id, "alert-42");
  EXPECT_EQ(alert.site, "north");
  EXPECT_EQ(alert.sensor, "edge");
  EXPECT_TRUE(must(verify_journal(folder / "j", {test_key().public_key()})).sound());
}

TEST(Publisher, GoesOnWithAJournalThatIsThere) {
  const TemporaryFolder folder;
  for (std::uint64_t run = 1; run <= 3; ++run) {
    Channel channel;
    auto publisher = must(Publisher::start({.site = "s", .sensor = "x", .journal = folder / "j"}, test_key(), channel));
    channel.push(encode(small_alert(run)));
    EXPECT_EQ(must(publisher->finish()).last, 2 * run);
  }
  EXPECT_TRUE(must(verify_journal(folder / "j", {test_key().public_key()})).sound());
}

TEST(Publisher, RefusesAndCountsFramesThatWatchMayNotSend) {
  Channel channel;
  auto publisher = must(Publisher::start({.site = "s", .sensor = "x"}, test_key(), channel));
  channel.push("rubbish");
  channel.push(encode(small_alert(1)));
  channel.push("");
  const auto summary = must(publisher->finish());
  EXPECT_EQ(summary.alerts, 1U);
  EXPECT_EQ(summary.refused, 2U);
  EXPECT_THAT(summary.first_refusal, HasSubstr("decoded"));
}

TEST(Publisher, RefusesAnOpenEndpointBeforeAJournalIsMade) {
  const TemporaryFolder folder;
  Channel channel;
  const auto publisher = Publisher::start(
      {.site = "s", .sensor = "x", .journal = folder / "j", .endpoint = "tcp://0.0.0.0:5555"}, test_key(), channel);
  ASSERT_FALSE(publisher);
  EXPECT_EQ(publisher.error().kind, core::ErrorKind::usage);
  EXPECT_FALSE(std::filesystem::exists(folder / "j"));
}

TEST(Publisher, SaysWhatItCantReach) {
  const TemporaryFolder folder;
  Channel channel;
  const auto no_folder =
      Publisher::start({.site = "s", .sensor = "x", .journal = folder / "none/j"}, test_key(), channel);
  EXPECT_EQ(no_folder.error().kind, core::ErrorKind::unavailable);
  const auto no_socket = Publisher::start(
      {.site = "s", .sensor = "x", .endpoint = "ipc://" + (folder / "none/socket").string()}, test_key(), channel);
  EXPECT_EQ(no_socket.error().kind, core::ErrorKind::unavailable);
}

TEST(Publisher, AStoreThatFailsEndsTheChannelAndIsReported) {
  const TemporaryFolder folder;
  Channel channel;
  auto publisher = must(Publisher::start({.site = "s", .sensor = "x", .journal = folder / "j"}, test_key(), channel));
  // Somebody else takes the next number.
  auto intruder = must(Journal::open(folder / "j", test_key().public_key()));
  ASSERT_TRUE(intruder.append(make_chain(1)));
  while (channel.push(encode(small_alert(1)))) {
  }
  const auto summary = publisher->finish();
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().kind, core::ErrorKind::unavailable);
  EXPECT_THAT(summary.error().message, HasSubstr("record 1 can't be stored"));
}

}  // namespace
}  // namespace vedette::exporters
