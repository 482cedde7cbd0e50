// SPDX-License-Identifier: Apache-2.0
#include "core/digest.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

namespace vedette::core {
namespace {

// FIPS 180-2, appendix B.
TEST(Digest, AgreesWithThePublishedVectors) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// RFC 1321, appendix A.5.
TEST(Digest, Md5IsThatOfItsSpecification) {
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5_hex("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
}

/// All that is asked of the library must be FIPS 140's, and no provider of such is there.
class OnlyFips {
 public:
  OnlyFips() { EVP_default_properties_enable_fips(nullptr, 1); }
  ~OnlyFips() { EVP_default_properties_enable_fips(nullptr, 0); }
  OnlyFips(const OnlyFips&) = delete;
  OnlyFips& operator=(const OnlyFips&) = delete;
};

TEST(Digest, Md5IsAbsentWhereTheLibraryHasNone) {
  {
    const OnlyFips held;
    EXPECT_EQ(md5_hex("abc"), std::nullopt);
  }
  EXPECT_EQ(md5_hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
}

}  // namespace
}  // namespace vedette::core
