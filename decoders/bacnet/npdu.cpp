// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/npdu.h"

#include <array>

#include "core/byte_cursor.h"
#include "core/hash.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr std::uint8_t version_1 = 1;
constexpr std::uint8_t has_target = 0x20, has_source = 0x08;
constexpr std::size_t longest_address = 7;  // Table 6-1: LonTalk's Neuron ID

std::optional<NetworkAddress> read_network_address(core::ByteCursor& in) {
  NetworkAddress address;
  address.network = in.be16();
  const std::uint8_t length = in.u8();
  address.address = in.bytes(length);
  return in.ok() ? std::optional{address} : std::nullopt;
}

std::optional<Flaw> judge_target(const Npdu& npdu, std::size_t offset) {
  if (npdu.target->network != 0 && npdu.target->address.size() <= longest_address) return {};
  return Flaw{Defect::bad_npdu_address, offset};
}

/// 6.2.2: a message comes from one device on one network.
std::optional<Flaw> judge_source(const Npdu& npdu, std::size_t offset) {
  const NetworkAddress& source = *npdu.source;
  const bool one_network = source.network != 0 && source.network != global_network;
  if (one_network && !source.address.empty() && source.address.size() <= longest_address) return {};
  return Flaw{Defect::bad_npdu_address, offset};
}

using enum core::Verb;
constexpr std::array<NetworkMessageInfo, network_message_name_count> infos{{
    {"who_is_router_to_network", discover},
    {"i_am_router_to_network", discover},
    {"i_could_be_router_to_network", discover},
    {"reject_message_to_network", other},
    // These two stop and start what a router forwards (6.4.5, 6.4.6).
    {"router_busy_to_network", control},
    {"router_available_to_network", control},
    {"initialize_routing_table", control},
    {"initialize_routing_table_ack", control},
    {"establish_connection_to_network", control},
    {"disconnect_connection_to_network", control},
    {"challenge_request", other},
    {"security_payload", other},
    {"security_response", other},
    {"request_key_update", other},
    {"update_key_set", control},
    {"update_distribution_key", control},
    {"request_master_key", other},
    {"set_master_key", control},
    {"what_is_network_number", discover},
    {"network_number_is", discover},
    {"reserved_network_message", other},
    {"proprietary_network_message", other},
}};
constexpr std::size_t reserved_at = 20, proprietary_at = 21;
constexpr std::uint8_t first_proprietary = 0x80;

/// Initialize-Routing-Table and its answer: a count and that many ports (6.4.7). The answer to a change may be empty.
bool holds_ports(core::Bytes content, bool is_answer) {
  if (content.empty()) return is_answer;
  core::ByteCursor in{content};
  for (std::uint8_t left = in.u8(); left > 0 && in.ok(); --left) {
    in.skip(3);
    in.skip(in.u8());
  }
  return in.ok() && in.empty();
}

bool has_right_length(std::uint8_t type, core::Bytes content) {
  const std::size_t size = content.size();
  switch (static_cast<NetworkMessageType>(type)) {
    case NetworkMessageType::who_is_router_to_network:
      return size == 0 || size == 2;
    case NetworkMessageType::i_am_router_to_network:
      return size > 0 && size % 2 == 0;
    case NetworkMessageType::router_busy_to_network:
    case NetworkMessageType::router_available_to_network:
      return size % 2 == 0;
    case NetworkMessageType::i_could_be_router_to_network:
    case NetworkMessageType::reject_message_to_network:
    case NetworkMessageType::establish_connection_to_network:
    case NetworkMessageType::network_number_is:
      return size == 3;
    case NetworkMessageType::disconnect_connection_to_network:
      return size == 2;
    case NetworkMessageType::what_is_network_number:
      return size == 0;
    case NetworkMessageType::initialize_routing_table:
    case NetworkMessageType::initialize_routing_table_ack:
      return holds_ports(content, type == static_cast<std::uint8_t>(NetworkMessageType::initialize_routing_table_ack));
    default:
      return true;  // security (clause 24 of 135-2012): recognised only
  }
}

}  // namespace

std::optional<Flaw> read_npdu(core::Bytes bytes, Npdu& npdu, std::optional<core::Bytes>& content) {
  core::ByteCursor in{bytes};
  const std::uint8_t version = in.u8();
  if (!in.ok()) return Flaw{Defect::truncated_npdu, 0};
  npdu.version = version;
  if (version != version_1) return Flaw{Defect::bad_npdu_version, 0};
  const std::uint8_t control = in.u8();
  if (!in.ok()) return Flaw{Defect::truncated_npdu, bytes.size()};
  npdu.control = control;

  std::optional<Flaw> flaw;
  const std::size_t target_at = in.offset();
  if ((control & has_target) != 0) npdu.target = read_network_address(in);
  if (npdu.target) flaw = judge_target(npdu, target_at);
  const std::size_t source_at = in.offset();
  if ((control & has_source) != 0) npdu.source = read_network_address(in);
  if (npdu.source && !flaw) flaw = judge_source(npdu, source_at);
  if ((control & has_target) != 0) {
    const std::uint8_t hop_count = in.u8();
    if (in.ok()) npdu.hop_count = hop_count;
  }
  if (!in.ok() || in.empty()) return flaw ? flaw : Flaw{Defect::truncated_npdu, bytes.size()};
  content = in.rest();
  return flaw;
}

std::string_view priority_name(std::uint8_t priority) {
  static constexpr std::array<std::string_view, 4> names{"normal", "urgent", "critical_equipment", "life_safety"};
  return names[priority & 3];
}

std::uint64_t hash_of(const std::optional<NetworkAddress>& first, const std::optional<NetworkAddress>& second) {
  if (!first && !second) return 0;
  std::uint64_t hash = 1;
  for (const auto* address : {&first, &second}) {
    hash = core::hash_combine(hash, *address ? std::uint64_t{1} << 32 | (*address)->network : 0);
    if (*address) hash = core::hash_bytes((*address)->address, hash);
  }
  return hash;
}

std::optional<Flaw> read_network_message(core::Bytes bytes, NetworkMessage& message) {
  core::ByteCursor in{bytes};
  message.type = in.u8();
  if (message.type >= first_proprietary) {
    const std::uint16_t vendor = in.be16();
    if (!in.ok()) return Flaw{Defect::bad_network_message, bytes.size()};
    message.vendor = vendor;
  }
  const std::size_t content_at = in.offset();
  message.content = in.rest();
  if (&network_message_info(message.type) == &infos[reserved_at]) return Flaw{Defect::bad_network_message, 0};
  if (has_right_length(message.type, message.content)) return {};
  return Flaw{Defect::bad_network_message, content_at};
}

const NetworkMessageInfo& network_message_info(std::uint8_t type) {
  if (type >= first_proprietary) return infos[proprietary_at];
  return infos[std::min<std::size_t>(type, reserved_at)];
}

std::string_view network_message_name(std::size_t index) {
  return infos[index].name;
}

std::string_view network_reject_name(std::uint8_t reason) {
  static constexpr std::array<std::string_view, 7> names{
      "other",          "not_directly_connected", "busy", "unknown_network_layer_message", "message_too_long",
      "security_error", "addressing_error",
  };
  return reason < names.size() ? names[reason] : std::string_view{};
}

}  // namespace vedette::decoders::bacnet
