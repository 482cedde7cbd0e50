// SPDX-License-Identifier: Apache-2.0
// What the fixtures' certificates, made by OpenSSL, don't have: old times, old strings, and what is no certificate.
#include <gtest/gtest.h>
#include <initializer_list>

#include "core/hex.h"
#include "decoders/tls/certificate_text.h"

namespace vedette::decoders::tls {
namespace {

using Buffer = std::vector<std::uint8_t>;

Buffer element(std::uint8_t tag, const Buffer& content) {
  Buffer bytes{tag};
  if (content.size() >= 0x80) bytes.push_back(0x81);
  bytes.push_back(static_cast<std::uint8_t>(content.size()));
  bytes.insert(bytes.end(), content.begin(), content.end());
  return bytes;
}
Buffer joined(std::initializer_list<Buffer> parts) {
  Buffer all;
  for (const Buffer& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}
Buffer bytes_of(std::string_view text) {
  return {text.begin(), text.end()};
}
Buffer attribute(std::uint8_t last_arc, std::uint8_t string_tag, const Buffer& value) {
  const Buffer id{0x55, 0x04, last_arc};
  return element(0x31, element(0x30, joined({element(0x06, id), element(string_tag, value)})));
}

std::string time_of(std::uint8_t tag, std::string_view text) {
  const Buffer content = bytes_of(text);
  return time_text({.tag = tag, .content = content, .whole = {}});
}

/// The least that RFC 5280, section 4.1, calls a certificate.
Buffer certificate(const Buffer& name, const Buffer& extensions = {}) {
  const Buffer algorithm = element(0x30, element(0x06, {0x2a, 0x03}));
  const Buffer validity =
      joined({element(0x17, bytes_of("500101000000Z")), element(0x18, bytes_of("20491231235959Z"))});
  const Buffer tbs =
      joined({element(0x02, {0x00, 0xff}), algorithm, element(0x30, name), element(0x30, validity), element(0x30, name),
              element(0x30, joined({algorithm, element(0x03, {0, 1})})), extensions});
  return element(0x30, joined({element(0x30, tbs), algorithm, element(0x03, {0, 1})}));
}

TEST(Certificate, Times) {
  EXPECT_EQ(time_of(der::tag::utc_time, "491231235959Z"), "2049-12-31T23:59:59Z");
  EXPECT_EQ(time_of(der::tag::utc_time, "500101000000Z"), "1950-01-01T00:00:00Z");
  EXPECT_EQ(time_of(der::tag::utc_time, "9912312359Z"), "1999-12-31T23:59:00Z");
  EXPECT_EQ(time_of(der::tag::generalized_time, "20501231235959Z"), "2050-12-31T23:59:59Z");
  EXPECT_EQ(time_of(der::tag::generalized_time, "99991231235959.5Z"), "9999-12-31T23:59:59Z");
  for (const char* wrong : {"", "Z", "491231235959", "49123123595Z", "4912312359599Z", "49123123x959Z"})
    EXPECT_EQ(time_of(der::tag::utc_time, wrong), "") << wrong;
}

TEST(Certificate, NamesOfAnyString) {
  const Buffer name = joined({attribute(0x0a, 0x1e, {0x00, 'M', 0x00, 0xfc, 0x20, 0xac}),  // BMPString
                              attribute(0x03, 0x13, bytes_of("first")), attribute(0x06, 0x13, bytes_of("DE")),
                              attribute(0x03, 0x0c, bytes_of("plc-7"))});
  const Buffer der = certificate(name);
  const auto read = read_certificate(der);
  ASSERT_TRUE(read);
  EXPECT_EQ(short_name(read->subject), "O=M\u00fc\u20ac, CN=first, CN=plc-7");
  EXPECT_EQ(common_name(read->subject), "plc-7");
  EXPECT_TRUE(read->is_self_signed());
  EXPECT_EQ(core::to_hex(read->serial), "ff");
  EXPECT_EQ(time_text(read->not_before), "1950-01-01T00:00:00Z");
  EXPECT_TRUE(alternative_names(*read).empty());
}

TEST(Certificate, AlternativeNames) {
  const Buffer names =
      joined({element(0x82, bytes_of("a.example")), element(0x81, bytes_of("someone@a.example")),
              element(0x87, {10, 0, 0, 1}), element(0x87, {1, 2, 3}), element(0x86, bytes_of("urn:a"))});
  const Buffer extension = element(
      0x30, joined({element(0x06, {0x55, 0x1d, 0x11}), element(0x01, {0xff}), element(0x04, element(0x30, names))}));
  const Buffer der = certificate({}, element(0xa3, element(0x30, extension)));
  const auto read = read_certificate(der);
  ASSERT_TRUE(read);
  EXPECT_EQ(alternative_names(*read), (std::vector<std::string>{"a.example", "10.0.0.1", "urn:a"}));
  EXPECT_FALSE(read->is_self_signed()) << "two empty names prove nothing";
}

TEST(Certificate, NoPrefixOfOneIsOne) {
  const Buffer der = certificate(attribute(0x03, 0x13, bytes_of("plc-7")));
  ASSERT_TRUE(read_certificate(der));
  for (std::size_t size = 0; size < der.size(); ++size) {
    const Buffer exact{der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size)};
    EXPECT_FALSE(read_certificate(exact)) << size;
  }
}

TEST(Certificate, NoOpenLengthsAndLongTags) {
  EXPECT_FALSE(read_certificate(Buffer{0x30, 0x80, 0x00, 0x00}));
  EXPECT_FALSE(read_certificate(Buffer{0x3f, 0x81, 0x01, 0x00}));
  EXPECT_FALSE(read_certificate(Buffer{0x30, 0x84, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace vedette::decoders::tls
