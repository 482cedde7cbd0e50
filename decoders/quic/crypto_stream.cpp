// SPDX-License-Identifier: Apache-2.0
#include "decoders/quic/crypto_stream.h"

#include <algorithm>

#include "core/byte_cursor.h"
#include "decoders/quic/packet.h"

namespace vedette::decoders::quic {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr KeepKey bytes_key{1, 0}, is_there_key{1, 1};
constexpr std::size_t message_header = 4;

namespace frame {
constexpr std::uint8_t padding = 0x00, ping = 0x01, ack = 0x02, ack_with_counts = 0x03, crypto = 0x06,
                       connection_close = 0x1c;
}  // namespace frame

/// RFC 9000, section 19.3.
void skip_ack(ByteCursor& in, bool with_counts) {
  variable_length(in);  // largest
  variable_length(in);  // delay
  const std::uint64_t ranges = variable_length(in);
  variable_length(in);  // first range
  for (std::uint64_t i = 0; i < ranges && in.ok(); ++i) {
    variable_length(in);
    variable_length(in);
  }
  for (int i = 0; with_counts && i < 3; ++i) variable_length(in);
}

}  // namespace

void CryptoStream::clear() {
  bytes_.clear();
  is_there_.clear();
}

bool CryptoStream::add(std::uint64_t offset, Bytes piece) {
  if (offset > max_size || piece.size() > max_size - offset) return false;
  const auto at = static_cast<std::ptrdiff_t>(offset);
  const std::size_t end = static_cast<std::size_t>(offset) + piece.size();
  if (end > bytes_.size()) {
    bytes_.resize(end);
    is_there_.resize(end);
  }
  std::ranges::copy(piece, bytes_.begin() + at);
  std::fill_n(is_there_.begin() + at, piece.size(), std::uint8_t{1});
  return true;
}

Bytes CryptoStream::beginning() const {
  const auto end = std::ranges::find(is_there_, std::uint8_t{0});
  return Bytes{bytes_}.first(static_cast<std::size_t>(end - is_there_.begin()));
}

Bytes CryptoStream::first_message() const {
  const Bytes all = beginning();
  ByteCursor in{all};
  in.skip(1);
  const std::size_t size = message_header + in.be24();
  return in.ok() && size <= all.size() ? all.first(size) : Bytes{};
}

void CryptoStream::save(Memory& memory) const {
  memory.put(bytes_key, bytes_);
  memory.put(is_there_key, is_there_);
}

void CryptoStream::load(Memory& memory) {
  clear();
  const auto marks = memory.find(is_there_key);
  if (marks) is_there_.assign(marks->begin(), marks->end());
  const auto bytes = memory.find(bytes_key);
  if (bytes) bytes_.assign(bytes->begin(), bytes->end());
  if (bytes_.size() != is_there_.size()) clear();  // one of them had to go
}

std::optional<Flaw> read_frames(Bytes frames, CryptoStream& stream) {
  ByteCursor in{frames};
  while (!in.empty()) {
    const std::size_t at = in.offset();
    switch (in.u8()) {
      case frame::padding:
      case frame::ping:
        break;
      case frame::ack:
        skip_ack(in, false);
        break;
      case frame::ack_with_counts:
        skip_ack(in, true);
        break;
      case frame::crypto: {
        const std::uint64_t offset = variable_length(in);
        const std::uint64_t length = variable_length(in);
        if (length > in.remaining()) return Flaw{Defect::bad_frame, at};
        if (!stream.add(offset, in.bytes(static_cast<std::size_t>(length)))) return Flaw{Defect::hello_too_long, at};
        break;
      }
      case frame::connection_close:
        return {};  // nothing of use follows
      default:
        return Flaw{Defect::bad_frame, at};
    }
    if (!in.ok()) return Flaw{Defect::bad_frame, at};
  }
  return {};
}

}  // namespace vedette::decoders::quic
