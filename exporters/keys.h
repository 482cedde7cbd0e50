// SPDX-License-Identifier: Apache-2.0
// Keys, signatures and digests. The algorithm is a property of a key that somebody chose to trust; nothing that travels
// beside a signature can change it. Keys may be used from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/digest.h"
#include "core/hex.h"
#include "core/result.h"

struct evp_pkey_st;

namespace vedette::exporters {

/// Ed25519 (RFC 8032), or ECDSA on P-256 with SHA-256 for hardware keys that have nothing else.
enum class Algorithm { ed25519, ecdsa_p256 };

/// Both algorithms make 64 bytes: R and S of RFC 8032, or r and s of ECDSA in 32 bytes each.
inline constexpr std::size_t signature_size = 64;

using Digest = std::array<std::uint8_t, 32>;
using core::sha256;
using core::to_hex;
/// From the system's source of randomness.
std::array<std::uint8_t, 16> random_id();

class PublicKey {
 public:
  static core::Result<PublicKey> load(const std::filesystem::path& file);
  /// `origin` is named in errors.
  static core::Result<PublicKey> from_pem(std::string_view pem, std::string_view origin);
  static core::Result<PublicKey> from_key(std::shared_ptr<evp_pkey_st> key, std::string_view origin);

  bool verify(core::Bytes message, core::Bytes signature) const;
  Algorithm algorithm() const { return algorithm_; }
  /// SHA-256 of the SubjectPublicKeyInfo in DER, in hex.
  const std::string& id() const { return id_; }
  std::string to_pem() const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
  Algorithm algorithm_ = Algorithm::ed25519;
  std::string id_;
};

class PrivateKey {
 public:
  static core::Result<PrivateKey> generate(Algorithm algorithm = Algorithm::ed25519);
  /// PKCS#8 in PEM, without a passphrase. A file that everybody may read is refused.
  static core::Result<PrivateKey> load(const std::filesystem::path& file);
  static core::Result<PrivateKey> from_pem(std::string_view pem, std::string_view origin);

  /// Fails only where the cryptographic library does.
  core::Result<std::string> sign(core::Bytes message) const;
  const PublicKey& public_key() const { return public_key_; }
  std::string to_pem() const;

 private:
  static core::Result<PrivateKey> from_key(std::shared_ptr<evp_pkey_st> key, std::string_view origin);

  std::shared_ptr<evp_pkey_st> key_;
  PublicKey public_key_;
};

/// Writes `sensor.key` (mode 0600) and `sensor.pub` into the folder, which is made if it's missing. Overwrites nothing.
core::Result<void> write_key_pair(const std::filesystem::path& folder, const PrivateKey& key);
/// Overwrites nothing.
core::Result<void> write_public_key(const std::filesystem::path& file, const PublicKey& key);

}  // namespace vedette::exporters
