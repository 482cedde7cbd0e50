// SPDX-License-Identifier: Apache-2.0
// Eclipse Sparkplug 3.0.0 in MQTT publishes: the topic namespace (section 4) says who speaks and what kind of message
// it is, the payload (section 6, Sparkplug B: Protocol Buffers) holds metrics. A birth names each metric once and gives
// it a number, its alias; later messages say only the alias. The names are kept in the conversation's memory, which may
// forget: an alias that no birth of this conversation explained is said as such, never guessed.
// The metrics stay in the payload and are walked by who asks for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/bytes.h"
#include "core/field_writer.h"
#include "core/observation.h"
#include "decoders/decoder.h"
#include "decoders/keep.h"

namespace vedette::decoders::mqtt {

enum class SparkplugType : std::uint8_t { nbirth, ndeath, dbirth, ddeath, ndata, ddata, ncmd, dcmd, state };
std::string_view to_string(SparkplugType type);  ///< as in topics: "NBIRTH"

/// spBv1.0/group_id/message_type/edge_node_id[/device_id], or spBv1.0/STATE/host_id (sections 4.1, 4.2).
struct SparkplugTopic {
  SparkplugType type = SparkplugType::nbirth;
  std::string_view group_id, edge_node_id;
  std::string_view device_id;  ///< of messages about a device: those that begin with D
  std::string_view host_id;    ///< of STATE
};
/// Nothing where it is no topic of the namespace.
std::optional<SparkplugTopic> read_sparkplug_topic(std::string_view topic);

enum class SparkplugDefect : std::uint8_t { truncated, bad_wire_type, bad_varint };
/// Names and meanings, in the order above.
std::span<const DefectInfo> sparkplug_defects();
struct SparkplugFlaw {
  SparkplugDefect defect;
  std::size_t offset;  ///< in bytes from the start of the payload
};

/// Entries in the conversation's memory have these kinds: the rest is free for others.
inline constexpr std::uint8_t sparkplug_first_kind = 0xf0, sparkplug_last_kind = 0xf2;

/// One message. Valid as long as topic, payload and memory are.
class Sparkplug {
 public:
  static constexpr std::size_t max_described = 1000;  ///< metrics that describe() writes; the count is of all
  static constexpr std::size_t max_values = 64;       ///< numbers that values() gives

  Sparkplug() = default;
  /// Reads the payload up to its first flaw, and keeps what a birth says. `whole` is false where the payload is only
  /// the beginning of a longer one: then its end is no flaw. Without memory no alias is known.
  Sparkplug(const SparkplugTopic& topic, core::Bytes payload, Memory* memory, bool whole = true);

  const SparkplugTopic& topic() const { return topic_; }
  std::optional<std::uint64_t> seq() const { return seq_; }
  std::optional<std::uint64_t> bd_seq() const { return bd_seq_; }        ///< of births and deaths of nodes
  std::optional<std::uint64_t> timestamp() const { return timestamp_; }  ///< milliseconds since 1970
  std::size_t metric_count() const { return metric_count_; }
  std::optional<SparkplugFlaw> flaw() const { return flaw_; }

  /// The fields, into an object that is open: message_type, group_id, edge_node_id, device_id, host_id, timestamp,
  /// online (of STATE), seq, bd_seq, metric_count, metrics[{name, alias, alias_unknown, timestamp, datatype,
  /// is_historical, is_transient, is_null, value, length}], malformed{defect, offset}. What is text, bytes, a data set
  /// or a template is payload: only its length is said.
  void describe(core::FieldWriter& fields) const;

  /// Numbers and booleans (0, 1) among the metrics, at most max_values of them, each at the hash of its metric's name
  /// or, where that is not known, of its alias. Returns how many were written.
  std::size_t values(std::span<core::Value> room) const;

 private:
  void read(bool whole);
  void read_state();

  SparkplugTopic topic_;
  core::Bytes payload_;
  Memory* memory_ = nullptr;
  std::optional<std::uint64_t> timestamp_, seq_, bd_seq_;
  std::size_t metric_count_ = 0;
  std::optional<SparkplugFlaw> flaw_;
};

/// Where a metric's values stand in observations.
std::uint64_t sparkplug_place(std::string_view metric_name);
std::uint64_t sparkplug_place(std::uint64_t alias);

}  // namespace vedette::decoders::mqtt
