// SPDX-License-Identifier: Apache-2.0
// Numbers out of JSON: the same that nlohmann-json finds, at the hashes of their pointers, and none where it refuses.
#include "decoders/mqtt/json_numbers.h"

#include <cmath>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
// GoogleTest first: the next one builds on it.
#include <random>
#include <rapidcheck/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace vedette::decoders::mqtt {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using Json = nlohmann::ordered_json;
using Found = std::vector<std::pair<std::string, double>>;

/// Pointer and number, in order; each number stands at the hash of its pointer.
Found numbers_of(const std::string& text) {
  JsonNumbers numbers;
  Found found;
  read_json_numbers(core::as_bytes(text), numbers);
  for (std::size_t i = 0; i < numbers.size; ++i) {
    JsonPointer pointer;
    EXPECT_TRUE(read_json_pointer(core::as_bytes(text), i, pointer));
    EXPECT_EQ(numbers.view()[i].at, json_place(pointer.view()));
    found.emplace_back(pointer.view(), numbers.view()[i].number);
  }
  JsonPointer none;
  EXPECT_FALSE(read_json_pointer(core::as_bytes(text), numbers.size, none));
  return found;
}
bool is_json(const std::string& text) {
  JsonNumbers numbers;
  return read_json_numbers(core::as_bytes(text), numbers);
}

TEST(JsonNumbers, StandAtTheirPointers) {
  EXPECT_THAT(numbers_of(R"({"temperature": 21.5, "at": [1, {"x": -2e3}, true, "7", null], "unit": "C", "n": 0})"),
              ElementsAre(Pair("/temperature", 21.5), Pair("/at/0", 1), Pair("/at/1/x", -2000), Pair("/n", 0)));
}

TEST(JsonNumbers, APlainNumberStandsAtNought) {
  for (const char* text : {"23.5", " 23.5\r\n",
                           "\xef\xbb\xbf"
                           "23.5",
                           "235e-1"}) {
    EXPECT_THAT(numbers_of(text), ElementsAre(Pair("", 23.5))) << text;
    JsonNumbers numbers;
    read_json_numbers(core::as_bytes(text), numbers);
    EXPECT_EQ(numbers.view()[0].at, 0U);
  }
}

/// RFC 6901, section 5, with numbers behind the names that it has as examples.
TEST(JsonNumbers, PointersAreEscaped) {
  EXPECT_THAT(numbers_of(R"({"": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8})"),
              ElementsAre(Pair("/", 0), Pair("/a~1b", 1), Pair("/c%d", 2), Pair("/e^f", 3), Pair("/g|h", 4),
                          Pair("/i\\j", 5), Pair("/k\"l", 6), Pair("/ ", 7), Pair("/m~0n", 8)));
  EXPECT_THAT(numbers_of(R"({"\u0041\u002f\u00e9\u20ac\ud83d\ude00\ud83d": 1})"),
              ElementsAre(Pair("/A~1\u00e9\u20ac\U0001F600\ufffd", 1)));
}

TEST(JsonNumbers, WhatIsNoJsonHasNone) {
  for (const char* text :
       {"",        " ",          "23.5 C",    "1 2", "+1",   ".5",       "1.",      "01",          "1e",        "-",
        "0x10",    "NaN",        "Infinity",  "{",   "[1",   "[1,]",     "[,1]",    "{\"a\":1,}",  "{\"a\" 1}", "{a:1}",
        "{'a':1}", "[1}",        "{\"a\":1]", "]",   "[1]]", "\"\x01\"", "\"\\x\"", "\"\\u12g4\"", "\"abc",     "tru",
        "nulL",    "{\"a\":1}x", "\\",        "\"\\"}) {
    EXPECT_FALSE(is_json(text)) << text;
    EXPECT_THAT(numbers_of(text), IsEmpty()) << text;
  }
  EXPECT_FALSE(is_json(std::string("1\0", 2)));
}

/// About 15 digits and 2^53, where digits alone no longer tell the number.
TEST(JsonNumbers, AreTheNearestDoubles) {
  for (const char* text : {"0",
                           "0.1",
                           "-0.1",
                           "999999999999999",
                           "9999999999999999",
                           "99999999.9999999",
                           "0.99999999999999",
                           "0.999999999999999",
                           "95.74890682883607",
                           "3289218401107.0434",
                           "-999999999.999999",
                           "9007199254740993",
                           "900719925474099.3",
                           "18446744073709551617",
                           "123456789012345678901234567890",
                           "-123456789012345678.5",
                           "1.5e3",
                           "-2E-3",
                           "0e+5",
                           "-0.30000000000000004"}) {
    EXPECT_THAT(numbers_of(text), ElementsAre(Pair("", std::strtod(text, nullptr)))) << text;
  }
  for (const char* text : {"-0", "-0.0", "-0e0"}) EXPECT_TRUE(std::signbit(numbers_of(text).at(0).second)) << text;
}

TEST(JsonNumbers, WhatNoDoubleHoldsIsPassedOver) {
  EXPECT_THAT(numbers_of("[1e999, -1e999, 2]"), ElementsAre(Pair("/2", 2)));
}

TEST(JsonNumbers, UnitsMayBeInLatin1) {
  EXPECT_THAT(numbers_of("{\"\xb0\x43\": 20}"), ElementsAre(Pair("/\xb0\x43", 20)));
}

TEST(JsonNumbers, OnlyTheFirst64) {
  std::string text = "[0";
  for (int i = 1; i < 100; ++i) text += "," + std::to_string(i);
  const Found found = numbers_of(text + "]");
  ASSERT_EQ(found.size(), max_json_numbers);
  EXPECT_THAT(found.back(), Pair("/63", 63));
  EXPECT_FALSE(is_json(text)) << "what follows them counts as well";
}

TEST(JsonNumbers, NotDeeperThan16) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + "1" + std::string(depth, ']'); };
  EXPECT_EQ(numbers_of(nested(max_json_depth)).size(), 1U);
  EXPECT_FALSE(is_json(nested(max_json_depth + 1)));
  EXPECT_FALSE(is_json(std::string(60'000, '[')));
}

TEST(JsonNumbers, NotLongerThan64KiB) {
  EXPECT_TRUE(is_json("1" + std::string(max_json_size - 1, ' ')));
  EXPECT_FALSE(is_json("1" + std::string(max_json_size, ' ')));
}

TEST(JsonNumbers, ANameTooLongForAPointerHidesOnlyWhatIsBehindIt) {
  const std::string longest(max_json_pointer_size - 1, 'n'), longer = longest + "n";
  EXPECT_EQ(numbers_of("{\"" + longest + "\": 1}").size(), 1U);
  EXPECT_THAT(numbers_of("{\"" + longer + "\": {\"a\": 1, \"b\": [2]}, \"c\": 3}"), ElementsAre(Pair("/c", 3)));
}

TEST(JsonNumbers, ADuplicateNameGivesTwo) {
  EXPECT_THAT(numbers_of(R"({"a": 1, "a": 2})"), ElementsAre(Pair("/a", 1), Pair("/a", 2)));
}

TEST(JsonNumbers, BooleansByTheirPointer) {
  const auto truth = [](std::string_view text) { return read_json_boolean(core::as_bytes(text), "/online"); };
  EXPECT_EQ(truth(R"({"online": true, "timestamp": 1})"), JsonTruth::yes);
  EXPECT_EQ(truth(R"({"timestamp": 1, "online": false})"), JsonTruth::no);
  EXPECT_EQ(truth(R"({"online": 1})"), JsonTruth::absent);
  EXPECT_EQ(truth(R"({"online": true)"), JsonTruth::absent);
  EXPECT_EQ(truth("OFFLINE"), JsonTruth::absent);
}

/// Documents out of the seed that RapidCheck chooses.
class Documents {
 public:
  explicit Documents(std::uint64_t seed, bool ascii = false) : random_(seed), ascii_(ascii) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  Json document(unsigned depth) {
    const std::size_t kind = below(depth == 0 ? 6 : 10);
    if (kind >= 8) return object(depth - 1);
    if (kind >= 6) return array(depth - 1);
    switch (kind) {
      case 0:
        return static_cast<int>(below(2'000)) - 1'000;
      case 1:
        return static_cast<std::int64_t>(random_());
      case 2:
        return static_cast<double>(static_cast<std::int64_t>(random_())) * std::pow(10.0, -static_cast<int>(below(40)));
      case 3:
        return name();
      case 4:
        return below(2) == 0;
      default:
        return below(2) == 0 ? Json::array() : Json::object();
    }
  }

 private:
  std::string name() {
    std::string text;
    for (std::size_t left = below(4); left > 0; --left) text += "ab/~\"\\\n1 "[below(9)];
    return !ascii_ && below(8) == 0 ? text + "\u20ac\U0001F600" : text;
  }
  Json array(unsigned depth) {
    Json elements = Json::array();
    for (std::size_t left = below(6); left > 0; --left) elements.push_back(document(depth));
    return elements;
  }
  Json object(unsigned depth) {
    Json members = Json::object();
    for (std::size_t left = below(6); left > 0; --left) members[name()] = document(depth);
    return members;
  }

  std::mt19937_64 random_;
  bool ascii_;
};

/// The oracle's numbers by the oracle's pointers.
Found wanted(const Json& document, const std::string& pointer = {}) {
  Found found;
  const auto add = [&found](Found more) { found.insert(found.end(), more.begin(), more.end()); };
  if (document.is_number()) found.emplace_back(pointer, document.get<double>());
  if (document.is_array())
    for (std::size_t i = 0; i < document.size(); ++i) add(wanted(document[i], pointer + "/" + std::to_string(i)));
  if (document.is_object())
    for (const auto& [name, value] : document.items())
      add(wanted(value, (Json::json_pointer{pointer} / name).to_string()));
  if (found.size() > max_json_numbers) found.resize(max_json_numbers);
  return found;
}

RC_GTEST_PROP(JsonNumbers, AreThoseOfAnotherReader, ()) {
  const Json document = Documents{*rc::gen::arbitrary<std::uint64_t>()}.document(4);
  const std::string text = document.dump(*rc::gen::element(-1, 0, 2), ' ', *rc::gen::arbitrary<bool>());
  RC_ASSERT(is_json(text));
  RC_ASSERT(numbers_of(text) == wanted(document));
}

/// Of texts that are nearly JSON both accept the same. The other reader also refuses numbers that no double holds, and
/// bytes that are no UTF-8; these don't arise here.
RC_GTEST_PROP(JsonNumbers, AreFoundOnlyWhereAnotherReaderFindsJson, ()) {
  std::string text = Documents{*rc::gen::arbitrary<std::uint64_t>(), true}.document(3).dump();
  const auto changes = *rc::gen::inRange(1, 4);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    const char c = *rc::gen::element('{', '}', '[', ']', ',', ':', '"', '\\', '0', '1', '-', '+', '.', 'e', ' ', 't');
    if (*rc::gen::arbitrary<bool>()) {
      text[at] = c;
    } else {
      text.erase(at, 1);
    }
  }
  bool refused_for_size = false;
  bool accepted = true;
  try {
    accepted = !Json::parse(text).is_discarded();
  } catch (const Json::out_of_range&) {
    refused_for_size = true;
  } catch (const Json::parse_error&) {
    accepted = false;
  }
  if (!refused_for_size) RC_ASSERT(is_json(text) == accepted);
}

}  // namespace
}  // namespace vedette::decoders::mqtt
