// SPDX-License-Identifier: Apache-2.0
#include "exporters/keys.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace vedette::exporters {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

constexpr std::size_t max_key_file = 64 * 1024;
constexpr int p256_scalar = 32;  // bytes

Key own(EVP_PKEY* key) {
  return {key, EVP_PKEY_free};
}
Bio reader(std::string_view text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

/// Without this the library would ask at the terminal for a passphrase.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

std::string written(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::optional<Algorithm> algorithm_of(const EVP_PKEY* key) {
  if (EVP_PKEY_get_id(key) == EVP_PKEY_ED25519) return Algorithm::ed25519;
  if (EVP_PKEY_get_id(key) != EVP_PKEY_EC) return std::nullopt;
  char group[64] = {};
  if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1) return std::nullopt;
  if (std::strcmp(group, "prime256v1") != 0) return std::nullopt;
  return Algorithm::ecdsa_p256;
}

/// Ed25519 hashes by itself.
const EVP_MD* digest_for(Algorithm algorithm) {
  return algorithm == Algorithm::ed25519 ? nullptr : EVP_sha256();
}

core::Result<std::string> read_file(const std::filesystem::path& file, std::string_view what) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return core::wrong_usage(fmt::format("{}: is a folder, not a {}", file.string(), what));
  }
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return core::unavailable(fmt::format("{}: {} can't be opened: {}", file.string(), what, std::strerror(errno)));
  std::string text(max_key_file + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > max_key_file) return core::wrong_usage(fmt::format("{}: too long for a {}", file.string(), what));
  return text;
}

core::Result<void> write_new_file(const std::filesystem::path& file, mode_t mode, std::string_view text) {
  const auto failed = [&] {
    return core::unavailable(fmt::format("{}: can't be written: {}", file.string(), std::strerror(errno)));
  };
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd < 0 && errno == EEXIST) {
    return core::wrong_usage(fmt::format("{}: exists already and is not overwritten", file.string()));
  }
  if (fd < 0) return failed();
  const bool whole = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(fd) == 0;
  const int cause = errno;
  ::close(fd);
  errno = cause;
  if (whole) return {};
  const auto error = failed();
  ::unlink(file.c_str());
  return error;
}

/// ECDSA_SIG in DER to r and s in 32 bytes each, as DSSE's own example has it: one length and one form only.
std::string fixed_size(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const EcdsaSignature signature{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free};
  std::string bytes(signature_size, '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, p256_scalar);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + p256_scalar, p256_scalar);
  return bytes;
}

std::string der_form(core::Bytes fixed) {
  const EcdsaSignature signature{ECDSA_SIG_new(), ECDSA_SIG_free};
  ECDSA_SIG_set0(signature.get(), BN_bin2bn(fixed.data(), p256_scalar, nullptr),
                 BN_bin2bn(fixed.data() + p256_scalar, p256_scalar, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(der);
  return bytes;
}

constexpr std::string_view allowed_keys = "allowed are Ed25519 and ECDSA P-256";

}  // namespace

std::array<std::uint8_t, 16> random_id() {
  std::array<std::uint8_t, 16> id{};
  // Nothing that must be unguessable or unique may go on without it.
  if (RAND_bytes(id.data(), static_cast<int>(id.size())) != 1) std::abort();
  return id;
}

core::Result<PublicKey> PublicKey::load(const std::filesystem::path& file) {
  const auto text = read_file(file, "public key");
  if (!text) return std::unexpected(text.error());
  return from_pem(*text, file.string());
}

core::Result<PublicKey> PublicKey::from_pem(std::string_view pem, std::string_view origin) {
  auto key = own(PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, no_passphrase, nullptr));
  if (!key) {
    const bool is_private = pem.find("PRIVATE KEY") != std::string_view::npos;
    return core::wrong_usage(fmt::format(
        "{}: {}", origin, is_private ? "holds a private key where a public one belongs" : "is no public key in PEM"));
  }
  return from_key(std::move(key), origin);
}

core::Result<PublicKey> PublicKey::from_key(std::shared_ptr<evp_pkey_st> key, std::string_view origin) {
  const auto algorithm = algorithm_of(key.get());
  if (!algorithm) {
    const char* name = EVP_PKEY_get0_type_name(key.get());
    return core::wrong_usage(fmt::format("{}: is a key for {}, {}", origin, name ? name : "?", allowed_keys));
  }
  PublicKey result;
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  if (size <= 0) return core::wrong_usage(fmt::format("{}: public key can't be encoded", origin));
  result.id_ = to_hex(sha256({der, static_cast<std::size_t>(size)}));
  OPENSSL_free(der);
  result.key_ = std::move(key);
  result.algorithm_ = *algorithm;
  return result;
}

bool PublicKey::verify(core::Bytes message, core::Bytes signature) const {
  if (signature.size() != signature_size) return false;
  const std::string form =
      algorithm_ == Algorithm::ed25519 ? std::string{core::as_text(signature)} : der_form(signature);
  const DigestContext context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  return EVP_DigestVerifyInit(context.get(), nullptr, digest_for(algorithm_), nullptr, key_.get()) == 1 &&
         EVP_DigestVerify(context.get(), core::as_bytes(form).data(), form.size(), message.data(), message.size()) == 1;
}

std::string PublicKey::to_pem() const {
  const Bio bio{BIO_new(BIO_s_mem()), BIO_free};
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  return written(bio);
}

core::Result<PrivateKey> PrivateKey::generate(Algorithm algorithm) {
  auto key = own(algorithm == Algorithm::ed25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                                 : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (!key) return core::unavailable("a new key can't be made: the cryptographic library refuses");
  return from_key(std::move(key), "new key");
}

core::Result<PrivateKey> PrivateKey::load(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & S_IRWXO) != 0) {
    return core::wrong_usage(
        fmt::format("{}: everybody may read this private key; allow its owner only: chmod 600", file.string()));
  }
  const auto text = read_file(file, "private key");
  if (!text) return std::unexpected(text.error());
  return from_pem(*text, file.string());
}

core::Result<PrivateKey> PrivateKey::from_pem(std::string_view pem, std::string_view origin) {
  auto key = own(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_passphrase, nullptr));
  if (!key) return core::wrong_usage(fmt::format("{}: is no private key in PEM without a passphrase", origin));
  return from_key(std::move(key), origin);
}

core::Result<PrivateKey> PrivateKey::from_key(std::shared_ptr<evp_pkey_st> key, std::string_view origin) {
  auto public_key = PublicKey::from_key(key, origin);
  if (!public_key) return std::unexpected(public_key.error());
  PrivateKey result;
  result.key_ = std::move(key);
  result.public_key_ = std::move(*public_key);
  return result;
}

core::Result<std::string> PrivateKey::sign(core::Bytes message) const {
  const DigestContext context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  std::size_t size = 0;
  std::string signature;
  const bool begun =
      EVP_DigestSignInit(context.get(), nullptr, digest_for(public_key_.algorithm()), nullptr, key_.get()) == 1 &&
      EVP_DigestSign(context.get(), nullptr, &size, message.data(), message.size()) == 1;
  signature.resize(size);
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  if (!begun || EVP_DigestSign(context.get(), out, &size, message.data(), message.size()) != 1) {
    return core::unavailable("signing failed: the cryptographic library refuses");
  }
  signature.resize(size);
  return public_key_.algorithm() == Algorithm::ed25519 ? signature : fixed_size(signature);
}

std::string PrivateKey::to_pem() const {
  const Bio bio{BIO_new(BIO_s_secmem()), BIO_free};
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, no_passphrase, nullptr);
  return written(bio);
}

core::Result<void> write_key_pair(const std::filesystem::path& folder, const PrivateKey& key) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return core::unavailable(fmt::format("{}: folder can't be made: {}", folder.string(), error.message()));
  // Both are looked at first: half a pair would be worse than none.
  for (const char* name : {"sensor.key", "sensor.pub"}) {
    if (std::filesystem::exists(folder / name, error)) {
      return core::wrong_usage(fmt::format("{}: exists already and is not overwritten", (folder / name).string()));
    }
  }
  if (auto done = write_new_file(folder / "sensor.key", 0600, key.to_pem()); !done) return done;
  return write_public_key(folder / "sensor.pub", key.public_key());
}

core::Result<void> write_public_key(const std::filesystem::path& file, const PublicKey& key) {
  return write_new_file(file, 0644, key.to_pem());
}

}  // namespace vedette::exporters
