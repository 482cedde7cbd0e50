// SPDX-License-Identifier: Apache-2.0
// Character strings (135-2020, clause 20.2.9). Whatever they are encoded in, text comes out as UTF-8.
#include <algorithm>
#include <array>
#include <cstddef>

#include "core/byte_cursor.h"
#include "decoders/bacnet/value.h"

namespace vedette::decoders::bacnet {
namespace {

enum class CharacterSet : std::uint8_t { utf_8, dbcs, jis_x_0208, ucs_4, ucs_2, iso_8859_1 };
constexpr std::array<std::string_view, 6> character_sets{"utf_8", "dbcs", "jis_x_0208", "ucs_4", "ucs_2", "iso_8859_1"};

constexpr std::size_t longest_text = 255;
constexpr char32_t replacement = 0xFFFD;

class Utf8Text {
 public:
  /// False where there is no more room.
  bool add(char32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = replacement;
    const std::size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (size_ + size > buffer_.size()) return false;
    constexpr std::array<unsigned, 5> leads{0, 0, 0xC0, 0xE0, 0xF0};
    for (std::size_t i = size - 1; i > 0; --i, c >>= 6) buffer_[size_ + i] = static_cast<char>(0x80 | (c & 0x3F));
    buffer_[size_] = static_cast<char>(leads[size] | c);
    size_ += size;
    return true;
  }
  std::string_view text() const { return {buffer_.data(), size_}; }

 private:
  std::array<char, longest_text> buffer_;
  std::size_t size_ = 0;
};

/// As much as has room, without a character cut in two.
std::string_view head(std::string_view text) {
  if (text.size() <= longest_text) return text;
  std::size_t end = longest_text;
  while (end > longest_text - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

/// Surrogates stand for what UCS-2 has no room for; the standard forbids them, devices send them.
char32_t next_ucs_2(core::ByteCursor& in) {
  const char32_t high = in.be16();
  if (high < 0xD800 || high > 0xDBFF) return high;
  core::ByteCursor ahead = in;
  const char32_t low = ahead.be16();
  if (!ahead.ok() || low < 0xDC00 || low > 0xDFFF) return replacement;
  in = ahead;
  return 0x10000 + ((high - 0xD800) << 10 | (low - 0xDC00));
}

template <typename Next>
void convert(core::FieldWriter& fields, std::string_view name, core::Bytes bytes, std::size_t unit, Next next) {
  core::ByteCursor in{bytes};
  Utf8Text out;
  while (in.remaining() >= unit && out.add(next(in))) {
  }
  if (in.remaining() > 0 && in.remaining() < unit) out.add(replacement);
  fields.text(name, out.text());
}

void write_length(core::FieldWriter& fields, std::string_view name, std::uint8_t set, std::size_t length) {
  fields.begin_object(name);
  if (set < character_sets.size())
    fields.text("charset", character_sets[set]);
  else
    fields.number("charset_code", set);
  fields.number("length", length);
  fields.end_object();
}

}  // namespace

void write_text(core::FieldWriter& fields, std::string_view name, core::Bytes content) {
  const std::uint8_t set = content[0];
  const core::Bytes bytes = content.subspan(1);
  switch (static_cast<CharacterSet>(set)) {
    case CharacterSet::utf_8:
      return fields.text(name, head(core::as_text(bytes)));
    case CharacterSet::ucs_4:
      return convert(fields, name, bytes, 4, [](core::ByteCursor& in) { return char32_t{in.be32()}; });
    case CharacterSet::ucs_2:
      return convert(fields, name, bytes, 2, next_ucs_2);
    case CharacterSet::iso_8859_1:
      return convert(fields, name, bytes, 1, [](core::ByteCursor& in) { return char32_t{in.u8()}; });
    case CharacterSet::dbcs:
    case CharacterSet::jis_x_0208:
      break;
  }
  write_length(fields, name, set, bytes.size());
}

}  // namespace vedette::decoders::bacnet
