// SPDX-License-Identifier: Apache-2.0
// The closed list of application decoders. It is made from the words in decoders/CMakeLists.txt, in probe order.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

#include "decoders/decoder.h"
#include "decoders/registry_generated.h"

namespace vedette::decoders {

namespace registry_detail {
template <ApplicationDecoder... D>
struct List {
  using State = std::variant<std::monostate, D...>;
  using Messages = std::tuple<typename D::Message...>;
  static constexpr std::size_t count = sizeof...(D);
  template <typename F>
  static constexpr void for_each(F&& f) {
    (f(std::type_identity<D>{}), ...);
  }
};
}  // namespace registry_detail

using DecoderList = DecodersIn<registry_detail::List>;

/// The decoder of one conversation, or none.
using DecoderState = DecoderList::State;
static_assert(sizeof(DecoderState) <= max_state_bytes + alignof(std::max_align_t),
              "every conversation pays for the largest decoder: see max_state_bytes");

/// One message of each decoder, reused for every message.
using DecoderMessages = DecoderList::Messages;

inline constexpr std::size_t decoder_count = DecoderList::count;

/// Calls f(std::type_identity<D>{}) for each decoder, in probe order.
template <typename F>
constexpr void for_each_decoder(F&& f) {
  DecoderList::for_each(std::forward<F>(f));
}

/// What each decoder says of itself, in probe order.
std::span<const DecoderInfo* const> decoder_infos();
/// nullptr where there is none of that name.
const DecoderInfo* find_decoder(std::string_view name);

/// "not_modbus": the operation of the observation which says that a conversation is not what its port promised. Static.
std::string_view rejection_name(std::size_t decoder);

}  // namespace vedette::decoders
