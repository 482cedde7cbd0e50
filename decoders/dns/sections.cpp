// SPDX-License-Identifier: Apache-2.0
#include "decoders/dns/sections.h"

#include <algorithm>

#include "core/byte_cursor.h"
#include "decoders/dns/rdata.h"
#include "decoders/dns/types.h"

namespace vedette::decoders::dns {
namespace {

using core::ByteCursor;

constexpr std::size_t min_question = 5, min_record = 11;  // of the root's name

Flaw cut(core::Bytes wire) {
  return {Defect::truncated, wire.size()};
}

std::optional<Flaw> read_header(ByteCursor& in, Message& m) {
  m.id = in.be16();
  m.flags = in.be16();
  for (std::uint16_t& count : m.counts) count = in.be16();
  m.has_header = in.ok();
  if (!m.has_header) return cut(m.wire);
  return {};
}

std::optional<Flaw> read_question(ByteCursor& in, Message& m) {
  Question question{.name_at = static_cast<std::uint32_t>(in.offset())};
  skip_name(in);
  question.type = in.be16();
  question.rr_class = in.be16();
  if (m.questions.size() == Message::max_questions) return in.ok() ? std::nullopt : std::optional{cut(m.wire)};
  NameText scratch;
  std::size_t end = 0;
  NameText& name = m.questions.empty() ? m.asked : scratch;
  if (const auto flaw = read_name(m.wire, question.name_at, name, end)) return flaw;
  if (!in.ok()) return cut(m.wire);
  m.questions.push_back(question);
  return {};
}

std::optional<Flaw> read_opt(const Record& record, Message& m) {
  if (m.edns || m.wire[record.name_at] != 0) return Flaw{Defect::bad_opt, record.name_at};
  const core::Bytes options = m.wire.subspan(record.data_at, record.data_size);
  m.edns = Edns{.udp_payload_size = record.rr_class,
                .extended_rcode = static_cast<std::uint8_t>(record.ttl >> 24),
                .version = static_cast<std::uint8_t>(record.ttl >> 16 & 0xff),
                .dnssec_ok = (record.ttl & 0x8000) != 0,
                .options = options};
  ByteCursor in{options};
  while (in.ok() && !in.empty()) {
    in.skip(2);
    in.skip(in.be16());
  }
  if (!in.ok()) return Flaw{Defect::bad_opt, record.data_at};
  return {};
}

std::optional<Flaw> read_record(ByteCursor& in, Section section, Message& m) {
  Record record{.section = section, .name_at = static_cast<std::uint32_t>(in.offset())};
  skip_name(in);
  record.type = in.be16();
  record.rr_class = in.be16();
  record.ttl = in.be32();
  record.data_size = in.be16();
  record.data_at = static_cast<std::uint32_t>(in.offset());
  in.skip(record.data_size);
  const bool is_opt = record.type == type::opt && section == Section::additionals;
  if (!is_opt && m.records.size() == Message::max_records) return in.ok() ? std::nullopt : std::optional{cut(m.wire)};
  NameText name;
  std::size_t end = 0;
  if (const auto flaw = read_name(m.wire, record.name_at, name, end)) return flaw;
  if (!in.ok()) return cut(m.wire);
  if (is_opt) return read_opt(record, m);
  if (const auto flaw = check_rdata(m, record)) return flaw;
  m.records.push_back(record);
  return {};
}

bool has_ordinary_name(const NameText& name) {
  return std::ranges::all_of(name.view(), [](char c) { return c != '\\' && c != ' ' && c != '"'; });
}

}  // namespace

void Message::clear() {
  variant = Variant::dns;
  wire = {};
  size = 0;
  has_header = false;
  id = flags = 0;
  counts = {};
  questions.clear();
  records.clear();
  asked.clear();
  edns.reset();
  to_group = matched = unmatched = false;
  request_frame = 0;
}

std::optional<Flaw> read_message(core::Bytes wire, Message& m) {
  m.wire = wire;
  ByteCursor in{wire};
  if (const auto flaw = read_header(in, m)) return flaw;
  for (unsigned n = m.count(Section::questions); n > 0; --n) {
    if (const auto flaw = read_question(in, m)) return flaw;
  }
  for (const Section section : {Section::answers, Section::authorities, Section::additionals}) {
    for (unsigned n = m.count(section); n > 0; --n) {
      if (const auto flaw = read_record(in, section, m)) return flaw;
    }
  }
  if (!in.empty()) return Flaw{Defect::trailing_bytes, in.offset()};
  return {};
}

bool may_be_header(core::Bytes header, std::size_t size) {
  Message m;
  m.wire = header;
  ByteCursor in{header};
  if (read_header(in, m)) return false;
  constexpr std::uint16_t reserved_bit = 0x0040;
  const std::uint8_t code = m.opcode();
  if (code > opcode::dso || code == 3 || (m.flags & reserved_bit) != 0) return false;
  if (!m.is_answer() && m.rcode() != 0) return false;
  const std::size_t questions = m.count(Section::questions);
  const std::size_t records =
      std::size_t{m.count(Section::answers)} + m.count(Section::authorities) + m.count(Section::additionals);
  return questions + records > 0 && header_size + questions * min_question + records * min_record <= size;
}

bool is_convincing(const Message& m) {
  return m.questions.size() == 1 && m.opcode() == opcode::query && is_known_type(m.questions[0].type) &&
         m.class_of(m.questions[0].rr_class) == rr_class::in && !m.asked.is_root() && has_ordinary_name(m.asked);
}

}  // namespace vedette::decoders::dns
