// SPDX-License-Identifier: Apache-2.0
#include "decoders/opcua/message.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "decoders/opcua/services.h"

namespace vedette::decoders::opcua {
namespace {

using core::ByteCursor;
using core::Bytes;

/// A length, -1 for nothing, and the octets (OPC 10000-6, 5.2.2.4, 5.2.2.7).
Bytes string(ByteCursor& in) {
  const std::uint32_t size = in.le32();
  constexpr std::uint32_t null = 0xffff'ffff;
  return size == null ? Bytes{} : in.bytes(size);
}

/// OPC 10000-6, 5.2.2.9. The number, where it is one of the standard's own namespace; else 0.
std::uint32_t node_id(ByteCursor& in) {
  constexpr std::uint8_t has_namespace_uri = 0x80, has_server_index = 0x40;
  const std::uint8_t kind = in.u8();
  std::uint32_t number = 0;
  std::uint16_t space = 0;
  switch (kind & 0x3f) {
    case 0:
      number = in.u8();
      break;
    case 1:
      space = in.u8();
      number = in.le16();
      break;
    case 2:
      space = in.le16();
      number = in.le32();
      break;
    case 3:
    case 5:
      in.skip(2);
      string(in);
      break;
    case 4:
      in.skip(18);
      break;
    default:
      in.fail();
      break;
  }
  if ((kind & has_namespace_uri) != 0) string(in);
  if ((kind & has_server_index) != 0) in.skip(4);
  return space == 0 ? number : 0;
}

/// OPC 10000-6, 5.2.2.15: what type, and whether a body stands behind it. `body` is that body.
std::uint32_t extension_object(ByteCursor& in, Bytes& body) {
  const std::uint32_t type = node_id(in);
  const std::uint8_t encoding = in.u8();
  body = encoding == 0 ? Bytes{} : string(in);
  return type;
}

void localized_text(ByteCursor& in, Bytes& text) {
  const std::uint8_t mask = in.u8();
  if ((mask & 1) != 0) string(in);
  if ((mask & 2) != 0) text = string(in);
}

/// A list of what `each` takes. Its count is bounded by the bytes: each element takes at least four.
template <typename F>
void list(ByteCursor& in, F each) {
  const std::uint32_t count = in.le32();
  constexpr std::uint32_t null = 0xffff'ffff;
  if (count == null) return;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) each();
}

/// OPC 10000-4, 7.33.
void request_header(ByteCursor& in, Message& m) {
  node_id(in);  // the session's secret
  in.skip(8);
  const std::uint32_t handle = in.le32();
  in.skip(4);
  string(in);
  in.skip(4);
  Bytes additional;
  extension_object(in, additional);
  if (in.ok()) m.request_handle = handle;
}

/// OPC 10000-4, 7.34, up to the result.
void response_header(ByteCursor& in, Message& m) {
  in.skip(8);
  const std::uint32_t handle = in.le32(), result = in.le32();
  if (!in.ok()) return;
  m.request_handle = handle;
  m.service_result = result;
}

/// OPC 10000-4, 5.6.2: who the client says it is, and whom it calls.
void create_session(ByteCursor& in, Message& m) {
  const Bytes application_uri = string(in), product_uri = string(in);
  Bytes name;
  localized_text(in, name);
  in.skip(4);
  string(in);
  string(in);
  list(in, [&] { string(in); });
  const Bytes server_uri = string(in), endpoint = string(in), session = string(in);
  if (!in.ok()) return;
  m.application_uri = application_uri;
  m.product_uri = product_uri;
  m.application_name = name;
  m.server_uri = server_uri;
  m.endpoint_url = endpoint;
  m.session_name = session;
}

/// OPC 10000-4, 5.6.3 and 7.36: signature, certificates, locales, then who signs in.
void activate_session(ByteCursor& in, Message& m) {
  string(in);
  string(in);
  list(in, [&] {
    string(in);
    string(in);
  });
  list(in, [&] { string(in); });
  Bytes body;
  const std::uint32_t type = extension_object(in, body);
  if (!in.ok()) return;
  constexpr std::uint32_t anonymous = 321, user_name = 324, certificate = 327, issued = 940;
  if (type == anonymous) m.user_token = UserToken::anonymous;
  if (type == certificate) m.user_token = UserToken::certificate;
  if (type == issued) m.user_token = UserToken::issued;
  if (type != user_name) return;
  m.user_token = UserToken::user_name;
  ByteCursor token{body};
  string(token);
  const Bytes name = string(token);
  if (token.ok()) m.user_name = name;  // the password follows, and stays where it is
}

}  // namespace

std::optional<Header> read_header(Bytes bytes) {
  constexpr std::array<std::string_view, 7> types{"HEL", "ACK", "ERR", "RHE", "OPN", "MSG", "CLO"};
  constexpr std::string_view parts = "FCA";
  ByteCursor in{bytes};
  const std::string_view name = core::as_text(in.bytes(std::min<std::size_t>(3, bytes.size())));
  Header header;
  bool found = false;
  for (std::size_t i = 0; i < types.size() && !found; ++i) {
    found = types[i].starts_with(name);
    if (found) header.type = static_cast<Type>(i);
  }
  if (!found || bytes.empty()) return {};
  if (in.empty()) return header;
  const std::size_t part = parts.find(static_cast<char>(in.u8()));
  if (part == std::string_view::npos) return {};
  // Only what a channel carries comes in parts (OPC 10000-6, 6.7.2.2).
  if (part != 0 && header.type != Type::message) return {};
  header.part = static_cast<Part>(part);
  header.size = in.le32();
  return header;
}

std::optional<Flaw> read_connection(Bytes message, Message& m) {
  ByteCursor in{message};
  in.skip(header_size);
  constexpr std::size_t hello_numbers = 20;
  switch (m.header->type) {
    case Type::hello:
      in.skip(hello_numbers);
      m.endpoint_url = string(in);
      break;
    case Type::reverse_hello:
      m.server_uri = string(in);
      m.endpoint_url = string(in);
      break;
    case Type::error: {
      const std::uint32_t error = in.le32();
      if (in.ok()) m.error = error;
      m.reason = string(in);
      break;
    }
    default:
      in.skip(hello_numbers);
      break;
  }
  if (in.ok()) return {};
  return Flaw{m.header->type == Type::acknowledge ? Defect::truncated : Defect::bad_string, message.size()};
}

std::optional<Flaw> read_channel(Bytes message, Message& m, Bytes& body) {
  ByteCursor in{message};
  in.skip(header_size);
  const std::uint32_t channel = in.le32();
  if (!in.ok()) return Flaw{Defect::truncated, message.size()};
  m.channel_id = channel;
  if (m.header->type == Type::open) {
    const Bytes policy = string(in);
    if (!in.ok()) return Flaw{Defect::bad_string, header_size + 4};
    m.security_policy = policy;
    string(in);  // the sender's certificate, the receiver's thumbprint
    string(in);
    if (!in.ok()) return Flaw{Defect::bad_string, header_size + 8 + policy.size()};
  } else {
    in.skip(4);
  }
  body = in.peek();
  if (!in.ok()) return Flaw{Defect::truncated, message.size()};
  return {};
}

void read_service(Bytes body, Message& m) {
  ByteCursor in{body};
  in.skip(4);
  const std::uint32_t request = in.le32();
  if (!in.ok()) return;
  if (m.header->part == Part::abort) {  // OPC 10000-6, 6.7.3
    m.request_id = request;
    m.error = in.le32();
    m.reason = string(in);
    return;
  }
  if (m.continues) {
    m.request_id = request;
    return;
  }
  const std::uint32_t type = node_id(in);
  if (!in.ok() || service_info(type).name.empty()) return;
  m.request_id = request;
  m.service = type;
  if (service_info(type).is_response) return response_header(in, m);
  request_header(in, m);
  if (type == create_session_request) create_session(in, m);
  if (type == activate_session_request) activate_session(in, m);
}

}  // namespace vedette::decoders::opcua
