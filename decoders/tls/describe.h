// SPDX-License-Identifier: Apache-2.0
// Fields that TLS over TCP, DTLS and QUIC have in common.
#pragma once

#include "core/field_writer.h"
#include "decoders/tls/client_hello.h"

namespace vedette::decoders::tls {

/// The name of a version, or its number.
void describe_version(std::uint16_t version, core::FieldWriter& fields);
void describe_protocol_names(core::Bytes list, core::FieldWriter& fields);
/// sni, alpn, cipher_suites, ja4
void describe_client_hello(const ClientHello& hello, Carrier carrier, core::FieldWriter& fields);

}  // namespace vedette::decoders::tls
