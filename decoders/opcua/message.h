// SPDX-License-Identifier: Apache-2.0
// One OPC UA TCP message as read (OPC 10000-6): the connection's greeting, the secure channel, and where that is not
// encrypted the service and what its parameters say of who is there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/flaw.h"

namespace vedette::decoders::opcua {

enum class Defect : std::uint8_t { bad_header, bad_size, truncated, bad_string };

using Flaw = decoders::Flaw<Defect>;

enum class Type : std::uint8_t { hello, acknowledge, error, reverse_hello, open, message, close };
enum class Part : std::uint8_t { final, intermediate, abort };
enum class UserToken : std::uint8_t { none, anonymous, user_name, certificate, issued };

inline constexpr std::size_t header_size = 8;

struct Header {
  Type type = Type::hello;
  Part part = Part::final;
  std::uint32_t size = 0;
};
/// What stands in eight octets, or in as many of them as there are: nothing where that can't be a header.
std::optional<Header> read_header(core::Bytes bytes);

struct Message {
  std::optional<Header> header;
  core::Bytes endpoint_url, server_uri, reason;
  std::optional<std::uint32_t> error;
  std::optional<std::uint32_t> channel_id, request_id;
  std::optional<core::Bytes> security_policy;

  bool continues = false;                ///< what began in a message before
  std::optional<std::uint32_t> service;  ///< number of its type in the binary encoding
  std::optional<std::uint32_t> request_handle, service_result;
  core::Bytes application_uri, product_uri, application_name, session_name;
  UserToken user_token = UserToken::none;
  core::Bytes user_name;
};

/// The inside of hello, acknowledge, error and reverse hello.
std::optional<Flaw> read_connection(core::Bytes message, Message& m);
/// Channel, security and sequence headers. `body`: what follows them.
std::optional<Flaw> read_channel(core::Bytes message, Message& m, core::Bytes& body);
/// A service's type, header, and what of its parameters tells who is there. What isn't one is left alone: a body may
/// be encrypted without this being known.
void read_service(core::Bytes body, Message& m);

}  // namespace vedette::decoders::opcua
