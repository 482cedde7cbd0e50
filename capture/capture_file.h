// SPDX-License-Identifier: Apache-2.0
// One capture file (pcap or pcapng, or standard input), read packet by packet through libpcap. Used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "capture/byte_stream.h"
#include "core/packet.h"
#include "core/result.h"

struct pcap;  // libpcap's pcap_t

namespace vedette::capture {

class CaptureFile {
 public:
  /// Errors name the file. What isn't a capture, or has a link type that the sensor can't read, is wrong usage.
  static core::Result<std::unique_ptr<CaptureFile>> open(const std::string& path,
                                                         std::size_t buffer_bytes = default_buffer);

  /// The next packet, without its seq; its bytes are valid until the next call. False at the end.
  bool read(core::Packet& packet);

  /// Why reading ended before the end of the file, as a line for a user; nothing where all is well.
  const std::optional<std::string>& trouble() const { return trouble_; }
  /// It can be opened again and then holds the same packets: a plain file, not a pipe.
  bool can_reopen() const { return stream_->is_regular(); }
  std::uint64_t size() const { return stream_->size(); }
  std::uint64_t consumed() const { return stream_->consumed(); }

  static constexpr std::size_t default_buffer = 1024 * 1024;

 private:
  struct Closer {
    void operator()(pcap* handle) const;
  };
  explicit CaptureFile(std::string name) : name_(std::move(name)) {}
  core::Result<void> open_stream(const std::string& path, std::size_t buffer_bytes);
  core::Result<void> check_head();
  core::Result<void> choose_link_type();
  void note_early_end();

  std::string name_;
  std::unique_ptr<ByteStream> stream_;
  std::FILE* file_ = nullptr;  ///< closed by handle_
  std::unique_ptr<pcap, Closer> handle_;
  core::LinkType link_ = core::LinkType::ethernet;
  core::TimePrecision precision_ = core::TimePrecision::microseconds;
  std::uint64_t packets_ = 0;
  bool ended_ = false;
  std::optional<std::string> trouble_;
};

}  // namespace vedette::capture
