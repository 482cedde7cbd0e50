// SPDX-License-Identifier: Apache-2.0
// One capture file (pcap or pcapng, plain or compressed, or standard input), read packet by packet. Used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "capture/byte_stream.h"
#include "capture/file_format.h"
#include "capture/options.h"
#include "capture/pcap_reader.h"
#include "capture/pcapng_reader.h"
#include "capture/read_buffer.h"
#include "capture/unpacked_stream.h"
#include "core/packet.h"
#include "core/result.h"

namespace vedette::capture {

class CaptureFile {
 public:
  /// Errors name the file. What isn't a capture, or has a link type that the sensor can't read, is wrong usage. A file
  /// that is followed may turn out so only later, see error().
  static core::Result<std::unique_ptr<CaptureFile>> open(const std::string& path, const OpenOptions& options = {},
                                                         std::size_t buffer_bytes = default_buffer);

  enum class Read {
    packet,
    none_now,  ///< only of a file that is followed: more may come, see wait()
    end,
  };
  /// The next packet, without its seq; its bytes are valid until the next call.
  Read read(core::Packet& packet);

  /// After none_now; see ByteStream::wait().
  bool wait(unsigned& patience) const { return stream_->wait(patience); }

  /// Why reading ended before the end of the file, as a line for a user; nothing where all is well.
  const std::optional<std::string>& trouble() const { return trouble_; }
  /// A file that is followed ended because it is no capture that can be read.
  const std::optional<core::Error>& error() const { return error_; }
  /// It can be opened again and then holds the same packets: a plain file, not a pipe.
  bool can_reopen() const { return stream_->is_regular(); }
  std::uint64_t size() const { return stream_->size(); }  ///< as it lies there, compressed or not; 0 where unknown
  std::uint64_t consumed() const { return stream_->consumed(); }

  static constexpr std::size_t default_buffer = 256 * 1024;

 private:
  CaptureFile(std::string name, const OpenOptions& options) : name_(std::move(name)), options_(options) {}
  core::Result<bool> prepare();
  core::Result<bool> find_format();
  core::Result<void> unpack(Compression compression);
  core::Result<void> check_header(Found found) const;
  core::Result<void> check_links() const;
  core::Error cannot_start() const;
  void note_early_end(Found found);

  std::string name_;
  OpenOptions options_;
  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<UnpackedStream> unpacked_;  ///< over stream_, where that is compressed
  std::optional<ReadBuffer> bytes_;           ///< over unpacked_ or stream_
  FileFormat format_ = FileFormat::none;
  PcapReader pcap_;
  PcapngReader pcapng_;
  bool prepared_ = false, ended_ = false;
  std::size_t buffer_bytes_ = default_buffer;
  std::uint64_t packets_ = 0;
  std::optional<std::string> trouble_;
  std::optional<core::Error> error_;
};

}  // namespace vedette::capture
