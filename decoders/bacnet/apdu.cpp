// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/apdu.h"

#include <array>

#include "core/byte_cursor.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr std::uint8_t max_window = 127;

void octet(core::ByteCursor& in, std::optional<std::uint8_t>& field) {
  const std::uint8_t value = in.u8();
  if (in.ok()) field = value;
}

/// Of a segment: its number, and how many its sender proposes to send at a time.
void read_segment(core::ByteCursor& in, Apdu& apdu) {
  if (!apdu.segmented) return;
  octet(in, apdu.sequence_number);
  octet(in, apdu.window_size);
}

/// True where parameters may follow.
bool read_fields(core::ByteCursor& in, std::uint8_t flags, Apdu& apdu) {
  switch (apdu.type) {
    case ApduType::confirmed_request:
      apdu.segmented = (flags & 8) != 0;
      apdu.more_follows = (flags & 4) != 0;
      apdu.segmented_response_accepted = (flags & 2) != 0;
      octet(in, apdu.capacity);
      octet(in, apdu.invoke_id);
      read_segment(in, apdu);
      octet(in, apdu.service);
      return true;
    case ApduType::unconfirmed_request:
      octet(in, apdu.service);
      return true;
    case ApduType::simple_ack:
      octet(in, apdu.invoke_id);
      octet(in, apdu.service);
      return false;
    case ApduType::complex_ack:
      apdu.segmented = (flags & 8) != 0;
      apdu.more_follows = (flags & 4) != 0;
      octet(in, apdu.invoke_id);
      read_segment(in, apdu);
      octet(in, apdu.service);
      return true;
    case ApduType::segment_ack:
      apdu.negative = (flags & 2) != 0;
      apdu.by_server = (flags & 1) != 0;
      octet(in, apdu.invoke_id);
      octet(in, apdu.sequence_number);
      octet(in, apdu.window_size);
      return false;
    case ApduType::error:
      octet(in, apdu.invoke_id);
      octet(in, apdu.service);
      return true;
    case ApduType::reject:
      octet(in, apdu.invoke_id);
      octet(in, apdu.reason);
      return false;
    case ApduType::abort:
      apdu.by_server = (flags & 1) != 0;
      octet(in, apdu.invoke_id);
      octet(in, apdu.reason);
      return false;
  }
  return false;
}

/// Where the window's size stands (20.1.2, 20.1.5, 20.1.6).
std::size_t window_at(ApduType type) {
  return type == ApduType::confirmed_request ? 4 : 3;
}

}  // namespace

std::optional<Flaw> read_apdu(core::Bytes bytes, std::optional<Apdu>& apdu, std::optional<core::Bytes>& content) {
  core::ByteCursor in{bytes};
  const std::uint8_t first = in.u8();
  if (!in.ok()) return Flaw{Defect::truncated_apdu, 0};
  if (first >> 4 > static_cast<std::uint8_t>(ApduType::abort)) return Flaw{Defect::bad_apdu_type, 0};
  apdu.emplace().type = static_cast<ApduType>(first >> 4);
  const bool parameters_follow = read_fields(in, first & 15, *apdu);
  if (!in.ok()) return Flaw{Defect::truncated_apdu, bytes.size()};
  if (parameters_follow) content = in.rest();
  const std::uint8_t window = apdu->window_size.value_or(1);
  if (window == 0 || window > max_window) return Flaw{Defect::bad_window_size, window_at(apdu->type)};
  if (!in.empty()) return Flaw{Defect::trailing_apdu_bytes, in.offset()};
  return {};
}

std::optional<unsigned> Apdu::max_segments() const {
  const unsigned code = capacity ? *capacity >> 4 & 7 : 0;
  if (code == 0 || code == 7) return {};  // unspecified; more than 64
  return 1u << code;
}

unsigned Apdu::max_length() const {
  static constexpr std::array lengths{50u, 128u, 206u, 480u, 1024u, 1476u};
  const unsigned code = capacity ? *capacity & 15 : lengths.size();
  return code < lengths.size() ? lengths[code] : 0;
}

std::string_view to_string(ApduType type) {
  static constexpr std::array<std::string_view, 8> names{
      "confirmed_request",
      "unconfirmed_request",
      "simple_ack",
      "complex_ack",
      "segment_ack",
      "error",
      "reject",
      "abort",
  };
  return names[static_cast<std::size_t>(type)];
}

}  // namespace vedette::decoders::bacnet
