// SPDX-License-Identifier: Apache-2.0
// One message of a TPKT connection as read: what the transport says (COTP), and the S7 PDU inside. Siemens has not
// published S7; field names are those of the Wireshark dissector, whose names everybody knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/flaw.h"

namespace vedette::decoders::s7comm {

enum class Defect : std::uint8_t {
  bad_tpkt,
  bad_cotp,
  truncated,
  too_many_fragments,
  bad_length,
  bad_item,
  bad_function
};

using Flaw = decoders::Flaw<Defect>;

/// ISO 8073, 13.1: the upper four bits of a transport PDU's code.
enum class Cotp : std::uint8_t {
  expedited = 0x10,
  expedited_acknowledgement = 0x20,
  reject = 0x50,
  acknowledgement = 0x60,
  error = 0x70,
  disconnect_request = 0x80,
  disconnect_confirm = 0xc0,
  connection_confirm = 0xd0,
  connection_request = 0xe0,
  data = 0xf0,
};

enum class Rosctr : std::uint8_t { job = 1, ack = 2, ack_data = 3, userdata = 7 };

/// What a user data PDU is about.
struct UserData {
  std::uint8_t type = 0;  ///< 0: told unasked, 4: request, 8: response
  std::uint8_t group = 0, sub_function = 0;
  std::optional<std::uint16_t> error;
  std::optional<std::uint16_t> szl_id, szl_index;
};

/// What a system status list says of the device (0x0011: module, 0x001c: component).
struct Component {
  core::Bytes order_number, plc_name, module_name, serial_number, module_type;
};

struct Message {
  std::size_t size = 0;  ///< of the last transport PDU
  std::optional<Cotp> cotp;
  core::Bytes source_tsap, target_tsap;

  std::optional<std::uint8_t> protocol_id;  ///< 0x32: S7, 0x72: its successor
  std::uint8_t plus_version = 0;
  std::optional<Rosctr> rosctr;
  std::uint16_t pdu_reference = 0;
  std::optional<std::uint8_t> function;
  std::optional<std::uint16_t> error;  ///< class and code
  std::optional<std::uint16_t> pdu_length;
  std::optional<UserData> user;
  std::uint8_t item_count = 0;
  core::Bytes items;         ///< of a job that reads or writes: whole ones only
  core::Bytes return_codes;  ///< the data part of a response that reads or writes
  core::Bytes block;         ///< file name of up- and downloads
  core::Bytes service;       ///< of a program invocation: what is started, stopped, deleted
  Component component;

  bool unmatched = false;
  std::uint64_t request_frame = 0;
};

/// A part of the PLC's memory (syntax S7ANY), or that it is named in another way.
struct Item {
  std::uint8_t syntax = 0, transport_size = 0, area = 0;
  std::uint16_t count = 0, db = 0;
  std::uint32_t bit_address = 0;
  static constexpr std::uint8_t any = 0x10;
};
/// The next of Message::items.
Item next_item(core::Bytes& items);

/// Reads an S7 PDU. Offsets count from its protocol id.
std::optional<Flaw> read_pdu(core::Bytes pdu, Message& message);

}  // namespace vedette::decoders::s7comm
