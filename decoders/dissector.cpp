// SPDX-License-Identifier: Apache-2.0
#include "decoders/dissector.h"

#include <random>

#include "decoders/dissect_layers.h"
#include "decoders/fragments.h"

namespace vedette::decoders {
namespace {

/// Keeps outsiders from choosing fragments that collide in the table; nothing that can be seen depends on it.
std::uint64_t random_seed() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

}  // namespace

Dissector::Dissector(const DissectorLimits& limits)
    : fragments_(std::make_unique<FragmentTable>(limits, random_seed())) {}
Dissector::~Dissector() = default;
Dissector::Dissector(Dissector&&) noexcept = default;
Dissector& Dissector::operator=(Dissector&&) noexcept = default;

std::size_t Dissector::fragment_bytes() const {
  return fragments_->bytes();
}

void Dissector::dissect(const core::Packet& packet, core::Timestamp now, core::Arena& room, Frame& frame) {
  stats_.expired_datagrams += fragments_->expire(now);
  Reassembly reassembly{*fragments_, stats_, room, now};
  dissect_with(packet, &reassembly, frame);
  if (frame.fragment != Fragment::none) ++stats_.fragments;
  if (frame.bad_ip_checksum) ++stats_.bad_ip_checksums;
  if (frame.tunnel_count > 0) ++stats_.tunnelled;
}

}  // namespace vedette::decoders
