// SPDX-License-Identifier: Apache-2.0
#include "decoders/dns/rdata.h"

#include "decoders/dns/types.h"

namespace vedette::decoders::dns {
namespace {

constexpr Part a_parts[] = {Part::address4};
constexpr Part aaaa_parts[] = {Part::address6};
constexpr Part name_parts[] = {Part::name};
constexpr Part two_names[] = {Part::name, Part::name};
constexpr Part preferred_name[] = {Part::number16, Part::name};
constexpr Part soa_parts[] = {Part::name,     Part::name,     Part::number32, Part::number32,
                              Part::number32, Part::number32, Part::number32};
constexpr Part srv_parts[] = {Part::number16, Part::number16, Part::number16, Part::name};
constexpr Part naptr_parts[] = {Part::number16, Part::number16, Part::text, Part::text, Part::text, Part::name};
constexpr Part caa_parts[] = {Part::number8, Part::text, Part::rest_text};
constexpr Part svcb_parts[] = {Part::number16, Part::name, Part::opaque};
constexpr Part text_parts[] = {Part::texts};
constexpr Part two_texts[] = {Part::text, Part::text};
constexpr Part no_form[] = {Part::opaque};

/// Those of the internet class only: another class may have another form for the same type (RFC 1035, section 3.4).
std::span<const Part> internet_parts(std::uint16_t type) {
  switch (type) {
    case type::a:
      return a_parts;
    case type::aaaa:
      return aaaa_parts;
    case type::srv:
      return srv_parts;
    case type::naptr:
      return naptr_parts;
    case type::caa:
      return caa_parts;
    case type::svcb:
    case type::https:
      return svcb_parts;
    default:
      return no_form;
  }
}

std::span<const Part> parts_of(std::uint16_t type, bool internet) {
  switch (type) {
    case type::ns:
    case type::cname:
    case type::ptr:
    case type::dname:
      return name_parts;
    case type::soa:
      return soa_parts;
    case type::mx:
    case type::afsdb:
      return preferred_name;
    case type::rp:
      return two_names;
    case type::hinfo:
      return two_texts;
    case type::txt:
    case type::spf:
      return text_parts;
    default:
      return internet ? internet_parts(type) : no_form;
  }
}

/// An update deletes by records without data (RFC 2136, section 2.5).
bool is_deletion(const Message& m, const Record& record) {
  return m.opcode() == opcode::update && record.data_size == 0;
}

std::span<const Part> form_of(const Message& m, const Record& record) {
  if (is_deletion(m, record)) return {};
  return parts_of(record.type, m.class_of(record.rr_class) == rr_class::in);
}

}  // namespace

RdataReader::RdataReader(const Message& message, const Record& record)
    : wire_(message.wire),
      record_(record),
      in_(message.wire.subspan(record.data_at, record.data_size)),
      parts_(form_of(message, record)) {}

bool RdataReader::next() {
  if (flaw_) return false;
  if (parts_.empty()) {
    if (!in_.empty()) fail(Defect::bad_rdata, record_.data_at + in_.offset());
    return false;
  }
  const Part part = parts_.front();
  // Character strings go on to the end; the first is there even where it is empty (RFC 1035, section 3.3.14).
  if (part == Part::texts && in_.empty() && part_ == Part::texts) {
    parts_ = {};
    return false;
  }
  if (part != Part::texts) parts_ = parts_.subspan(1);
  return read(part);
}

bool RdataReader::read(Part part) {
  constexpr std::size_t v4_size = 4, v6_size = 16;
  part_ = part;
  switch (part) {
    case Part::name:
      return read_name_part();
    case Part::address4:
      bytes_ = in_.bytes(v4_size);
      break;
    case Part::address6:
      bytes_ = in_.bytes(v6_size);
      break;
    case Part::number8:
      number_ = in_.u8();
      break;
    case Part::number16:
      number_ = in_.be16();
      break;
    case Part::number32:
      number_ = in_.be32();
      break;
    case Part::text:
    case Part::texts:
      bytes_ = in_.bytes(in_.u8());
      break;
    case Part::rest_text:
    case Part::opaque:
      bytes_ = in_.rest();
      break;
  }
  return in_.ok() || fail(Defect::bad_rdata, record_.data_at);
}

/// It may go on elsewhere in the message, but it must end, or leave for there, within the data.
bool RdataReader::read_name_part() {
  const std::size_t at = record_.data_at + in_.offset();
  std::size_t end = 0;
  if (in_.empty()) return fail(Defect::bad_rdata, at);
  if (const auto flaw = read_name(wire_, at, name_, end)) return fail(flaw->defect, flaw->offset);
  in_.skip(end - at);
  return in_.ok() || fail(Defect::bad_rdata, at);
}

bool RdataReader::fail(Defect defect, std::size_t offset) {
  flaw_ = Flaw{defect, offset};
  return false;
}

bool has_form(const Message& message, const Record& record) {
  const auto parts = form_of(message, record);
  return !parts.empty() && parts.front() != Part::opaque;
}

std::optional<Flaw> check_rdata(const Message& message, const Record& record) {
  RdataReader reader{message, record};
  while (reader.next()) continue;
  return reader.flaw();
}

core::IpAddress address_of(const Message& message, const Record& record) {
  if (message.class_of(record.rr_class) != rr_class::in) return {};
  const core::Bytes data = message.wire.subspan(record.data_at, record.data_size);
  if (record.type == type::a) return core::IpAddress::v4(data);
  if (record.type == type::aaaa) return core::IpAddress::v6(data);
  return {};
}

}  // namespace vedette::decoders::dns
