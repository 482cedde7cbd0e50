// SPDX-License-Identifier: Apache-2.0
// Real sockets on this host, and a publisher in this process: an honest one, or one that loses and forges.
#include "exporters/subscriber.h"

#include <future>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <numeric>
#include <sys/socket.h>
#include <unistd.h>

#include "exporters/boundary.h"
#include "exporters/publisher.h"
#include "exporters/replay_server.h"
#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using namespace std::chrono_literals;
using End = SubscribeSummary::End;
using testing::HasSubstr;
using Numbers = std::vector<std::uint64_t>;

Numbers numbers(std::uint64_t from, std::uint64_t to) {
  Numbers result(to - from + 1);
  std::iota(result.begin(), result.end(), from);
  return result;
}

class SubscriberTest : public testing::Test {
 protected:
  std::string endpoint_text() const { return "ipc://" + (folder_ / "alerts").string(); }

  SubscribeOptions options() const {
    return {.endpoint = must(Endpoint::parse(endpoint_text())), .trusted = {test_key().public_key()}, .idle = 20s};
  }

  /// Notes the number of each record that is delivered.
  Deliver note() {
    return [this](const Record& record, core::Bytes) {
      delivered_.push_back(record.sequence);
      return true;
    };
  }

  std::unique_ptr<Publisher> publisher(Channel& channel, std::optional<std::filesystem::path> journal = std::nullopt) {
    return must(Publisher::start(
        {.site = "s", .sensor = "x", .journal = std::move(journal), .endpoint = endpoint_text(), .linger = 20s},
        test_key(), channel));
  }

  TemporaryFolder folder_;
  Numbers delivered_;
};

TEST_F(SubscriberTest, WhoJoinsLateLosesNothing) {
  Channel channel;
  const auto publisher = this->publisher(channel);
  for (std::uint64_t i = 1; i <= 600; ++i) channel.push(encode(small_alert(i)));
  // All is published, to nobody, before the subscriber comes: finish() only waits for its acknowledgement then.
  auto finished = std::async(std::launch::async, [&] { return publisher->finish(); });
  auto with_end = options();
  with_end.until_closed = true;
  const auto summary = must(subscribe(with_end, note()));
  EXPECT_EQ(summary.end, End::closed);
  EXPECT_EQ(delivered_, numbers(1, 601));
  EXPECT_TRUE(must(finished.get()).acknowledged);
}

TEST_F(SubscriberTest, WhoIsThereFirstGetsAllAsItHappens) {
  auto with_end = options();
  with_end.until_closed = true;
  auto subscribed = std::async(std::launch::async, [&] { return subscribe(with_end, note()); });
  Channel channel{4};
  const auto publisher = this->publisher(channel);
  for (std::uint64_t i = 1; i <= 300; ++i) channel.push(encode(small_alert(i)));
  EXPECT_TRUE(must(publisher->finish()).acknowledged);
  EXPECT_EQ(must(subscribed.get()).last, 301U);
  EXPECT_EQ(delivered_, numbers(1, 301));
}

TEST_F(SubscriberTest, BeginsWhereItIsTold) {
  Channel channel;
  const auto publisher = this->publisher(channel);
  for (std::uint64_t i = 1; i <= 9; ++i) channel.push(encode(small_alert(i)));
  auto finished = std::async(std::launch::async, [&] { return publisher->finish(); });
  auto later = options();
  later.from = 7;
  later.until_closed = true;
  EXPECT_EQ(must(subscribe(later, note())).records, 4U);
  EXPECT_EQ(delivered_, numbers(7, 10));
}

TEST_F(SubscriberTest, GoesOnWhenThePublisherIsRestartedWithItsJournal) {
  auto five = options();
  five.count = 5;
  auto subscribed = std::async(std::launch::async, [&] { return subscribe(five, note()); });
  for (std::uint64_t run = 1; run <= 2; ++run) {
    Channel channel;
    const auto publisher = this->publisher(channel, folder_ / "j");
    channel.push(encode(small_alert(run)));
    channel.push(encode(small_alert(run + 10)));
    // The subscriber has its five before the second run closes.
    if (run == 1) {
      EXPECT_TRUE(must(publisher->finish()).acknowledged);
    } else {
      EXPECT_EQ(must(subscribed.get()).end, End::count);
    }
  }
  EXPECT_EQ(delivered_, numbers(1, 5));
}

TEST_F(SubscriberTest, ANewChainInTheSamePlaceIsNoContinuation) {
  auto forever = options();
  auto subscribed = std::async(std::launch::async, [&] { return subscribe(forever, note()); });
  {
    Channel channel;
    const auto publisher = this->publisher(channel);
    channel.push(encode(small_alert(1)));
    EXPECT_TRUE(must(publisher->finish()).acknowledged);
  }
  Channel channel;
  const auto publisher = this->publisher(channel);
  channel.push(encode(small_alert(2)));
  const auto result = subscribed.get();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, core::ErrorKind::answer_is_no);
  EXPECT_EQ(delivered_, numbers(1, 2));
}

TEST_F(SubscriberTest, TheEnvelopeThatIsDeliveredIsTheOneThatWasSigned) {
  Channel channel;
  const auto publisher = this->publisher(channel);
  channel.push(encode(full_alert()));
  auto one = options();
  one.count = 1;
  std::optional<Record> delivered;
  must(subscribe(one, [&](const Record& record, core::Bytes envelope) {
    delivered = record;
    EXPECT_EQ(open(envelope, std::vector{test_key().public_key()}).value(), record);
    return true;
  }));
  EXPECT_EQ(std::get<core::Alert>(delivered->body).evidence, full_alert().evidence);
}

TEST_F(SubscriberTest, StopsWhenItIsTold) {
  Channel channel;
  const auto publisher = this->publisher(channel);
  channel.push(encode(small_alert(1)));
  EXPECT_EQ(must(subscribe(options(), [](const Record&, core::Bytes) { return false; })).end, End::stopped);
  const std::atomic<bool> stop = true;
  auto stopped = options();
  stopped.stop = &stop;
  EXPECT_EQ(must(subscribe(stopped, note())).end, End::stopped);
}

TEST_F(SubscriberTest, SaysThatNobodyAnswers) {
  auto brief = options();
  brief.idle = 1ms;
  const auto result = subscribe(brief, note());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, core::ErrorKind::unavailable);
}

TEST_F(SubscriberTest, TcpHasItsReplayOnTheNextPort) {
  // Two free ports in a row can only be found by trying.
  Channel channel;
  std::unique_ptr<Publisher> publisher;
  std::string endpoint;
  for (unsigned port = 20'000 + static_cast<unsigned>(::getpid()) % 20'000; !publisher && port < 60'000; port += 2) {
    endpoint = "tcp://127.0.0.1:" + std::to_string(port);
    auto started =
        Publisher::start({.site = "s", .sensor = "x", .endpoint = endpoint, .linger = 20s}, test_key(), channel);
    if (started) publisher = std::move(*started);
  }
  ASSERT_TRUE(publisher);
  for (std::uint64_t i = 1; i <= 20; ++i) channel.push(encode(small_alert(i)));
  auto finished = std::async(std::launch::async, [&] { return publisher->finish(); });
  auto over_tcp = options();
  over_tcp.endpoint = must(Endpoint::parse(endpoint));
  over_tcp.until_closed = true;
  must(subscribe(over_tcp, note()));
  EXPECT_EQ(delivered_, numbers(1, 21));
  EXPECT_TRUE(must(finished.get()).acknowledged);
}

/// Publishes what a test likes, over a journal of records 1 and 2 that can grow.
class ForgedTest : public SubscriberTest {
 protected:
  ForgedTest() {
    write_rows(folder_ / "j", {rows_.begin(), rows_.begin() + 2});
    const auto endpoint = must(Endpoint::parse_to_bind(endpoint_text()));
    publish_.set(ZMQ_LINGER, 0);
    EXPECT_TRUE(publish_.bind(endpoint.publish));
    replay_ = must(ReplayServer::start(context_, endpoint.replay, must(JournalReader::open(folder_ / "j"))));
  }

  void store(std::size_t from, std::size_t to) {
    auto journal = must(Journal::open(folder_ / "j", test_key().public_key()));
    ASSERT_TRUE(journal.append(std::span(rows_).subspan(from - 1, to - from + 1)));
  }
  std::string topic(std::size_t sequence) const {
    return topic_of(open(core::as_bytes(rows_[sequence - 1].envelope), std::vector{test_key().public_key()}).value());
  }
  /// XPUB says when the subscription has arrived: what is published from then on is received.
  void wait_for_subscription() {
    if (subscribed_) return;
    zmq_pollitem_t item{publish_.raw(), 0, ZMQ_POLLIN, 0};
    ASSERT_EQ(zmq_poll(&item, 1, 20'000), 1);
    subscribed_ = publish_.receive().has_value();
  }

  /// Subscribes; when record 2 has been delivered, `act` publishes.
  core::Result<SubscribeSummary> subscribe_and(std::uint64_t count, const std::function<void()>& act) {
    auto limited = options();
    limited.count = count;
    return subscribe(limited, [&](const Record& record, core::Bytes) {
      delivered_.push_back(record.sequence);
      if (record.sequence == 2) {
        wait_for_subscription();
        act();
      }
      return true;
    });
  }
  std::string refusal(const std::function<void()>& act) {
    const auto result = subscribe_and(100, act);
    if (result) return "accepted";
    EXPECT_EQ(result.error().kind, core::ErrorKind::answer_is_no);
    EXPECT_EQ(delivered_, numbers(1, 2));
    return result.error().message;
  }

  std::vector<StoredEnvelope> rows_ = make_chain(8);
  Context context_ = make_context();
  Socket publish_{context_, ZMQ_XPUB};
  std::unique_ptr<ReplayServer> replay_;
  bool subscribed_ = false;
};

TEST_F(ForgedTest, WhatIsLostOnTheWayIsFetched) {
  must(subscribe_and(5, [&] {
    store(3, 5);
    publish_.send({topic(5), rows_[4].envelope});
  }));
  EXPECT_EQ(delivered_, numbers(1, 5));
}

TEST_F(ForgedTest, EvenTheLastOneIfNothingFollows) {
  must(subscribe_and(3, [&] { store(3, 3); }));
  EXPECT_EQ(delivered_, numbers(1, 3));
}

TEST_F(ForgedTest, WhatComesTwiceIsDeliveredOnce) {
  must(subscribe_and(4, [&] {
    store(3, 4);
    for (const std::size_t n : {1UL, 3UL, 3UL, 2UL, 4UL}) publish_.send({topic(n), rows_[n - 1].envelope});
  }));
  EXPECT_EQ(delivered_, numbers(1, 4));
}

TEST_F(ForgedTest, AChangedByteIsRefusedByTheRecordsNumber) {
  EXPECT_THAT(refusal([&] {
                std::string envelope = rows_[2].envelope;
                envelope[envelope.find("alert number 3")] ^= 1;
                publish_.send({topic(3), envelope});
              }),
              HasSubstr("record 3: bad signature"));
}

TEST_F(ForgedTest, AnotherKeyIsRefused) {
  EXPECT_THAT(refusal([&] { publish_.send({topic(3), make_chain(8, other_key())[2].envelope}); }),
              HasSubstr("record 3: wrong key"));
}

TEST_F(ForgedTest, AWrongTopicIsRefused) {
  EXPECT_THAT(refusal([&] { publish_.send({"alert/site/sensor/critical/policy/", rows_[2].envelope}); }),
              HasSubstr("record 3: wrong topic"));
}

TEST_F(ForgedTest, AnotherChainIsRefused) {
  EXPECT_THAT(refusal([&] {
                const auto other = make_chain(8);
                publish_.send({topic(3), other[2].envelope});
              }),
              HasSubstr("record 3: other chain"));
}

TEST_F(ForgedTest, AForkIsRefused) {
  EXPECT_THAT(refusal([&] {
                ChainVerifier verifier{{test_key().public_key()}};
                ASSERT_TRUE(verifier.next(core::as_bytes(rows_[0].envelope)));
                ChainWriter fork{test_key(), verifier.head(), "site", "sensor"};
                must(fork.append(small_alert(99), {}));
                publish_.send({topic(3), must(fork.append(small_alert(3), {})).envelope});
              }),
              HasSubstr("record 3: broken chain"));
}

TEST_F(ForgedTest, WhatIsNoRecordIsRefusedByTheNumberThatWasDue) {
  EXPECT_THAT(refusal([&] { publish_.send({"alert/", "rubbish"}); }), HasSubstr("record 3: not decodable"));
}

TEST_F(ForgedTest, AMessageOfOtherFramesIsRefused) {
  EXPECT_THAT(refusal([&] { publish_.send({"alert/"}); }), HasSubstr("record 3: not decodable"));
}

TEST_F(ForgedTest, ARecordThatTheJournalHasLostIsNamed) {
  EXPECT_THAT(refusal([&] {
                store(3, 5);
                run_sql(folder_ / "j", "DELETE FROM records WHERE sequence = 3");
                publish_.send({topic(5), rows_[4].envelope});
              }),
              HasSubstr("record 3: broken sequence: is missing"));
}

TEST_F(ForgedTest, AJournalThatBecameShorterIsNoticed) {
  EXPECT_THAT(refusal([&] {
                run_sql(folder_ / "j", "DELETE FROM records WHERE sequence = 2");
                publish_.send({topic(5), rows_[4].envelope});
              }),
              HasSubstr("record 2: broken sequence: the publisher's journal ends before it"));
}

}  // namespace
}  // namespace vedette::exporters
