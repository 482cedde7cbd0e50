// SPDX-License-Identifier: Apache-2.0
#include "baselines/behaviour.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>
#include <tuple>

#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::Observation;
using core::Timestamp;
using core::VerbClass;

std::vector<std::string> whats(const Sight& sight) {
  std::vector<std::string> out;
  for (const auto& first : sight.first_sights) out.push_back(first.name.what);
  return out;
}

std::string name_of(const Behaviour& behaviour, EntityId id) {
  return id.is_set() ? behaviour.entities().at(id).name : "-";
}

using Count = std::tuple<std::string, Feature, VerbClass, std::string>;
struct Counted {
  std::uint64_t count = 0;
  Timestamp first_seen, last_seen;
  bool operator==(const Counted&) const = default;
};
using Counts = std::map<Count, Counted>;

/// What Behaviour has counted of every device's things.
Counts counts_of(Behaviour& behaviour) {
  behaviour.flush();
  Counts counts;
  for (std::uint32_t i = 0; i < behaviour.entities().size(); ++i) {
    for (const Thing& thing : behaviour.device({i}).things.all()) {
      counts[{name_of(behaviour, {i}), thing.feature, thing.verb_class, behaviour.text(thing.text)}] = {
          thing.count, thing.first_seen, thing.last_seen};
    }
  }
  return counts;
}

/// The same, message by message, without any table of what is familiar.
Counts recount(const std::vector<Observation>& observations) {
  Counts counts;
  ThingNames names;
  const auto add = [&](const std::string& device, Timestamp time) {
    for (const auto& name : names.all()) {
      auto& counted = counts[{device, name.feature, name.verb_class, name.what}];
      if (counted.count++ == 0) counted.first_seen = time;
      counted.last_seen = time;
    }
  };
  for (const Observation& o : observations) {
    const std::string actor_name = actor(o).ip.to_string(), target_name = acted_on(o).ip.to_string();
    const Party actor_party{actor_name, {}}, target_party{target_name, {}};
    things_of_actor(o, target_party, names);
    add(actor_name, o.time);
    things_of_target(o, actor_party, names);
    add(target_name, o.time);
  }
  return counts;
}

const Sight& learn(Behaviour& behaviour, const Observation& o) {
  const Sight& sight = behaviour.observe(o);
  behaviour.accept();
  return sight;
}

void feed(Behaviour& behaviour, const std::vector<Observation>& observations) {
  Timestamp boundary = start + 10s;
  for (const Observation& o : observations) {
    for (; boundary <= o.time; boundary += 10s) behaviour.tick({boundary, 0, 1, false});
    learn(behaviour, o);
  }
}

/// Any message between four hosts; the one who asks may be either end of a conversation.
Observation any_message(Timestamp time, std::uint32_t choice) {
  const auto client = static_cast<std::uint8_t>(1 + choice % 4), server = static_cast<std::uint8_t>(1 + choice / 4 % 4);
  const std::uint64_t first = choice / 16 % 8 * 60;
  Observation o;
  switch (choice / 128 % 6) {
    case 0:
      o = read(time, client, server, first);
      break;
    case 1:
      o = read(time, client, server, first, 2'000);
      break;  // touches more than one entry of the table refers to
    case 2:
      o = write(time, client, server, first);
      break;
    case 3:
      o = answer(read(time, client, server, first), choice / 1024 % 2 * 2);
      break;
    case 4:
      o = connect(time, client, server, static_cast<std::uint16_t>(first));
      break;
    default:
      o = arp_request(time, client, server);
      break;
  }
  if (o.flow.number != 0 && client > server) o.flow = flow_of(o.target, o.source);  // both directions of one
  return o;
}

RC_GTEST_PROP(BehaviourProperties, TheFamiliarTableChangesNoCount, ()) {
  const auto choices = *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(0U, 2'048U));
  std::vector<Observation> observations;
  Timestamp time = start;
  for (const auto choice : choices) observations.push_back(any_message(time += (choice % 7) * 1s, choice));
  Behaviour behaviour({});
  feed(behaviour, observations);
  RC_ASSERT(counts_of(behaviour) == recount(observations));
}

// More different messages than the table has entries, so that they push one another out.
TEST(Behaviour, CountsStayRightWhereTheTableIsTooSmall) {
  std::mt19937 random(1);
  std::vector<Observation> observations;
  for (int i = 0; i < 60'000; ++i) {
    const auto choice = static_cast<std::uint32_t>(random());
    observations.push_back(
        read(start + i * 1ms, 21, static_cast<std::uint8_t>(11 + choice % 4), choice / 4 % 10'000, 1));
  }
  Behaviour behaviour({});
  feed(behaviour, observations);
  EXPECT_EQ(counts_of(behaviour), recount(observations));
}

TEST(Behaviour, TheSameInTheSameConversationIsFamiliarOnceAccepted) {
  Behaviour behaviour({});
  EXPECT_THAT(whats(learn(behaviour, read(start, 21, 11))), ::testing::Contains("uses read_holding_registers"));
  EXPECT_TRUE(behaviour.observe(read(start + 1s, 21, 11)).familiar);
  EXPECT_EQ(name_of(behaviour, behaviour.observe(read(start + 1s, 21, 11)).actor), "10.20.1.21");
  EXPECT_FALSE(behaviour.observe(read(start + 2s, 21, 11, 500)).familiar);
  auto other_unit = read(start + 2s, 21, 11);
  other_unit.unit = 7;
  EXPECT_FALSE(behaviour.observe(other_unit).familiar);
  EXPECT_FALSE(behaviour.observe(read(start + 2s, 22, 11)).familiar);
}

TEST(Behaviour, WhatRaisedAnAlertIsNotLearned) {
  Behaviour behaviour({});
  const auto o = write(start, 66, 11);
  for (int i = 0; i < 3; ++i) {
    const Sight& sight = behaviour.observe(o);
    EXPECT_FALSE(sight.familiar);
    EXPECT_EQ(sight.first_sights.size(), 7U);  // three of the one who writes, four of the one written to
  }
  EXPECT_THAT(counts_of(behaviour), ::testing::IsEmpty());
  behaviour.accept();
  EXPECT_EQ(counts_of(behaviour).size(), 7U);
}

TEST(Behaviour, WithoutLearningEveryTimeIsTheFirst) {
  BehaviourConfig config;
  config.learning = false;
  Behaviour behaviour(config);
  for (int i = 0; i < 3; ++i) {
    const Sight& sight = learn(behaviour, write(start + i * 1s, 66, 11));
    EXPECT_FALSE(sight.familiar);
    EXPECT_EQ(sight.first_sights.size(), 7U);
  }
}

// Nobody knows what comes of an attempt before it is answered.
TEST(Behaviour, AConnectionIsLearnedByItsAnswer) {
  Behaviour behaviour({});
  auto attempt = connect(start, 21, 11, 445);
  attempt.kind = core::MessageKind::request;
  for (int i = 0; i < 2; ++i) {
    const Sight& sight = learn(behaviour, attempt);
    EXPECT_FALSE(sight.familiar);
    EXPECT_THAT(whats(sight), ::testing::ElementsAre("to 10.20.1.11", "uses tcp/445"));
  }
  EXPECT_THAT(counts_of(behaviour), ::testing::IsEmpty());
  learn(behaviour, answer(attempt));
  EXPECT_EQ(counts_of(behaviour).size(), 2U);
  EXPECT_THAT(whats(learn(behaviour, attempt)), ::testing::IsEmpty());
}

TEST(Behaviour, WhatWasTriedInVainIsNoNewsUntilItSucceeds) {
  Behaviour behaviour({});
  auto attempt = connect(start, 21, 11, 445);
  attempt.kind = core::MessageKind::request;
  learn(behaviour, attempt);
  learn(behaviour, answer(attempt, 1));
  EXPECT_TRUE((counts_of(behaviour).contains({"10.20.1.21", Feature::peer, VerbClass::contact, "tries 10.20.1.11"})));
  EXPECT_THAT(whats(learn(behaviour, attempt)), ::testing::IsEmpty());
  EXPECT_THAT(whats(learn(behaviour, answer(attempt))), ::testing::ElementsAre("to 10.20.1.11", "uses tcp/445"));
}

TEST(Behaviour, AReaderThatNowWritesIsKnownInAnotherClass) {
  Behaviour behaviour({});
  learn(behaviour, read(start, 21, 11));
  std::map<std::string, bool> in_other_class;
  for (const auto& first : behaviour.observe(write(start + 1s, 21, 11)).first_sights)
    in_other_class[first.name.what] = first.in_other_class;
  EXPECT_TRUE(in_other_class.at("to 10.20.1.11"));
  EXPECT_TRUE(in_other_class.at("uses modbus"));
  EXPECT_TRUE(in_other_class.at("serves holding 0-99"));
  EXPECT_FALSE(in_other_class.at("uses write_single_register"));
}

// Frames outside conversations have nothing in common but that.
TEST(Behaviour, EveryoneWhoAsksByArpIsSeen) {
  Behaviour behaviour({});
  for (std::uint8_t who = 1; who <= 5; ++who) {
    const Sight& sight = learn(behaviour, arp_request(start, who, 11));
    EXPECT_EQ(name_of(behaviour, sight.actor), host(who).ip.to_string());
  }
  EXPECT_EQ(behaviour.entities().size(), 5U);
}

// What mDNS says of a host comes from others too, and may be all that is ever heard of it.
TEST(Behaviour, WhoIsOnlySpokenOfIsADeviceLikeAllOthers) {
  Behaviour behaviour({.learning = true});
  Observation spoken_of;
  spoken_of.time = start;
  spoken_of.source = host(11);
  spoken_of.claim = {.kind = core::IdentityKind::link_address, .number = 0, .text = {}};
  behaviour.observe(spoken_of);
  ASSERT_EQ(behaviour.entities().size(), 1U);
  EXPECT_TRUE(std::as_const(behaviour).device({0}).things.all().empty());
  EXPECT_EQ(behaviour.observed({0}), core::Duration{});
  behaviour.refresh_exposure(behaviour.role({}));
}

// What the table of what is familiar holds back is no secret: a device was observed up to its last message.
TEST(Behaviour, AFamiliarMessageCountsToHowLongADeviceWasObserved) {
  Behaviour behaviour({});
  learn(behaviour, read(start, 21, 11));
  const EntityId reader = learn(behaviour, read(start + 10s, 21, 11)).actor;
  EXPECT_TRUE(behaviour.observe(read(start + 60s, 21, 11)).familiar);
  EXPECT_EQ(behaviour.observed(reader), core::Duration{60s});
}

// Peers of one conversation may both ask: a controller that turns on its client uses the connection it has.
TEST(Behaviour, BothEndsOfAConversationAreToldApart) {
  Behaviour behaviour({});
  learn(behaviour, read(start, 21, 11));
  auto back = read(start + 1s, 11, 21);
  back.flow = flow_of(host(21), host(11));
  const Sight& sight = behaviour.observe(back);
  EXPECT_FALSE(sight.familiar);
  EXPECT_EQ(name_of(behaviour, sight.actor), "10.20.1.11");
}

TEST(Behaviour, NewcomersAreThoseWhoSpeakAndThatNobodyWroteDown) {
  BehaviourConfig config;
  config.inventory.devices = {{"plc-1", "plc", {host(11).ip}, {}}};
  Behaviour behaviour(config);
  EXPECT_EQ(name_of(behaviour, learn(behaviour, read(start, 66, 11)).newcomer), "10.20.1.66");
  EXPECT_FALSE(behaviour.observe(write(start, 66, 11)).newcomer.is_set());
  EXPECT_FALSE(behaviour.observe(answer(write(start, 66, 11))).newcomer.is_set());
  // Both are new: the one who acts is told.
  EXPECT_EQ(name_of(behaviour, behaviour.observe(read(start + 1s, 67, 68)).newcomer), "10.20.1.67");
}

TEST(Behaviour, MessagesCountWhereTheyBelong) {
  Behaviour behaviour({});
  learn(behaviour, connect(start, 21, 11, 502));
  for (int i = 0; i < 3; ++i) learn(behaviour, read(start, 21, 11));
  behaviour.observe(write(start, 21, 11));
  behaviour.observe(restart(start, 21, 11));
  behaviour.observe(answer(read(start, 21, 11)));
  behaviour.observe(answer(write(start, 21, 11), 2));
  auto malformed = read(start, 21, 11);
  malformed.verb = core::Verb::malformed;
  behaviour.observe(malformed);
  behaviour.observe(arp_request(start, 21, 11));
  const auto count = [&](std::uint32_t id, Rate rate) { return behaviour.device({id}).windows.open_count(rate); };
  ASSERT_EQ(name_of(behaviour, {0}), "10.20.1.21");
  EXPECT_EQ(count(0, Rate::connects), 1U);
  EXPECT_EQ(count(0, Rate::requests), 5U);
  EXPECT_EQ(count(0, Rate::reads), 3U);
  EXPECT_EQ(count(0, Rate::writes), 2U);
  EXPECT_EQ(count(0, Rate::errors), 2U);  // refused and malformed
  EXPECT_EQ(count(0, Rate::served), 0U);
  EXPECT_EQ(count(1, Rate::served), 5U);
  EXPECT_EQ(count(1, Rate::requests) + count(1, Rate::errors), 0U);
}

TEST(Behaviour, AFloodIsToldAtTheMessageThatExceedsTheLimit) {
  Behaviour behaviour({});
  for (int i = 1; i <= 8; ++i) {
    const Sight& sight = learn(behaviour, read(start, 21, 11));
    EXPECT_EQ(sight.flooding.is_set(), i == 6) << i;
    if (i == 1) behaviour.device(sight.target).windows.set_limits(Rate::served, 0, {0, 5});
    if (!sight.flooding.is_set()) continue;
    EXPECT_EQ(name_of(behaviour, sight.flooding), "10.20.1.11");
    EXPECT_EQ(sight.flooding_rate, Rate::served);
  }
}

TEST(Behaviour, ANewEpochForgetsWhatIsFamiliarAndKeepsWhatIsKnown) {
  Behaviour behaviour({});
  feed(behaviour, {read(start + 1s, 21, 11), read(start + 11s, 21, 11), read(start + 21s, 21, 11)});
  behaviour.tick({start + 30s, 0, 1, true});
  const Sight& sight = learn(behaviour, read(start + 13s, 21, 11));
  EXPECT_FALSE(sight.familiar);
  EXPECT_THAT(whats(sight), ::testing::IsEmpty());
  EXPECT_FALSE(sight.newcomer.is_set());
  const auto& sums = behaviour.device(sight.actor).rates[0][static_cast<std::size_t>(Rate::reads)];
  EXPECT_EQ(sums.windows, 1U);  // 10 s to 20 s: before it the device was not watched, and the window behind was cut off
  behaviour.tick({start + 20s, 0, 1, false});
  EXPECT_EQ(sums.windows, 1U);  // nor was it here
  behaviour.tick({start + 30s, 0, 1, false});
  EXPECT_EQ(sums.windows, 2U);
}

Observation from_stranger(Timestamp time, std::uint32_t n, std::uint8_t server) {
  auto o = connect(time, 1, server, 502);
  o.source.ip = core::IpAddress::v4(172U << 24 | n);
  o.flow = {10'000'000 + n};
  return o;
}

TEST(Behaviour, AFloodOfAddressesForgetsStrangersBeforeThoseWhoAreActive) {
  BehaviourConfig config;
  config.entity_cap = 64;
  Behaviour behaviour(config);
  feed(behaviour, {read(start, 21, 11)});
  for (std::uint32_t i = 0; i < 1'000; ++i) {
    const Timestamp time = start + i * 1ms;
    learn(behaviour, read(time, 21, 11));
    learn(behaviour, from_stranger(time, i, 11));
  }
  EXPECT_GT(behaviour.entities().evictions(), 900U);
  EXPECT_EQ(behaviour.entities().size(), 64U);
  const Sight& sight = behaviour.observe(read(start + 2s, 21, 11));
  EXPECT_EQ(name_of(behaviour, sight.actor), "10.20.1.21");
  EXPECT_EQ(behaviour.entities().at(sight.actor).first_seen, start);
  EXPECT_EQ((counts_of(behaviour)[{"10.20.1.21", Feature::peer, VerbClass::read, "to 10.20.1.11"}].count), 1'002U);
}

// Captures that stamp whole seconds may have everybody at one time.
TEST(Behaviour, TheEndsOfAMessageAreNeverForgottenForOneAnother) {
  BehaviourConfig config;
  config.entity_cap = 16;
  Behaviour behaviour(config);
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    auto o = from_stranger(start, i, 0);
    o.target.ip = core::IpAddress::v4(173U << 24 | i);
    const Sight& sight = behaviour.observe(o);
    ASSERT_EQ(name_of(behaviour, sight.actor), o.source.ip.to_string());
    ASSERT_EQ(name_of(behaviour, sight.target), o.target.ip.to_string());
    behaviour.accept();
  }
}

TEST(Behaviour, ANumberThatIsUsedAgainBringsNothingAlong) {
  BehaviourConfig config;
  config.entity_cap = 16;
  Behaviour behaviour(config);
  feed(behaviour, {write(start, 21, 11)});
  behaviour.flush();
  for (std::uint32_t i = 0; i < 100; ++i) {
    learn(behaviour, from_stranger(start + 1s + i * 1s, i, 12));
  }
  for (std::uint32_t i = 0; i < behaviour.entities().size(); ++i) {
    EXPECT_NE(name_of(behaviour, {i}), "10.20.1.21");
    for (const Thing& thing : behaviour.device({i}).things.all()) EXPECT_EQ(thing.verb_class, VerbClass::contact);
  }
}

}  // namespace
}  // namespace vedette::baselines
