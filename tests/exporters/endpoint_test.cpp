// SPDX-License-Identifier: Apache-2.0
#include "exporters/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vedette::exporters {
namespace {

TEST(Endpoint, NamesTheReplaySocketBesideIt) {
  EXPECT_EQ(Endpoint::parse("tcp://127.0.0.1:5555")->replay, "tcp://127.0.0.1:5556");
  EXPECT_EQ(Endpoint::parse("tcp://[::1]:5555")->replay, "tcp://[::1]:5556");
  EXPECT_EQ(Endpoint::parse("ipc:///run/vedette/alerts")->replay, "ipc:///run/vedette/alerts.replay");
}

TEST(Endpoint, OnlyALocalOneMayBeBoundWithoutKeys) {
  for (const char* local : {"tcp://127.0.0.1:1", "tcp://127.8.9.1:5555", "tcp://[::1]:5555", "tcp://localhost:65534",
                            "ipc:///tmp/x", "ipc://@abstract"}) {
    EXPECT_TRUE(Endpoint::parse_to_bind(local)) << local;
  }
  for (const char* open : {"tcp://*:5555", "tcp://0.0.0.0:5555", "tcp://[::]:5555", "tcp://10.0.0.1:5555",
                           "tcp://eth0:5555", "tcp://localhost.example:5555", "tcp://127.0.0.1.example:5555"}) {
    EXPECT_TRUE(Endpoint::parse(open)) << open;
    const auto refused = Endpoint::parse_to_bind(open);
    ASSERT_FALSE(refused) << open;
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("CURVE"));
  }
}

TEST(Endpoint, RefusesWhatIsNone) {
  const std::string long_path = "ipc://" + std::string(101, 'x');
  for (const std::string& text :
       {std::string{}, std::string{"127.0.0.1:5555"}, std::string{"tcp://127.0.0.1"}, std::string{"tcp://127.0.0.1:"},
        std::string{"tcp://127.0.0.1:0"}, std::string{"tcp://127.0.0.1:65535"},
        std::string{"tcp://127.0.0.1:99999999999"}, std::string{"tcp://127.0.0.1:55x"}, std::string{"tcp://:5555"},
        std::string{"ipc://"}, std::string{"ipc://*"}, std::string{"udp://127.0.0.1:1"}, long_path}) {
    const auto refused = Endpoint::parse(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().kind, core::ErrorKind::usage);
  }
}

}  // namespace
}  // namespace vedette::exporters
