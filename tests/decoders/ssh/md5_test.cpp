// SPDX-License-Identifier: Apache-2.0
// The vectors of RFC 1321, appendix A.5.
#include "decoders/ssh/md5.h"

#include <gtest/gtest.h>
#include <string>

namespace vedette::decoders::ssh {
namespace {

std::string md5(std::string_view text) {
  Md5 digest;
  digest.add(text.substr(0, text.size() / 2));
  digest.add(text.substr(text.size() / 2));
  const auto hex = digest.hex();
  return {hex.begin(), hex.end()};
}

TEST(Md5, IsThatOfItsSpecification) {
  EXPECT_EQ(md5(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5("a"), "0cc175b9c0f1b6a831c399e269772661");
  EXPECT_EQ(md5("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5("abcdefghijklmnopqrstuvwxyz"), "c3fcd3d76192e4007dfb496cca67e13b");
  EXPECT_EQ(md5("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), "d174ab98d277d9f5a5611c2c9f419d9f");
  EXPECT_EQ(md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
}

}  // namespace
}  // namespace vedette::decoders::ssh
