// SPDX-License-Identifier: Apache-2.0
// The oracle is another JSON library: what it reads back must be what was written.
#include "exporters/json_fields.h"

#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "exporters/utf8.h"

namespace vedette::exporters {
namespace {

TEST(JsonFields, WritesEveryKindInOrder) {
  JsonFields json;
  json.begin_object("");
  json.text("z", "first");
  json.number("n", std::numeric_limits<std::uint64_t>::max());
  json.integer("i", std::numeric_limits<std::int64_t>::min());
  json.real("r", 0.5);
  json.real("nan", std::numeric_limits<double>::quiet_NaN());
  json.boolean("b", true);
  json.begin_array("a");
  json.begin_object("");
  json.end_object();
  json.begin_array("");
  json.end_array();
  json.number("", 1);
  json.text("", "two");
  json.end_array();
  json.begin_object("o");
  json.boolean("in", false);
  json.end_object();
  json.end_object();
  EXPECT_EQ(json.str(), R"({"z":"first","n":18446744073709551615,"i":-9223372036854775808,"r":0.5,"nan":null,"b":true,)"
                        R"("a":[{},[],1,"two"],"o":{"in":false}})");
}

TEST(JsonFields, StartsAnewWhenCleared) {
  JsonFields json;
  json.begin_object("");
  json.begin_array("left open");
  json.clear();
  json.begin_object("");
  json.end_object();
  EXPECT_EQ(json.str(), "{}");
}

TEST(JsonFields, ATextThatEndsInABracketIsNoOpenOne) {
  JsonFields json;
  json.begin_object("");
  json.text("{", "{");
  json.text("[", "[");
  json.end_object();
  EXPECT_EQ(nlohmann::json::parse(json.str()), (nlohmann::json{{"{", "{"}, {"[", "["}}));
}

RC_GTEST_PROP(JsonFields, TextReadsBackWithWhatIsNoUtf8Replaced, (const std::string& text)) {
  JsonFields json;
  json.begin_object("");
  json.text("t", text);
  json.end_object();
  RC_ASSERT(nlohmann::json::parse(json.str())["t"] == clean_utf8(text));
}

RC_GTEST_PROP(JsonFields, RealsReadBackEqual, (std::uint64_t bits)) {
  const auto value = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(value));
  JsonFields json;
  json.begin_object("");
  json.real("r", value);
  json.end_object();
  RC_ASSERT(nlohmann::json::parse(json.str())["r"].get<double>() == value);
}

}  // namespace
}  // namespace vedette::exporters
