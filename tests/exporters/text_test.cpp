// SPDX-License-Identifier: Apache-2.0
#include "exporters/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Text, SaysWhoDidWhatToWhomAndHowSureThatIs) {
  EXPECT_EQ(to_text(full_alert()),
            "HIGH  historian-1 writes to plc-1\n"
            "            historian-1 may only read from plc-1, but writes registers 100 to 103.\n"
            "  who       historian-1 (historian, 10.20.1.31, 00:1d:9c:00:00:31, unit 1, zone control)\n"
            "  to whom   plc-1 (plc, 10.20.1.11)\n"
            "  what      modbus, holding 100-103\n"
            "  observed  4 writes in 10 s\n"
            "  expected  no writes, 0 to 0.5, from 8640 samples\n"
            "  normal    hmi-1 writes holding 100-119\n"
            "  since     2026-03-02T08:00:00.000001Z, 37 times over 12 min\n"
            "  how sure  expected by chance once in 342 years of one device, p = 1.3e-09\n"
            "  because   function 75 %, object 25 %\n"
            "  evidence  frame 1201, 1209\n"
            "  ATT&CK    T0836 Modify Parameter\n"
            "  response  quarantine ip:10.20.1.31 in control, playbook isolate-historian\n"
            "  alert     5f2b7c1d9e3a4b60 revision 2 (updated), policy\n");
}

TEST(Text, LeavesOutWhatIsNotKnown) {
  core::Alert alert = small_alert(1);
  alert.device.ip = alert.device.name = "10.0.0.1";
  EXPECT_EQ(to_text(alert),
            "INFO  alert number 1\n"
            "  who       10.0.0.1\n"
            "  since     1970-01-01T00:00:00.000000Z, once\n"
            "  alert     alert-1 revision 1 (open), policy\n");
}

TEST(Text, ColoursOnlyWhenTold) {
  EXPECT_THAT(to_text(full_alert(), Colour::yes), HasSubstr("\x1b["));
  EXPECT_THAT(to_text(full_alert(), Colour::no), Not(HasSubstr("\x1b")));
}

TEST(Text, NothingFromTheWireReachesTheTerminalAsAControl) {
  core::Alert alert = full_alert();
  for (std::string* text : {&alert.title, &alert.explanation, &alert.device.name, &alert.object, &alert.observed,
                            &alert.expected.text, &alert.nearest_normal, &alert.id, &alert.response.playbook}) {
    *text = "\x1b]0;owned\x07\r\n\xC2\x9B";
  }
  alert.contributions[0].feature = alert.attack[0].name = "\x1b[2J";
  const std::string text = to_text(alert);
  for (const char c : text) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  EXPECT_THAT(text, Not(HasSubstr("\xC2\x9B")));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 15);
}

}  // namespace
}  // namespace vedette::exporters
