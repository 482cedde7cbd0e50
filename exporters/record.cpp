// SPDX-License-Identifier: Apache-2.0
#include "exporters/record.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>

#include "exporters/alert_schema.h"
#include "exporters/utf8.h"
#include "models/schema/record.pb.h"

namespace vedette::exporters {
namespace {

constexpr std::size_t max_name = 256;  // of site and sensor, in bytes

std::unexpected<Rejection> reject(Flaw flaw, std::string message) {
  return std::unexpected(Rejection{flaw, std::move(message)});
}

template <std::size_t N>
std::array<std::uint8_t, N> to_array(std::string_view bytes) {
  std::array<std::uint8_t, N> result{};
  std::ranges::copy(core::as_bytes(bytes), result.begin());
  return result;
}

v1::Record to_message(const Record& record) {
  v1::Record message;
  message.set_chain(std::string{core::as_text(record.chain)});
  message.set_sequence(record.sequence);
  if (record.previous) message.set_previous(std::string{core::as_text(*record.previous)});
  message.set_published(core::to_ns(record.published));
  message.set_site(record.site);
  message.set_sensor(record.sensor);
  if (const auto* alert = std::get_if<core::Alert>(&record.body)) {
    v1::Alert& body = *message.mutable_alert();
    write_alert(bounded(*alert), body);
    body.set_site(record.site);
    body.set_sensor(record.sensor);
    body.set_sequence(record.sequence);
  } else {
    message.mutable_checkpoint()->set_closing(std::get<Checkpoint>(record.body).closing);
  }
  return message;
}

/// What no sound record holds; nullptr where all is well.
const char* flaw_of(const v1::Record& message) {
  if (message.chain().size() != std::tuple_size_v<ChainId>) return "chain is not 16 bytes";
  if (message.sequence() == 0) return "sequence is 0";
  const std::size_t expected_previous = message.sequence() == 1 ? 0 : std::tuple_size_v<Digest>;
  if (message.previous().size() != expected_previous) return "previous has the wrong length";
  if (message.published() < 0) return "published lies before 1970";
  for (const std::string& name : {message.site(), message.sensor()}) {
    if (name.size() > max_name || !is_utf8(name)) return "site or sensor is too long or not UTF-8";
  }
  if (message.body_case() == v1::Record::BODY_NOT_SET) return "body is missing";
  if (!message.has_alert()) return nullptr;
  const v1::Alert& alert = message.alert();
  if (alert.site() != message.site() || alert.sensor() != message.sensor() || alert.sequence() != message.sequence()) {
    return "site, sensor or sequence of the alert differ from the record's";
  }
  return nullptr;
}

std::expected<Record, Rejection> read_record(const std::string& payload) {
  v1::Record message;
  if (!parse(payload, message)) return reject(Flaw::bad_record, "payload can't be decoded");
  if (has_unknown_fields(message)) return reject(Flaw::unknown_field, "the signed record has an unknown field");
  if (const char* flaw = flaw_of(message)) return reject(Flaw::bad_record, flaw);
  Record record{.chain = to_array<16>(message.chain()),
                .sequence = message.sequence(),
                .previous = std::nullopt,
                .published = core::timestamp_from_ns(message.published()),
                .site = message.site(),
                .sensor = message.sensor(),
                .body = Checkpoint{.closing = message.checkpoint().closing()}};
  if (!message.previous().empty()) record.previous = to_array<32>(message.previous());
  if (message.has_alert()) {
    auto alert = read_alert(message.alert());
    if (!alert) return reject(Flaw::bad_record, alert.error().message);
    record.body = std::move(*alert);
  }
  return record;
}

/// The bytes of an envelope without its signature must have one form only: beside the chain, nothing else notices a
/// change in those of the last record.
std::expected<v1::Envelope, Rejection> read_envelope(core::Bytes bytes) {
  if (bytes.size() > max_envelope) {
    return reject(Flaw::undecodable, fmt::format("{} bytes are too long for an envelope", bytes.size()));
  }
  v1::Envelope envelope;
  if (!parse(core::as_text(bytes), envelope)) return reject(Flaw::undecodable, "envelope can't be decoded");
  if (has_unknown_fields(envelope)) return reject(Flaw::unknown_field, "the envelope has an unknown field");
  if (envelope.SerializeAsString() != core::as_text(bytes)) {
    return reject(Flaw::undecodable, "envelope is not in the form in which it is signed");
  }
  if (envelope.signatures_size() != 1) {
    return reject(Flaw::signature, fmt::format("has {} signatures instead of one", envelope.signatures_size()));
  }
  return envelope;
}

std::string escaped(std::string_view part) {
  std::string text;
  for (const char c : part) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                            c == '.' || c == '_' || c == '~';
    if (unreserved) {
      text += c;
    } else {
      fmt::format_to(std::back_inserter(text), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

}  // namespace

std::string_view to_string(Flaw flaw) {
  constexpr std::array<std::string_view, 10> names{
      "not decodable", "unknown field", "wrong payload type", "wrong key",    "bad signature",
      "bad record",    "other chain",   "broken sequence",    "broken chain", "wrong topic"};
  return names.at(static_cast<std::size_t>(flaw));
}

std::string pre_authentication_encoding(std::string_view type, std::string_view body) {
  std::string encoding = fmt::format("DSSEv1 {} {} {} ", type.size(), type, body.size());
  return encoding.append(body);
}

core::Result<std::string> seal(const Record& record, const PrivateKey& key) {
  v1::Envelope envelope;
  *envelope.mutable_payload() = to_message(record).SerializeAsString();
  envelope.set_payload_type(std::string{record_payload_type});
  auto signature = key.sign(core::as_bytes(pre_authentication_encoding(record_payload_type, envelope.payload())));
  if (!signature) return std::unexpected(signature.error());
  auto& entry = *envelope.add_signatures();
  entry.set_sig(std::move(*signature));
  entry.set_keyid(key.public_key().id());
  return envelope.SerializeAsString();
}

std::expected<Record, Rejection> open(core::Bytes bytes, std::span<const PublicKey> trusted) {
  const auto envelope = read_envelope(bytes);
  if (!envelope) return std::unexpected(envelope.error());
  if (envelope->payload_type() != record_payload_type) {
    return reject(Flaw::payload_type, fmt::format("payload type is '{}' instead of '{}'",
                                                  printable(envelope->payload_type()), record_payload_type));
  }
  const auto& signature = envelope->signatures(0);
  const auto key = std::ranges::find(trusted, signature.keyid(), &PublicKey::id);
  if (key == trusted.end()) {
    return reject(Flaw::untrusted_key,
                  fmt::format("signed by key {}, which is not trusted", printable(signature.keyid().substr(0, 64))));
  }
  const std::string encoding = pre_authentication_encoding(record_payload_type, envelope->payload());
  if (!key->verify(core::as_bytes(encoding), core::as_bytes(signature.sig()))) {
    return reject(Flaw::signature, "the signature is not that of the key it names");
  }
  return read_record(envelope->payload());
}

std::optional<std::uint64_t> claimed_sequence(core::Bytes bytes) {
  v1::Envelope envelope;
  v1::Record record;
  const bool readable = bytes.size() <= max_envelope && parse(core::as_text(bytes), envelope) &&
                        parse(envelope.payload(), record) && record.sequence() > 0;
  if (!readable) return std::nullopt;
  return record.sequence();
}

std::string topic_of(const Record& record) {
  const std::string origin = fmt::format("{}/{}/", escaped(record.site), escaped(record.sensor));
  if (const auto* alert = std::get_if<core::Alert>(&record.body)) {
    return fmt::format("alert/{}{}/{}/", origin, core::to_string(alert->severity), escaped(alert->detector));
  }
  return "checkpoint/" + origin;
}

}  // namespace vedette::exporters
