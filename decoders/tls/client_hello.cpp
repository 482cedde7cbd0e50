// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/client_hello.h"

#include <algorithm>

#include "decoders/tls/names.h"

namespace vedette::decoders::tls {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr std::size_t random_size = 32;

/// A list that fills the whole extension behind its length of two bytes.
std::optional<Bytes> only_list(Bytes data) {
  ByteCursor in{data};
  const Bytes list = in.bytes(in.be16());
  if (!in.ok() || !in.empty()) return {};
  return list;
}

/// RFC 6066, section 3. Of the list's names one is a host's; an empty extension is what servers answer with, and some
/// clients send.
bool read_server_name(Bytes data, ClientHello& hello) {
  hello.has_server_name = true;
  if (data.empty()) return true;
  const auto list = only_list(data);
  if (!list) return false;
  for (ByteCursor in{*list}; !in.empty();) {
    const std::uint8_t type = in.u8();
    const Bytes name = in.bytes(in.be16());
    if (!in.ok()) return false;
    if (type == 0 && hello.server_name.empty()) hello.server_name = core::as_text(name);
  }
  return true;
}

bool read_alpn(Bytes data, ClientHello& hello) {
  const auto list = only_list(data);
  if (!list) return false;
  ByteCursor names{*list};
  while (!names.empty()) next_protocol_name(names);
  if (names.ok()) hello.alpn = *list;
  return names.ok();
}

bool read_signature_algorithms(Bytes data, ClientHello& hello) {
  const auto list = only_list(data);
  if (!list || list->size() % 2 != 0) return false;
  hello.signature_algorithms = *list;
  return true;
}

bool read_supported_versions(Bytes data, ClientHello& hello) {
  ByteCursor in{data};
  ByteCursor list = in.sub(in.u8());
  if (!in.ok() || !in.empty() || list.remaining() % 2 != 0) return false;
  std::uint16_t best = 0;
  while (!list.empty()) {
    const std::uint16_t version = list.be16();
    if (!is_grease(version) && (best == 0 || is_newer(version, best))) best = version;
  }
  if (best != 0) hello.version = best;
  return true;
}

bool read_extension(const Extension& e, ClientHello& hello) {
  switch (e.type) {
    case extension::server_name:
      return read_server_name(e.data, hello);
    case extension::alpn:
      return read_alpn(e.data, hello);
    case extension::signature_algorithms:
      return read_signature_algorithms(e.data, hello);
    case extension::supported_versions:
      return read_supported_versions(e.data, hello);
    default:
      return true;
  }
}

std::optional<Flaw> read_extensions(Bytes block, std::size_t offset, ClientHello& hello) {
  std::optional<Flaw> first;
  ByteCursor in{block};
  while (!in.empty()) {
    const std::size_t at = in.offset();
    const Extension e = next_extension(in);
    if (!in.ok()) return first ? first : Flaw{Defect::length_mismatch, offset + at};
    if (!read_extension(e, hello) && !first) first = Flaw{Defect::bad_extension, offset + at};
  }
  return first;
}

}  // namespace

std::string_view next_protocol_name(ByteCursor& list) {
  const Bytes name = list.bytes(list.u8());
  if (name.empty()) list.fail();  // RFC 7301, section 3.1: not empty
  return core::as_text(name);
}

Extension next_extension(ByteCursor& list) {
  const std::uint16_t type = list.be16();
  return {.type = type, .data = list.bytes(list.be16())};
}

std::optional<Flaw> read_client_hello(Bytes body, Carrier carrier, ClientHello& hello) {
  ByteCursor in{body};
  hello.legacy_version = hello.version = in.be16();
  in.skip(random_size);
  hello.session_id = in.bytes(in.u8());
  if (carrier == Carrier::datagrams) in.skip(in.u8());  // cookie
  const std::size_t suites_at = in.offset();
  hello.cipher_suites = in.bytes(in.be16());
  if (!in.ok() || hello.cipher_suites.size() % 2 != 0) {
    hello.cipher_suites = {};
    return Flaw{Defect::length_mismatch, std::min(suites_at, body.size())};
  }
  in.skip(in.u8());  // compression methods
  if (!in.ok()) return Flaw{Defect::length_mismatch, body.size()};
  if (in.empty()) return {};  // before extensions there were none
  const std::size_t extensions_at = in.offset();
  const std::size_t length = in.be16();
  const bool fits = in.ok() && in.remaining() == length;
  hello.extensions = fits ? in.peek() : in.peek().first(std::min(length, in.remaining()));
  const auto flaw = read_extensions(hello.extensions, extensions_at + 2, hello);
  if (!fits) return Flaw{Defect::length_mismatch, extensions_at};
  return flaw;
}

}  // namespace vedette::decoders::tls
