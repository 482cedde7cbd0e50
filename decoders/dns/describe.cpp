// SPDX-License-Identifier: Apache-2.0
// Every field of a DNS message by the name that `vedette decode` gives it.
#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "decoders/dns/decoder.h"
#include "decoders/dns/rdata.h"
#include "decoders/dns/types.h"

namespace vedette::decoders::dns {
namespace {

using core::FieldWriter;

std::string_view to_string(Variant variant) {
  switch (variant) {
    case Variant::dns:
      return "dns";
    case Variant::mdns:
      return "mdns";
    case Variant::llmnr:
      return "llmnr";
  }
  return {};
}

/// A record's data on one line, as zone files have it, but texts without quotes. Bounded: what doesn't fit is left out.
class DataLine {
 public:
  void add(const RdataReader& reader) {
    switch (reader.part()) {
      case Part::address4:
        return add(core::IpAddress::v4(reader.bytes()).to_string());
      case Part::address6:
        return add(core::IpAddress::v6(reader.bytes()).to_string());
      case Part::name:
        return add(reader.name().view());
      case Part::number8:
      case Part::number16:
      case Part::number32:
        return add_number(reader.number());
      case Part::text:
      case Part::texts:
      case Part::rest_text:
        return add(core::as_text(reader.bytes()).substr(0, max_text - std::min(max_text, texts_)));
      case Part::opaque:
        return;
    }
  }
  std::string_view view() const { return {room_.data(), size_}; }

 private:
  void add(std::string_view text) {
    if (begun_ && size_ < room_.size()) room_[size_++] = ' ';
    begun_ = true;
    const std::size_t n = std::min(text.size(), room_.size() - size_);
    std::copy_n(text.begin(), n, room_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += n;
    texts_ += n;
  }
  void add_number(std::uint32_t number) {
    std::array<char, 10> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    add({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  static constexpr std::size_t max_text = 255;
  static constexpr std::size_t room = 2 * 4 * max_name_octets + 64;  // two names and some numbers
  std::array<char, room> room_;
  std::size_t size_ = 0, texts_ = 0;
  bool begun_ = false;
};

void describe_name(const Message& m, std::size_t at, FieldWriter& fields) {
  NameText name;
  std::size_t end = 0;
  read_name(m.wire, at, name, end);
  fields.text("rrname", name.view());
}

/// The internet class goes without saying.
void describe_class(const Message& m, std::uint16_t field, FieldWriter& fields) {
  if (m.class_of(field) != rr_class::in) fields.text("rrclass", class_name(m.class_of(field)).view());
}

void describe_flags(const Message& m, FieldWriter& fields) {
  // RFC 4795, section 2.1.1: the same bits by other names.
  const bool llmnr = m.variant == Variant::llmnr;
  fields.boolean(llmnr ? "conflict" : "authoritative", m.authoritative());
  fields.boolean("truncated", m.truncated());
  fields.boolean(llmnr ? "tentative" : "recursion_desired", m.recursion_desired());
  if (llmnr) return;
  fields.boolean("recursion_available", m.recursion_available());
  if (m.authentic_data()) fields.boolean("authentic_data", true);
  if (m.checking_disabled()) fields.boolean("checking_disabled", true);
}

void describe_questions(const Message& m, FieldWriter& fields) {
  if (m.questions.empty()) return;
  fields.begin_array("queries");
  for (const Question& question : m.questions) {
    fields.begin_object({});
    describe_name(m, question.name_at, fields);
    fields.text("rrtype", type_name(question.type).view());
    describe_class(m, question.rr_class, fields);
    if (m.top_bit(question.rr_class)) fields.boolean("unicast_response", true);
    fields.end_object();
  }
  fields.end_array();
}

void describe_record(const Message& m, const Record& record, FieldWriter& fields) {
  fields.begin_object({});
  describe_name(m, record.name_at, fields);
  fields.text("rrtype", type_name(record.type).view());
  describe_class(m, record.rr_class, fields);
  if (m.top_bit(record.rr_class)) fields.boolean("cache_flush", true);
  fields.number("ttl", record.ttl);
  const bool formed = has_form(m, record);
  if (formed) {
    DataLine line;
    for (RdataReader reader{m, record}; reader.next();) line.add(reader);
    fields.text("rdata", line.view());
  }
  if (!formed || record.type == type::txt) fields.number("length", record.data_size);
  fields.end_object();
}

void describe_records(const Message& m, Section section, std::string_view name, FieldWriter& fields) {
  const auto first = std::ranges::find(m.records, section, &Record::section);
  if (first == m.records.end()) return;
  fields.begin_array(name);
  for (auto at = first; at != m.records.end() && at->section == section; ++at) describe_record(m, *at, fields);
  fields.end_array();
}

void describe_edns(const Edns& edns, FieldWriter& fields) {
  fields.begin_object("edns");
  fields.number("version", edns.version);
  fields.number("udp_payload_size", edns.udp_payload_size);
  fields.boolean("dnssec_ok", edns.dnssec_ok);
  core::ByteCursor in{edns.options};
  if (!in.empty()) {
    fields.begin_array("options");
    while (in.ok() && !in.empty()) {
      fields.number({}, in.be16());
      in.skip(in.be16());
    }
    fields.end_array();
  }
  fields.end_object();
}

}  // namespace

void Decoder::describe(const Message& m, FieldWriter& fields) {
  if (m.has_header) fields.text("type", m.is_answer() ? "answer" : "query");
  fields.text("variant", to_string(m.variant));
  if (!m.has_header) return;
  fields.number("id", m.id);
  fields.number("opcode", m.opcode());
  if (m.is_answer()) fields.text("rcode", rcode_name(m.rcode()).view());
  describe_flags(m, fields);
  fields.number("question_count", m.count(Section::questions));
  fields.number("answer_count", m.count(Section::answers));
  fields.number("authority_count", m.count(Section::authorities));
  fields.number("additional_count", m.count(Section::additionals));
  describe_questions(m, fields);
  describe_records(m, Section::answers, "answers", fields);
  describe_records(m, Section::authorities, "authorities", fields);
  describe_records(m, Section::additionals, "additionals", fields);
  if (m.edns) describe_edns(*m.edns, fields);
  if (m.matched) fields.number("request_pcap_cnt", m.request_frame);
}

}  // namespace vedette::decoders::dns
