// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/handshake.h"

#include <algorithm>
#include <array>

#include "decoders/tls/certificate.h"

namespace vedette::decoders::tls {
namespace {

using core::ByteCursor;
using core::Bytes;

/// The random of a server_hello that asks for another client_hello: SHA-256 of "HelloRetryRequest" (RFC 8446, 4.1.3).
constexpr std::array<std::uint8_t, 32> retry_random{0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                                    0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                                    0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

constexpr std::uint8_t raw_public_key = 2;  // RFC 7250, section 3

bool read_extension(const Extension& e, ServerHello& hello) {
  ByteCursor in{e.data};
  switch (e.type) {
    case extension::supported_versions:
      hello.version = in.be16();
      return in.ok() && in.empty();
    case extension::alpn: {
      const Bytes list = in.bytes(in.be16());
      ByteCursor names{list};
      while (!names.empty()) next_protocol_name(names);
      if (!in.ok() || !in.empty() || !names.ok()) return false;
      hello.alpn = list;
      return true;
    }
    case extension::pre_shared_key:
      hello.pre_shared_key = true;
      return true;
    case extension::server_certificate_type:
      hello.server_raw_public_key = in.u8() == raw_public_key;
      return true;
    case extension::client_certificate_type:
      hello.client_raw_public_key = in.u8() == raw_public_key;
      return true;
    default:
      return true;
  }
}

std::optional<Flaw> read_extensions(ByteCursor& in, ServerHello& hello) {
  if (in.empty()) return {};
  const std::size_t extensions_at = in.offset();
  ByteCursor list = in.sub(in.be16());
  if (!in.ok() || !in.empty()) return Flaw{Defect::length_mismatch, extensions_at};
  std::optional<Flaw> first;
  while (!list.empty()) {
    const std::size_t at = extensions_at + 2 + list.offset();
    const Extension e = next_extension(list);
    if (!list.ok()) return Flaw{Defect::length_mismatch, at};
    if (!read_extension(e, hello) && !first) first = Flaw{Defect::bad_extension, at};
  }
  return first;
}

std::optional<Flaw> read_server_hello(Bytes body, Message& message) {
  message.type = Type::server_hello;
  ServerHello& hello = message.server_hello;
  ByteCursor in{body};
  hello.version = in.be16();
  const Bytes random = in.bytes(retry_random.size());
  if (std::ranges::equal(random, retry_random)) message.type = Type::hello_retry_request;
  // Drafts of TLS 1.3 up to the 21st left out session and compression.
  const bool is_draft = hello.version >> 8 == 0x7f;
  if (!is_draft) hello.session_id = in.bytes(in.u8());
  hello.cipher_suite = in.be16();
  if (!is_draft) in.skip(1);  // compression method
  message.version = hello.version;
  if (!in.ok()) return Flaw{Defect::length_mismatch, body.size()};
  const auto flaw = read_extensions(in, hello);
  message.version = hello.version;
  return flaw;
}

std::optional<Flaw> read_certificates(Bytes body, const Agreed& agreed, Message& message) {
  message.type = Type::certificate;
  message.raw_public_key = message.from_server ? agreed.server_raw_public_key : agreed.client_raw_public_key;
  ByteCursor in{body};
  const Bytes list = in.bytes(in.be24());
  if (!in.ok() || !in.empty()) return Flaw{Defect::length_mismatch, 0};
  if (message.raw_public_key) return {};  // RFC 7250, section 3: one key, not a list
  std::optional<Flaw> first;
  ByteCursor certificates{list};
  while (!certificates.empty()) {
    const std::size_t at = 3 + certificates.offset();
    const Bytes der = next_certificate(certificates);
    if (!certificates.ok()) return Flaw{Defect::length_mismatch, at};
    if (!first && !read_certificate(der)) first = Flaw{Defect::bad_certificate, at + 3};
  }
  message.certificates = list;
  return first;
}

/// DTLS: server version and a cookie (RFC 6347, section 4.2.1).
std::optional<Flaw> read_verify_request(Bytes body, Message& message) {
  message.type = Type::hello_verify_request;
  ByteCursor in{body};
  message.version = in.be16();
  in.skip(in.u8());
  if (!in.ok() || !in.empty()) return Flaw{Defect::length_mismatch, 0};
  return {};
}

}  // namespace

bool is_of_interest(std::uint8_t type) {
  switch (static_cast<Handshake>(type)) {
    case Handshake::client_hello:
    case Handshake::server_hello:
    case Handshake::hello_verify_request:
    case Handshake::certificate:
    case Handshake::certificate_request:
      return true;
  }
  return false;
}

std::optional<Flaw> read_handshake(std::uint8_t type, Bytes body, const Agreed& agreed, Message& message) {
  message.version = agreed.version;
  switch (static_cast<Handshake>(type)) {
    case Handshake::client_hello: {
      message.type = Type::client_hello;
      const auto flaw = read_client_hello(body, message.dtls ? Carrier::datagrams : Carrier::tcp, message.client_hello);
      message.version = message.client_hello.version;
      return flaw;
    }
    case Handshake::server_hello:
      return read_server_hello(body, message);
    case Handshake::hello_verify_request:
      return read_verify_request(body, message);
    case Handshake::certificate:
      return read_certificates(body, agreed, message);
    case Handshake::certificate_request:
      message.type = Type::certificate_request;
      return {};
  }
  return {};
}

}  // namespace vedette::decoders::tls
