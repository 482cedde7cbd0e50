// SPDX-License-Identifier: Apache-2.0
// The parameters of BACnet services (ANSI/ASHRAE 135-2020, clauses 13 to 17), walked in order without being stored: the
// same walk checks them, says what they are about, and names every field. Nothing recurses; nesting has a bound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "core/field_writer.h"
#include "decoders/bacnet/defects.h"

namespace vedette::decoders::bacnet {

/// An object, or one of its properties, that a service is about.
struct ObjectUse {
  std::uint16_t type = 0;      ///< BACnetObjectType, 10 bits
  std::uint32_t instance = 0;  ///< 22 bits; 4194303 is the wildcard
  std::optional<std::uint32_t> property{}, index{};
  std::optional<std::uint8_t> priority{};
  std::optional<double> value{};  ///< the first primitive number of what is written or told
};

/// What somebody wants to know of a service's parameters. Fields that a walk writes are those of
/// docs/reference/bacnet.md.
class ServiceVisitor {
 public:
  virtual ~ServiceVisitor() = default;
  /// Where every field goes; nullptr where nobody wants them.
  virtual core::FieldWriter* fields() { return nullptr; }
  /// In the order in which they stand in the message. Called for the objects that are read, written, created, told of,
  /// subscribed to; not for object identifiers inside values.
  virtual void object(const ObjectUse&) {}
  /// I-Am: the sender, or whom it forwards, is this device.
  virtual void device(std::uint32_t /*instance*/, std::uint16_t /*vendor*/) {}
  /// I-Have, Who-Has, character strings that name a device or an object: as they stand, UTF-8 where they are that.
  virtual void object_name(core::Bytes) {}
};

/// Which parameters of a service these are.
enum class Part : std::uint8_t { request, ack, error };

/// Where parameters break the rules of their service.
struct ServiceFlaw {
  Defect defect;
  std::size_t offset = 0;  ///< from the start of the parameters
};

/// The parameters of a confirmed service's request, of its ComplexACK, or of its Error. A service without a name has
/// its parameters written as a list of tags.
std::optional<ServiceFlaw> walk_confirmed(std::uint8_t service, Part part, core::Bytes parameters,
                                          ServiceVisitor& visitor);
std::optional<ServiceFlaw> walk_unconfirmed(std::uint8_t service, core::Bytes parameters, ServiceVisitor& visitor);

}  // namespace vedette::decoders::bacnet
