// SPDX-License-Identifier: Apache-2.0
// Oracles: RFC 8032 section 7.1 for Ed25519, the published example of DSSE (protocol.md) for ECDSA P-256.
#include "exporters/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include "exporters/record.h"
#include "tests/exporters/fixtures.h"

namespace vedette::exporters {
namespace {

using core::as_bytes;
using testing::HasSubstr;

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
  }
  return bytes;
}

std::string pem(const std::string& label, const std::string& der) {
  std::string text(4 * ((der.size() + 2) / 3) + 1, '\0');
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                                       as_bytes(der).data(), static_cast<int>(der.size()))));
  return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
}

// RFC 8410: an Ed25519 key is these bytes and 32 of its own.
PrivateKey ed25519_private(std::string_view seed) {
  return must(PrivateKey::from_pem(pem("PRIVATE KEY", from_hex("302e020100300506032b657004220420") + from_hex(seed)),
                                   "vector"));
}
PublicKey ed25519_public(std::string_view raw) {
  return must(PublicKey::from_pem(pem("PUBLIC KEY", from_hex("302a300506032b6570032100") + from_hex(raw)), "vector"));
}

struct Vector {
  const char *seed, *public_key, *message, *signature;
};
constexpr Vector rfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
     "655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
     "b00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
     "c027beceea1ec40a"},
};

TEST(Keys, Ed25519AgreesWithRfc8032) {
  for (const Vector& vector : rfc8032) {
    const PrivateKey key = ed25519_private(vector.seed);
    const PublicKey public_key = ed25519_public(vector.public_key);
    const std::string message = from_hex(vector.message);
    EXPECT_EQ(key.public_key().id(), public_key.id());
    EXPECT_EQ(to_hex(as_bytes(must(key.sign(as_bytes(message))))), vector.signature);
    std::string signature = from_hex(vector.signature);
    EXPECT_TRUE(public_key.verify(as_bytes(message), as_bytes(signature)));
    signature.back() ^= 1;
    EXPECT_FALSE(public_key.verify(as_bytes(message), as_bytes(signature)));
  }
}

// The example's key in PEM and its signature in hex; both are in protocol.md as numbers and base64.
constexpr const char* dsse_public_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEZ805D3eqNZywjCI19lInBJOp7YMr\n"
    "CrzAH3CVTAOQ0jgMeCvVTiaRJaRPRDOv8UMs6U4SvKc6pnrIDOoSYI3fdA==\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* dsse_signature =
    "03726ab101ad56c2763b6c6aac8e487275e2a79193a09dc5f859d9f8ef3c4a3b51eab0c06a369b64a7222537d4887a893dc200ae21060074d5"
    "7825235b624864";

TEST(Keys, EcdsaAgreesWithTheExampleOfDsse) {
  const PublicKey key = must(PublicKey::from_pem(dsse_public_key, "example"));
  EXPECT_EQ(key.algorithm(), Algorithm::ecdsa_p256);
  const std::string message = pre_authentication_encoding("http://example.com/HelloWorld", "hello world");
  const std::string signature = from_hex(dsse_signature);
  EXPECT_TRUE(key.verify(as_bytes(message), as_bytes(signature)));
  EXPECT_FALSE(key.verify(as_bytes(message + " "), as_bytes(signature)));
}

TEST(Keys, BothAlgorithmsSignAndVerify) {
  for (const Algorithm algorithm : {Algorithm::ed25519, Algorithm::ecdsa_p256}) {
    const PrivateKey key = must(PrivateKey::generate(algorithm));
    const std::string signature = must(key.sign(as_bytes("message")));
    EXPECT_EQ(signature.size(), signature_size);
    EXPECT_TRUE(key.public_key().verify(as_bytes("message"), as_bytes(signature)));
    EXPECT_FALSE(key.public_key().verify(as_bytes("massage"), as_bytes(signature)));
    EXPECT_FALSE(test_key().public_key().verify(as_bytes("message"), as_bytes(signature)));
    EXPECT_FALSE(key.public_key().verify(as_bytes("message"), as_bytes(signature + "x")));
    EXPECT_FALSE(key.public_key().verify(as_bytes("message"), {}));
    EXPECT_FALSE(key.public_key().verify(as_bytes("message"), as_bytes(std::string(64, '\0'))));
  }
}

TEST(Keys, IdIsTheDigestOfThePublicKeyInDer) {
  const std::string der = from_hex("302a300506032b6570032100") + from_hex(rfc8032[0].public_key);
  EXPECT_EQ(ed25519_public(rfc8032[0].public_key).id(), to_hex(sha256(as_bytes(der))));
  EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Keys, APairIsWrittenOnceAndReadBack) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_key_pair(folder / "keys", test_key()));
  struct stat status{};
  ASSERT_EQ(::stat((folder / "keys/sensor.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(must(PrivateKey::load(folder / "keys/sensor.key")).public_key().id(), test_key().public_key().id());
  EXPECT_EQ(must(PublicKey::load(folder / "keys/sensor.pub")).id(), test_key().public_key().id());
  const auto again = write_key_pair(folder / "keys", other_key());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, core::ErrorKind::usage);
  EXPECT_THAT(again.error().message, HasSubstr("sensor.key: exists"));
}

TEST(Keys, WhatIsNoUsableKeyIsRefusedWithTheReason) {
  const TemporaryFolder folder;
  const auto public_error = [&](const std::string& text) {
    const auto key = PublicKey::from_pem(text, "k.pub");
    return key ? "accepted" : key.error().message;
  };
  EXPECT_THAT(public_error(""), HasSubstr("k.pub: is no public key"));
  EXPECT_THAT(public_error(test_key().to_pem()), HasSubstr("private key where a public one belongs"));
  const std::shared_ptr<EVP_PKEY> rsa{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}), EVP_PKEY_free};
  const std::shared_ptr<EVP_PKEY> p384{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384"), EVP_PKEY_free};
  EXPECT_THAT(PublicKey::from_key(rsa, "r.pub").error().message, HasSubstr("key for RSA, allowed are Ed25519"));
  EXPECT_THAT(PublicKey::from_key(p384, "e.pub").error().message, HasSubstr("allowed are Ed25519"));

  EXPECT_EQ(PublicKey::load(folder / "none").error().kind, core::ErrorKind::unavailable);
  EXPECT_EQ(PublicKey::load(folder / ".").error().kind, core::ErrorKind::usage);
  write_whole(folder / "long", std::string(70'000, 'x'));
  EXPECT_THAT(PublicKey::load(folder / "long").error().message, HasSubstr("too long"));
  write_whole(folder / "open.key", test_key().to_pem());
  ASSERT_EQ(::chmod((folder / "open.key").c_str(), 0644), 0);
  EXPECT_THAT(PrivateKey::load(folder / "open.key").error().message, HasSubstr("chmod 600"));
  EXPECT_THAT(PrivateKey::from_pem(test_key().public_key().to_pem(), "s.key").error().message,
              HasSubstr("no private key"));
}

}  // namespace
}  // namespace vedette::exporters
