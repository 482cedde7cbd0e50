// SPDX-License-Identifier: Apache-2.0
// Which request an answer belongs to, and what is forgotten.
#include "decoders/bacnet/requests.h"

#include <gtest/gtest.h>

namespace vedette::decoders::bacnet {
namespace {

using core::Direction;

OpenRequest request(std::uint64_t frame, std::uint8_t invoke_id, std::uint32_t devices = 0) {
  return {.frame = frame, .devices = devices, .subject = {}, .invoke_id = invoke_id, .service = 12};
}
std::uint64_t frame_of(const Requests& requests, std::uint8_t invoke_id, std::uint32_t devices = 0,
                       std::optional<std::uint8_t> service = 12, Direction direction = Direction::b_to_a) {
  const OpenRequest* const found =
      requests.find({.devices = devices, .invoke_id = invoke_id, .service = service, .direction = direction});
  return found ? found->frame : 0;
}

TEST(Requests, AreFoundByInvokeIdDevicesServiceAndDirection) {
  Requests requests;
  EXPECT_TRUE(requests.add(request(10, 1)));
  EXPECT_TRUE(requests.add(request(11, 2)));
  EXPECT_TRUE(requests.add(request(12, 1, 7)));
  EXPECT_EQ(frame_of(requests, 1), 10u);
  EXPECT_EQ(frame_of(requests, 2), 11u);
  EXPECT_EQ(frame_of(requests, 1, 7), 12u);
  EXPECT_EQ(frame_of(requests, 3), 0u);
  EXPECT_EQ(frame_of(requests, 1, 0, 15), 0u);
  EXPECT_EQ(frame_of(requests, 1, 0, {}), 10u);
  EXPECT_EQ(frame_of(requests, 1, 0, 12, Direction::a_to_b), 0u);
}

TEST(Requests, AreReplacedByTheSameInvokeId) {
  Requests requests;
  requests.add(request(10, 1));
  EXPECT_FALSE(requests.add(request(11, 1)));
  EXPECT_EQ(requests.size(), 1u);
  EXPECT_EQ(frame_of(requests, 1), 11u);
}

TEST(Requests, AreForgottenOnceAnswered) {
  Requests requests;
  requests.add(request(10, 1));
  requests.add(request(11, 2));
  requests.erase(request(0, 1));
  EXPECT_EQ(frame_of(requests, 1), 0u);
  EXPECT_EQ(frame_of(requests, 2), 11u);
}

TEST(Requests, LoseTheOldestWhereTheyAreTooMany) {
  Requests requests;
  for (std::uint8_t i = 0; i < Requests::capacity; ++i) EXPECT_TRUE(requests.add(request(100 + i, i)));
  EXPECT_FALSE(requests.add(request(200, 99)));
  EXPECT_EQ(requests.size(), Requests::capacity);
  EXPECT_EQ(frame_of(requests, 0), 0u);
  EXPECT_EQ(frame_of(requests, 1), 101u);
  EXPECT_EQ(frame_of(requests, 99), 200u);
}

}  // namespace
}  // namespace vedette::decoders::bacnet
