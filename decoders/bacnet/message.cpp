// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/message.h"

#include "core/byte_cursor.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr std::uint8_t opening_tag_0 = 0x0e;
constexpr std::uint8_t enumerated = 0x90;  // application tag 9, without its length (20.2.11)

std::uint32_t read_enumerated(core::ByteCursor& in) {
  const std::uint8_t tag = in.u8();
  const unsigned length = tag & 7;
  if ((tag & 0xf8) != enumerated || length == 0 || length > 4) in.fail();
  std::uint32_t value = 0;
  for (unsigned i = 0; in.ok() && i < length; ++i) value = value << 8 | in.u8();
  return value;
}

}  // namespace

void Message::clear() {
  link = {};
  npdu.reset();
  network.reset();
  apdu.reset();
  parameters.reset();
  segments = 0;
  repeated_segment = false;
  objects.clear();
  device.reset();
  request.reset();
  asked_function.reset();
  asked_frame = 0;
  unmatched = false;
  defect.reset();
}

std::optional<Part> part_of(ApduType type) {
  switch (type) {
    case ApduType::confirmed_request:
    case ApduType::unconfirmed_request:
      return Part::request;
    case ApduType::complex_ack:
      return Part::ack;
    case ApduType::error:
      return Part::error;
    default:
      return {};
  }
}

std::optional<std::uint8_t> service_of(const Message& message) {
  if (message.apdu->service) return message.apdu->service;
  return message.request ? std::optional{message.request->service} : std::nullopt;
}

std::optional<ServiceFlaw> walk(const Message& message, ServiceVisitor& visitor) {
  const Apdu& apdu = *message.apdu;
  if (apdu.type == ApduType::unconfirmed_request) return walk_unconfirmed(*apdu.service, *message.parameters, visitor);
  return walk_confirmed(*apdu.service, *part_of(apdu.type), *message.parameters, visitor);
}

std::optional<ErrorCode> error_of(const Message& message) {
  if (!message.apdu || message.apdu->type != ApduType::error || !message.parameters) return {};
  core::ByteCursor in{*message.parameters};
  if (!in.empty() && in.peek()[0] == opening_tag_0) in.skip(1);
  ErrorCode error{.error_class = read_enumerated(in)};
  error.code = read_enumerated(in);
  return in.ok() ? std::optional{error} : std::nullopt;
}

}  // namespace vedette::decoders::bacnet
