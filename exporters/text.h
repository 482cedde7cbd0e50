// SPDX-License-Identifier: Apache-2.0
// An alert as a block for a person at a terminal: who did what to whom, what was expected, since when, how sure.
#pragma once

#include <string>

#include "core/alert.h"

namespace vedette::exporters {

enum class Colour : bool { no, yes };

/// One line for a later revision of an alert that was shown as a block: how far it has grown.
std::string to_text_line(const core::Alert& alert);

/// Ends in a newline. Names and texts from the wire can't move the cursor, colour or reorder anything.
std::string to_text(const core::Alert& alert, Colour colour = Colour::no);

}  // namespace vedette::exporters
