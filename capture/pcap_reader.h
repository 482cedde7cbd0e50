// SPDX-License-Identifier: Apache-2.0
// The classic format (draft-ietf-opsawg-pcap), in both byte orders, with micro- and nanoseconds, and with the longer
// records of old Linux kernels. Takes the same files as libpcap.
#pragma once

#include <cstdint>
#include <string>

#include "capture/record_reader.h"
#include "core/packet.h"

namespace vedette::capture {

class PcapReader {
 public:
  /// The file's header. Its magic was looked at before.
  Found read_header(ReadBuffer& in);
  /// The next packet; its bytes are valid until the next call.
  Found read(ReadBuffer& in, core::Packet& packet);

  std::uint32_t link_number() const { return link_number_; }
  const std::string& damage() const { return damage_; }

 private:
  /// Versions before 2.3 hold the two lengths of a record the other way round, some of 2.3 do.
  enum class Lengths { captured_first, wire_first, smaller_is_captured };
  bool choose_version(unsigned major, unsigned minor);

  bool little_ = true;
  std::size_t record_header_ = 16;
  std::uint32_t fraction_ns_ = 1000;  ///< of one unit of the fraction of a second
  core::TimePrecision precision_ = core::TimePrecision::microseconds;
  Lengths lengths_ = Lengths::captured_first;
  std::uint32_t snap_length_ = max_captured;
  std::uint32_t link_number_ = 0;
  core::LinkType link_ = core::LinkType::ethernet;
  std::string damage_;
};

}  // namespace vedette::capture
