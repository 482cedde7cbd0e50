// SPDX-License-Identifier: Apache-2.0
#include "models/file.h"

#include <fstream>
#include <gtest/gtest.h>

using namespace vedette::models;
using vedette::core::ErrorKind;

// FIPS 180-4 test vector: the digest of "abc" (NIST, "SHA-256 example").
TEST(ReadFile, SaysWhyItCanNot) {
  const auto missing = read_file(testing::TempDir() + "no-such-file", 10);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(missing.error().message, testing::TempDir() + "no-such-file: cannot be read: No such file or directory");
  const auto directory = read_file(testing::TempDir(), 10);
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().kind, ErrorKind::usage);
  EXPECT_EQ(directory.error().message, testing::TempDir() + ": found a directory; allowed: a file");
}

TEST(ReadFile, HasALimit) {
  const std::string path = testing::TempDir() + "vedette_read_file_test";
  std::ofstream{path} << "0123456789";
  EXPECT_EQ(read_file(path, 10), "0123456789");
  EXPECT_FALSE(read_file(path, 9));
  std::remove(path.c_str());
}
