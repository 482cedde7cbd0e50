// SPDX-License-Identifier: Apache-2.0
// Requests that wait for their response, and what a response learns from its own: on the wire a read's response says
// neither where nor how much. Part of a conversation's state: fixed size, copied by value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/flow_key.h"
#include "decoders/modbus/message.h"

namespace vedette::decoders::modbus {

/// What is kept of a request. `subject` says which of the numbers mean something.
struct Request {
  enum class Subject : std::uint8_t { none, address, range, exchange, sub_function, mei_type, file };

  std::uint64_t frame = 0;
  std::uint16_t transaction_id = 0;
  std::uint8_t unit_id = 0, function_code = 0;
  /// address, quantity, write address, write quantity; or file, record, length; or the sub-function or MEI type alone.
  std::array<std::uint16_t, 4> numbers{};
  Subject subject = Subject::none;
  core::Direction direction = core::Direction::a_to_b;

  static Request from(const Message& message, std::uint64_t frame, core::Direction direction);
  /// Same transaction, unit and function: then it has been answered, or given up.
  bool is_repeated_by(const Request& later) const;
  void complete(Message& response) const;
};

class Transactions {
 public:
  /// A client may have up to 16 transactions open (MODBUS Messaging on TCP/IP Implementation Guide V1.0b, section 4.4).
  static constexpr std::size_t capacity = 16;

  /// A transaction identifier is free again only after its response (section 4.4): one that comes again before it takes
  /// the place of the request that had it. Clients that never change theirs ask one thing at a time. False where a
  /// request was forgotten, this one's forerunner or, at capacity, the oldest.
  bool add(const Request& request);
  /// RTU framing has no transactions: whoever asks a unit again has its answer or has given it up. False where a
  /// request was forgotten.
  bool give_up(std::uint8_t unit_id, core::Direction direction);
  /// The request of the other direction with the response's transaction, unit and function; it's then no longer open.
  std::optional<Request> take(const Message& response, core::Direction direction);
  bool awaits(const Message& response, core::Direction direction) const;

  void clear() { count_ = 0; }
  std::size_t size() const { return count_; }

 private:
  std::size_t find(const Message& response, core::Direction direction) const;
  void erase(std::size_t at);

  std::array<Request, capacity> open_{};  ///< oldest first
  std::uint8_t count_ = 0;
};

}  // namespace vedette::decoders::modbus
