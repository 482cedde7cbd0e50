// SPDX-License-Identifier: Apache-2.0
#include "decoders/coap/decoder.h"

#include <algorithm>
#include <array>

#include "core/hash.h"
#include "decoders/coap/codes.h"
#include "decoders/coap/parse.h"

namespace vedette::decoders::coap {
namespace {

constexpr std::uint16_t ports[] = {5683};
constexpr std::array<std::string_view, 1> spaces{"uri"};
constexpr std::uint8_t kind_request = 1;
constexpr std::size_t max_kept_path = 1024;  // longer ones are cut off, and then not kept

KeepKey key_of(core::Bytes token, core::Direction of_request) {
  return {.kind = kind_request, .number = core::hash_bytes(token, core::index(of_request) + 1U)};
}

/// What is kept of a request: frame, code, whether it observes, path.
void remember(const Chunk& chunk, const Message& m) {
  if (chunk.memory == nullptr) return;
  std::array<std::uint8_t, 10> head{};
  for (std::size_t i = 0; i < 8; ++i) head[i] = static_cast<std::uint8_t>(chunk.frame >> 8 * i);
  head[8] = m.code;
  head[9] = m.observe == 0U;
  const KeepKey key = key_of(m.token, chunk.direction);
  chunk.memory->put(key, head);
  if (m.uri_path.size() <= max_kept_path) chunk.memory->append(key, core::as_bytes(m.uri_path));
}

/// The request that a response names by its token (section 5.3.2). One that observes stays for the next notification.
void recall(const Chunk& chunk, Message& m) {
  if (chunk.memory == nullptr) return;
  const KeepKey key = key_of(m.token, core::opposite(chunk.direction));
  const auto kept = chunk.memory->find(key);
  if (!kept) return;
  core::ByteCursor in{*kept};
  m.request_frame = in.le64();
  m.request_code = in.u8();
  m.request_observes = in.u8() != 0;
  m.uri_path = core::as_text(in.rest());
  m.matched = true;
  if (!m.observe) chunk.memory->erase(key);
}

/// Of all UDP only that is taken for CoAP by its bytes which has a path, or a host, and nothing unusual.
bool is_plainly_coap(const Message& m) {
  const auto is_plain = [](std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
  };
  if (!m.is_request() || method_info(m.code).verb == core::Verb::other) return false;
  OptionWalk walk{m.options};
  for (OptionField option; walk.next(option);)
    if (!is_usual_option(option.number, option.value.size())) return false;
  return is_plain(m.uri_path) || (m.uri_host && is_plain(*m.uri_host));
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"coap"},
      .title = "CoAP",
      .specification = "RFC 7252; RFC 7641, RFC 7959, RFC 8132, RFC 8974",
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defect_table(),
      .operations = operation_names(),
      .spaces = spaces,
      .max_message = 65'535,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  Message message;
  if (read_message(chunk.bytes, message)) return Verdict::no;
  return is_plainly_coap(message) ? Verdict::yes : Verdict::maybe;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  clear(message);
  if (const auto flaw = read_message(chunk.bytes, message)) {
    message.defect = flaw->defect;
    return malformed(chunk, *flaw);
  }
  if (message.is_request()) {
    remember(chunk, message);
  } else if (message.is_response()) {
    recall(chunk, message);
  }
  return core::Progress::done(chunk.bytes.size());
}

}  // namespace vedette::decoders::coap
