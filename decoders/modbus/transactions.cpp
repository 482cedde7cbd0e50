// SPDX-License-Identifier: Apache-2.0
#include "decoders/modbus/transactions.h"

#include <algorithm>

namespace vedette::decoders::modbus {

Request Request::from(const Message& m, std::uint64_t frame, core::Direction direction) {
  Request request{.frame = frame,
                  .transaction_id = m.transaction_id.value_or(0),
                  .unit_id = m.unit_id.value_or(0),
                  .function_code = m.function_code.value_or(0),
                  .direction = direction};
  const auto about = [&request](Subject subject, std::array<std::uint16_t, 4> numbers) {
    request.subject = subject;
    request.numbers = numbers;
  };
  if (m.write_quantity) {
    about(Subject::exchange, {*m.address, *m.quantity, *m.write_address, *m.write_quantity});
  } else if (m.quantity) {
    about(Subject::range, {*m.address, *m.quantity});
  } else if (m.address) {
    about(Subject::address, {*m.address});
  } else if (m.sub_function) {
    about(Subject::sub_function, {*m.sub_function});
  } else if (m.mei_type) {
    about(Subject::mei_type, {*m.mei_type});
  } else if (m.file) {
    about(Subject::file, {m.file->file, m.file->record, m.file->length});
  }
  return request;
}

bool Request::is_repeated_by(const Request& later) const {
  return transaction_id == later.transaction_id && unit_id == later.unit_id && function_code == later.function_code &&
         direction == later.direction;
}

void Request::complete(Message& response) const {
  response.matched = true;
  response.request_frame = frame;
  switch (subject) {
    case Subject::none:
      break;
    case Subject::exchange:
      response.write_address = numbers[2];
      response.write_quantity = numbers[3];
      [[fallthrough]];
    case Subject::range:
      // Writes repeat their range on the wire, a queue says its own length: what stands there goes first.
      if (!response.quantity) response.quantity = numbers[1];
      [[fallthrough]];
    case Subject::address:
      if (!response.address) response.address = numbers[0];
      break;
    case Subject::sub_function:
      if (!response.sub_function) response.sub_function = numbers[0];
      break;
    case Subject::mei_type:
      if (!response.mei_type) response.mei_type = static_cast<std::uint8_t>(numbers[0]);
      break;
    case Subject::file:
      if (!response.file) response.file = FileRange{.file = numbers[0], .record = numbers[1], .length = numbers[2]};
      break;
  }
}

bool Transactions::add(const Request& request) {
  const bool crowded = count_ == capacity;
  std::size_t given_up = 0;
  while (given_up < count_ && !open_[given_up].is_repeated_by(request)) ++given_up;
  if (given_up < count_) {
    erase(given_up);
  } else if (crowded) {
    erase(0);
  }
  const bool all_kept = given_up == count_ && !crowded;
  open_[count_++] = request;
  return all_kept;
}

bool Transactions::give_up(std::uint8_t unit_id, core::Direction direction) {
  const auto end = open_.begin() + count_;
  const auto kept = std::remove_if(open_.begin(), end, [unit_id, direction](const Request& request) {
    return request.unit_id == unit_id && request.direction == direction;
  });
  count_ = static_cast<std::uint8_t>(kept - open_.begin());
  return kept == end;
}

std::optional<Request> Transactions::take(const Message& response, core::Direction direction) {
  const std::size_t at = find(response, direction);
  if (at == count_) return {};
  const Request request = open_[at];
  erase(at);
  return request;
}

bool Transactions::awaits(const Message& response, core::Direction direction) const {
  return find(response, direction) < count_;
}

std::size_t Transactions::find(const Message& response, core::Direction direction) const {
  std::size_t at = 0;
  while (at < count_ &&
         !(open_[at].transaction_id == response.transaction_id.value_or(0) && open_[at].unit_id == response.unit_id &&
           open_[at].function_code == response.function_code && open_[at].direction != direction))
    ++at;
  return at;
}

void Transactions::erase(std::size_t at) {
  std::copy(open_.begin() + static_cast<std::ptrdiff_t>(at) + 1, open_.begin() + count_,
            open_.begin() + static_cast<std::ptrdiff_t>(at));
  --count_;
}

}  // namespace vedette::decoders::modbus
