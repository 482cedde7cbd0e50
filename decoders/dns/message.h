// SPDX-License-Identifier: Apache-2.0
// One DNS message as read: its header, and where its questions and records stand. Names and data are taken from the
// message itself by who asks for them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "decoders/dns/defects.h"
#include "decoders/dns/name.h"

namespace vedette::decoders::dns {

/// By the port: the same format with another meaning here and there.
enum class Variant : std::uint8_t { dns, mdns, llmnr };

enum class Section : std::uint8_t { questions, answers, authorities, additionals };
inline constexpr std::size_t section_count = 4;

struct Question {
  std::uint32_t name_at = 0;
  std::uint16_t type = 0, rr_class = 0;
};

struct Record {
  Section section = Section::answers;
  std::uint32_t name_at = 0, data_at = 0;
  std::uint16_t type = 0, rr_class = 0, data_size = 0;
  std::uint32_t ttl = 0;
};

/// RFC 6891, section 6.1: what an OPT record says in the places of class, TTL and data.
struct Edns {
  std::uint16_t udp_payload_size = 0;
  std::uint8_t extended_rcode = 0, version = 0;
  bool dnssec_ok = false;
  core::Bytes options;
};

struct Message {
  /// Of each message so many are kept; the counts are those of its header all the same.
  static constexpr std::size_t max_questions = 64, max_records = 256;

  Variant variant = Variant::dns;
  core::Bytes wire;      ///< from the header on
  std::size_t size = 0;  ///< with the length that TCP puts before it
  bool has_header = false;
  std::uint16_t id = 0, flags = 0;
  std::array<std::uint16_t, section_count> counts{};
  std::vector<Question> questions;
  std::vector<Record> records;  ///< without OPT
  NameText asked;               ///< name of the first question
  std::optional<Edns> edns;

  bool to_group = false;   ///< from and to the port of mDNS: everybody on the link hears it
  bool matched = false;    ///< an answer whose query was seen
  bool unmatched = false;  ///< an answer to nothing, where every query was seen
  std::uint64_t request_frame = 0;

  // RFC 1035, section 4.1.1, and RFC 4035, section 3.2, for the last two.
  bool is_answer() const { return (flags & 0x8000) != 0; }
  std::uint8_t opcode() const { return flags >> 11 & 0xf; }
  bool authoritative() const { return (flags & 0x0400) != 0; }
  bool truncated() const { return (flags & 0x0200) != 0; }
  bool recursion_desired() const { return (flags & 0x0100) != 0; }
  bool recursion_available() const { return (flags & 0x0080) != 0; }
  bool authentic_data() const { return (flags & 0x0020) != 0; }
  bool checking_disabled() const { return (flags & 0x0010) != 0; }
  std::uint16_t rcode() const {
    return static_cast<std::uint16_t>((edns ? edns->extended_rcode : 0) << 4 | (flags & 0xf));
  }
  std::uint16_t count(Section section) const { return counts[static_cast<std::size_t>(section)]; }

  /// In mDNS the first bit of a class is another field (RFC 6762, sections 5.4 and 10.2).
  std::uint16_t class_of(std::uint16_t field) const {
    return variant == Variant::mdns ? static_cast<std::uint16_t>(field & 0x7fff) : field;
  }
  bool top_bit(std::uint16_t class_field) const { return variant == Variant::mdns && (class_field & 0x8000) != 0; }

  /// Empty, with the room that it had.
  void clear();
};

}  // namespace vedette::decoders::dns
