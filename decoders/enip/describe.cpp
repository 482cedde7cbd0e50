// SPDX-License-Identifier: Apache-2.0
// Every field of an EtherNet/IP message by the name that `vedette decode` gives it.
#include <string>

#include "decoders/enip/cip.h"
#include "decoders/enip/decoder.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::enip {
namespace {

using core::FieldWriter;

void describe_identity(const Identity& identity, FieldWriter& fields) {
  fields.begin_object("identity");
  fields.text("ip", identity.ip.to_string());
  fields.number("vendor_id", identity.vendor_id);
  optional_text(fields, "vendor", vendor_name(identity.vendor_id));
  fields.number("device_type_code", identity.device_type);
  optional_text(fields, "device_type", device_type_name(identity.device_type));
  fields.number("product_code", identity.product_code);
  fields.text("revision", std::to_string(identity.major) + "." + std::to_string(identity.minor));
  fields.number("status", identity.status);
  fields.number("serial_number", identity.serial);
  fields.text("product_name", core::as_text(identity.product_name));
  fields.number("state", identity.state);
  fields.end_object();
}

void describe_path(const Path& path, FieldWriter& fields) {
  optional_number(fields, "class", path.object_class);
  optional_number(fields, "instance", path.instance);
  optional_number(fields, "attribute", path.attribute);
  if (path.symbol.empty()) return;
  std::string tag;
  core::Bytes left = path.symbols;
  for (core::Bytes part = next_symbol(left); !part.empty(); part = next_symbol(left)) {
    if (!tag.empty()) tag += '.';
    tag += core::as_text(part);
  }
  fields.text("tag", tag);
}

void describe_service(const Cip& cip, FieldWriter& fields) {
  fields.text("kind", cip.is_response ? "response" : "request");
  fields.number("service_code", cip.service);
  fields.text("service", service_info(cip.service, cip.path.object_class).name);
  describe_path(cip.path, fields);
  if (!cip.is_response) return;
  fields.number("status_code", cip.status);
  optional_text(fields, "status", status_name(cip.status));
}

void describe_cip(const Message& m, FieldWriter& fields) {
  fields.begin_object("cip");
  describe_service(*m.cip, fields);
  if (m.was_forwarded) fields.boolean("unconnected_send", true);
  if (!m.packed.empty()) {
    fields.begin_array("services");
    for (std::size_t i = 0; i < packed_count(m.packed); ++i) {
      Cip cip;
      const core::Bytes bytes = packed_service(m.packed, i);
      if (bytes.empty() || read_cip(bytes, 0, cip)) continue;
      fields.begin_object({});
      describe_service(cip, fields);
      fields.end_object();
    }
    fields.end_array();
  }
  fields.end_object();
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (!m.has_header && !m.is_implicit) return;
  if (m.is_implicit) {
    fields.text("command", "io_data");
  } else {
    fields.text("kind", m.is_response ? "response" : "request");
    fields.number("command_code", m.command);
    fields.text("command", command_name(m.command));
    fields.number("session", m.session);
    fields.number("status", m.status);
  }
  optional_number(fields, "connection_id", m.connection_id);
  optional_number(fields, "sequence", m.sequence);
  if (m.identity) describe_identity(*m.identity, fields);
  if (m.cip) describe_cip(m, fields);
}

}  // namespace vedette::decoders::enip
