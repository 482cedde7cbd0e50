// SPDX-License-Identifier: Apache-2.0
// Packets as clients and brokers send them: MQTT 3.1.1 and 5.0 (OASIS 2014, 2019; below: M4 and M).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tests/lab/base/octets.h"

namespace vedette::lab::mqtt {

inline constexpr std::uint16_t port = 1883;

enum class Version : std::uint8_t { v3_1_1 = 4, v5 = 5 };

struct Message {
  std::string topic, payload;
  std::uint8_t qos = 0;
  bool retain = false;
};

struct Filter {
  std::string filter;
  std::uint8_t qos = 0;
};

struct Connect {
  Version version = Version::v3_1_1;
  std::string_view client_id, user, password;  ///< user and password: empty where there is none
  unsigned keep_alive = 60;                    ///< seconds
  bool clean = true;
  const Message* will = nullptr;
};

/// Reason codes (M 2.4).
enum class Reason : std::uint8_t {
  success = 0,
  no_matching_subscribers = 0x10,
  not_authorized = 0x87,
  keep_alive_timeout = 0x8d,
  session_taken_over = 0x8e,
};

enum class Acknowledgement : std::uint8_t { puback = 4, pubrec = 5, pubrel = 6, pubcomp = 7 };

// Each appends one packet.
void connect(Octets& out, const Connect& what);
/// In 3.1.1, `not_authorized` is its return code 5 (M4 3.2.2.3).
void connack(Octets& out, Version version, bool session_present, Reason reason);
/// `alias` 0: none. Its topic is left out where the other end knows it (M 3.3.2.3.4).
void publish(Octets& out, Version version, const Message& message, std::uint8_t qos, bool retain, std::uint16_t id,
             std::uint16_t alias = 0, bool alias_is_known = false);
void acknowledge(Octets& out, Acknowledgement type, Version version, std::uint16_t id, Reason reason = Reason::success);
void subscribe(Octets& out, Version version, std::uint16_t id, std::span<const Filter> filters);
void suback(Octets& out, Version version, std::uint16_t id, std::span<const Filter> filters);
void unsubscribe(Octets& out, Version version, std::uint16_t id, std::string_view filter);
void unsuback(Octets& out, Version version, std::uint16_t id);
void ping_request(Octets& out);
void ping_response(Octets& out);
void disconnect(Octets& out, Version version, Reason reason = Reason::success);

/// M 4.7: `+` is one level, `#` the rest, neither reaches topics that begin with `$`.
bool matches(std::string_view filter, std::string_view topic);
inline bool has_wildcard(std::string_view filter) {
  return filter.find_first_of("+#") != std::string_view::npos;
}

}  // namespace vedette::lab::mqtt
