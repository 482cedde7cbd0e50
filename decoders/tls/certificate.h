// SPDX-License-Identifier: Apache-2.0
// Who an X.509 certificate names (RFC 5280, section 4.1). Its own small reader instead of a library's: certificates
// come from whoever sends packets, a library's parser builds dozens of objects for each, and names, dates and a number
// are all that is asked for. This one only walks: nothing is copied, nothing grows, no depth but that of the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/byte_cursor.h"
#include "core/bytes.h"
#include "decoders/tls/der.h"

namespace vedette::decoders::tls {

/// Views into the certificate.
struct Certificate {
  core::Bytes serial;           ///< without the zero that keeps it positive
  core::Bytes issuer, subject;  ///< Name: relative distinguished names one behind the other
  der::Element not_before, not_after;
  core::Bytes alternative_names;  ///< GeneralNames of the subject
  bool is_self_signed() const;    ///< by its names; the signature is not checked
};

/// Nothing where it is no certificate.
std::optional<Certificate> read_certificate(core::Bytes der);

/// The next of a TLS list. Fails the cursor where it doesn't fit.
inline core::Bytes next_certificate(core::ByteCursor& list) {
  return list.bytes(list.be24());
}

/// Takes what there is of a name, from one end to the other.
struct NamePart {
  enum class Kind : std::uint8_t { other, common_name, organization };
  Kind kind = Kind::other;
  der::Element value;
};
NamePart next_name_part(core::ByteCursor& name);

struct AlternativeName {
  enum class Kind : std::uint8_t { other, dns, uri, ip };
  Kind kind = Kind::other;
  core::Bytes value;
};
AlternativeName next_alternative_name(core::ByteCursor& names);

}  // namespace vedette::decoders::tls
