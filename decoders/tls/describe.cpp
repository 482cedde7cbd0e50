// SPDX-License-Identifier: Apache-2.0
// Every field of a TLS message by the name that `vedette decode` gives it.
#include "decoders/tls/describe.h"

#include <fmt/format.h>

#include "core/digest.h"
#include "core/hex.h"
#include "decoders/optional_fields.h"
#include "decoders/tls/certificate_text.h"
#include "decoders/tls/decoder.h"
#include "decoders/tls/ja4.h"
#include "decoders/tls/names.h"
#include "decoders/tls/type_names.h"

namespace vedette::decoders::tls {
namespace {

using core::FieldWriter;

constexpr unsigned max_certificates = 10;  // of a chain; the others are only counted

std::uint64_t offered_suites(core::Bytes list) {
  std::uint64_t count = 0;
  for (core::ByteCursor in{list}; in.remaining() >= 2;) count += is_grease(in.be16()) ? 0u : 1u;
  return count;
}

void describe_server_hello(const Message& m, FieldWriter& fields) {
  const ServerHello& hello = m.server_hello;
  optional_text(fields, "cipher_suite", cipher_suite_name(hello.cipher_suite));
  fields.number("cipher_suite_code", hello.cipher_suite);
  if (!hello.alpn.empty()) describe_protocol_names(hello.alpn, fields);
  if (m.session_resumed) fields.boolean("session_resumed", *m.session_resumed);
}

void describe_certificate(core::Bytes der, FieldWriter& fields) {
  const auto certificate = read_certificate(der);
  if (certificate) {
    optional_text(fields, "subject_cn", common_name(certificate->subject));
    optional_text(fields, "issuer_cn", common_name(certificate->issuer));
    optional_text(fields, "subject", short_name(certificate->subject));
    optional_text(fields, "issuer", short_name(certificate->issuer));
    if (const auto names = alternative_names(*certificate); !names.empty()) {
      fields.begin_array("san");
      for (const std::string& name : names) fields.text({}, name);
      fields.end_array();
    }
    optional_text(fields, "not_before", time_text(certificate->not_before));
    optional_text(fields, "not_after", time_text(certificate->not_after));
    optional_text(fields, "serial", core::to_hex(certificate->serial));
    fields.boolean("self_signed", certificate->is_self_signed());
  }
  fields.text("fingerprint_sha256", core::sha256_hex(core::as_text(der)));
}

void describe_certificates(const Message& m, FieldWriter& fields) {
  if (m.raw_public_key) return fields.text("certificate_type", "raw_public_key");
  unsigned count = 0;
  fields.begin_array("certificates");
  for (core::ByteCursor list{m.certificates}; !list.empty(); ++count) {
    const core::Bytes der = next_certificate(list);
    if (count >= max_certificates) continue;
    fields.begin_object({});
    describe_certificate(der, fields);
    fields.end_object();
  }
  fields.end_array();
  if (count > max_certificates) fields.number("certificate_count", count);
}

void describe_alert(const Alert& alert, FieldWriter& fields) {
  fields.text("alert_level", alert_level_name(alert.level));
  fields.text("alert_description", alert_name(alert.description));
  fields.number("alert_code", alert.description);
}

}  // namespace

void describe_version(std::uint16_t version, FieldWriter& fields) {
  if (version == 0) return;
  const std::string_view name = version_name(version);
  fields.text("version", name.empty() ? fmt::format("0x{:04x}", version) : std::string{name});
}

void describe_protocol_names(core::Bytes list, FieldWriter& fields) {
  fields.begin_array("alpn");
  for (core::ByteCursor names{list}; !names.empty();) fields.text({}, next_protocol_name(names));
  fields.end_array();
}

void describe_client_hello(const ClientHello& hello, Carrier carrier, FieldWriter& fields) {
  if (!hello.server_name.empty()) fields.text("sni", hello.server_name);
  if (!hello.alpn.empty()) describe_protocol_names(hello.alpn, fields);
  fields.number("cipher_suites", offered_suites(hello.cipher_suites));
  fields.text("ja4", ja4(hello, carrier));
}

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (m.type != Type::none) fields.text("type", type_name(m.type));
  if (m.dtls) fields.boolean("dtls", true);
  if (!m.application.empty()) fields.text("application", m.application);
  describe_version(m.version, fields);
  switch (m.type) {
    case Type::client_hello:
      return describe_client_hello(m.client_hello, m.dtls ? Carrier::datagrams : Carrier::tcp, fields);
    case Type::server_hello:
    case Type::hello_retry_request:
      return describe_server_hello(m, fields);
    case Type::certificate:
      return describe_certificates(m, fields);
    case Type::alert:
      return describe_alert(m.alert, fields);
    default:
      break;
  }
}

}  // namespace vedette::decoders::tls
