// SPDX-License-Identifier: Apache-2.0
// The halls of a brewery, as a part of any site.
#pragma once

#include "tests/lab/site.h"

namespace vedette::lab {

/// Controllers of brewhouse, fermenters, bottling lines and utilities, gateways to serial meters, an HMI for each hall,
/// stand-by HMIs, a historian, an engineering workstation: as many devices, at least 10, from this net on.
void add_brewery(Site& site, unsigned devices, unsigned first_net);

}  // namespace vedette::lab
