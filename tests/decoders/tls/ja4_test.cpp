// SPDX-License-Identifier: Apache-2.0
// JA4 against the examples of its description (FoxIO, JA4 technical details).
#include "decoders/tls/ja4.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace vedette::decoders::tls {
namespace {

using Buffer = std::vector<std::uint8_t>;

void put16(Buffer& to, std::size_t value) {
  to.push_back(static_cast<std::uint8_t>(value >> 8));
  to.push_back(static_cast<std::uint8_t>(value));
}
Buffer list_of(const std::vector<std::uint16_t>& numbers) {
  Buffer bytes;
  for (const std::uint16_t number : numbers) put16(bytes, number);
  return bytes;
}

/// A hello by its parts: what the examples list, each where a client has it.
struct Offer {
  std::vector<std::uint16_t> suites, types, algorithms;
  std::string alpn;
  std::vector<std::uint16_t> versions;
  std::uint16_t legacy_version = 0x0303;
};

Buffer extension_data(const Offer& offer, std::uint16_t type) {
  Buffer data;
  if (type == extension::server_name) {
    put16(data, 6);
    data.insert(data.end(), {0, 0, 3, 'a', '.', 'b'});
  } else if (type == extension::alpn) {
    put16(data, offer.alpn.size() + 1);
    data.push_back(static_cast<std::uint8_t>(offer.alpn.size()));
    data.insert(data.end(), offer.alpn.begin(), offer.alpn.end());
  } else if (type == extension::signature_algorithms) {
    const Buffer list = list_of(offer.algorithms);
    put16(data, list.size());
    data.insert(data.end(), list.begin(), list.end());
  } else if (type == extension::supported_versions) {
    data.push_back(static_cast<std::uint8_t>(offer.versions.size() * 2));
    for (const std::uint16_t version : offer.versions) put16(data, version);
  }
  return data;
}

std::string ja4_of(const Offer& offer, Carrier carrier = Carrier::tcp) {
  Buffer body;
  put16(body, offer.legacy_version);
  body.resize(2 + 32 + 1);  // random, no session
  if (carrier == Carrier::datagrams) body.push_back(0);
  const Buffer suites = list_of(offer.suites);
  put16(body, suites.size());
  body.insert(body.end(), suites.begin(), suites.end());
  body.insert(body.end(), {1, 0});
  Buffer extensions;
  for (const std::uint16_t type : offer.types) {
    const Buffer data = extension_data(offer, type);
    put16(extensions, type);
    put16(extensions, data.size());
    extensions.insert(extensions.end(), data.begin(), data.end());
  }
  put16(body, extensions.size());
  body.insert(body.end(), extensions.begin(), extensions.end());
  ClientHello hello;
  EXPECT_FALSE(read_client_hello(body, carrier, hello));
  return ja4(hello, carrier);
}

const Offer example{
    .suites = {0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d,
               0x002f, 0x0035},
    .types = {0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012, 0x002b, 0xff01,
              0x000b, 0x000a, 0x0015},
    .algorithms = {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601},
    .alpn = "h2",
    .versions = {0x0304, 0x0303},
};

TEST(Ja4, OfTheExample) {
  EXPECT_EQ(ja4_of(example), "t13d1516h2_8daaf6152771_e5627efa2ab1");
}

TEST(Ja4, NamesTheCarrier) {
  EXPECT_EQ(ja4_of(example, Carrier::quic), "q13d1516h2_8daaf6152771_e5627efa2ab1");
  Offer datagrams = example;
  datagrams.versions = {0xfefd, 0xfefc};
  EXPECT_EQ(ja4_of(datagrams, Carrier::datagrams), "dd3d1516h2_8daaf6152771_e5627efa2ab1")
      << "the highest version of DTLS has the lowest number";
}

TEST(Ja4, LeavesOutWhatIsStrewnIn) {
  Offer greased = example;
  greased.suites = {0x3a3a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
                    0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035};
  greased.types = {0xfafa, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d,
                   0x0005, 0x0023, 0x0012, 0x002b, 0xff01, 0x000b, 0x000a, 0x0015, 0x0a0a};
  greased.algorithms = {0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x2a2a};
  greased.versions = {0xdada, 0x0304, 0x0303};
  EXPECT_EQ(ja4_of(greased), "t13d1516h2_8daaf6152771_e5627efa2ab1");
}

TEST(Ja4, WithoutSignatureAlgorithms) {
  // The description gives this hash for the example's extensions alone, with their number 13 among them.
  Offer bare = example;
  bare.algorithms = {};
  EXPECT_EQ(ja4_of(bare), "t13d1516h2_8daaf6152771_6d807ffa2a79");
}

TEST(Ja4, SaysWhereThereIsNothing) {
  EXPECT_EQ(ja4_of({.suites = {}, .types = {}, .algorithms = {}, .alpn = "", .versions = {}, .legacy_version = 0x0300}),
            "ts3i000000_000000000000_000000000000");
}

TEST(Ja4, EndsOfTheFirstProtocol) {
  const auto letters = [](std::string alpn) {
    Offer offer = example;
    offer.alpn = std::move(alpn);
    return ja4_of(offer).substr(8, 2);
  };
  EXPECT_EQ(letters("http/1.1"), "h1");
  EXPECT_EQ(letters("x"), "xx");
  EXPECT_EQ(letters("\xab"), "ab");
  EXPECT_EQ(letters("\xab\xcd"), "ad");
  EXPECT_EQ(letters("\x30\xab"), "3b");
  EXPECT_EQ(letters("\x30\x31\xab\xcd"), "3d");
  EXPECT_EQ(letters("\x30\xab\xcd\x31"), "01");
}

}  // namespace
}  // namespace vedette::decoders::tls
