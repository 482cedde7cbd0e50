// SPDX-License-Identifier: Apache-2.0
// PUBLISH in its conversation: the topic behind an alias (MQTT 5.0, section 3.3.2.3.4), the delivery that it begins or
// repeats (section 4.3), the subscriptions that it answers (section 3.3.2.3.8), the Sparkplug in it.
#include <limits>

#include "decoders/mqtt/session.h"
#include "decoders/mqtt/text.h"

namespace vedette::decoders::mqtt {
namespace {

// Longer topics are not kept behind an alias, nor longer lists of filters behind a subscription's identifier.
constexpr std::size_t max_kept_text = 8 * 1024;
constexpr std::string_view sparkplug_namespace = "spBv1.0/";

KeepKey key_of(Kept kind, std::uint32_t epoch, std::uint32_t number) {
  return {static_cast<std::uint8_t>(kind), std::uint64_t{epoch} << 32 | number};
}

void add_counted(core::Bytes text, std::vector<std::uint8_t>& list) {
  list.push_back(static_cast<std::uint8_t>(text.size() >> 8));
  list.push_back(static_cast<std::uint8_t>(text.size()));
  list.insert(list.end(), text.begin(), text.end());
}

void read_sparkplug(const Chunk& chunk, Message& message) {
  if (!core::as_text(message.topic).starts_with(sparkplug_namespace)) return;
  const auto topic = read_sparkplug_topic(core::as_text(message.topic));
  if (topic) message.sparkplug.emplace(*topic, message.payload, chunk.memory, !message.incomplete);
}

}  // namespace

void Session::follow_publish(const Chunk& chunk, Message& message) {
  if (message.packet_id) begin_delivery(chunk, message);
  if (message.properties.topic_alias) {
    if (*message.properties.topic_alias != 0) resolve_topic(chunk, message);
  } else if (message.topic.empty()) {
    message.topic_unknown = message.incomplete;
  }
  if (message.properties.has_subscription_id && !message.from_client) find_filters(chunk, message);
  if (!message.has_flaw && message.has_payload) read_sparkplug(chunk, message);
}

std::optional<Flaw> Session::judge_alias(core::Direction direction, const Message& message) {
  const std::uint16_t most = side(direction).alias_maximum.value_or(std::numeric_limits<std::uint16_t>::max());
  const std::uint16_t alias = *message.properties.topic_alias;
  if (alias != 0 && alias <= most) return {};
  return Flaw{Defect::bad_topic_alias, message.properties.alias_offset};
}

void Session::begin_delivery(const Chunk& chunk, Message& message) {
  const Awaited awaited = message.qos == 1 ? Awaited::puback : Awaited::pubrec;
  Exchange* open = exchanges_.find(chunk.direction, *message.packet_id);
  const bool is_delivery = open && (open->awaited == awaited || (message.qos == 2 && open->awaited == Awaited::pubrel));
  if (is_delivery && message.dup) {
    message.retransmitted_frame = open->frame;
    open->frame = chunk.frame;
    return;
  }
  begin({chunk.frame, *message.packet_id, awaited, chunk.direction});
}

/// Remembers what an alias stands for from now on, or finds what it stands for.
void Session::resolve_topic(const Chunk& chunk, Message& message) {
  const Kept kind = chunk.direction == core::Direction::a_to_b ? Kept::topic_a_to_b : Kept::topic_b_to_a;
  const KeepKey key = key_of(kind, side(chunk.direction).epoch, *message.properties.topic_alias);
  if (!message.topic.empty()) {
    if (chunk.memory == nullptr || message.has_flaw) return;
    if (message.topic.size() > max_kept_text) return chunk.memory->erase(key);
    chunk.memory->put(key, message.topic);
    return;
  }
  const auto topic = chunk.memory ? chunk.memory->find(key) : std::nullopt;
  message.topic_unknown = !topic;
  if (!topic) return;
  message.resolved_topic.assign(topic->begin(), topic->end());
  message.topic = message.resolved_topic;
}

void Session::keep_filters(const Chunk& chunk, const Message& message) {
  if (!message.properties.has_subscription_id || message.has_flaw || chunk.memory == nullptr) return;
  if (message.list.size() > max_kept_text) return;
  core::ByteCursor in{message.properties.raw};
  Property property;
  while (next_property(in, property)) {
    if (property.id != static_cast<std::uint8_t>(PropertyId::subscription_identifier)) continue;
    const KeepKey key = key_of(Kept::filters, side(chunk.direction).epoch, property.number);
    chunk.memory->put(key, message.list);
  }
}

void Session::find_filters(const Chunk& chunk, Message& message) {
  if (chunk.memory == nullptr) return;
  core::ByteCursor in{message.properties.raw};
  Property property;
  const std::uint32_t epoch = side(core::opposite(chunk.direction)).epoch;
  while (next_property(in, property) && message.matched_filters.size() <= max_kept_text) {
    if (property.id != static_cast<std::uint8_t>(PropertyId::subscription_identifier)) continue;
    const auto list = chunk.memory->find(key_of(Kept::filters, epoch, property.number));
    if (!list) continue;
    for (core::ByteCursor filters{*list}; !filters.empty();) {
      const Filter filter = next_filter(filters, true);
      if (filters.ok() && matches(filter.text, message.topic)) add_counted(filter.text, message.matched_filters);
    }
  }
}

}  // namespace vedette::decoders::mqtt
