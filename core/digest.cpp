// SPDX-License-Identifier: Apache-2.0
#include "core/digest.h"

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <openssl/evp.h>

namespace vedette::core {
namespace {

std::string to_hex(const std::array<std::uint8_t, 32>& digest) {
  std::string text;
  for (const auto octet : digest) text += fmt::format("{:02x}", octet);
  return text;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<std::uint8_t, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return to_hex(digest);
}

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr);
}

Sha256::~Sha256() = default;

void Sha256::add(Bytes bytes) {
  EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

std::string Sha256::hex() {
  std::array<std::uint8_t, 32> digest{};
  EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr);
  return to_hex(digest);
}

}  // namespace vedette::core
