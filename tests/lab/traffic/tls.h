// SPDX-License-Identifier: Apache-2.0
// A TLS session over a TCP connection, as far as an onlooker can tell (RFC 8446, RFC 5246): a true handshake, then
// records of random octets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/lab/base/tcp.h"

namespace vedette::lab {

/// What the two ends are: the same for all sessions of one program with one server.
struct TlsProfile {
  std::string server_name{};  ///< empty: not said
  bool version_1_3 = true;    ///< else 1.2
  std::vector<std::uint16_t> ciphers{0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0x009e};
  std::string protocol{};           ///< ALPN: "h2", "http/1.1", "mqtt"; empty: not said
  std::string subject{}, issuer{};  ///< of the certificate in 1.2; empty: the server's name, a public authority
  Timestamp valid_from{};           ///< likewise; for a year
};

/// The certificate of a server, self-signed where issuer and subject are the same (RFC 5280).
Octets certificate(std::string_view subject, std::string_view issuer, Timestamp valid_from, Random& random);

class TlsSession {
 public:
  TlsSession(const Host& client, const Host& server, std::uint16_t port, const Path& path, TlsProfile profile,
             Random random)
      : profile_(std::move(profile)), connection_(client, server, port, path, random), random_(random.next(), "tls") {}

  /// Connects; gives the time at which the client may send.
  Timestamp open(Timestamp at, Sink& sink);
  /// Application data of so many octets; gives the time at which the other side has them.
  Timestamp send(Side from, Timestamp at, std::size_t octets, Sink& sink);
  void close(Timestamp at, Sink& sink);
  TcpConnection& connection() { return connection_; }

 private:
  Octets client_hello();
  Octets server_hello();
  Timestamp open_1_3(Timestamp at, Sink& sink);
  Timestamp open_1_2(Timestamp at, Sink& sink);
  /// A record of that type with random octets.
  void add_opaque(Octets& out, std::uint8_t type, std::size_t octets);

  TlsProfile profile_;
  TcpConnection connection_;
  Random random_;
  std::uint16_t chosen_cipher_ = 0;
};

}  // namespace vedette::lab
