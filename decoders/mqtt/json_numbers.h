// SPDX-License-Identifier: Apache-2.0
// Numbers in a payload that is JSON (RFC 8259), which is how most devices say what they measure; a payload that is a
// number alone is such a text too. All or nothing: a payload that breaks the grammar anywhere has no numbers, so text
// that merely holds digits is never taken for measurements. Only the encoding is not judged: strings may hold any bytes
// above 7F, since devices write their units in Latin-1. Bounded work, no recursion, no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/bytes.h"
#include "core/hash.h"
#include "core/observation.h"

namespace vedette::decoders::mqtt {

inline constexpr std::size_t max_json_size = 64 * 1024;     ///< longer payloads are not read
inline constexpr std::size_t max_json_depth = 16;           ///< deeper ones neither
inline constexpr std::size_t max_json_numbers = 64;         ///< the first ones, in the order of the text
inline constexpr std::size_t max_json_pointer_size = 1024;  ///< a number with a longer pointer is passed over

/// Where a number stands: the hash of its JSON Pointer (RFC 6901) as text, 0 for the number that is all of the payload.
inline std::uint64_t json_place(std::string_view pointer) {
  return pointer.empty() ? 0 : core::hash_text(pointer);
}

/// Room for the numbers of one payload, without touching what isn't used.
struct JsonNumbers {
  JsonNumbers() {}  // NOLINT: the room stays uninitialised on purpose
  union {
    std::array<core::Value, max_json_numbers> room;
  };
  std::size_t size = 0;
  std::span<const core::Value> view() const { return {room.data(), size}; }
};
/// Fills `numbers`; none where the payload is no JSON. A name that stands twice gives two numbers at one place; one
/// that doesn't fit a double (1e999) gives none. False where the payload is no JSON, or beyond the limits.
bool read_json_numbers(core::Bytes payload, JsonNumbers& numbers);

/// Room for the text of one JSON Pointer.
struct JsonPointer {
  std::array<char, max_json_pointer_size> room;
  std::size_t size = 0;
  std::string_view view() const { return {room.data(), size}; }
};
/// The pointer of the `index`th number that read_json_numbers() gives; that reads the payload again. False where there
/// is none.
bool read_json_pointer(core::Bytes payload, std::size_t index, JsonPointer& pointer);

/// What a Sparkplug host application says of itself, `{"online": true, "timestamp": 1668114759262}`: the boolean at a
/// pointer, if the payload is JSON and has one there.
enum class JsonTruth : std::uint8_t { absent, no, yes };
JsonTruth read_json_boolean(core::Bytes payload, std::string_view pointer);

}  // namespace vedette::decoders::mqtt
