// SPDX-License-Identifier: Apache-2.0
#include "decoders/quic/packet.h"

#include <algorithm>
#include <array>

namespace vedette::decoders::quic {
namespace {

using core::ByteCursor;
using core::Bytes;

using Salt = std::array<std::uint8_t, 20>;
constexpr Salt salt_v1{0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
                       0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a};  // RFC 9001, section 5.2
constexpr Salt salt_v2{0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
                       0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9};  // RFC 9369, section 3.3.1
constexpr Salt salt_29{0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97,
                       0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99};  // drafts 29 to 32
constexpr Salt salt_23{0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7,
                       0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02};  // drafts 23 to 28

constexpr std::string_view label_v1 = "quic ", label_v2 = "quicv2 ";

constexpr std::array<Version, 14> versions{{
    {0x0000'0001, "QUIC v1", salt_v1, label_v1, 0},
    {0x6b33'43cf, "QUIC v2", salt_v2, label_v2, 1},
    {0xff00'0022, "QUIC draft-34", salt_v1, label_v1, 0},
    {0xff00'0021, "QUIC draft-33", salt_v1, label_v1, 0},
    {0xff00'0020, "QUIC draft-32", salt_29, label_v1, 0},
    {0xff00'001f, "QUIC draft-31", salt_29, label_v1, 0},
    {0xff00'001e, "QUIC draft-30", salt_29, label_v1, 0},
    {0xff00'001d, "QUIC draft-29", salt_29, label_v1, 0},
    {0xff00'001c, "QUIC draft-28", salt_23, label_v1, 0},
    {0xff00'001b, "QUIC draft-27", salt_23, label_v1, 0},
    {0xff00'001a, "QUIC draft-26", salt_23, label_v1, 0},
    {0xff00'0019, "QUIC draft-25", salt_23, label_v1, 0},
    {0xff00'0018, "QUIC draft-24", salt_23, label_v1, 0},
    {0xff00'0017, "QUIC draft-23", salt_23, label_v1, 0},
}};

constexpr std::uint8_t retry_after_initial = 3;  // types go round: Initial, 0-RTT, Handshake, Retry

}  // namespace

const Version* find_version(std::uint32_t number) {
  const auto at = std::ranges::find(versions, number, &Version::number);
  return at != versions.end() ? &*at : nullptr;
}

std::uint64_t variable_length(ByteCursor& in) {
  const std::uint8_t first = in.u8();
  std::uint64_t value = first & 0x3fu;
  for (unsigned more = (1u << (first >> 6)) - 1; more > 0; --more) value = value << 8 | in.u8();
  return in.ok() ? value : 0;
}

Framing read_long_header(Bytes bytes, LongHeader& header) {
  ByteCursor in{bytes};
  const std::uint8_t first = in.u8();
  header.version_number = in.be32();
  header.version = find_version(header.version_number);
  header.size = bytes.size();
  if (!in.ok()) return Framing::bad;
  if (!header.version) return Framing::other;
  const std::size_t destination = in.u8();
  header.destination_id = in.bytes(destination);
  const std::size_t source = in.u8();
  header.source_id = in.bytes(source);
  if (!in.ok() || destination > max_connection_id || source > max_connection_id) return Framing::bad;
  const auto type = static_cast<std::uint8_t>(((first >> 4) - header.version->initial_type) & 3);
  if (type == retry_after_initial) return Framing::other;
  header.is_initial = type == 0;
  if (header.is_initial) {
    const std::uint64_t token = variable_length(in);
    if (token > in.remaining()) return Framing::bad;
    in.skip(static_cast<std::size_t>(token));
  }
  const std::uint64_t length = variable_length(in);
  if (!in.ok() || length > in.remaining()) return Framing::bad;
  header.number_at = in.offset();
  header.size = in.offset() + static_cast<std::size_t>(length);
  return Framing::whole;
}

}  // namespace vedette::decoders::quic
