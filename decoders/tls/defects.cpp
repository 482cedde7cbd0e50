// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/defects.h"

#include <array>

namespace vedette::decoders::tls {
namespace {

constexpr std::array<DefectInfo, 11> table{{
    {"bad_record", "where a record should begin stands no content type, version and length of one (RFC 8446, 5.1)"},
    {"empty_record", "a handshake, alert or change cipher spec record without content (RFC 8446, 5.1)"},
    {"truncated", "the stream or the datagram ended inside a record (RFC 8446, 5.1; RFC 6347, 4.1)"},
    {"interleaved_record",
     "a record of another type between those of one handshake message; the message is given up (RFC 8446, 5.1)"},
    {"message_too_long", "a handshake message of more than 64 KiB, which is passed over"},
    {"length_mismatch", "a length in a handshake message contradicts what holds it (RFC 8446, 3.4)"},
    {"bad_extension",
     "the inside of a server name, protocol name, signature algorithm or version extension is not as defined "
     "(RFC 6066, 3; RFC 7301, 3.1; RFC 8446, 4.2)"},
    {"bad_certificate", "a certificate is not the DER of an X.509 one (RFC 5280, 4.1; RFC 5246, 7.4.2)"},
    {"bad_alert", "an alert that is not two bytes, or whose level is neither warning nor fatal (RFC 5246, 7.2)"},
    {"bad_change_cipher_spec", "a change cipher spec that is not the one byte 1 (RFC 5246, 7.1)"},
    {"bad_fragment", "a DTLS fragment reaches beyond its record or its message (RFC 6347, 4.2.3)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::tls
