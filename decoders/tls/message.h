// SPDX-License-Identifier: Apache-2.0
// One TLS or DTLS message as read. Texts and lists stay where they were read: in the chunk, or in `gathered` where the
// message came in several records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "decoders/tls/client_hello.h"

namespace vedette::decoders::tls {

enum class Type : std::uint8_t {
  none,
  client_hello,
  ssl2_client_hello,  ///< in the form of SSL 2.0, whatever version it offers (RFC 5246, appendix E.2)
  server_hello,
  hello_retry_request,
  hello_verify_request,  ///< DTLS
  certificate,
  certificate_request,
  alert,
};

struct Alert {
  std::uint8_t level = 0, description = 0;
};

/// What a server chose: server_hello and hello_retry_request.
struct ServerHello {
  std::uint16_t version = 0;  ///< with the extension supported_versions
  std::uint16_t cipher_suite = 0;
  core::Bytes session_id;
  core::Bytes alpn;  ///< ProtocolNameList
  bool pre_shared_key = false;
  /// RFC 7250: the certificate message will be a bare public key.
  bool server_raw_public_key = false, client_raw_public_key = false;
};

struct Message {
  Type type = Type::none;
  bool dtls = false;
  bool from_server = false;
  std::size_t size = 0;          ///< in bytes, with its own header but without those of records
  std::uint16_t version = 0;     ///< offered or chosen; of others the one chosen before; 0 where it is not known
  std::string_view application;  ///< that the port is registered for; static
  std::string_view server_name;  ///< asked for in this message, or before it

  ClientHello client_hello;
  ServerHello server_hello;
  std::optional<bool> session_resumed;
  core::Bytes certificates;  ///< the list, each behind its length
  bool raw_public_key = false;
  Alert alert;

  std::vector<std::uint8_t> gathered;  ///< kept for its capacity

  /// Forgets all but the capacity.
  void clear();
};

}  // namespace vedette::decoders::tls
