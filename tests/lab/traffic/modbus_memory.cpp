// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/modbus_memory.h"

#include <algorithm>
#include <cmath>

namespace vedette::lab {
namespace {

using modbus::exception;
using modbus::Table;

constexpr Duration usual_stretch = 25min;  // of running or standing still
constexpr double full_of_bits = 0.15;      // share of status bits that are set

std::size_t word_at(View bytes, std::size_t at) {
  return at + 1 < bytes.size() ? static_cast<std::size_t>(bytes[at] << 8 | bytes[at + 1]) : 0;
}
bool is_bits(Table table) {
  return table == Table::coil || table == Table::discrete;
}
/// How much of a step is still to go.
double left_after(Duration passed, Duration lag) {
  return std::exp(-static_cast<double>(std::max(passed, Duration{0}).count()) / static_cast<double>(lag.count()));
}
double share_of(std::uint64_t word) {
  return static_cast<double>(word >> 11) * 0x1p-53;
}

}  // namespace

void ModbusMemory::add_point(ModbusPoint point) {
  follower_of_[point.address] = static_cast<std::int16_t>(followers_.size());
  followers_.push_back({std::move(point), 0, 0, {}, 0, {}});
}

bool ModbusMemory::within(Table table, std::size_t address, std::size_t count) const {
  return address + count <= sizes[static_cast<std::size_t>(table)];
}

void ModbusMemory::live_at(Timestamp at) {
  if (at == known_at_) return;
  known_at_ = at;
  local_ = calendar_.local(at + clock_step);
  activity_ = shift_.activity(local_);
  constexpr double widest = 1.7;  // of what wanders, both ways
  if (stands_still > 0 && wandering(seed, at, usual_stretch) > widest * (1 - 2 * stands_still)) activity_ = shift_.idle;
}

double ModbusMemory::count(Follower& follower, Timestamp at) {
  if (follower.counted_to != Timestamp{} && at > follower.counted_to) {
    const double seconds = std::chrono::duration<double>(at - follower.counted_to).count();
    follower.counted = std::fmod(follower.counted + seconds * activity_ * follower.point.counts, 65'536);
  }
  follower.counted_to = std::max(at, follower.counted_to);
  return follower.counted;
}

double ModbusMemory::value_of(Follower& follower, Timestamp at) {
  live_at(at);
  double value = follower.point.signal.at(at, local_, activity_);
  if (follower.point.curve) value += follower.point.curve(at);
  if (follower.point.set_point >= 0) {
    value += follower.target + (follower.from - follower.target) * left_after(at - follower.since, follower.point.lag);
  }
  return value;
}

std::uint16_t ModbusMemory::input(unsigned address, Timestamp at) {
  if (frozen_[address] >= 0) return static_cast<std::uint16_t>(frozen_[address]);
  if (firmware.has_clock && (address == clock_register || address == clock_register + 1))
    return clock(address - clock_register, at);
  const auto which = follower_of_[address];
  if (which < 0) return 0;
  Follower& follower = followers_[static_cast<std::size_t>(which)];
  if (follower.point.counts > 0) {
    live_at(at);
    return static_cast<std::uint16_t>(count(follower, at));
  }
  const double steps = std::round(value_of(follower, at) / follower.point.step);
  return static_cast<std::uint16_t>(static_cast<std::int16_t>(std::clamp(steps, -32'768.0, 32'767.0)));
}

/// Hour and minute as 1359, then the second.
std::uint16_t ModbusMemory::clock(unsigned part, Timestamp at) const {
  const auto second = static_cast<unsigned>(calendar_.local(at + clock_step).hour * 3600);
  return static_cast<std::uint16_t>(part == 0 ? second / 3600 * 100 + second / 60 % 60 : second % 60);
}

/// Beyond log_begin lies what was measured: all points of this minute, then those of the minute before.
std::uint16_t ModbusMemory::holding_at(unsigned address, Timestamp at) {
  if (address < log_begin || followers_.empty()) return holding_[address];
  const auto all = static_cast<unsigned>(followers_.size()), back = address - log_begin;
  const Timestamp minute{std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()) - 1min * (back / all)};
  return input(followers_[back % all].point.address, minute);
}

/// Bit 0: at work; the others change with time, each at its own pace.
bool ModbusMemory::status(unsigned bit, Timestamp at) {
  live_at(at);
  if (bit == 0) return activity_ > 0.5;
  const auto slot = static_cast<std::uint64_t>(core::to_ns(at) / ((bit + 3) * 600'000'000'000));
  return share_of(core::hash_combine(seed + bit, slot)) < full_of_bits;
}

void ModbusMemory::set_holding(unsigned address, std::uint16_t value, Timestamp at) {
  holding_[address] = value;
  for (auto& follower : followers_) {
    if (follower.point.set_point != static_cast<int>(address)) continue;
    const bool is_first = follower.since == Timestamp{};
    follower.from = follower.target + (follower.from - follower.target) *
                                          (is_first ? 0 : left_after(at - follower.since, follower.point.lag));
    follower.target = static_cast<std::int16_t>(value) * follower.point.step;
    if (is_first) follower.from = follower.target;
    follower.since = at;
  }
}

Octets ModbusMemory::answer(View request, Timestamp at) {
  switch (request[0]) {
    case 1:
    case 2:
    case 3:
    case 4:
      return answer_read(request, at);
    case 5:
    case 6:
    case 15:
    case 16:
      return answer_write(request, at);
    case 8:
      return Octets{}.bytes(request);
    case 23:
      return answer_read_and_write(request, at);
    case 0x11:
      return Octets{0x11}.u8(product.size() + 2).u8(0x01).text(product).u8(0xff);
    case 0x2b:
      return answer_identify(request);
    default:
      return exception(request, modbus::illegal_function);
  }
}

Octets ModbusMemory::answer_read(View request, Timestamp at) {
  const auto table = static_cast<Table>(request[0]);
  const std::size_t address = word_at(request, 1), count = word_at(request, 3);
  if (count == 0 || count > (is_bits(table) ? 2000u : firmware.longest_read))
    return exception(request, modbus::illegal_value);
  if (!within(table, address, count)) return exception(request, modbus::illegal_address);
  Octets answer;
  answer.u8(request[0]).u8(is_bits(table) ? (count + 7) / 8 : 2 * count);
  if (is_bits(table)) {
    for (std::size_t i = 0; i < count; i += 8) {
      unsigned octet = 0;
      for (std::size_t bit = 0; bit < 8 && i + bit < count; ++bit) {
        const auto which = static_cast<unsigned>(address + i + bit);
        octet |= static_cast<unsigned>(table == Table::coil ? coils_[which] : status(which, at)) << bit;
      }
      answer.u8(octet);
    }
    return answer;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto which = static_cast<unsigned>(address + i);
    answer.u16(table == Table::input ? input(which, at) : holding_at(which, at));
  }
  return answer;
}

Octets ModbusMemory::answer_write(View request, Timestamp at) {
  const std::uint8_t function = request[0];
  const std::size_t address = word_at(request, 1), value = word_at(request, 3);
  const bool many = function > 6, bits = function == 5 || function == 15;
  const std::size_t count = many ? value : 1;
  if (!within(bits ? Table::coil : Table::holding, address, count)) return exception(request, modbus::illegal_address);
  for (std::size_t i = 0; i < count; ++i) {
    const auto which = static_cast<unsigned>(address + i);
    if (bits) {
      coils_[which] = many ? (request[6 + i / 8] >> (i % 8) & 1) != 0 : value != 0;
    } else {
      set_holding(which, static_cast<std::uint16_t>(many ? word_at(request, 6 + 2 * i) : value), at);
    }
  }
  return Octets{}.bytes(request.first(5));
}

Octets ModbusMemory::answer_read_and_write(View request, Timestamp at) {
  if (!firmware.reads_and_writes) return exception(request, modbus::illegal_function);
  const std::size_t address = word_at(request, 1), count = word_at(request, 3), written = word_at(request, 5);
  if (!within(Table::holding, address, count) || !within(Table::holding, written, 1))
    return exception(request, modbus::illegal_address);
  set_holding(static_cast<unsigned>(written), static_cast<std::uint16_t>(word_at(request, 10)), at);
  Octets answer;
  answer.u8(23).u8(2 * count);
  for (std::size_t i = 0; i < count; ++i) answer.u16(holding_at(static_cast<unsigned>(address + i), at));
  return answer;
}

/// Function 43/14: the three basic objects, whatever was asked for (6.21).
Octets ModbusMemory::answer_identify(View request) const {
  if (!firmware.identifies || request.size() < 4 || request[1] != 0x0e)
    return exception(request, modbus::illegal_function);
  Octets answer = Octets{0x2b, 0x0e}.u8(request[2]).u8(0x01).u8(0).u8(0).u8(3);
  for (std::uint8_t i = 0; const auto* text : {&vendor, &product, &firmware.version})
    answer.u8(i++).u8(text->size()).text(*text);
  return answer;
}

}  // namespace vedette::lab
