// SPDX-License-Identifier: Apache-2.0
// One BACnet message as read, layer by layer. What is long stays where it came from, the chunk or the memory of
// segmented messages: it is taken apart only by who asks for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "decoders/bacnet/apdu.h"
#include "decoders/bacnet/defects.h"
#include "decoders/bacnet/link.h"
#include "decoders/bacnet/npdu.h"
#include "decoders/bacnet/object_list.h"
#include "decoders/bacnet/requests.h"
#include "decoders/bacnet/service.h"

namespace vedette::decoders::bacnet {

struct Message {
  LinkHeader link;
  std::optional<Npdu> npdu;
  std::optional<NetworkMessage> network;
  std::optional<Apdu> apdu;

  std::optional<core::Bytes> parameters;  ///< of the service, of all segments; nothing where they aren't there (yet)
  unsigned segments = 0;                  ///< that `parameters` came in; 0 where they came in one piece
  bool repeated_segment = false;

  ObjectList objects;                 ///< that they are about; the first of them, where there are too many
  std::optional<DeviceClaim> device;  ///< that says who it is

  std::optional<OpenRequest> request;          ///< that this answers
  std::optional<LinkFunction> asked_function;  ///< of a result: what it is the result of
  std::uint64_t asked_frame = 0;               ///< and where that stood
  bool unmatched = false;                      ///< an answer to nothing, where every request was seen
  std::optional<Defect> defect;

  /// Part by part: most of it is seldom there, and `objects` is long.
  void clear();
};

/// Which parameters an application message has; nothing where it has none.
std::optional<Part> part_of(ApduType type);
/// Its service; of what doesn't say it, the one of the request that it answers.
std::optional<std::uint8_t> service_of(const Message& message);
/// Walks the parameters of a message that has some.
std::optional<ServiceFlaw> walk(const Message& message, ServiceVisitor& visitor);

/// The first class and code in the parameters of an error, which stand alone or are the first of several (20.1.7, 21).
struct ErrorCode {
  std::uint32_t error_class = 0, code = 0;
};
std::optional<ErrorCode> error_of(const Message& message);

}  // namespace vedette::decoders::bacnet
