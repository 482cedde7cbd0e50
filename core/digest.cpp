// SPDX-License-Identifier: Apache-2.0
#include "core/digest.h"

#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <openssl/evp.h>

namespace vedette::core {

std::string sha256_hex(std::string_view bytes) {
  std::array<std::uint8_t, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string text;
  for (const auto octet : digest) text += fmt::format("{:02x}", octet);
  return text;
}

}  // namespace vedette::core
