// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/service_scan.h"

#include <bit>

#include "core/byte_cursor.h"
#include "decoders/bacnet/tag.h"
#include "decoders/bacnet/value.h"

namespace vedette::decoders::bacnet {
namespace {

// BACnetConfirmedServiceChoice and BACnetUnconfirmedServiceChoice (21).
constexpr std::uint8_t confirmed_cov_notification = 1, unconfirmed_cov_notification = 2, read_property = 12,
                       read_property_multiple = 14, write_property = 15;

// The first octet of a tag (20.2.1), less its number and length.
constexpr std::uint8_t context_class = 0x08, opening = 0x0e, closing = 0x0f;
constexpr std::uint8_t enumerated_tag = 0x90;
constexpr std::uint8_t extended_length = 5, longest_octet_length = 253;

constexpr std::uint8_t opening_tag(std::uint8_t number) {
  return static_cast<std::uint8_t>(number << 4 | opening);
}
constexpr std::uint8_t closing_tag(std::uint8_t number) {
  return static_cast<std::uint8_t>(number << 4 | closing);
}

/// The parts that everyday parameters are made of. Each says whether it was there; after one that was not, where it
/// stands means nothing.
class Scan {
 public:
  explicit Scan(core::Bytes parameters) : in_(parameters) {}

  bool at_end() const { return in_.empty(); }
  bool takes(std::uint8_t octet) {
    if (!is_next(octet)) return false;
    in_.skip(1);
    return true;
  }
  /// A BACnetObjectIdentifier under a context tag.
  bool object(std::uint8_t tag, std::uint32_t& identifier) {
    if (!takes(static_cast<std::uint8_t>(tag << 4 | context_class | 4))) return false;
    identifier = in_.be32();
    return in_.ok();
  }
  /// A number of up to 32 bits under a context tag.
  bool number(std::uint8_t tag, std::uint32_t& value) {
    return digits(static_cast<std::uint8_t>(tag << 4 | context_class), value);
  }
  /// The same where it may be left out: false only where it is there and no such number.
  bool maybe_number(std::uint8_t tag, std::optional<std::uint32_t>& value) {
    if (!may_be(tag)) return true;
    std::uint32_t read = 0;
    if (!number(tag, read)) return false;
    value = read;
    return true;
  }
  /// Primitive values between an opening and a closing tag. The first that is a number goes to `first`.
  bool values(std::uint8_t tag, std::optional<double>& first) {
    if (!takes(opening_tag(tag))) return false;
    while (!takes(closing_tag(tag))) {
      if (!primitive(first)) return false;
    }
    return true;
  }
  /// Error class and code between an opening and a closing tag.
  bool error(std::uint8_t tag) {
    std::uint32_t read = 0;
    return takes(opening_tag(tag)) && digits(enumerated_tag, read) && digits(enumerated_tag, read) &&
           takes(closing_tag(tag));
  }
  bool opens(std::uint8_t tag) const { return is_next(opening_tag(tag)); }

 private:
  bool is_next(std::uint8_t octet) const { return !in_.empty() && in_.peek()[0] == octet; }
  /// Is the next tag that context tag with content, whatever its length?
  bool may_be(std::uint8_t tag) const {
    if (in_.empty()) return false;
    const std::uint8_t octet = in_.peek()[0];
    return octet >> 3 == (tag << 1 | 1) && (octet & 7) <= extended_length;
  }

  /// Up to four octets behind a tag with that first octet, but for its length.
  bool digits(std::uint8_t first_octet, std::uint32_t& value) {
    const unsigned length = unsigned{in_.u8()} ^ first_octet;
    switch (length) {
      case 1:
        value = in_.u8();
        return in_.ok();
      case 2:
        value = in_.be16();
        return in_.ok();
      case 3:
        value = in_.be24();
        return in_.ok();
      case 4:
        value = in_.be32();
        return in_.ok();
      default:
        return false;
    }
  }

  bool primitive(std::optional<double>& first) {
    const std::uint8_t octet = in_.u8();
    const std::uint8_t type = octet >> 4;
    std::size_t length = octet & 7;
    if (!in_.ok() || type >= primitives || (octet & context_class) != 0 || length > extended_length) return false;
    const auto primitive = static_cast<Primitive>(type);
    if (primitive == Primitive::boolean) {
      // Its value stands in place of a length (20.2.3).
      if (!first) first = static_cast<double>(length);
      return length <= 1;
    }
    if (length == extended_length) length = in_.u8();
    if (length > longest_octet_length) return false;
    const core::Bytes content = in_.bytes(length);
    if (!in_.ok() || !fits(primitive, content)) return false;
    if (!first) first = number_in(primitive, content);
    return true;
  }
  static std::optional<double> number_in(Primitive primitive, core::Bytes content) {
    switch (primitive) {
      case Primitive::unsigned_integer:
      case Primitive::enumerated:
        return static_cast<double>(unsigned_of(content));
      case Primitive::signed_integer:
        return static_cast<double>(signed_of(content));
      case Primitive::real:
        return std::bit_cast<float>(core::ByteCursor{content}.be32());
      case Primitive::double_real:
        return real_of(content);
      default:
        return {};
    }
  }

  core::ByteCursor in_;
};

/// Adds an object, of which the rest is still to come.
ObjectUse& add(std::uint32_t identifier, ObjectList& objects) {
  ObjectUse& use = objects.next();
  use.type = static_cast<std::uint16_t>(identifier >> 22);
  use.instance = identifier & wildcard_instance;
  return use;
}

/// Property and index under this tag and the next.
bool scan_reference(Scan& scan, std::uint8_t tag, ObjectUse& use) {
  std::uint32_t property = 0;
  if (!scan.number(tag, property)) return false;
  use.property = property;
  return scan.maybe_number(static_cast<std::uint8_t>(tag + 1), use.index);
}

bool scan_priority(Scan& scan, std::uint8_t tag, ObjectUse& use) {
  std::optional<std::uint32_t> priority;
  if (!scan.maybe_number(tag, priority)) return false;
  if (!priority) return true;
  use.priority = static_cast<std::uint8_t>(*priority);
  return *priority >= 1 && *priority <= 16;
}

/// 15.5, 15.9: one object and property; in answers and writes with its value.
bool scan_one(Scan& scan, bool has_value, bool has_priority, ObjectList& objects) {
  std::uint32_t object = 0;
  if (!scan.object(0, object)) return false;
  ObjectUse& use = add(object, objects);
  return scan_reference(scan, 1, use) && (!has_value || scan.values(3, use.value)) &&
         (!has_priority || scan_priority(scan, 4, use)) && scan.at_end();
}

/// 15.7: objects, each with its properties.
bool scan_questions(Scan& scan, ObjectList& objects) {
  do {
    std::uint32_t object = 0;
    if (!scan.object(0, object) || !scan.takes(opening_tag(1))) return false;
    do {
      if (!scan_reference(scan, 0, add(object, objects))) return false;
    } while (!scan.takes(closing_tag(1)));
  } while (!scan.at_end());
  return true;
}

/// 15.7: the same with values or errors.
bool scan_results(Scan& scan, ObjectList& objects) {
  do {
    std::uint32_t object = 0;
    if (!scan.object(0, object) || !scan.takes(opening_tag(1))) return false;
    do {
      ObjectUse& use = add(object, objects);
      if (!scan_reference(scan, 2, use)) return false;
      if (!(scan.opens(5) ? scan.error(5) : scan.values(4, use.value))) return false;
    } while (!scan.takes(closing_tag(1)));
  } while (!scan.at_end());
  return true;
}

/// 13.14, 13.16: what changed of one object.
bool scan_changes(Scan& scan, ObjectList& objects) {
  std::uint32_t process = 0, device = 0, object = 0, remaining = 0;
  if (!scan.number(0, process) || !scan.object(1, device) || !scan.object(2, object) || !scan.number(3, remaining) ||
      !scan.takes(opening_tag(4)))
    return false;
  do {
    ObjectUse& use = add(object, objects);
    if (!scan_reference(scan, 0, use) || !scan.values(2, use.value) || !scan_priority(scan, 3, use)) return false;
  } while (!scan.takes(closing_tag(4)));
  return scan.at_end();
}

bool scan(ApduType type, std::uint8_t service, core::Bytes parameters, ObjectList& objects) {
  Scan at{parameters};
  if (type == ApduType::unconfirmed_request)
    return service == unconfirmed_cov_notification && scan_changes(at, objects);
  const bool is_answer = type == ApduType::complex_ack;
  if (!is_answer && type != ApduType::confirmed_request) return false;
  switch (service) {
    case read_property:
      return scan_one(at, is_answer, false, objects);
    case read_property_multiple:
      return is_answer ? scan_results(at, objects) : scan_questions(at, objects);
    case write_property:
      return !is_answer && scan_one(at, true, true, objects);
    case confirmed_cov_notification:
      return !is_answer && scan_changes(at, objects);
    default:
      return false;
  }
}

}  // namespace

bool scan_objects(ApduType type, std::uint8_t service, core::Bytes parameters, ObjectList& objects) {
  if (scan(type, service, parameters, objects)) return true;
  objects.clear();
  return false;
}

}  // namespace vedette::decoders::bacnet
