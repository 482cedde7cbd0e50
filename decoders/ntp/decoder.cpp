// SPDX-License-Identifier: Apache-2.0
#include "decoders/ntp/decoder.h"

#include <array>

#include "core/byte_cursor.h"
#include "decoders/flaw.h"
#include "decoders/optional_fields.h"

namespace vedette::decoders::ntp {
namespace {

using core::Observation;
using core::Verb;

enum class Defect : std::uint8_t { truncated, bad_version, reserved_mode };

constexpr std::array<DefectInfo, 3> defects{{
    {"truncated", "shorter than the header of its mode (RFC 5905, 7.3; RFC 9327, 2)"},
    {"bad_version", "the version is not 1 to 4 (RFC 5905, 7.3)"},
    {"reserved_mode", "mode 0, which only version 1 had (RFC 5905, 7.3)"},
}};
constexpr std::array<std::uint16_t, 1> ports{123};
constexpr std::array<std::string_view, 8> modes{"reserved", "symmetric_active", "symmetric_passive", "client",
                                                "server",   "broadcast",        "control",           "private"};
constexpr std::array<std::string_view, 8> operations{"unspecified", "symmetric_active", "symmetric_passive", "client",
                                                     "server",      "broadcast",        "control",           "private"};

/// RFC 9327, 2, and the assignments it lists.
constexpr std::string_view control_name(std::uint8_t operation) {
  switch (operation) {
    case 1:
      return "read_status";
    case 2:
      return "read_variables";
    case 3:
      return "write_variables";
    case 4:
      return "read_clock_variables";
    case 5:
      return "write_clock_variables";
    case 6:
      return "set_trap";
    case 7:
      return "trap_response";
    case 8:
      return "configure";
    case 9:
      return "export_configuration";
    case 10:
      return "read_mru_list";
    case 11:
      return "read_ordered_list";
    case 12:
      return "request_nonce";
    case 31:
      return "unset_trap";
    default:
      return {};
  }
}

Verb control_verb(std::uint8_t operation) {
  switch (operation) {
    case 3:
    case 5:
    case 6:
    case 8:
    case 31:
      return Verb::control;
    case 7:
      return Verb::other;
    default:
      return Verb::read;
  }
}

/// ntpd's own numbers: lists, statistics and information are asked for, all else changes how the server runs.
Verb private_verb(std::uint8_t request) {
  constexpr std::uint64_t asking = 0x3ff | 1ull << 16 | 1ull << 20 | 3ull << 28 | 7ull << 34 | 3ull << 38 | 7ull << 42;
  return request < 64 && (asking >> request & 1) != 0 ? Verb::read : Verb::control;
}

constexpr std::uint8_t control_response = 0x80, control_error = 0x40, control_operation = 0x1f;

/// The four letters of a server that won't serve (RFC 5905, 7.4).
std::string_view kiss_code(core::Bytes id) {
  constexpr std::array<std::string_view, 14> codes{"ACST", "AUTH", "AUTO", "BCST", "CRYP", "DENY", "DROP",
                                                   "RSTR", "INIT", "MCST", "NKEY", "NTSN", "RATE", "RMOT"};
  for (const std::string_view code : codes) {
    if (core::as_text(id) == code) return code;
  }
  return {};
}

bool is_printable(core::Bytes text) {
  for (const std::uint8_t c : text) {
    if (c < 0x20 || c > 0x7e) return false;
  }
  return true;
}

/// RFC 5905, 7.3: four letters of a reference clock or a refusal, else the address of who it has its time from (of IPv6
/// a hash of it, which looks like an address).
void describe_reference(const Message& m, core::FieldWriter& fields) {
  core::Bytes id = m.reference_id;
  if (id.size() != 4) return;
  if (*m.stratum >= 2) return fields.text("reference_id", core::IpAddress::v4(id).to_string());
  while (!id.empty() && id.back() == 0) id = id.first(id.size() - 1);
  if (!id.empty() && is_printable(id)) fields.text("reference_id", core::as_text(id));
}

}  // namespace

bool Message::is_response() const {
  switch (mode()) {
    case Mode::server:
    case Mode::symmetric_passive:
      return true;
    case Mode::control:
      return (second & control_response) != 0;
    case Mode::private_use:
      return (*first & 0x80) != 0;
    default:
      return false;
  }
}

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"ntp"},
      .title = "NTP",
      .specification = "RFC 5905; RFC 9327",
      .over_udp = true,
      .ports = ports,
      .links = {},
      .defects = defects,
      .operations = operations,
      .spaces = {},
      .max_message = 65'535,
  };
  return info;
}

/// One octet says nothing for sure: the port must.
Verdict Decoder::probe(const Chunk&) {
  return Verdict::maybe;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message = {};
  core::ByteCursor in{chunk.bytes};
  message.first = in.u8();
  const Mode mode = message.mode();
  if (message.version() == 0 || message.version() > 4) return malformed(chunk, Defect::bad_version, 0);
  if (mode == Mode::reserved && message.version() > 1) return malformed(chunk, Defect::reserved_mode, 0);
  constexpr std::size_t time_size = 48, control_size = 12, private_size = 8;
  if (mode == Mode::control || mode == Mode::private_use) {
    message.second = in.u8();
    if (mode == Mode::private_use) {
      message.implementation = in.u8();
      message.request = in.u8();
    }
    const std::size_t size = mode == Mode::control ? control_size : private_size;
    if (chunk.bytes.size() < size) return malformed(chunk, Defect::truncated, chunk.bytes.size());
    return core::Progress::done(chunk.bytes.size());
  }
  if (chunk.bytes.size() < time_size) return malformed(chunk, Defect::truncated, chunk.bytes.size());
  message.stratum = in.u8();
  in.skip(10);  // poll, precision, root delay and dispersion
  message.reference_id = in.bytes(4);
  return core::Progress::done(chunk.bytes.size());
}

void Decoder::observe(const Message& m, Observer& observer) {
  Observation o;
  const Mode mode = m.mode();
  o.kind = m.is_response() ? core::MessageKind::response : core::MessageKind::request;
  // Who asks for the time reads nothing that the other end is there to keep, and every device asks.
  o.verb = Verb::other;
  o.operation = operations[static_cast<std::size_t>(mode)];
  o.code = static_cast<std::uint32_t>(mode);
  if (mode == Mode::broadcast) o.kind = core::MessageKind::event;
  if (mode == Mode::control) {
    o.verb = control_verb(m.second & control_operation);
    o.refused = m.is_response() && (m.second & control_error) != 0;
    if (o.refused) o.status_name = "error";
  }
  if (mode == Mode::private_use) o.verb = private_verb(m.request);
  if (mode == Mode::server && m.stratum == 0) {
    o.status_name = kiss_code(m.reference_id);
    o.refused = !o.status_name.empty() && o.status_name != "INIT";
    if (!o.refused) o.status_name = {};
  }
  observer.add(o);
}

void Decoder::describe(const Message& m, core::FieldWriter& fields) {
  if (!m.first) return;
  fields.number("version", m.version());
  fields.text("mode", modes[static_cast<std::size_t>(m.mode())]);
  if (m.mode() == Mode::control) {
    fields.boolean("response", m.is_response());
    const std::uint8_t operation = m.second & control_operation;
    return name_or_code(fields, "operation", control_name(operation), "operation_code", operation);
  }
  if (m.mode() == Mode::private_use) {
    fields.boolean("response", m.is_response());
    fields.number("implementation", m.implementation);
    fields.number("request_code", m.request);
    if (m.request == 20 || m.request == 42) fields.text("request", "monitor_list");
    return;
  }
  if (!m.stratum) return;
  fields.number("leap", m.leap());
  fields.number("stratum", *m.stratum);
  describe_reference(m, fields);
}

}  // namespace vedette::decoders::ntp
