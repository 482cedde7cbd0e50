// SPDX-License-Identifier: Apache-2.0
// What a message says of who somebody is, beside what it does: one observation holds one claim, so that further ones
// are observations of their own, by which nothing is done.
#pragma once

#include <string_view>

#include "core/bytes.h"
#include "decoders/decoder.h"

namespace vedette::decoders {

/// Of `about` count the operation, the code, and the source where that isn't the sender.
inline void add_claim(const core::Observation& about, const core::IdentityClaim& claim, Observer& observer) {
  core::Observation o;
  o.operation = about.operation;
  o.code = about.code;
  o.source = about.source;
  o.claim = claim;
  observer.add(o);
}

/// Nothing where the text is empty.
inline void add_claim(const core::Observation& about, core::IdentityKind kind, std::string_view text,
                      Observer& observer) {
  if (!text.empty()) add_claim(about, {.kind = kind, .number = 0, .text = text}, observer);
}
inline void add_claim(const core::Observation& about, core::IdentityKind kind, core::Bytes text, Observer& observer) {
  add_claim(about, kind, core::as_text(text), observer);
}

}  // namespace vedette::decoders
