// SPDX-License-Identifier: Apache-2.0
// What a user should know of the traffic itself after a run: what was missing, doubled, broken or given up.
#pragma once

#include "app/console.h"
#include "app/pipeline.h"

namespace vedette::app {

/// Things that make a result doubtful are warnings, others notes; all of it only where there is something to say.
void say_traffic_notes(const PipelineStats& stats, const Console& console);

}  // namespace vedette::app
