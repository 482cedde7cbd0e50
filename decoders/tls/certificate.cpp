// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/certificate.h"

#include <algorithm>
#include <array>

namespace vedette::decoders::tls {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr std::array<std::uint8_t, 3> id_common_name{0x55, 0x04, 0x03}, id_organization{0x55, 0x04, 0x0a},
    id_alternative_name{0x55, 0x1d, 0x11};

bool is(Bytes oid, const std::array<std::uint8_t, 3>& id) {
  return std::ranges::equal(oid, id);
}

bool is_time(const der::Element& e) {
  return e.tag == der::tag::utc_time || e.tag == der::tag::generalized_time;
}

/// A name must be sets of sequences of identifier and value, or nothing later could trust it.
bool is_name(Bytes name) {
  ByteCursor in{name};
  while (!in.empty()) next_name_part(in);
  return in.ok();
}

/// Extensions ::= SEQUENCE OF SEQUENCE { identifier, critical DEFAULT FALSE, OCTET STRING }
bool read_extensions(Bytes explicit_tag, Certificate& certificate) {
  ByteCursor outer{explicit_tag};
  ByteCursor list{der::expect(outer, der::tag::sequence).content};
  while (outer.ok() && !list.empty()) {
    ByteCursor in{der::expect(list, der::tag::sequence).content};
    const der::Element id = der::expect(in, der::tag::oid);
    if (der::is_next(in, der::tag::boolean)) der::next(in);
    const der::Element value = der::expect(in, der::tag::octet_string);
    if (!list.ok() || !in.ok()) return false;
    if (!is(id.content, id_alternative_name)) continue;
    ByteCursor names{value.content};
    certificate.alternative_names = der::expect(names, der::tag::sequence).content;
  }
  return outer.ok() && list.ok();
}

/// What stands behind the names: the key, identifiers that nobody uses, extensions.
bool read_rest(ByteCursor& in, Certificate& certificate) {
  der::expect(in, der::tag::sequence);
  for (const auto n : {std::uint8_t{1}, std::uint8_t{2}}) {
    if (der::is_next(in, der::tag::context_primitive(n))) der::next(in);
  }
  if (!der::is_next(in, der::tag::context(3))) return in.ok();
  return read_extensions(der::next(in).content, certificate) && in.ok();
}

}  // namespace

bool Certificate::is_self_signed() const {
  return !subject.empty() && std::ranges::equal(subject, issuer);
}

std::optional<Certificate> read_certificate(Bytes der) {
  ByteCursor file{der};
  ByteCursor outer{der::expect(file, der::tag::sequence).content};
  ByteCursor in{der::expect(outer, der::tag::sequence).content};
  if (!outer.ok()) return {};
  if (der::is_next(in, der::tag::context(0))) der::next(in);  // version
  Certificate certificate;
  certificate.serial = der::expect(in, der::tag::integer).content;
  if (certificate.serial.size() > 1 && certificate.serial[0] == 0) certificate.serial = certificate.serial.subspan(1);
  der::expect(in, der::tag::sequence);  // signature algorithm
  certificate.issuer = der::expect(in, der::tag::sequence).content;
  ByteCursor validity{der::expect(in, der::tag::sequence).content};
  certificate.not_before = der::next(validity);
  certificate.not_after = der::next(validity);
  certificate.subject = der::expect(in, der::tag::sequence).content;
  const bool names = in.ok() && is_name(certificate.issuer) && is_name(certificate.subject);
  if (!names || !is_time(certificate.not_before) || !is_time(certificate.not_after)) return {};
  if (!read_rest(in, certificate)) return {};
  return certificate;
}

// A relative distinguished name is nearly always a set of one; of several only the first counts.
NamePart next_name_part(ByteCursor& name) {
  ByteCursor set{der::expect(name, der::tag::set).content};
  ByteCursor pair{der::expect(set, der::tag::sequence).content};
  const der::Element id = der::expect(pair, der::tag::oid);
  NamePart part;
  part.value = der::next(pair);
  if (!set.ok() || !pair.ok()) name.fail();
  if (!name.ok()) return {};
  if (is(id.content, id_common_name)) part.kind = NamePart::Kind::common_name;
  if (is(id.content, id_organization)) part.kind = NamePart::Kind::organization;
  return part;
}

AlternativeName next_alternative_name(ByteCursor& names) {
  const der::Element e = der::next(names);
  using Kind = AlternativeName::Kind;
  switch (e.tag) {
    case der::tag::context_primitive(2):
      return {Kind::dns, e.content};
    case der::tag::context_primitive(6):
      return {Kind::uri, e.content};
    case der::tag::context_primitive(7):
      return {Kind::ip, e.content};
    default:
      return {Kind::other, {}};
  }
}

}  // namespace vedette::decoders::tls
