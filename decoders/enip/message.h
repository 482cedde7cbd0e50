// SPDX-License-Identifier: Apache-2.0
// One EtherNet/IP message as read (ODVA, The CIP Networks Library, volume 2, chapter 2): the encapsulation, who a
// device says it is, and of a CIP message inside its service and what that is about (volume 1, appendix C).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/address.h"
#include "core/bytes.h"
#include "decoders/flaw.h"

namespace vedette::decoders::enip {

enum class Defect : std::uint8_t { bad_header, truncated, bad_length, bad_item, bad_identity, bad_path, bad_cip };

using Flaw = decoders::Flaw<Defect>;

/// Volume 2, 2-4.7.
struct Identity {
  core::IpAddress ip;
  std::uint16_t vendor_id = 0, device_type = 0, product_code = 0, status = 0;
  std::uint8_t major = 0, minor = 0, state = 0;
  std::uint32_t serial = 0;
  core::Bytes product_name;
};

/// A logical path, or the name of a tag (volume 1, C-1.4).
struct Path {
  std::optional<std::uint32_t> object_class, instance, attribute;
  core::Bytes symbol;   ///< the first part of a tag's name
  core::Bytes symbols;  ///< all of the path that holds it
};

struct Cip {
  std::uint8_t service = 0;  ///< without the bit that says response
  bool is_response = false;
  std::uint8_t status = 0;  ///< of a response
  Path path;
  core::Bytes body;  ///< behind the path, or behind a response's status
};

struct Message {
  bool has_header = false;
  bool is_implicit = false;  ///< cyclic data over UDP, which has no encapsulation
  bool is_response = false;
  std::uint16_t command = 0;
  std::uint32_t size = 0, session = 0, status = 0;
  std::optional<Identity> identity;
  std::optional<std::uint32_t> connection_id, sequence;
  std::optional<Cip> cip;
  bool was_forwarded = false;  ///< the service stood in an unconnected send
  core::Bytes packed;          ///< services of a multiple service packet: count, offsets, services
};

}  // namespace vedette::decoders::enip
