// SPDX-License-Identifier: Apache-2.0
#include "decoders/registry.h"

#include <array>
#include <string>

namespace vedette::decoders {

std::span<const DecoderInfo* const> decoder_infos() {
  static const std::array<const DecoderInfo*, decoder_count> infos = [] {
    std::array<const DecoderInfo*, decoder_count> all{};
    std::size_t at = 0;
    for_each_decoder([&]<typename D>(std::type_identity<D>) { all[at++] = &D::info(); });
    return all;
  }();
  return infos;
}

const DecoderInfo* find_decoder(std::string_view name) {
  for (const DecoderInfo* info : decoder_infos()) {
    if (info->protocol.name == name) return info;
  }
  return nullptr;
}

std::string_view rejection_name(std::size_t decoder) {
  static const std::array<std::string, decoder_count> names = [] {
    std::array<std::string, decoder_count> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = "not_" + std::string(decoder_infos()[i]->protocol.name);
    return all;
  }();
  return names.at(decoder);
}

}  // namespace vedette::decoders
