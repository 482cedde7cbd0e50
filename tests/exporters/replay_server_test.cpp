// SPDX-License-Identifier: Apache-2.0
#include "exporters/replay_server.h"

#include <gtest/gtest.h>

#include "exporters/wire.h"
#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using namespace std::chrono_literals;

/// A server over a journal of 600 records, and one requester.
class ReplayServerTest : public testing::Test {
 protected:
  ReplayServerTest() {
    write_rows(folder_ / "j", rows_);
    server_ = must(ReplayServer::start(context_, endpoint(), must(JournalReader::open(folder_ / "j"))));
    EXPECT_TRUE(requester_.connect(endpoint()));
    requester_.set(ZMQ_LINGER, 0);
  }

  std::string endpoint() const { return "ipc://" + (folder_ / "replay").string(); }

  Frames receive() {
    zmq_pollitem_t item{requester_.raw(), 0, ZMQ_POLLIN, 0};
    if (zmq_poll(&item, 1, 10'000) != 1) throw std::runtime_error("no answer");
    return *requester_.receive();
  }

  /// The envelopes up to END, and what END says.
  std::pair<Frames, std::uint64_t> page(std::uint64_t from) {
    requester_.send({std::string{replay_request}, sequence_frame(from)});
    Frames envelopes;
    while (true) {
      Frames frames = receive();
      if (frames.size() == 2) {
        EXPECT_EQ(frames[0], end_of_page);
        return {envelopes, read_sequence_frame(frames[1]).value()};
      }
      EXPECT_EQ(frames.size(), 1U);
      envelopes.push_back(std::move(frames[0]));
    }
  }

  TemporaryFolder folder_;
  std::vector<StoredEnvelope> rows_ = make_chain(600);
  Context context_ = make_context();
  std::unique_ptr<ReplayServer> server_;
  Socket requester_{context_, ZMQ_DEALER};
};

TEST_F(ReplayServerTest, AnswersInPagesThatSayWhereTheJournalEnds) {
  const auto [first, last] = page(1);
  EXPECT_EQ(last, 600U);
  ASSERT_EQ(first.size(), replay_page);
  EXPECT_EQ(first.front(), rows_[0].envelope);
  EXPECT_EQ(first.back(), rows_[replay_page - 1].envelope);
  EXPECT_EQ(page(599).first.size(), 2U);
}

TEST_F(ReplayServerTest, BeyondTheEndIsTheEndAtOnce) {
  EXPECT_EQ(page(601), std::pair(Frames{}, std::uint64_t{600}));
  EXPECT_EQ(page(~0ULL), std::pair(Frames{}, std::uint64_t{600}));
}

TEST_F(ReplayServerTest, TakesAcknowledgements) {
  EXPECT_FALSE(server_->wait_for_acknowledgement(1, 0ms));
  requester_.send({std::string{acknowledgement}, sequence_frame(600)});
  EXPECT_TRUE(server_->wait_for_acknowledgement(600, 10s));
}

TEST_F(ReplayServerTest, IgnoresAndCountsWhatHasNoMeaning) {
  const std::vector<Frames> senseless{{"REPLAY"},
                                      {"REPLAY", "1"},
                                      {"REPLAY", sequence_frame(0)},
                                      {"REPLAY", sequence_frame(1), ""},
                                      {"replay", sequence_frame(1)},
                                      {"ACK", sequence_frame(601)},
                                      {"", "", "", "", "", "", "", "", "", "", ""},
                                      {"\xFF\xFF", std::string(64, '\0')}};
  for (const Frames& frames : senseless) requester_.send(frames);
  EXPECT_EQ(page(600).first.size(), 1U);
  EXPECT_EQ(server_->refused(), senseless.size());
  EXPECT_FALSE(server_->wait_for_acknowledgement(1, 0ms));
}

TEST_F(ReplayServerTest, AFrameBeyondTheBoundEndsTheConnectionOnly) {
  Socket hostile{context_, ZMQ_DEALER};
  hostile.set(ZMQ_LINGER, 0);
  ASSERT_TRUE(hostile.connect(endpoint()));
  hostile.send({"REPLAY", std::string(1'000'000, 'x')});
  EXPECT_EQ(page(600).first.size(), 1U);
}

TEST_F(ReplayServerTest, ARequesterThatDoesNotReadHoldsUpNobody) {
  Socket greedy{context_, ZMQ_DEALER};
  greedy.set(ZMQ_LINGER, 0);
  greedy.set(ZMQ_RCVHWM, 1);
  ASSERT_TRUE(greedy.connect(endpoint()));
  for (int i = 0; i < 200; ++i) greedy.send({std::string{replay_request}, sequence_frame(1)});
  EXPECT_EQ(page(1).first.size(), replay_page);
}

}  // namespace
}  // namespace vedette::exporters
