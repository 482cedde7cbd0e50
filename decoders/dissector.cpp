// SPDX-License-Identifier: Apache-2.0
#include "decoders/dissector.h"

namespace vedette::decoders {

Frame Dissector::dissect(const core::Packet& packet, core::Timestamp, core::Arena&) {
  Frame frame = decoders::dissect(packet);
  if (frame.fragment == Fragment::piece) ++stats_.fragments;
  return frame;
}

}  // namespace vedette::decoders
