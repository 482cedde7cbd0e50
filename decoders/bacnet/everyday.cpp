// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/everyday.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr std::uint8_t unicast = 0x0a, broadcast = 0x0b;                      // of BACnet/IP (J.2.11, J.2.12)
constexpr std::uint8_t version_1 = 1;                                         // 6.2.1
constexpr std::uint8_t network_message = 0x80, target = 0x20, source = 0x08;  // 6.2.2
constexpr std::uint8_t in_segments = 0x0c, segmented_response_accepted = 0x02;

constexpr std::size_t apdu_at = 6;
constexpr std::size_t least_size = apdu_at + 4;  // the longest of the three headers

/// The header's length; 0 where this is none of the three.
std::size_t read_header(std::span<const std::uint8_t, 4> header, Apdu& apdu) {
  apdu.type = static_cast<ApduType>(header[0] >> 4);
  switch (apdu.type) {
    case ApduType::confirmed_request:
      apdu.segmented_response_accepted = (header[0] & segmented_response_accepted) != 0;
      apdu.capacity = header[1];
      apdu.invoke_id = header[2];
      apdu.service = header[3];
      return (header[0] & in_segments) == 0 ? 4 : 0;
    case ApduType::complex_ack:
      apdu.invoke_id = header[1];
      apdu.service = header[2];
      return (header[0] & in_segments) == 0 ? 3 : 0;
    case ApduType::unconfirmed_request:
      apdu.service = header[1];
      return 2;
    default:
      return 0;
  }
}

}  // namespace

bool read_everyday(core::Bytes datagram, Message& message) {
  if (datagram.size() < least_size) return false;
  const auto header = datagram.first<least_size>();
  if (header[0] != type_ip || (header[1] != unicast && header[1] != broadcast)) return false;
  if ((std::size_t{header[2]} << 8 | header[3]) != datagram.size()) return false;
  if (header[4] != version_1 || (header[5] & (network_message | target | source)) != 0) return false;
  const std::size_t length = read_header(header.subspan<apdu_at>(), message.apdu.emplace());
  if (length == 0) {
    message.apdu.reset();
    return false;
  }
  message.link.type = type_ip;
  message.link.function_code = header[1];
  message.link.function =
      header[1] == unicast ? LinkFunction::original_unicast_npdu : LinkFunction::original_broadcast_npdu;
  Npdu& npdu = message.npdu.emplace();
  npdu.version = header[4];
  npdu.control = header[5];
  message.parameters = datagram.subspan(apdu_at + length);
  return true;
}

}  // namespace vedette::decoders::bacnet
