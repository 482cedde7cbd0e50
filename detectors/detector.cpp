// SPDX-License-Identifier: Apache-2.0
#include "detectors/detector.h"

#include "core/hash.h"

namespace vedette::detectors {

std::uint64_t cause_key(std::string_view detector, baselines::EntityId device, baselines::EntityId peer,
                        std::string_view kind, std::uint64_t more) {
  const std::uint64_t ends = static_cast<std::uint64_t>(device.number) << 32 | peer.number;
  return core::hash_combine(core::hash_combine(core::hash_text(detector), ends), core::hash_text(kind, more));
}

core::Severity severity_of(core::VerbClass verb_class) {
  switch (verb_class) {
    case core::VerbClass::admin:
      return core::Severity::critical;
    case core::VerbClass::write:
      return core::Severity::high;
    default:
      return core::Severity::medium;
  }
}

}  // namespace vedette::detectors
