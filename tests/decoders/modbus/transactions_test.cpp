// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/transactions.h"

#include <gtest/gtest.h>
// GoogleTest first: the next one builds on it.
#include <algorithm>
#include <deque>
#include <rapidcheck/gtest.h>

#include "tests/decoders/modbus/conversation.h"

namespace vedette::decoders::modbus {
namespace {

Message message(std::uint16_t transaction_id, std::uint8_t unit_id = 1, std::uint8_t function_code = 3) {
  Message m;
  m.transaction_id = transaction_id;
  m.unit_id = unit_id;
  m.function_code = function_code;
  return m;
}
Request request(std::uint16_t transaction_id, std::uint64_t frame) {
  return Request::from(message(transaction_id), frame, from_client);
}

TEST(ModbusTransactions, MatchByTransactionUnitAndFunction) {
  Transactions open;
  open.add(request(7, 1));
  EXPECT_FALSE(open.take(message(8), from_server));
  EXPECT_FALSE(open.take(message(7, 2), from_server));
  EXPECT_FALSE(open.take(message(7, 1, 4), from_server));
  EXPECT_FALSE(open.take(message(7), from_client)) << "nobody answers himself";
  ASSERT_TRUE(open.awaits(message(7), from_server));
  EXPECT_EQ(open.take(message(7), from_server)->frame, 1u);
  EXPECT_FALSE(open.take(message(7), from_server)) << "answered once";
}

TEST(ModbusTransactions, TheOldestIsForgottenFirst) {
  Transactions open;
  for (std::uint16_t id = 0; id < Transactions::capacity; ++id) EXPECT_TRUE(open.add(request(id, id)));
  EXPECT_FALSE(open.add(request(100, 100)));
  EXPECT_EQ(open.size(), Transactions::capacity);
  EXPECT_FALSE(open.take(message(0), from_server));
  EXPECT_TRUE(open.take(message(1), from_server));
  EXPECT_TRUE(open.take(message(100), from_server));
}

TEST(ModbusTransactions, ARepeatedOneTakesThePlaceOfItsForerunner) {
  Transactions open;
  open.add(request(0, 1));
  EXPECT_TRUE(open.add(request(5, 2)));
  EXPECT_FALSE(open.add(request(0, 3)));
  EXPECT_EQ(open.take(message(0), from_server)->frame, 3u);
  EXPECT_FALSE(open.take(message(0), from_server));
  EXPECT_EQ(open.take(message(5), from_server)->frame, 2u);
}

/// The obvious way of doing it: a queue searched from its old end.
RC_GTEST_PROP(ModbusTransactions, AgreeWithAQueue, (const std::vector<std::pair<bool, std::uint8_t>>& steps)) {
  Transactions open;
  std::deque<Request> queue;
  std::uint64_t frame = 0;
  for (const auto& [asks, low] : steps) {
    const auto id = static_cast<std::uint16_t>(low % 24);
    if (asks) {
      std::erase_if(queue, [id](const Request& open_one) { return open_one.transaction_id == id; });
      if (queue.size() == Transactions::capacity) queue.pop_front();
      queue.push_back(request(id, ++frame));
      open.add(queue.back());
      continue;
    }
    const auto found = std::ranges::find(queue, id, &Request::transaction_id);
    const auto taken = open.take(message(id), from_server);
    RC_ASSERT(taken.has_value() == (found != queue.end()));
    if (!taken) continue;
    RC_ASSERT(taken->frame == found->frame);
    queue.erase(found);
  }
  RC_ASSERT(open.size() == queue.size());
}

}  // namespace
}  // namespace vedette::decoders::modbus
