// SPDX-License-Identifier: Apache-2.0
// The S7 PDU: header, parameters, and of the data only what says who a device is.
#include "core/byte_cursor.h"
#include "decoders/s7comm/message.h"
#include "decoders/s7comm/names.h"

namespace vedette::decoders::s7comm {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr std::uint8_t s7 = 0x32, s7_plus = 0x72, variable = 0x12;

/// Texts of fixed length are filled with zeros or blanks.
Bytes trimmed(Bytes text) {
  while (!text.empty() && (text.back() == 0 || text.back() == ' ')) text = text.first(text.size() - 1);
  return text;
}

/// Count, then each with its length; between them what makes each begin at an even offset.
std::optional<Flaw> read_items(ByteCursor& in, Message& m) {
  m.item_count = in.u8();
  if (!in.ok()) return Flaw{Defect::bad_item, in.offset()};
  const Bytes all = in.peek();
  for (unsigned left = m.item_count; left > 0; --left) {
    const std::size_t at = in.offset();
    const std::uint8_t kind = in.u8();
    const std::size_t size = in.u8();
    const Bytes body = in.bytes(size);
    if (!in.ok() || kind != variable || size == 0) return Flaw{Defect::bad_item, at};
    if (body[0] == Item::any && size < 10) return Flaw{Defect::bad_item, at};
    if (size % 2 != 0 && left > 1) in.skip(1);
    m.items = all.first(all.size() - in.remaining());
  }
  return in.ok() ? std::nullopt : std::optional{Flaw{Defect::bad_item, in.offset()}};
}

/// Status, two octets and the transfer's number, then the name with its length.
void read_block(ByteCursor& in, Message& m) {
  in.skip(7);
  const Bytes name = in.bytes(in.u8());
  if (in.ok()) m.block = name;
}

/// `reserved` octets, of a start also a block of arguments, then the service's name with its length.
void read_service(ByteCursor& in, Message& m) {
  const bool starts = m.function == plc_control;
  in.skip(starts ? 7 : 5);
  if (starts) in.skip(in.be16());
  const Bytes name = in.bytes(in.u8());
  if (in.ok()) m.service = name;
}

std::optional<Flaw> read_job(ByteCursor& in, Message& m) {
  switch (*m.function) {
    case read_var:
    case write_var:
      return read_items(in, m);
    case setup_communication:
      in.skip(5);  // reserved, and how many jobs may be open both ways
      m.pdu_length = in.be16();
      if (!in.ok()) return Flaw{Defect::bad_length, in.offset()};
      break;
    case request_download:
    case download_block:
    case download_ended:
    case start_upload:
      read_block(in, m);
      break;
    case plc_control:
    case plc_stop:
      read_service(in, m);
      break;
    default:
      break;
  }
  return {};
}

std::optional<Flaw> read_answer(ByteCursor& in, Bytes data, Message& m) {
  if (*m.function == setup_communication && !in.empty()) {
    in.skip(5);
    m.pdu_length = in.be16();
    if (!in.ok()) return Flaw{Defect::bad_length, in.offset()};
  }
  if ((*m.function == read_var || *m.function == write_var) && !in.empty()) {
    m.item_count = in.u8();
    m.return_codes = data;
  }
  return {};
}

/// Lists 0x0011 (identification of a module) and 0x001c (of a component): their records are of one length each.
void read_status_list(ByteCursor in, Message& m) {
  const std::size_t size = in.be16(), count = in.be16();
  const std::uint16_t list = *m.user->szl_id & 0xff;
  for (std::size_t i = 0; i < count && size >= 22 && in.remaining() >= size; ++i) {
    ByteCursor record = in.sub(size);
    const std::uint16_t index = record.be16();
    if (list == 0x11 && index == 1) m.component.order_number = trimmed(record.bytes(20));
    if (list != 0x1c || size < 34) continue;
    const Bytes text = trimmed(record.bytes(32));
    if (index == 1) m.component.plc_name = text;
    if (index == 2) m.component.module_name = text;
    if (index == 5) m.component.serial_number = text;
    if (index == 7) m.component.module_type = text;
  }
}

/// Three octets of head, a length, request or response, what it is about; a response also says how it went.
std::optional<Flaw> read_user(ByteCursor in, Bytes data, Message& m) {
  in.skip(3);
  const std::size_t length = in.u8();
  const std::uint8_t method = in.u8();
  const std::uint8_t what = in.u8();
  UserData user;
  user.type = static_cast<std::uint8_t>(what >> 4);
  user.group = static_cast<std::uint8_t>(what & 15);
  user.sub_function = in.u8();
  in.skip(1);
  if (!in.ok() || length < 4) return Flaw{Defect::bad_length, in.offset()};
  constexpr std::uint8_t with_result = 0x12;
  if (method == with_result) {
    in.skip(2);
    if (const std::uint16_t error = in.be16(); in.ok()) user.error = error;
  }
  m.user = user;
  ByteCursor inside{data};
  const std::uint8_t result = inside.u8();
  inside.skip(1);
  ByteCursor body = inside.sub(inside.be16());
  constexpr std::uint8_t good = 0xff;
  const bool is_list = user_info(user).name == "read_szl" && body.remaining() >= 4;
  if (!is_list) return {};
  m.user->szl_id = body.be16();
  m.user->szl_index = body.be16();
  if (user.type == 8 && result == good) read_status_list(body, m);
  return {};
}

bool is_known(std::uint8_t rosctr) {
  return (rosctr >= 1 && rosctr <= 3) || rosctr == 7;
}

}  // namespace

Item next_item(Bytes& items) {
  ByteCursor in{items};
  in.skip(1);
  const std::size_t size = in.u8();
  ByteCursor body = in.sub(size);
  if (size % 2 != 0) in.skip(in.empty() ? 0 : 1);
  items = in.ok() ? in.peek() : Bytes{};
  Item item;
  item.syntax = body.u8();
  if (item.syntax != Item::any) return item;
  item.transport_size = body.u8();
  item.count = body.be16();
  item.db = body.be16();
  item.area = body.u8();
  item.bit_address = body.be24();
  return item;
}

std::optional<Flaw> read_pdu(Bytes pdu, Message& m) {
  ByteCursor in{pdu};
  m.protocol_id = in.u8();
  if (m.protocol_id == s7_plus) m.plus_version = in.u8();
  if (m.protocol_id != s7) return {};
  const std::uint8_t rosctr = in.u8();
  in.skip(2);
  const std::uint16_t reference = in.be16();
  const std::size_t parameters = in.be16(), data = in.be16();
  if (!in.ok()) return Flaw{Defect::bad_length, pdu.size()};
  if (!is_known(rosctr)) return Flaw{Defect::bad_function, 1};
  m.rosctr = static_cast<Rosctr>(rosctr);
  m.pdu_reference = reference;
  const bool answers = m.rosctr == Rosctr::ack || m.rosctr == Rosctr::ack_data;
  if (answers) m.error = in.be16();
  const std::size_t parameters_at = in.offset();
  ByteCursor parameter = in.sub(parameters);
  const Bytes data_part = in.bytes(data);
  if (!in.ok() || !in.empty()) return Flaw{Defect::bad_length, 6};
  if (parameters == 0) return answers ? std::nullopt : std::optional{Flaw{Defect::bad_length, 6}};
  std::optional<Flaw> flaw;
  if (m.rosctr == Rosctr::userdata) {
    flaw = read_user(parameter, data_part, m);
  } else {
    m.function = parameter.u8();
    flaw = m.rosctr == Rosctr::job ? read_job(parameter, m) : read_answer(parameter, data_part, m);
  }
  if (flaw) flaw->offset += parameters_at;
  return flaw;
}

}  // namespace vedette::decoders::s7comm
