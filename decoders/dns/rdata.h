// SPDX-License-Identifier: Apache-2.0
// The data of records, part by part as their types have it (RFC 1035, section 3.3; RFC 3596, 2782, 3403, 8659, 9460).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/address.h"
#include "core/byte_cursor.h"
#include "decoders/dns/message.h"

namespace vedette::decoders::dns {

enum class Part : std::uint8_t {
  address4,
  address6,
  name,
  number8,
  number16,
  number32,
  text,       ///< length and so many octets
  texts,      ///< one or more of these, up to the end
  rest_text,  ///< all that is left
  opaque,     ///< all that is left, of no known form
};

/// Takes the data of one record apart.
class RdataReader {
 public:
  RdataReader(const Message& message, const Record& record);
  /// False behind the last part, and at a flaw.
  bool next();
  const std::optional<Flaw>& flaw() const { return flaw_; }

  // Of the part at hand:
  Part part() const { return part_; }
  core::Bytes bytes() const { return bytes_; }  ///< of addresses, texts and what has no form
  std::uint32_t number() const { return number_; }
  const NameText& name() const { return name_; }

 private:
  bool read(Part part);
  bool read_name_part();
  bool fail(Defect defect, std::size_t offset);

  const core::Bytes wire_;
  const Record& record_;
  core::ByteCursor in_;
  std::span<const Part> parts_;
  Part part_ = Part::opaque;
  core::Bytes bytes_;
  std::uint32_t number_ = 0;
  NameText name_;
  std::optional<Flaw> flaw_;
};

/// Whether the type's form is known: else only the length is said.
bool has_form(const Message& message, const Record& record);
std::optional<Flaw> check_rdata(const Message& message, const Record& record);
/// The address of an A or AAAA record; unset for any other.
core::IpAddress address_of(const Message& message, const Record& record);

}  // namespace vedette::decoders::dns
