// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/tls.h"

#include <algorithm>

namespace vedette::lab {
namespace {

constexpr std::uint8_t change_cipher_spec = 20, alert = 21, handshake = 22, application_data = 23;
constexpr std::uint16_t v1_0 = 0x0301, v1_2 = 0x0303, v1_3 = 0x0304, x25519 = 0x001d, secp256r1 = 0x0017;
constexpr std::size_t tag = 16, longest_record = 16'384;
constexpr Duration acknowledged_after = 55ms;  // of a record, so that no window is ever full

Octets record(std::uint8_t type, std::uint16_t version, View body) {
  return Octets{}.u8(type).u16(version).u16(body.size()).bytes(body);
}
Octets message(std::uint8_t type, View body) {
  return Octets{}.u8(type).u24(body.size()).bytes(body);
}
void extension(Octets& out, std::uint16_t type, View body) {
  out.u16(type).u16(body.size()).bytes(body);
}

void add_random(Octets& out, std::size_t octets, Random& random) {
  for (; octets >= 8; octets -= 8) out.u64(random.next());
  for (; octets > 0; --octets) out.u8(random.next());
}

Octets key_share(Random& random) {
  Octets share = Octets{}.u16(x25519).u16(32);
  add_random(share, 32, random);
  return share;
}

}  // namespace

void TlsSession::add_opaque(Octets& out, std::uint8_t type, std::size_t octets) {
  out.u8(type).u16(v1_2).u16(octets);
  add_random(out, octets, random_);
}

Octets TlsSession::client_hello() {
  Octets hello = Octets{}.u16(v1_2);
  add_random(hello, 32, random_);
  hello.u8(32);
  add_random(hello, 32, random_);
  hello.u16(2 * profile_.ciphers.size());
  for (const auto cipher : profile_.ciphers) hello.u16(cipher);
  hello.u8(1).u8(0);
  Octets list;
  if (const auto& name = profile_.server_name; !name.empty())
    extension(list, 0, Octets{}.u16(name.size() + 3).u8(0).u16(name.size()).text(name));
  extension(list, 0x0017, {});                                                               // extended main secret
  extension(list, 0xff01, Octets{0});                                                        // renegotiation info
  extension(list, 0x000a, Octets{}.u16(4).u16(x25519).u16(secp256r1));                       // groups
  extension(list, 0x000b, Octets{1, 0});                                                     // point formats
  extension(list, 0x0023, {});                                                               // session ticket
  extension(list, 0x000d, Octets{}.u16(8).u16(0x0403).u16(0x0804).u16(0x0401).u16(0x0503));  // signatures
  if (const auto& name = profile_.protocol; !name.empty())
    extension(list, 0x0010, Octets{}.u16(name.size() + 1).u8(name.size()).text(name));
  if (profile_.version_1_3) {
    extension(list, 0x002b, Octets{}.u8(4).u16(v1_3).u16(v1_2));
    extension(list, 0x002d, Octets{1, 1});  // PSK with (EC)DHE
    const Octets share = key_share(random_);
    extension(list, 0x0033, Octets{}.u16(share.size()).bytes(share));
  }
  hello.u16(list.size()).bytes(list);
  return record(handshake, v1_0, message(1, hello));
}

Octets TlsSession::server_hello() {
  chosen_cipher_ = *std::ranges::find_if(
      profile_.ciphers, [&](std::uint16_t cipher) { return (cipher >> 8 == 0x13) == profile_.version_1_3; });
  Octets hello = Octets{}.u16(v1_2);
  add_random(hello, 32, random_);
  hello.u8(32);
  add_random(hello, 32, random_);
  hello.u16(chosen_cipher_).u8(0);
  Octets list;
  if (profile_.version_1_3) {
    extension(list, 0x002b, Octets{}.u16(v1_3));
    extension(list, 0x0033, key_share(random_));
  } else {
    extension(list, 0xff01, Octets{0});
    extension(list, 0x0017, {});
    extension(list, 0x000b, Octets{1, 0});
  }
  hello.u16(list.size()).bytes(list);
  return message(2, hello);
}

Timestamp TlsSession::open(Timestamp at, Sink& sink) {
  at = connection_.open(at, sink) + random_.between(Duration{100us}, Duration{3ms});
  return profile_.version_1_3 ? open_1_3(at, sink) : open_1_2(at, sink);
}

/// RFC 8446, 2: all but the hellos is encrypted. Appendix D.4: with change_cipher_spec for the middle boxes' sake.
Timestamp TlsSession::open_1_3(Timestamp at, Sink& sink) {
  at = connection_.send(Side::client, at, client_hello(), sink);
  Octets answer = record(handshake, v1_2, server_hello());
  answer.bytes(Octets{change_cipher_spec, 3, 3, 0, 1, 1});
  for (const std::size_t size : {std::size_t{15}, std::size_t{2'400} + core::hash_text(profile_.server_name, 2) % 2'000,
                                 std::size_t{264}, std::size_t{36}})
    add_opaque(answer, application_data, size + tag + 1);
  at = connection_.send(Side::server, at + random_.log_normal(Duration{2ms}, 0.3), answer, sink);
  Octets finished{change_cipher_spec, 3, 3, 0, 1, 1};
  add_opaque(finished, application_data, 36 + tag + 1);
  const Timestamp sent = at + random_.log_normal(Duration{1500us}, 0.3);
  at = connection_.send(Side::client, sent, finished, sink);
  Octets tickets;
  for (int i = 0; i < 2; ++i) add_opaque(tickets, application_data, 217 + tag + 1);
  connection_.send(Side::server, at + 200us, tickets, sink);
  return at + random_.between(Duration{200us}, Duration{900us});
}

/// RFC 5246, 7.3, with ECDHE.
Timestamp TlsSession::open_1_2(Timestamp at, Sink& sink) {
  at = connection_.send(Side::client, at, client_hello(), sink);
  const std::string subject = profile_.subject.empty() ? profile_.server_name : profile_.subject;
  const std::string issuer = profile_.issuer.empty() ? "Example Public CA R3" : profile_.issuer;
  Random of_server(core::hash_text(subject, 7), "certificate");
  const Octets cert = certificate(subject, issuer, profile_.valid_from, of_server);
  Octets key = Octets{}.u8(3).u16(x25519).u8(32);
  add_random(key, 32, random_);
  key.u16(0x0804).u16(256);
  add_random(key, 256, random_);
  Octets answer = record(handshake, v1_2, server_hello());
  answer.bytes(record(handshake, v1_2, message(11, Octets{}.u24(cert.size() + 3).u24(cert.size()).bytes(cert))));
  answer.bytes(record(handshake, v1_2, message(12, key))).bytes(record(handshake, v1_2, message(14, {})));
  at = connection_.send(Side::server, at + random_.log_normal(Duration{5ms}, 0.3), answer, sink);
  Octets own = Octets{}.u8(32);
  add_random(own, 32, random_);
  Octets finished = record(handshake, v1_2, message(16, own));
  finished.bytes(Octets{change_cipher_spec, 3, 3, 0, 1, 1});
  add_opaque(finished, handshake, 40);
  at = connection_.send(Side::client, at + random_.log_normal(Duration{4ms}, 0.3), finished, sink);
  Octets done{change_cipher_spec, 3, 3, 0, 1, 1};
  add_opaque(done, handshake, 40);
  at = connection_.send(Side::server, at + random_.log_normal(Duration{1ms}, 0.3), done, sink);
  return at + random_.between(Duration{200us}, Duration{900us});
}

Timestamp TlsSession::send(Side from, Timestamp at, std::size_t octets, Sink& sink) {
  Octets record;
  while (true) {
    const std::size_t part = std::min(octets, longest_record);
    record.clear();
    add_opaque(record, application_data, part + tag + (profile_.version_1_3 ? 1 : 8));
    const Timestamp there = connection_.send(from, at, record, sink);
    octets -= part;
    if (octets == 0) return there;
    at = there + acknowledged_after;
  }
}

void TlsSession::close(Timestamp at, Sink& sink) {
  Octets notify;
  add_opaque(notify, profile_.version_1_3 ? application_data : alert, 2 + tag + (profile_.version_1_3 ? 1 : 8));
  connection_.send(Side::client, at, notify, sink);
  connection_.close(Side::client, at + 40us, sink);
}

}  // namespace vedette::lab
