// SPDX-License-Identifier: Apache-2.0
// An office building, as a part of any site.
#pragma once

#include "tests/lab/site.h"

namespace vedette::lab {

/// Controllers in wings of about 150, each a net of its own from this one on: as many devices, at least 8.
void add_office(Site& site, unsigned devices, unsigned first_net);

}  // namespace vedette::lab
