// SPDX-License-Identifier: Apache-2.0
#include "decoders/coap/parse.h"

#include "decoders/coap/codes.h"

namespace vedette::decoders::coap {
namespace {

constexpr std::uint8_t payload_marker = 0xff;

/// RFC 8974, section 2.1: 13 and 14 say that the length itself follows. Nothing where it is reserved.
std::optional<std::size_t> token_length(core::ByteCursor& in, unsigned field) {
  if (field <= 8) return field;
  if (field == 13) return 13U + in.u8();
  if (field == 14) return 269U + in.be16();
  return {};
}

void add_segment(std::string& path, core::Bytes segment) {
  path += '/';
  path += core::as_text(segment);
}

Block read_block(core::Bytes value) {
  const std::uint32_t number = option_number(value);
  return {.number = number >> 4, .more = (number & 8) != 0, .size = static_cast<std::uint16_t>(16U << (number & 7))};
}

void take(const OptionField& option, Message& m) {
  switch (static_cast<Option>(option.number)) {
    case Option::uri_host:
      m.uri_host = core::as_text(option.value);
      break;
    case Option::observe:
      m.observe = option_number(option.value);
      break;
    case Option::uri_port:
      m.uri_port = option_number(option.value);
      break;
    case Option::location_path:
      add_segment(m.location_path, option.value);
      break;
    case Option::uri_path:
      m.has_path = true;
      add_segment(m.uri_path, option.value);
      break;
    case Option::content_format:
      m.content_format = option_number(option.value);
      break;
    case Option::max_age:
      m.max_age = option_number(option.value);
      break;
    case Option::uri_query:
      ++m.query_count;
      break;
    case Option::accept:
      m.accept = option_number(option.value);
      break;
    case Option::block2:
      m.block2 = read_block(option.value);
      break;
    case Option::block1:
      m.block1 = read_block(option.value);
      break;
    case Option::proxy_scheme:
      m.proxy_scheme = core::as_text(option.value);
      break;
    case Option::proxy_uri:
      break;
  }
}

}  // namespace

bool OptionWalk::next(OptionField& option) {
  if (in_.empty() || flaw_ || in_.peek()[0] == payload_marker) return false;
  const std::size_t start = in_.offset();
  const std::uint8_t first = in_.u8();
  const std::uint32_t delta = extended(first >> 4, start);
  const std::uint32_t length = extended(first & 0x0f, start);
  if (flaw_) return false;
  option.value = in_.bytes(length);
  if (!in_.ok()) {
    flaw_ = Flaw{Defect::truncated, start};
    return false;
  }
  number_ += delta;
  option.number = number_;
  return true;
}

/// Section 3.1.
std::uint32_t OptionWalk::extended(unsigned nibble, std::size_t start) {
  switch (nibble) {
    case 13:
      return 13U + in_.u8();
    case 14:
      return 269U + in_.be16();
    case 15:
      if (!flaw_) flaw_ = Flaw{Defect::bad_option, start};
      return 0;
    default:
      return nibble;
  }
}

std::uint32_t option_number(core::Bytes value) {
  std::uint32_t number = 0;
  for (const std::uint8_t byte : value) number = number << 8 | byte;
  return number;
}

std::optional<Flaw> read_message(core::Bytes bytes, Message& m) {
  m.size = static_cast<std::uint32_t>(bytes.size());
  core::ByteCursor in{bytes};
  const std::uint8_t first = in.u8();
  if (first >> 6 != 1) return Flaw{Defect::bad_version, 0};
  const std::uint8_t code = in.u8();
  const std::uint16_t message_id = in.be16();
  if (!in.ok()) return Flaw{Defect::truncated, bytes.size()};
  m.type = static_cast<Type>(first >> 4 & 3);
  m.code = code;
  m.message_id = message_id;
  if (m.code_class() == 1 || m.code_class() >= 6) return Flaw{Defect::bad_code, 1};
  if (m.is_empty() && ((first & 0x0f) != 0 || !in.empty())) return Flaw{Defect::content_in_empty_message, 1};
  const auto length = token_length(in, first & 0x0f);
  if (!length) return Flaw{Defect::bad_token_length, 0};
  m.token = in.bytes(*length);
  if (!in.ok()) return Flaw{Defect::truncated, bytes.size()};
  const std::size_t options_at = in.offset();
  OptionWalk walk{in.peek()};
  for (OptionField option; walk.next(option);)
    if (is_usual_option(option.number, option.value.size()))
      take(option, m);  // others are as if unknown (section 5.4.3)
  m.options = in.bytes(walk.offset() > in.remaining() ? in.remaining() : walk.offset());
  if (const auto flaw = walk.flaw()) return Flaw{flaw->defect, options_at + flaw->offset};
  if (in.empty()) return {};
  in.skip(1);
  if (in.empty()) return Flaw{Defect::empty_payload, bytes.size() - 1};
  m.payload = in.rest();
  return {};
}

void clear(Message& m) {
  m.size = 0;
  m.type.reset();
  m.code = 0;
  m.message_id = 0;
  m.token = m.options = m.payload = {};
  m.uri_host.reset();
  m.proxy_scheme.reset();
  m.uri_port.reset();
  m.observe.reset();
  m.content_format.reset();
  m.accept.reset();
  m.max_age.reset();
  m.block1.reset();
  m.block2.reset();
  m.uri_path.clear();
  m.location_path.clear();
  m.query_count = 0;
  m.has_path = m.matched = m.request_observes = false;
  m.request_frame = 0;
  m.request_code = 0;
  m.defect.reset();
}

}  // namespace vedette::decoders::coap
