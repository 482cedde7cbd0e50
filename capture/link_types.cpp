// SPDX-License-Identifier: Apache-2.0
#include "capture/link_types.h"

#include <algorithm>
#include <array>
#include <limits>

namespace vedette::capture {
namespace {

struct Name {
  std::uint32_t number;
  std::string_view text;
};

// https://www.tcpdump.org/linktypes.html: those that captures on public sites hold, without the ones that are read.
constexpr auto names = std::to_array<Name>({
    {3, "AX.25"},
    {6, "Token Ring"},
    {7, "ARCNET"},
    {8, "SLIP"},
    {10, "FDDI"},
    {100, "ATM, LLC encapsulated"},
    {105, "802.11"},
    {106, "classical IP over ATM"},
    {107, "Frame Relay"},
    {117, "OpenBSD pflog"},
    {119, "802.11 plus Prism header"},
    {122, "IP over Fibre Channel"},
    {123, "SunATM"},
    {127, "802.11 plus radiotap header"},
    {129, "ARCNET on Linux"},
    {138, "IP over IEEE 1394"},
    {143, "DOCSIS"},
    {144, "Linux IrDA"},
    {140, "SS7 MTP2"},
    {163, "802.11 plus AVS header"},
    {165, "BACnet MS/TP"},
    {166, "PPP of Linux pppd"},
    {177, "Linux LAPD"},
    {178, "Juniper Ethernet"},
    {182, "multi-link Frame Relay"},
    {187, "Bluetooth HCI H4"},
    {189, "USB on Linux"},
    {192, "per-packet information"},
    {195, "802.15.4 with FCS"},
    {201, "Bluetooth HCI H4 with direction"},
    {220, "USB on Linux, padded"},
    {224, "Fibre Channel FC-2"},
    {227, "CAN"},
    {230, "802.15.4 without FCS"},
    {231, "D-Bus"},
    {240, "Hilscher netANALYZER"},
    {241, "Hilscher netANALYZER, transparent"},
    {242, "IP over InfiniBand"},
    {247, "InfiniBand"},
    {249, "USB on Windows"},
    {251, "Bluetooth LE"},
    {252, "upper layers of Wireshark"},
    {253, "Linux netlink"},
    {254, "Bluetooth on Linux, monitor"},
    {256, "Bluetooth LE with radio header"},
    {264, "ISO 14443"},
    {271, "Linux vsock"},
    {272, "Nordic Bluetooth LE"},
    {281, "Broadcom tag"},
    {282, "Broadcom tag in front"},
    {283, "802.15.4 with TAP header"},
    {284, "Marvell DSA"},
    {285, "Marvell EDSA"},
    {288, "USB 2.0"},
});

/// Before raw IP had a number of its own, files were written with the machine's.
constexpr std::uint32_t old_raw = 12;

constexpr std::uint32_t first_private = 147, last_private = 162;

}  // namespace

core::LinkType link_type(std::uint32_t number) {
  return number == old_raw ? core::LinkType::raw : static_cast<core::LinkType>(number);
}

bool is_readable(std::uint32_t number) {
  if (number > std::numeric_limits<std::uint16_t>::max()) return false;
  switch (link_type(number)) {
    case core::LinkType::null:
    case core::LinkType::ethernet:
    case core::LinkType::ppp:
    case core::LinkType::ppp_hdlc:
    case core::LinkType::ppp_ether:
    case core::LinkType::raw:
    case core::LinkType::c_hdlc:
    case core::LinkType::loop:
    case core::LinkType::linux_sll:
    case core::LinkType::ipv4:
    case core::LinkType::ipv6:
    case core::LinkType::nflog:
    case core::LinkType::linux_sll2:
      return true;
  }
  return false;
}

std::string_view link_name(std::uint32_t number) {
  if (number >= first_private && number <= last_private) return "private use";
  const auto found = std::ranges::find(names, number, &Name::number);
  return found == names.end() ? "unknown" : found->text;
}

}  // namespace vedette::capture
