// SPDX-License-Identifier: Apache-2.0
// Requests as clients send them (Modbus Application Protocol V1.1b3, 6). Addresses are zero-based, as in the PDU.
#pragma once

#include <cstdint>
#include <span>

#include "tests/lab/base/octets.h"

namespace vedette::lab::modbus {

inline constexpr std::uint16_t port = 502;

enum class Table : std::uint8_t { coil = 1, discrete = 2, holding = 3, input = 4 };  // the function that reads it

inline Octets read(Table table, unsigned address, unsigned count) {
  return Octets{}.u8(static_cast<std::uint8_t>(table)).u16(address).u16(count);
}
inline Octets write_coil(unsigned address, bool on) {
  return Octets{}.u8(5).u16(address).u16(on ? 0xff00 : 0);
}
inline Octets write_register(unsigned address, unsigned value) {
  return Octets{}.u8(6).u16(address).u16(value);
}
inline Octets write_registers(unsigned address, std::span<const std::uint16_t> values) {
  Octets pdu = Octets{}.u8(16).u16(address).u16(values.size()).u8(2 * values.size());
  for (const auto value : values) pdu.u16(value);
  return pdu;
}
/// Read/write multiple registers, function 23: writes one register, reads others in the same transaction.
inline Octets read_and_write(unsigned address, unsigned count, unsigned written, unsigned value) {
  return Octets{}.u8(23).u16(address).u16(count).u16(written).u16(1).u8(2).u16(value);
}
/// Diagnostics, function 8.
inline Octets diagnose(unsigned sub_function, unsigned data) {
  return Octets{}.u8(8).u16(sub_function).u16(data);
}
inline constexpr unsigned return_query_data = 0, restart_communications = 1, force_listen_only = 4;
/// Read device identification, function 43/14; code 1 basic, 2 regular, 3 extended.
inline Octets identify(unsigned code) {
  return Octets{0x2b, 0x0e}.u8(code).u8(0);
}
inline Octets report_server_id() {
  return Octets{0x11};
}

inline constexpr std::uint8_t illegal_function = 1, illegal_address = 2, illegal_value = 3, server_busy = 6,
                              gateway_target_silent = 11;
inline Octets exception(View request, std::uint8_t code) {
  return Octets{}.u8(request[0] | 0x80).u8(code);
}

}  // namespace vedette::lab::modbus
