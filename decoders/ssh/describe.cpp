// SPDX-License-Identifier: Apache-2.0
// Every field of an SSH message by the name that `vedette decode` gives it.
#include <initializer_list>

#include "decoders/ssh/decoder.h"
#include "decoders/ssh/md5.h"

namespace vedette::decoders::ssh {
namespace {

using core::FieldWriter;

void text(FieldWriter& fields, std::string_view name, std::string_view value) {
  if (!value.empty()) fields.text(name, value);
}

/// HASSH: which algorithms an end offers for what it sends, in its order.
void describe_hassh(const Message& m, FieldWriter& fields) {
  if (m.role == Role::unknown || m.lists_read < list_count) return;
  const bool client = m.role == Role::client;
  Md5 digest;
  std::string_view separator;
  for (const List which : {List::key_exchange, client ? List::encryption_to_server : List::encryption_to_client,
                           client ? List::mac_to_server : List::mac_to_client,
                           client ? List::compression_to_server : List::compression_to_client}) {
    digest.add(separator);
    digest.add(m.list(which));
    separator = ";";
  }
  const auto hex = digest.hex();
  fields.text(client ? "hassh" : "hassh_server", {hex.data(), hex.size()});
}

void describe_lists(const Message& m, FieldWriter& fields) {
  const bool server = m.role == Role::server;
  text(fields, "kex_algorithms", m.list(List::key_exchange));
  text(fields, "server_host_key_algorithms", m.list(List::host_key));
  text(fields, "encryption_algorithms", m.list(server ? List::encryption_to_client : List::encryption_to_server));
  text(fields, "mac_algorithms", m.list(server ? List::mac_to_client : List::mac_to_server));
  text(fields, "compression_algorithms", m.list(server ? List::compression_to_client : List::compression_to_server));
  describe_hassh(m, fields);
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  fields.text("type", m.type == Type::identification ? "identification" : "key_exchange_init");
  if (m.role != Role::unknown) fields.text("kind", m.role == Role::client ? "client" : "server");
  text(fields, "proto_version", m.protocol_version);
  text(fields, "software_version", m.software_version);
  text(fields, "comments", m.comments);
  describe_lists(m, fields);
}

}  // namespace vedette::decoders::ssh
