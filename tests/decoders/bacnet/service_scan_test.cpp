// SPDX-License-Identifier: Apache-2.0
// What is read at once says what a walk says (which every test of the walk asks, too: see service_walked.h), also of
// everyday parameters with an octet or two of them changed; and the everyday ones are read so.
#include "decoders/bacnet/service_scan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/decoders/bacnet/service_walked.h"

namespace vedette::decoders::bacnet {
namespace {

struct Everyday {
  Which which;
  const char* hex;
  std::size_t objects;
};
const Everyday everyday[]{
    {{.service = 12}, "0c00000005 1955", 1},
    {{.service = 12}, "0c0203ffff 194c 2907", 1},
    {{.service = 12}, "0c00000005 1a0200 2a0107", 1},
    {{.service = 12, .part = Part::ack}, "0c00000005 1955 3e 444290999a 3f", 1},
    {{.service = 12, .part = Part::ack}, "0c00000005 194d 3e 7506 004149 2031 37 3f", 1},
    {{.service = 12, .part = Part::ack}, "0c00000005 1957 3e 00 00 4441b00000 10 11 2101 31ff 8204a0 910a 3f", 1},
    {{.service = 12, .part = Part::ack}, "0c00000005 1957 3e 3f", 1},
    {{.service = 12, .part = Part::ack},
     "0c00000005 1955 3e 5508 4058c00000000000 a47601 0203 b40c1e0000 c400000001 3f",
     1},
    {{.service = 14}, "0c00000005 1e 0955 0967 1f", 2},
    {{.service = 14}, "0c00000021 1e 0955 1f 0c00000032 1e 0955 1901 1f", 2},
    {{.service = 14, .part = Part::ack}, "0c00000005 1e 2955 4e 4442909999 4f 2967 4e 9100 4f 1f", 1},
    {{.service = 14, .part = Part::ack}, "0c00000021 1e 2955 4e 4442293333 4f 2908 3901 5e 9102 9120 5f 1f", 1},
    {{.service = 14, .part = Part::ack}, "0c00000021 1e 2908 3901 5e 9102 9120 5f 1f 0c00000032 1e 2955 4e 4f 1f", 1},
    {{.service = 15}, "0c00800001 1955 3e 4443340000 3f", 1},
    {{.service = 15}, "0c00800001 1955 2902 3e 00 3f 4910", 1},
    {{.service = 1}, "0912 1c02000004 2c0000000a 3900 4e 0955 2e 4442820000 2f 096f 2e 820400 2f 4f", 2},
    {{.confirmed = false, .service = 2}, "0912 1c02000004 2c0000000a 3a0100 4e 0955 1901 2e 4442820000 2f 3908 4f", 1},
    {{.service = 6}, "c402800001 0e 3100 220200 0f", 1},
    {{.service = 6, .part = Part::ack}, "10 0e 31ff 63 010203 0f", 0},
    {{.service = 6, .part = Part::ack}, "11 0e 320200 6506 010203040506 0f", 0},
    {{.confirmed = false, .service = 0}, "c402000005 2205c4 9103 2205ab", 0},
    {{.confirmed = false, .service = 0}, "c4023fffff 2132 9100 2100", 0},
    {{.confirmed = false, .service = 8}, "", 0},
    {{.confirmed = false, .service = 8}, "0903 1b3fffff", 0},
    {{.service = 12, .part = Part::error}, "9102 9120", 0},
    {{.service = 15, .part = Part::error}, "9102 920101", 0},
};

TEST(BacnetServiceScan, ReadsEverydayParameters) {
  for (const Everyday& each : everyday) {
    const auto parameters = from_hex(each.hex);
    const Walked walked_too = walked(each.which, parameters);
    EXPECT_FALSE(walked_too.flaw) << each.hex;
    const auto at_once = scanned(each.which, parameters);
    ASSERT_TRUE(at_once) << each.hex;
    EXPECT_EQ(at_once->objects.size(), each.objects) << each.hex;
  }
}

TEST(BacnetServiceScan, LeavesWhatIsUnusualToTheWalk) {
  const Everyday unusual[]{
      {{.service = 12}, "0c00000005", 0},                                       // no property
      {{.service = 12}, "0c00000005 1955 4901", 0},                             // more than there may be
      {{.service = 12, .part = Part::ack}, "0c00000005 1955 3e 0901 3f", 0},    // a context tag within the value
      {{.service = 12, .part = Part::ack}, "0c00000005 1955 3e 4441 3f", 0},    // a real that is cut
      {{.service = 12, .part = Part::ack}, "0c00000005 1955 3e 120000 3f", 0},  // a boolean that is neither
      {{.service = 14}, "0c00000005 1e 1f", 0},                                 // an object without properties
      {{.service = 14}, "", 0},
      // A reference to an object whose identifier has three octets.
      {{.service = 12, .part = Part::ack}, "0c00000017 1913 3e 0b429099 9a3f", 0},
      {{.service = 15}, "0c00800001 1955 3e 00 3f 4911", 0},              // no such priority
      {{.service = 5}, "0912 1c0000000a 2901 3900", 0},                   // another service
      {{.service = 6}, "c402800001 1e 3100 2102 1f", 0},                  // records of a file
      {{.service = 6, .part = Part::ack}, "10 0e 3100 7300 4142 0f", 0},  // text in place of octets
      {{.service = 6, .part = Part::ack}, "12 0e 3100 61ff 0f", 0},
      {{.confirmed = false, .service = 0}, "c400000005 2205c4 9103 2205ab", 0},    // an I-Am of no device
      {{.confirmed = false, .service = 0}, "c402000005 2205c4 9104 2205ab", 0},    // no such segmentation
      {{.confirmed = false, .service = 0}, "c402000005 2205c4 9103 23010000", 0},  // no such vendor
      {{.confirmed = false, .service = 0}, "c402000005 2205c4 9103", 0},
      {{.confirmed = false, .service = 8}, "0b400000", 0},  // no such instance
      {{.confirmed = false, .service = 8}, "0900 1900 2900", 0},
      {{.service = 16, .part = Part::error}, "0e 9102 9120 0f 1e 0c00000005 1955 1f", 0},  // an error of another shape
  };
  for (const Everyday& each : unusual) {
    const auto parameters = from_hex(each.hex);
    EXPECT_FALSE(scanned(each.which, parameters)) << each.hex;
    walked(each.which, parameters);
  }
}

TEST(BacnetServiceScan, HasRoomForAsManyObjectsAsAreObserved) {
  std::vector<std::uint8_t> parameters;
  for (std::uint8_t i = 0; i < 80; ++i) {
    const std::uint8_t one[]{0x0c, 0, 0, 0, i, 0x1e, 0x09, 0x55, 0x1f};
    parameters.insert(parameters.end(), std::begin(one), std::end(one));
  }
  const auto at_once = scanned({.service = 14}, parameters);
  ASSERT_TRUE(at_once);
  EXPECT_EQ(at_once->objects.size(), ObjectList::capacity);
  EXPECT_EQ(at_once->objects.back().instance, ObjectList::capacity - 1);
  walked({.service = 14}, parameters);
}

RC_GTEST_PROP(BacnetServiceScan, SaysWhatTheWalkSaysOfWhatWasChanged, ()) {
  const Everyday& base = everyday[*rc::gen::inRange<std::size_t>(0, std::size(everyday))];
  auto parameters = from_hex(base.hex);
  const auto changes = *rc::gen::container<std::vector<std::pair<std::size_t, std::uint8_t>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, std::max<std::size_t>(parameters.size(), 1)),
                    rc::gen::arbitrary<std::uint8_t>()));
  for (std::size_t i = 0; i < std::min<std::size_t>(changes.size(), 3); ++i)
    if (!parameters.empty()) parameters[changes[i].first] = changes[i].second;
  if (*rc::gen::arbitrary<bool>()) parameters.resize(*rc::gen::inRange<std::size_t>(0, parameters.size() + 1));
  walked(base.which, parameters);
  if (scanned(base.which, parameters)) RC_ASSERT(!walked(base.which, parameters).flaw);
}

}  // namespace
}  // namespace vedette::decoders::bacnet
