// SPDX-License-Identifier: Apache-2.0
// Every field of a CoAP message by the name that `vedette decode` gives it.
#include <array>

#include "core/hex.h"
#include "decoders/coap/codes.h"
#include "decoders/coap/decoder.h"
#include "decoders/coap/parse.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::coap {
namespace {

using core::FieldWriter;

std::string_view to_string(Type type) {
  switch (type) {
    case Type::confirmable:
      return "con";
    case Type::non_confirmable:
      return "non";
    case Type::acknowledgement:
      return "ack";
    case Type::reset:
      return "rst";
  }
  return {};
}

/// "GET" for requests; for the rest class and detail as the specification writes them, "2.05".
void describe_code(const Message& m, FieldWriter& fields) {
  if (m.is_request() && method_info(m.code).verb != core::Verb::other)
    return fields.text("code", method_info(m.code).name);
  const unsigned detail = m.code_detail();
  const std::array text{static_cast<char>('0' + m.code_class()), '.', static_cast<char>('0' + detail / 10),
                        static_cast<char>('0' + detail % 10)};
  fields.text("code", {text.data(), text.size()});
  optional_text(fields, "status", response_name(m.code));
}

void describe_token(core::Bytes token, FieldWriter& fields) {
  constexpr std::size_t most = 64;
  std::array<char, core::hex_size(most)> room;
  fields.text("token", core::write_hex(room, token));
  if (token.size() > most) fields.number("token_length", token.size());
}

/// What is before the "=": values may be secrets, and so may be what has no "=".
void describe_query(const Message& m, FieldWriter& fields) {
  fields.begin_array("uri_query");
  OptionWalk walk{m.options};
  for (OptionField option; walk.next(option);) {
    if (static_cast<Option>(option.number) != Option::uri_query) continue;
    const std::string_view text = core::as_text(option.value);
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos)
      fields.text({}, text.substr(0, equals));
  }
  fields.end_array();
}

void describe_format(std::string_view name, std::uint32_t format, FieldWriter& fields) {
  if (const auto known = content_format_name(format); !known.empty()) return fields.text(name, known);
  fields.number(name, format);
}

void describe_block(std::string_view name, const Block& block, FieldWriter& fields) {
  fields.begin_object(name);
  fields.number("number", block.number);
  fields.boolean("more", block.more);
  fields.number("size", block.size);
  fields.end_object();
}

void describe_options(const Message& m, FieldWriter& fields) {
  if (m.uri_host) fields.text("uri_host", *m.uri_host);
  optional_number(fields, "uri_port", m.uri_port);
  optional_text(fields, "uri_path", m.uri_path);
  if (m.query_count > 0) describe_query(m, fields);
  if (m.proxy_scheme) fields.text("proxy_scheme", *m.proxy_scheme);
  optional_text(fields, "location_path", m.location_path);
  optional_number(fields, "observe", m.observe);
  if (m.content_format) describe_format("content_format", *m.content_format, fields);
  if (m.accept) describe_format("accept", *m.accept, fields);
  optional_number(fields, "max_age", m.max_age);
  if (m.block1) describe_block("block1", *m.block1, fields);
  if (m.block2) describe_block("block2", *m.block2, fields);
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (!m.type) return;
  fields.text("type", to_string(*m.type));
  describe_code(m, fields);
  fields.number("message_id", m.message_id);
  if (!m.token.empty()) describe_token(m.token, fields);
  describe_options(m, fields);
  if (!m.defect) fields.number("payload_length", m.payload.size());
  if (m.matched) fields.number("request_pcap_cnt", m.request_frame);
}

}  // namespace vedette::decoders::coap
