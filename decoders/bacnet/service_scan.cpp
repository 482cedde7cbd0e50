// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/service_scan.h"

#include <bit>

#include "decoders/bacnet/tag.h"
#include "decoders/bacnet/value.h"

namespace vedette::decoders::bacnet {
namespace {

// BACnetConfirmedServiceChoice and BACnetUnconfirmedServiceChoice (21).
constexpr std::uint8_t confirmed_cov_notification = 1, atomic_read_file = 6, read_property = 12,
                       read_property_multiple = 14, write_property = 15;
constexpr std::uint8_t i_am = 0, unconfirmed_cov_notification = 2, who_is = 8;

// The first octet of a tag (20.2.1), less its number and length.
constexpr std::uint8_t context_class = 0x08, opening = 0x0e, closing = 0x0f;
constexpr std::uint8_t unsigned_tag = 0x20, signed_tag = 0x30, octets_tag = 0x60, enumerated_tag = 0x90,
                       object_tag = 0xc0;
constexpr std::uint8_t is_false = 0x10, is_true = 0x11;
constexpr std::uint8_t extended_length = 5, longest_octet_length = 253;

constexpr std::uint8_t context_tag(std::uint8_t number) {
  return static_cast<std::uint8_t>(number << 4 | context_class);
}
constexpr std::uint8_t opening_tag(std::uint8_t number) {
  return static_cast<std::uint8_t>(number << 4 | opening);
}
constexpr std::uint8_t closing_tag(std::uint8_t number) {
  return static_cast<std::uint8_t>(number << 4 | closing);
}

std::uint32_t be32(std::span<const std::uint8_t, 4> octets) {
  return std::uint32_t{octets[0]} << 24 | std::uint32_t{octets[1]} << 16 | std::uint32_t{octets[2]} << 8 | octets[3];
}

/// The parts that everyday parameters are made of. Each says whether it was there; after one that was not, where it
/// stands means nothing. `tag` is the first octet of a tag, less its length.
class Scan {
 public:
  explicit Scan(core::Bytes parameters) : rest_(parameters) {}

  bool at_end() const { return rest_.empty(); }
  bool is_next(std::uint8_t octet) const { return !rest_.empty() && rest_[0] == octet; }
  bool takes(std::uint8_t octet) {
    if (!is_next(octet)) return false;
    rest_ = rest_.subspan(1);
    return true;
  }
  /// A BACnetObjectIdentifier.
  bool object(std::uint8_t tag, std::uint32_t& identifier) {
    constexpr std::size_t size = 4;
    if (rest_.size() <= size || rest_[0] != (tag | size)) return false;
    identifier = be32(rest_.subspan<1, size>());
    rest_ = rest_.subspan(1 + size);
    return true;
  }
  /// A number of up to 32 bits.
  bool number(std::uint8_t tag, std::uint32_t& value) {
    if (rest_.empty()) return false;
    const std::size_t length = unsigned{rest_[0]} ^ tag;
    if (length < 1 || length > 4 || rest_.size() <= length) return false;
    std::uint32_t read = 0;
    for (const std::uint8_t octet : rest_.subspan(1, length)) read = read << 8 | octet;
    value = read;
    rest_ = rest_.subspan(1 + length);
    return true;
  }
  /// The same where it may be left out: false only where it is there and no such number.
  bool maybe_number(std::uint8_t tag, std::optional<std::uint32_t>& value) {
    const bool is_there = !rest_.empty() && (rest_[0] ^ tag) <= extended_length;
    return !is_there || number(tag, value.emplace());
  }
  /// Primitive values between an opening and a closing tag of that number.
  bool values(std::uint8_t tag_number) {
    return between(tag_number, [](Primitive, core::Bytes) {});
  }
  /// The same, of which the first that is a number goes to `first`.
  bool values(std::uint8_t tag_number, std::optional<double>& first) {
    return between(tag_number, [&first](Primitive primitive, core::Bytes content) {
      if (!first) first = number_in(primitive, content);
    });
  }
  bool octets() {
    const bool is_there = !rest_.empty() && (rest_[0] ^ octets_tag) <= extended_length;
    return is_there && primitive([](Primitive, core::Bytes) {});
  }
  /// Error class and code.
  bool error() {
    std::uint32_t read = 0;
    return number(enumerated_tag, read) && number(enumerated_tag, read);
  }

 private:
  template <typename See>
  bool between(std::uint8_t tag_number, See see) {
    if (!takes(opening_tag(tag_number))) return false;
    while (!takes(closing_tag(tag_number))) {
      if (!primitive(see)) return false;
    }
    return true;
  }

  template <typename See>
  bool primitive(See see) {
    if (rest_.empty()) return false;
    const std::uint8_t octet = rest_[0];
    const std::uint8_t type = octet >> 4;
    std::size_t length = octet & 7, content_at = 1;
    if (type >= primitives || (octet & context_class) != 0 || length > extended_length) return false;
    const auto primitive = static_cast<Primitive>(type);
    if (primitive == Primitive::boolean) {
      // Its value stands in place of a length (20.2.3): it is told as if it were its own content.
      rest_ = rest_.subspan(1);
      const auto value = static_cast<std::uint8_t>(length);
      see(primitive, {&value, 1});
      return length <= 1;
    }
    if (length == extended_length) {
      if (rest_.size() <= content_at) return false;
      length = rest_[content_at++];
    }
    if (length > longest_octet_length || length > rest_.size() - content_at) return false;
    const core::Bytes content = rest_.subspan(content_at, length);
    if (!fits(primitive, content)) return false;
    see(primitive, content);
    rest_ = rest_.subspan(content_at + length);
    return true;
  }

  static std::optional<double> number_in(Primitive primitive, core::Bytes content) {
    switch (primitive) {
      case Primitive::real:
        return std::bit_cast<float>(be32(content.first<4>()));
      case Primitive::boolean:
      case Primitive::unsigned_integer:
      case Primitive::enumerated:
        return static_cast<double>(unsigned_of(content));
      case Primitive::signed_integer:
        return static_cast<double>(signed_of(content));
      case Primitive::double_real:
        return real_of(content);
      default:
        return {};
    }
  }

  core::Bytes rest_;
};

void set_object(ObjectUse& use, std::uint32_t identifier) {
  use.type = static_cast<std::uint16_t>(identifier >> 22);
  use.instance = identifier & wildcard_instance;
}

/// Property and index under this tag and the next.
bool scan_reference(Scan& scan, std::uint8_t tag_number, ObjectUse& use) {
  return scan.number(context_tag(tag_number), use.property.emplace()) &&
         scan.maybe_number(context_tag(static_cast<std::uint8_t>(tag_number + 1)), use.index);
}

bool scan_priority(Scan& scan, std::uint8_t tag_number, ObjectUse& use) {
  std::optional<std::uint32_t> priority;
  if (!scan.maybe_number(context_tag(tag_number), priority)) return false;
  if (!priority) return true;
  use.priority = static_cast<std::uint8_t>(*priority);
  return *priority >= 1 && *priority <= 16;
}

/// 15.5, 15.9: one object and property.
bool scan_one(Scan& scan, ObjectUse& use) {
  std::uint32_t object = 0;
  if (!scan.object(context_tag(0), object)) return false;
  set_object(use, object);
  return scan_reference(scan, 1, use);
}

/// 15.7: objects, each with its properties.
bool scan_questions(Scan& scan, ObjectList& objects) {
  do {
    std::uint32_t object = 0;
    if (!scan.object(context_tag(0), object) || !scan.takes(opening_tag(1))) return false;
    do {
      ObjectUse& use = objects.next();
      set_object(use, object);
      if (!scan_reference(scan, 0, use)) return false;
    } while (!scan.takes(closing_tag(1)));
  } while (!scan.at_end());
  return true;
}

/// 15.7: the same with values or errors.
bool scan_results(Scan& scan, ObjectUse& first) {
  ObjectUse further;
  ObjectUse* use = &first;
  do {
    std::uint32_t object = 0;
    if (!scan.object(context_tag(0), object) || !scan.takes(opening_tag(1))) return false;
    do {
      set_object(*use, object);
      if (!scan_reference(scan, 2, *use)) return false;
      const bool refused = scan.takes(opening_tag(5));
      if (!(refused ? scan.error() && scan.takes(closing_tag(5)) : scan.values(4))) return false;
      use = &further;
    } while (!scan.takes(closing_tag(1)));
  } while (!scan.at_end());
  return true;
}

/// 13.14, 13.16: what changed of one object.
bool scan_changes(Scan& scan, ObjectList& objects) {
  std::uint32_t process = 0, device = 0, object = 0, remaining = 0;
  if (!scan.number(context_tag(0), process) || !scan.object(context_tag(1), device) ||
      !scan.object(context_tag(2), object) || !scan.number(context_tag(3), remaining) || !scan.takes(opening_tag(4)))
    return false;
  do {
    ObjectUse& use = objects.next();
    set_object(use, object);
    if (!scan_reference(scan, 0, use) || !scan.values(2, use.value) || !scan_priority(scan, 3, use)) return false;
  } while (!scan.takes(closing_tag(4)));
  return true;
}

/// 16.10.2
bool scan_i_am(Scan& scan, std::optional<DeviceClaim>& device) {
  constexpr std::uint32_t most_segmentation = 3;
  std::uint32_t object = 0, length = 0, segmentation = 0, vendor = 0;
  if (!scan.object(object_tag, object) || !scan.number(unsigned_tag, length) ||
      !scan.number(enumerated_tag, segmentation) || !scan.number(unsigned_tag, vendor))
    return false;
  if (object >> 22 != device_object || segmentation > most_segmentation || vendor > UINT16_MAX) return false;
  device = {object & wildcard_instance, static_cast<std::uint16_t>(vendor)};
  return true;
}

/// 16.10.1: the numbers that devices shall have.
bool scan_who_is(Scan& scan) {
  std::optional<std::uint32_t> low, high;
  return scan.maybe_number(context_tag(0), low) && scan.maybe_number(context_tag(1), high) &&
         low.value_or(0) <= wildcard_instance && high.value_or(0) <= wildcard_instance;
}

/// 14.1: a part of a file.
bool scan_file_asked(Scan& scan, ObjectUse& use) {
  std::uint32_t object = 0, start = 0, count = 0;
  if (!scan.object(object_tag, object)) return false;
  set_object(use, object);
  return scan.takes(opening_tag(0)) && scan.number(signed_tag, start) && scan.number(unsigned_tag, count) &&
         scan.takes(closing_tag(0));
}

bool scan_file_read(Scan& scan) {
  std::uint32_t start = 0;
  const bool says_end = scan.takes(is_false) || scan.takes(is_true);
  return says_end && scan.takes(opening_tag(0)) && scan.number(signed_tag, start) && scan.octets() &&
         scan.takes(closing_tag(0));
}

bool scan_confirmed(Scan& scan, std::uint8_t service, ObjectList& objects) {
  switch (service) {
    case read_property:
      return scan_one(scan, objects.next());
    case read_property_multiple:
      return scan_questions(scan, objects);
    case write_property: {
      ObjectUse& use = objects.next();
      return scan_one(scan, use) && scan.values(3, use.value) && scan_priority(scan, 4, use);
    }
    case confirmed_cov_notification:
      return scan_changes(scan, objects);
    case atomic_read_file:
      return scan_file_asked(scan, objects.next());
    default:
      return false;
  }
}

bool scan_answer(Scan& scan, std::uint8_t service, ObjectList& objects) {
  switch (service) {
    case read_property:
      return scan_one(scan, objects.next()) && scan.values(3);
    case read_property_multiple:
      return scan_results(scan, objects.next());
    case atomic_read_file:
      return scan_file_read(scan);
    default:
      return false;
  }
}

bool scan_error(Scan& scan, std::uint8_t service) {
  return (service == read_property || service == read_property_multiple || service == write_property) && scan.error();
}

bool scan_unconfirmed(Scan& scan, std::uint8_t service, ObjectList& objects, std::optional<DeviceClaim>& device) {
  switch (service) {
    case unconfirmed_cov_notification:
      return scan_changes(scan, objects);
    case i_am:
      return scan_i_am(scan, device);
    case who_is:
      return scan_who_is(scan);
    default:
      return false;
  }
}

bool scan(ApduType type, std::uint8_t service, Scan& scan, ObjectList& objects, std::optional<DeviceClaim>& device) {
  switch (type) {
    case ApduType::confirmed_request:
      return scan_confirmed(scan, service, objects);
    case ApduType::complex_ack:
      return scan_answer(scan, service, objects);
    case ApduType::unconfirmed_request:
      return scan_unconfirmed(scan, service, objects, device);
    case ApduType::error:
      return scan_error(scan, service);
    default:
      return false;
  }
}

}  // namespace

bool scan_service(ApduType type, std::uint8_t service, core::Bytes parameters, ObjectList& objects,
                  std::optional<DeviceClaim>& device) {
  Scan at{parameters};
  if (scan(type, service, at, objects, device) && at.at_end()) return true;
  objects.clear();
  device.reset();
  return false;
}

}  // namespace vedette::decoders::bacnet
