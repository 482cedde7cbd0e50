// SPDX-License-Identifier: Apache-2.0
// X.509 certificates in DER (RFC 5280, X.690) that hold together but for the signature, which is random.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "tests/lab/traffic/tls.h"

namespace vedette::lab {
namespace {

constexpr std::uint8_t integer = 0x02, bit_string = 0x03, octet_string = 0x04, object_identifier = 0x06,
                       utf8_string = 0x0c, utc_time = 0x17, sequence = 0x30, set = 0x31;
const Octets sha256_with_rsa{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b};
const Octets rsa_encryption{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};
const Octets common_name{0x55, 0x04, 0x03}, alternative_names{0x55, 0x1d, 0x11};

Octets der(std::uint8_t tag, View body) {
  Octets out = Octets{}.u8(tag);
  if (body.size() < 128) {
    out.u8(body.size());
  } else if (body.size() < 256) {
    out.u8(0x81).u8(body.size());
  } else {
    out.u8(0x82).u16(body.size());
  }
  return out.bytes(body);
}

template <typename... Parts>
Octets joined(std::uint8_t tag, const Parts&... parts) {
  Octets body;
  (body.bytes(parts), ...);
  return der(tag, body);
}

Octets text(std::uint8_t tag, std::string_view value) {
  return der(tag, Octets{}.text(value));
}

Octets algorithm(const Octets& identifier) {
  return joined(sequence, der(object_identifier, identifier), Octets{0x05, 0x00});
}

Octets name(std::string_view value) {
  return joined(sequence, joined(set, joined(sequence, der(object_identifier, common_name), text(utf8_string, value))));
}

Octets time(Timestamp at) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch());
  return text(utc_time, fmt::format("{:%y%m%d%H%M%S}Z", fmt::gmtime(static_cast<std::time_t>(seconds.count()))));
}

/// Positive, and of full length.
Octets number(std::size_t octets, Random& random) {
  Octets body = Octets{}.u8(0x40 | random.below(0x40));
  while (body.size() < octets) body.u8(random.next());
  return body;
}

Octets bits(View body) {
  return der(bit_string, Octets{}.u8(0).bytes(body));
}

Octets public_key(Random& random) {
  Octets modulus = Octets{0x00, 0xc5}.bytes(number(255, random));
  const Octets key = joined(sequence, der(integer, modulus), Octets{0x02, 0x03, 0x01, 0x00, 0x01});
  return joined(sequence, algorithm(rsa_encryption), bits(key));
}

}  // namespace

Octets certificate(std::string_view subject, std::string_view issuer, Timestamp valid_from, Random& random) {
  constexpr std::uint8_t version_field = 0xa0, extensions_field = 0xa3, dns_name = 0x82;
  const Octets serial = der(integer, number(16, random));
  const Octets validity = joined(sequence, time(valid_from), time(valid_from + std::chrono::days{397}));
  const Octets names = joined(sequence, der(object_identifier, alternative_names),
                              der(octet_string, joined(sequence, text(dns_name, subject))));
  const Octets key = public_key(random);
  const Octets body =
      joined(sequence, der(version_field, Octets{0x02, 0x01, 0x02}), serial, algorithm(sha256_with_rsa), name(issuer),
             validity, name(subject), key, der(extensions_field, joined(sequence, names)));
  return joined(sequence, body, algorithm(sha256_with_rsa), bits(number(256, random)));
}

}  // namespace vedette::lab
