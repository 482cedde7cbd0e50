// SPDX-License-Identifier: Apache-2.0
#include "baselines/names.h"

#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>
#include <string>

#include "tests/baselines/observations.h"

namespace vedette::baselines {
namespace {

using namespace vedette::testing;
using core::IdentityKind;
using core::IpAddress;

core::Observation claim(std::uint8_t last, std::string_view name, core::Timestamp time = start) {
  core::Observation o;
  o.time = time;
  o.source = host(last);
  o.target = host(200);
  o.claim = {.kind = IdentityKind::domain_name, .number = 0, .text = name};
  return o;
}

TEST(NameTable, AnAddressHasTheNameUnderWhichItWasAskedFor) {
  NameTable names;
  names.note(claim(7, "time.brewery.example", start + 5s));
  EXPECT_EQ(names.name_of(host(7).ip), "time.brewery.example");
  EXPECT_EQ(names.last_heard(host(7).ip), start + 5s);
  EXPECT_EQ(names.name_of(host(8).ip), std::nullopt);
  EXPECT_EQ(names.last_heard(host(8).ip), std::nullopt);
}

TEST(NameTable, AddressesOfBothFamiliesAreApart) {
  NameTable names;
  core::Observation o = claim(7, "four.example");
  names.note(o);
  const IpAddress six = *IpAddress::parse("2001:db8::7");
  o = claim(7, "six.example");
  o.source.ip = six;
  names.note(o);
  EXPECT_EQ(names.name_of(host(7).ip), "four.example");
  EXPECT_EQ(names.name_of(six), "six.example");
}

TEST(NameTable, OfSeveralNamesTheLatestWins) {
  NameTable names;
  names.note(claim(7, "a.example"));
  names.note(claim(7, "b.example", start + 1s));
  EXPECT_EQ(names.name_of(host(7).ip), "b.example");
  names.note(claim(7, "a.example", start + 2s));
  EXPECT_EQ(names.name_of(host(7).ip), "a.example");
  EXPECT_EQ(names.size(), 1);
}

TEST(NameTable, VlansAndNetworksDontMatter) {
  NameTable names;
  core::Observation o = claim(7, "a.example");
  o.source.vlan = {20};
  o.source.network = 4711;
  names.note(o);
  EXPECT_EQ(names.name_of(host(7).ip), "a.example");
}

TEST(NameTable, OtherClaimsAndNoHostsAreLeftAlone) {
  NameTable names;
  for (const IdentityKind kind : {IdentityKind::none, IdentityKind::host_name, IdentityKind::model}) {
    core::Observation o = claim(7, "a.example");
    o.claim.kind = kind;
    names.note(o);
  }
  for (const char* address : {"0.0.0.0", "224.0.0.251", "255.255.255.255", "::", "ff02::fb"}) {
    core::Observation o = claim(7, "a.example");
    o.source.ip = *IpAddress::parse(address);
    names.note(o);
  }
  core::Observation o = claim(7, "a.example");
  o.source.ip = {};
  names.note(o);
  names.note(claim(7, ""));
  EXPECT_EQ(names.size(), 0);
}

TEST(NameTable, NamesAreBounded) {
  NameTable names;
  names.note(claim(7, std::string(254, 'x')));
  EXPECT_EQ(names.name_of(host(7).ip), std::nullopt);
  names.note(claim(7, std::string(253, 'x')));
  EXPECT_EQ(names.name_of(host(7).ip), std::string(253, 'x'));
}

TEST(NameTable, TheLongestUnheardGoesFirst) {
  NameTable names{2};
  names.note(claim(1, "one"));
  names.note(claim(2, "two"));
  names.note(claim(1, "one"));
  names.note(claim(3, "three"));
  EXPECT_EQ(names.name_of(host(2).ip), std::nullopt);
  EXPECT_EQ(names.name_of(host(1).ip), "one");
  EXPECT_EQ(names.name_of(host(3).ip), "three");
  EXPECT_EQ(names.size(), 2);
  EXPECT_EQ(names.evictions(), 1);
}

/// Against the plainest model: a list in the order of hearing.
RC_GTEST_PROP(NameTableProperties, IsTheLatestNamesOfTheLatestAddresses, ()) {
  const auto heard = *rc::gen::container<std::vector<std::pair<std::uint8_t, std::uint8_t>>>(
      rc::gen::pair(rc::gen::inRange<std::uint8_t>(1, 12), rc::gen::inRange<std::uint8_t>(0, 4)));
  constexpr std::size_t cap = 5;
  NameTable names{cap};
  std::vector<std::pair<std::uint8_t, std::string>> model;
  std::uint64_t gone = 0;
  for (const auto& [last, number] : heard) {
    const std::string name = "n" + std::to_string(number);
    names.note(claim(last, name));
    std::erase_if(model, [last = last](const auto& entry) { return entry.first == last; });
    model.emplace_back(last, name);
    if (model.size() > cap) {
      model.erase(model.begin());
      ++gone;
    }
  }
  RC_ASSERT(names.size() == model.size());
  RC_ASSERT(names.evictions() == gone);
  const std::map<std::uint8_t, std::string> left(model.begin(), model.end());
  for (std::uint8_t last = 1; last < 12; ++last) {
    const auto name = names.name_of(host(last).ip);
    RC_ASSERT(name.has_value() == left.contains(last));
    if (name) RC_ASSERT(*name == left.at(last));
  }
}

}  // namespace
}  // namespace vedette::baselines
