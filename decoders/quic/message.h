// SPDX-License-Identifier: Apache-2.0
// What is read of a QUIC connection: the client_hello, and that the server answered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/bytes.h"
#include "decoders/quic/crypto_stream.h"
#include "decoders/quic/initial_keys.h"
#include "decoders/quic/packet.h"
#include "decoders/tls/client_hello.h"

namespace vedette::decoders::quic {

enum class Type : std::uint8_t {
  none,
  client_hello,
  server_initial,  ///< the first packet of the server that took the client's Initial; it stays closed
};

struct Message {
  Type type = Type::none;
  const Version* version = nullptr;
  std::size_t size = 0;  ///< of the handshake message, or of the packet
  core::Bytes destination_id, source_id;
  tls::ClientHello client_hello;
  std::string_view server_name;  ///< asked for in this message, or before it

  /// Kept from message to message: their memory and their keys' contexts.
  CryptoStream stream;
  InitialOpener opener;

  void clear() {
    type = Type::none;
    version = nullptr;
    size = 0;
    destination_id = source_id = {};
    client_hello = {};
    server_name = {};
  }
};

}  // namespace vedette::decoders::quic
