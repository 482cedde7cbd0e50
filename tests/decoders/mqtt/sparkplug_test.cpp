// SPDX-License-Identifier: Apache-2.0
// Sparkplug messages out of topics and payloads. The payloads are not written by hand: `protoc --encode` of Protocol
// Buffers 3.21 made them, from text and from a definition with the field numbers of the specification (Eclipse
// Sparkplug 3.0.0, section 6.4.1: Payload timestamp 1, metrics 2, seq 3; Metric name 1, alias 2, timestamp 3, datatype
// 4, is_historical 5, is_transient 6, is_null 7, properties 9, int_value 10 to dataset_value 17):
//   protoc --encode=org.eclipse.tahu.protobuf.Payload sparkplug_b.proto < text | xxd -p
// The text stands above each.
#include "decoders/mqtt/sparkplug.h"

#include <array>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/decoders/suites/flat_text.h"

namespace vedette::decoders::mqtt {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// timestamp: 1486144502122
// metrics { name: "bdSeq" timestamp: 1486144502122 datatype: 8 long_value: 7 }
// metrics { name: "Node Control/Rebirth" timestamp: 1486144502122 datatype: 11 boolean_value: false }
// metrics { name: "Inputs/A" alias: 1 timestamp: 1486144502122 datatype: 3 int_value: 4294967291 }
// metrics { name: "Inputs/B" alias: 2 datatype: 1 int_value: 251 }
// metrics { name: "Level" alias: 3 datatype: 10 double_value: 12.75
//           properties { keys: "engUnit" values { type: 12 string_value: "m" } } }
// metrics { name: "Maker" alias: 4 datatype: 12 string_value: "Raspberry" }
// metrics { name: "Total" alias: 5 datatype: 4 long_value: 18446744073709551614 }
// metrics { name: "Plain" datatype: 2 int_value: 65535 }
// seq: 0
constexpr std::string_view node_birth =
    "08eaf2f5a8a02b12120a05626453657118eaf2f5a8a02b2008580712210a144e6f646520436f6e74726f6c2f5265626972746818eaf2f5"
    "a8a02b200b7000121b0a08496e707574732f41100118eaf2f5a8a02b200350fbffffff0f12110a08496e707574732f421002200150fb01"
    "12260a054c6576656c1003200a4a100a07656e67556e69741205080c42016d69000000000080294012160a054d616b65721004200c7a09"
    "52617370626572727912160a05546f74616c1005200458feffffffffffffffff01120d0a05506c61696e200250ffff031800";

// timestamp: 1486144502122
// metrics { alias: 1 timestamp: 1486144502122 int_value: 4294967290 }
// metrics { alias: 2 int_value: 250 is_historical: true }
// metrics { alias: 3 is_null: true }
// metrics { name: "Plain" int_value: 65534 }
// metrics { alias: 99 int_value: 4294967295 }
// metrics { alias: 98 is_transient: true float_value: 0.5 }
// seq: 1
constexpr std::string_view node_data =
    "08eaf2f5a8a02b120f100118eaf2f5a8a02b50faffffff0f12071002280150fa01120410033801120b0a05506c61696e50feff03120810"
    "6350ffffffff0f120910623001650000003f1801";

// timestamp: 1486144502123
// metrics { name: "table" alias: 1 datatype: 16 dataset_value { num_of_columns: 1 columns: "c" types: 3 } }
// metrics { name: "blob" alias: 2 datatype: 17 bytes_value: "\001\002\003" }
// metrics { name: "when" alias: 3 datatype: 13 long_value: 1486144502000 }
// seq: 2
constexpr std::string_view device_birth =
    "08ebf2f5a8a02b12150a057461626c65100120108a01070801120163180312100a04626c6f62100220118201030102031211"
    "0a047768656e1003200d58f0f1f5a8a02b1802";

// timestamp: 1486144502124
// metrics { name: "bdSeq" datatype: 8 long_value: 7 }
constexpr std::string_view node_death = "08ecf2f5a8a02b120b0a05626453657120085807";

std::vector<std::uint8_t> bytes_of(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(hex.size() / 2);  // exactly, so that reading past the end shows
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16)));
  return bytes;
}

/// One conversation that publishes.
class Talk {
 public:
  std::string say(std::string_view topic, std::string_view hex, bool whole = true) {
    payload_ = bytes_of(hex);
    const auto read = read_sparkplug_topic(topic);
    if (!read) return "no Sparkplug topic";
    message_ = Sparkplug{*read, payload_, &memory_, whole};
    suites::FlatText text;
    message_.describe(text);
    return text.line();
  }
  const Sparkplug& message() const { return message_; }
  std::vector<core::Value> values() const {
    std::vector<core::Value> values(Sparkplug::max_values);
    values.resize(message_.values(values));
    return values;
  }
  Memory& memory() { return memory_; }

 private:
  Keep keep_{{}, 1};
  KeepShare share_;
  Memory memory_{keep_, share_};
  std::vector<std::uint8_t> payload_;
  Sparkplug message_;
};

TEST(SparkplugTopics, AreOfTheNamespace) {
  const auto node = read_sparkplug_topic("spBv1.0/Plant 1/NDATA/Press");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->type, SparkplugType::ndata);
  EXPECT_EQ(node->group_id, "Plant 1");
  EXPECT_EQ(node->edge_node_id, "Press");
  EXPECT_EQ(node->device_id, "");
  const auto device = read_sparkplug_topic("spBv1.0/G/DCMD/E/D");
  ASSERT_TRUE(device);
  EXPECT_EQ(device->type, SparkplugType::dcmd);
  EXPECT_EQ(device->edge_node_id, "E");
  EXPECT_EQ(device->device_id, "D");
  const auto host = read_sparkplug_topic("spBv1.0/STATE/scada");
  ASSERT_TRUE(host);
  EXPECT_EQ(host->type, SparkplugType::state);
  EXPECT_EQ(host->host_id, "scada");
  EXPECT_TRUE(read_sparkplug_topic("$sparkplug/certificates/spBv1.0/G/NBIRTH/E"));
}

TEST(SparkplugTopics, OthersAreNot) {
  for (const char* topic : {"",
                            "spBv1.0",
                            "spBv1.0/",
                            "spBv1.0/G",
                            "spBv1.0/G/NDATA",
                            "spBv1.0/G/NDATA/",
                            "spBv1.0/G/NDATA/E/D",
                            "spBv1.0/G/DDATA/E",
                            "spBv1.0/G/DDATA/E/",
                            "spBv1.0/G/DDATA//D",
                            "spBv1.0/G/DDATA/E/D/x",
                            "spBv1.0//NDATA/E",
                            "spBv1.0/G/ndata/E",
                            "spBv1.0/G/STATE/E",
                            "spBv1.0/STATE/",
                            "spBv1.0/STATE",
                            "spBv1.0/STATE/a/b",
                            "spAv1.0/G/NDATA/E",
                            "x/spBv1.0/G/NDATA/E",
                            "spBv1.0/#"})
    EXPECT_FALSE(read_sparkplug_topic(topic)) << topic;
}

TEST(Sparkplug, ABirthSaysItsMetrics) {
  Talk talk;
  const std::string text = talk.say("spBv1.0/G/NBIRTH/E", node_birth);
  EXPECT_THAT(text, StartsWith("message_type=NBIRTH; group_id=G; edge_node_id=E; timestamp=1486144502122; seq=0; "
                               "bd_seq=7; metric_count=8; metrics.0.name=bdSeq; metrics.0.timestamp=1486144502122; "
                               "metrics.0.datatype=UInt64; metrics.0.value=7; "));
  EXPECT_THAT(text, HasSubstr("metrics.1.name=Node Control/Rebirth; metrics.1.timestamp=1486144502122; "
                              "metrics.1.datatype=Boolean; metrics.1.value=false"));
  EXPECT_THAT(text, HasSubstr("metrics.2.name=Inputs/A; metrics.2.alias=1; metrics.2.timestamp=1486144502122; "
                              "metrics.2.datatype=Int32; metrics.2.value=-5"));
  EXPECT_THAT(text, HasSubstr("metrics.3.datatype=Int8; metrics.3.value=-5"));
  EXPECT_THAT(text, HasSubstr("metrics.4.datatype=Double; metrics.4.value=12.75"));
  EXPECT_THAT(text, HasSubstr("metrics.6.datatype=Int64; metrics.6.value=-2"));
  EXPECT_THAT(text, HasSubstr("metrics.7.datatype=Int16; metrics.7.value=-1"));
}

TEST(Sparkplug, TextsArePayload) {
  Talk talk;
  const std::string text = talk.say("spBv1.0/G/NBIRTH/E", node_birth);
  EXPECT_THAT(text, HasSubstr("metrics.5.datatype=String; metrics.5.length=9"));
  EXPECT_THAT(text, Not(HasSubstr("Raspberry")));
  EXPECT_THAT(talk.say("spBv1.0/G/DBIRTH/E/D", device_birth),
              HasSubstr("metrics.0.datatype=DataSet; metrics.0.length=7; metrics.1.name=blob; metrics.1.alias=2; "
                        "metrics.1.datatype=Bytes; metrics.1.length=3"));
}

TEST(Sparkplug, DataIsNamedByItsBirth) {
  Talk talk;
  talk.say("spBv1.0/G/NBIRTH/E", node_birth);
  const std::string text = talk.say("spBv1.0/G/NDATA/E", node_data);
  EXPECT_THAT(text, HasSubstr("seq=1; metric_count=6; metrics.0.name=Inputs/A; metrics.0.alias=1; "
                              "metrics.0.timestamp=1486144502122; metrics.0.datatype=Int32; metrics.0.value=-6"));
  EXPECT_THAT(text, HasSubstr("metrics.1.name=Inputs/B; metrics.1.alias=2; metrics.1.datatype=Int8; "
                              "metrics.1.is_historical=true; metrics.1.value=-6"));
  EXPECT_THAT(text, HasSubstr("metrics.2.name=Level; metrics.2.alias=3; metrics.2.datatype=Double; "
                              "metrics.2.is_null=true; metrics.3.name=Plain; metrics.3.datatype=Int16; "
                              "metrics.3.value=-2"));
}

TEST(Sparkplug, AnUnknownAliasIsSaid) {
  Talk talk;
  talk.say("spBv1.0/G/NBIRTH/E", node_birth);
  EXPECT_THAT(talk.say("spBv1.0/G/NDATA/E", node_data),
              HasSubstr("metrics.4.alias=99; metrics.4.alias_unknown=true; metrics.4.value=4294967295"));
  for (const char* other : {"spBv1.0/G/NDATA/F", "spBv1.0/H/NDATA/E", "spBv1.0/G/DDATA/E/D"})
    EXPECT_THAT(talk.say(other, node_data), HasSubstr("metrics.0.alias=1; metrics.0.alias_unknown=true")) << other;
  talk.memory().clear();
  EXPECT_THAT(talk.say("spBv1.0/G/NDATA/E", node_data), HasSubstr("metrics.0.alias_unknown=true")) << "forgotten";
}

TEST(Sparkplug, NodeAndDeviceHaveTheirOwnAliases) {
  Talk talk;
  talk.say("spBv1.0/G/NBIRTH/E", node_birth);
  talk.say("spBv1.0/G/DBIRTH/E/D", device_birth);
  EXPECT_THAT(talk.say("spBv1.0/G/NCMD/E", node_data), HasSubstr("metrics.0.name=Inputs/A"));
  EXPECT_THAT(talk.say("spBv1.0/G/DCMD/E/D", node_data), HasSubstr("metrics.0.name=table"));
}

TEST(Sparkplug, ANewBirthStartsOver) {
  Talk talk;
  talk.say("spBv1.0/G/NBIRTH/E", node_birth);
  talk.say("spBv1.0/G/NBIRTH/E", device_birth);
  // metrics { alias: 4 int_value: 1 }
  EXPECT_THAT(talk.say("spBv1.0/G/NDATA/E", "120410045001"), HasSubstr("metrics.0.alias_unknown=true"));
}

TEST(Sparkplug, ADeathSaysWhichBirthItEnds) {
  Talk talk;
  EXPECT_THAT(talk.say("spBv1.0/G/NDEATH/E", node_death), HasSubstr("bd_seq=7; metric_count=1"));
  EXPECT_THAT(talk.say("spBv1.0/G/NDATA/E", node_death), Not(HasSubstr("bd_seq")));
}

TEST(Sparkplug, AHostSaysItsState) {
  Talk talk;
  const std::string json = "7b226f6e6c696e65223a747275652c2274696d657374616d70223a313636383131343735393236327d";
  EXPECT_EQ(talk.say("spBv1.0/STATE/scada", json),
            "message_type=STATE; host_id=scada; timestamp=1668114759262; online=true");
  EXPECT_EQ(talk.say("spBv1.0/STATE/scada", "4f4e4c494e45"), "message_type=STATE; host_id=scada");
  EXPECT_TRUE(talk.values().empty());
}

TEST(Sparkplug, ValuesStandAtNamesElseAtAliases) {
  Talk talk;
  talk.say("spBv1.0/G/NBIRTH/E", node_birth);
  EXPECT_EQ(talk.values().size(), 7U) << "all but the text";
  talk.say("spBv1.0/G/NDATA/E", node_data);
  const auto values = talk.values();
  ASSERT_EQ(values.size(), 4U) << "not the null, and not the integer that may be -1 or 4294967295";
  EXPECT_EQ(values[0].at, sparkplug_place("Inputs/A"));
  EXPECT_EQ(values[0].number, -6);
  EXPECT_EQ(values[2].at, sparkplug_place("Plain"));
  EXPECT_EQ(values[2].number, -2);
  EXPECT_EQ(values[3].at, sparkplug_place(98));
  EXPECT_EQ(values[3].number, 0.5);
  talk.say("spBv1.0/G/DBIRTH/E/D", device_birth);
  EXPECT_TRUE(talk.values().empty()) << "a time is no measurement";
}

TEST(Sparkplug, FlawsAreNamedAndWhatStandsBeforeThemIsRead) {
  Talk talk;
  const std::string start = "message_type=NDATA; group_id=G; edge_node_id=E; ";
  const auto say = [&](std::string_view hex) { return talk.say("spBv1.0/G/NDATA/E", hex); };
  EXPECT_EQ(say("08011205"), start + "timestamp=1; metric_count=0; malformed.defect=truncated; malformed.offset=2");
  EXPECT_EQ(say("0801120210016308"),
            start +
                "timestamp=1; metric_count=1; metrics.0.alias=1; metrics.0.alias_unknown=true; "
                "malformed.defect=bad_wire_type; malformed.offset=6")
      << "field 12 of the payload may be an extension, but not a group";
  EXPECT_THAT(say("1203500165"), HasSubstr("malformed.defect=truncated; malformed.offset=4"));
  EXPECT_THAT(say("12025201"), HasSubstr("malformed.defect=truncated; malformed.offset=2"));
  EXPECT_THAT(say("0a00"), HasSubstr("malformed.defect=bad_wire_type; malformed.offset=0"));
  EXPECT_THAT(say("12020800"), HasSubstr("malformed.defect=bad_wire_type; malformed.offset=2")) << "a name that counts";
  EXPECT_THAT(say("0001"), HasSubstr("malformed.defect=bad_wire_type")) << "field number 0";
  EXPECT_THAT(say("08ffffffffffffffffffff01"), HasSubstr("malformed.defect=bad_varint; malformed.offset=0"));
  EXPECT_THAT(say("0b"), HasSubstr("malformed.defect=bad_wire_type")) << "a group";
}

TEST(Sparkplug, TheBeginningOfAPayloadIsNoFlaw) {
  Talk talk;
  EXPECT_EQ(talk.say("spBv1.0/G/NDATA/E", "08011205", false),
            "message_type=NDATA; group_id=G; edge_node_id=E; timestamp=1; metric_count=0");
  EXPECT_THAT(talk.say("spBv1.0/G/NDATA/E", "0a00", false), HasSubstr("malformed.defect=bad_wire_type"));
}

TEST(Sparkplug, DescribesTheFirstThousandAndCountsAll) {
  Talk talk;
  std::string hex;
  for (int i = 0; i < 1500; ++i) hex += "120410015001";
  const std::string text = talk.say("spBv1.0/G/NDATA/E", hex);
  EXPECT_THAT(text, HasSubstr("metric_count=1500"));
  EXPECT_THAT(text, HasSubstr("metrics.999.alias=1"));
  EXPECT_THAT(text, Not(HasSubstr("metrics.1000.")));
  EXPECT_EQ(talk.values().size(), Sparkplug::max_values);
}

TEST(Sparkplug, EveryTruncationIsReadWithinItsBytes) {
  for (const std::string_view hex : {node_birth, node_data, device_birth, node_death}) {
    Talk talk;
    for (std::size_t size = 0; size <= hex.size(); size += 2) talk.say("spBv1.0/G/NBIRTH/E", hex.substr(0, size));
    EXPECT_FALSE(talk.message().flaw());
  }
}

}  // namespace
}  // namespace vedette::decoders::mqtt
