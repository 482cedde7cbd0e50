// SPDX-License-Identifier: Apache-2.0
#include "decoders/quic/initial_keys.h"

#include <algorithm>
#include <openssl/evp.h>

namespace vedette::decoders::quic {
namespace {

using core::Bytes;

constexpr std::size_t block_size = 64;    // of SHA-256
constexpr std::size_t tag_size = 16;      // of AES-128-GCM
constexpr std::size_t sample_size = 16;   // RFC 9001, section 5.4.2
constexpr std::size_t sample_behind = 4;  // from where the packet number begins, as long as that may be

}  // namespace

void InitialOpener::Free::operator()(evp_md_st* p) const {
  EVP_MD_free(p);
}
void InitialOpener::Free::operator()(evp_md_ctx_st* p) const {
  EVP_MD_CTX_free(p);
}
void InitialOpener::Free::operator()(evp_cipher_st* p) const {
  EVP_CIPHER_free(p);
}
void InitialOpener::Free::operator()(evp_cipher_ctx_st* p) const {
  EVP_CIPHER_CTX_free(p);
}

InitialOpener::InitialOpener() = default;
InitialOpener::~InitialOpener() = default;
InitialOpener::InitialOpener(InitialOpener&&) noexcept = default;
InitialOpener& InitialOpener::operator=(InitialOpener&&) noexcept = default;

/// At the first packet, since many runs never see one.
void InitialOpener::prepare() {
  if (hasher_) return;
  sha256_.reset(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  ecb_.reset(EVP_CIPHER_fetch(nullptr, "AES-128-ECB", nullptr));
  gcm_.reset(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr));
  hasher_.reset(EVP_MD_CTX_new());
  masker_.reset(EVP_CIPHER_CTX_new());
  decrypter_.reset(EVP_CIPHER_CTX_new());
}

InitialOpener::Digest InitialOpener::hash(Bytes first, Bytes second) {
  Digest digest{};
  EVP_DigestInit_ex(hasher_.get(), sha256_.get(), nullptr);
  EVP_DigestUpdate(hasher_.get(), first.data(), first.size());
  EVP_DigestUpdate(hasher_.get(), second.data(), second.size());
  EVP_DigestFinal_ex(hasher_.get(), digest.data(), nullptr);
  return digest;
}

/// RFC 2104. OpenSSL's own would allocate for each call. Keys here are never longer than a block.
InitialOpener::Digest InitialOpener::hmac(Bytes key, Bytes message) {
  std::array<std::uint8_t, block_size> inner{}, outer{};
  for (std::size_t i = 0; i < block_size; ++i) {
    const std::uint8_t byte = i < key.size() ? key[i] : std::uint8_t{0};
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  return hash(outer, hash(inner, message));
}

/// HKDF-Expand-Label with an empty context (RFC 8446, section 7.1), of which one block is enough.
InitialOpener::Digest InitialOpener::expand_label(const Digest& secret, std::string_view start, std::string_view label,
                                                  std::size_t length) {
  constexpr std::string_view prefix = "tls13 ";
  std::array<std::uint8_t, 40> info{};
  std::size_t at = 0;
  const auto put = [&](std::size_t byte) { info[at++] = static_cast<std::uint8_t>(byte); };
  put(0);
  put(length);
  put(prefix.size() + start.size() + label.size());
  for (const std::string_view part : {prefix, start, label})
    for (const char c : part) put(static_cast<unsigned char>(c));
  put(0);  // context
  put(1);  // number of the block (RFC 5869, section 2.3)
  return hmac(secret, Bytes{info}.first(at));
}

InitialKeys InitialOpener::derive(const Version& version, Bytes destination_id) {
  prepare();
  const Digest initial = hmac(version.salt, destination_id);
  const Digest client = expand_label(initial, "", "client in", 32);
  InitialKeys keys;
  const auto derive_into = [&](auto& to, std::string_view label) {
    const Digest digest = expand_label(client, version.label_start, label, to.size());
    std::copy_n(digest.begin(), to.size(), to.begin());
  };
  derive_into(keys.key, "key");
  derive_into(keys.iv, "iv");
  derive_into(keys.header_protection, "hp");
  return keys;
}

Bytes InitialOpener::open(const InitialKeys& keys, Bytes packet, const LongHeader& header) {
  prepare();
  if (header.size < header.number_at + sample_behind + sample_size) return {};
  if (!mask_header(keys, packet, header.number_at)) return {};
  const Bytes sealed = packet.first(header.size).subspan(header_.size());
  if (sealed.size() <= tag_size || !decrypt(keys, sealed)) return {};
  return Bytes{plain_};
}

/// Takes the protection from the header, RFC 9001, section 5.4.
bool InitialOpener::mask_header(const InitialKeys& keys, Bytes packet, std::size_t number_at) {
  std::array<std::uint8_t, 2 * sample_size> mask{};
  int length = 0;
  EVP_EncryptInit_ex2(masker_.get(), ecb_.get(), keys.header_protection.data(), nullptr, nullptr);
  EVP_CIPHER_CTX_set_padding(masker_.get(), 0);
  if (EVP_EncryptUpdate(masker_.get(), mask.data(), &length, packet.data() + number_at + sample_behind, sample_size) !=
      1)
    return false;
  const auto first = static_cast<std::uint8_t>(packet[0] ^ (mask[0] & 0x0f));
  const std::size_t number_size = (first & 3u) + 1;
  header_.assign(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(number_at + number_size));
  header_[0] = first;
  for (std::size_t i = 0; i < number_size; ++i) header_[number_at + i] ^= mask[1 + i];
  return true;
}

/// RFC 9001, section 5.3. A client's first packets have numbers so low that they stand there whole.
bool InitialOpener::decrypt(const InitialKeys& keys, Bytes sealed) {
  const std::size_t number_size = (header_[0] & 3u) + 1;
  std::array<std::uint8_t, 12> nonce = keys.iv;
  for (std::size_t i = 1; i <= number_size; ++i) nonce[nonce.size() - i] ^= header_[header_.size() - i];
  const Bytes text = sealed.first(sealed.size() - tag_size);
  std::array<std::uint8_t, tag_size> tag{};
  std::ranges::copy(sealed.last(tag_size), tag.begin());
  plain_.resize(text.size());
  EVP_CIPHER_CTX* const context = decrypter_.get();
  int length = 0;
  const auto size_of = [](const auto& bytes) { return static_cast<int>(bytes.size()); };
  return EVP_DecryptInit_ex2(context, gcm_.get(), keys.key.data(), nonce.data(), nullptr) == 1 &&
         EVP_DecryptUpdate(context, nullptr, &length, header_.data(), size_of(header_)) == 1 &&
         EVP_DecryptUpdate(context, plain_.data(), &length, text.data(), size_of(text)) == 1 &&
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, size_of(tag), tag.data()) == 1 &&
         EVP_DecryptFinal_ex(context, plain_.data() + plain_.size(), &length) == 1;
}

}  // namespace vedette::decoders::quic
