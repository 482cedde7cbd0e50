// SPDX-License-Identifier: Apache-2.0
#include "decoders/dns/name.h"

#include <algorithm>

#include "core/ascii.h"
#include "core/utf8.h"

namespace vedette::decoders::dns {
namespace {

constexpr unsigned kind_bits = 0xc0, pointer_kind = 0xc0, length_bits = 0x3f;

// A name of 255 octets has at most 127 labels, and each may be reached by a pointer of its own.
constexpr unsigned max_pointers = 127;

/// Length of the well-formed UTF-8 sequence of more than one octet at the start, or 0.
std::size_t utf8_sequence(core::Bytes bytes) {
  const core::Utf8 c = core::read_utf8(core::as_text(bytes));
  return c.valid && c.length > 1 ? c.length : 0;
}

}  // namespace

NameText& NameText::operator=(const NameText& other) {
  if (this == &other) return *this;
  size_ = other.size_;
  std::copy_n(other.room_.begin(), size_, room_.begin());
  return *this;
}

void NameText::put_octet(std::uint8_t octet) {
  if (octet == '.' || octet == '\\') put('\\');
  if (octet >= ' ' && octet < 0x7f) return put(static_cast<char>(octet));
  put('\\');
  for (const unsigned digit : {octet / 100u, octet / 10u % 10, octet % 10u}) put(static_cast<char>('0' + digit));
}

void NameText::add_label(core::Bytes label) {
  if (size_ > 0) put('.');
  for (std::size_t i = 0; i < label.size();) {
    const std::size_t sequence = label[i] < 0x80 ? 0 : utf8_sequence(label.subspan(i));
    if (sequence == 0) {
      put_octet(label[i++]);
      continue;
    }
    for (const std::size_t end = i + sequence; i < end; ++i) put(static_cast<char>(label[i]));
  }
}

void NameText::to_lower() {
  std::ranges::transform(room_.data(), room_.data() + size_, room_.data(), core::ascii::to_lower);
}

std::optional<Flaw> read_name(core::Bytes message, std::size_t at, NameText& name, std::size_t& end) {
  name.clear();
  std::size_t labels_from = at;  // where the labels at hand began: a pointer must lead to before them
  std::size_t octets = 1;
  unsigned pointers = 0;
  end = 0;
  while (at < message.size()) {
    const std::uint8_t length = message[at];
    if (length == 0) {
      if (end == 0) end = at + 1;
      return {};
    }
    if ((length & kind_bits) == pointer_kind) {
      if (at + 1 >= message.size()) break;
      const std::size_t target = (length & length_bits) << 8 | message[at + 1];
      if (end == 0) end = at + 2;
      if (target >= labels_from || target < header_size || ++pointers > max_pointers)
        return Flaw{Defect::bad_pointer, at};
      at = labels_from = target;
      continue;
    }
    if ((length & kind_bits) != 0) return Flaw{Defect::bad_label, at};
    if (length >= message.size() - at) break;
    octets += length + 1u;
    if (octets > max_name_octets) return Flaw{Defect::name_too_long, at};
    name.add_label(message.subspan(at + 1, length));
    at += length + 1u;
  }
  return Flaw{Defect::truncated, message.size()};
}

void skip_name(core::ByteCursor& in) {
  while (in.ok()) {
    const std::uint8_t length = in.u8();
    if (length == 0) return;
    if ((length & kind_bits) == pointer_kind) return in.skip(1);
    in.skip(length & length_bits);
  }
}

}  // namespace vedette::decoders::dns
