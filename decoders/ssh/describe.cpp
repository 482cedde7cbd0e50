// SPDX-License-Identifier: Apache-2.0
// Every field of an SSH message by the name that `vedette decode` gives it.
#include <initializer_list>
#include <string>

#include "core/digest.h"
#include "decoders/optional_fields.h"
#include "decoders/ssh/decoder.h"

namespace vedette::decoders::ssh {
namespace {

using core::FieldWriter;

/// HASSH: which algorithms an end offers for what it sends, in its order.
void describe_hassh(const Message& m, FieldWriter& fields) {
  if (m.role == Role::unknown || m.lists_read < list_count) return;
  const bool client = m.role == Role::client;
  std::string offer;
  for (const List which : {List::key_exchange, client ? List::encryption_to_server : List::encryption_to_client,
                           client ? List::mac_to_server : List::mac_to_client,
                           client ? List::compression_to_server : List::compression_to_client}) {
    if (which != List::key_exchange) offer += ';';
    offer += m.list(which);
  }
  const std::string_view name = client ? "hassh" : "hassh_server";
  if (const auto digest = core::md5_hex(offer)) return fields.text(name, *digest);
  fields.text("hassh_absent", "md5_unavailable");  // the cryptographic library is held to FIPS 140
}

void describe_lists(const Message& m, FieldWriter& fields) {
  const bool server = m.role == Role::server;
  optional_text(fields, "kex_algorithms", m.list(List::key_exchange));
  optional_text(fields, "server_host_key_algorithms", m.list(List::host_key));
  optional_text(fields, "encryption_algorithms",
                m.list(server ? List::encryption_to_client : List::encryption_to_server));
  optional_text(fields, "mac_algorithms", m.list(server ? List::mac_to_client : List::mac_to_server));
  optional_text(fields, "compression_algorithms",
                m.list(server ? List::compression_to_client : List::compression_to_server));
  describe_hassh(m, fields);
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  fields.text("type", m.type == Type::identification ? "identification" : "key_exchange_init");
  if (m.role != Role::unknown) fields.text("kind", m.role == Role::client ? "client" : "server");
  optional_text(fields, "proto_version", m.protocol_version);
  optional_text(fields, "software_version", m.software_version);
  optional_text(fields, "comments", m.comments);
  describe_lists(m, fields);
}

}  // namespace vedette::decoders::ssh
