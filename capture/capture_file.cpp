// SPDX-License-Identifier: Apache-2.0
#include "capture/capture_file.h"

#include <algorithm>
#include <fmt/format.h>

#include "capture/link_types.h"

namespace vedette::capture {
namespace {

/// Compressed bytes are read in pieces of this.
constexpr std::size_t packed_buffer = 64 * 1024;

constexpr std::size_t magic_size = 4;

std::string in_brackets(const std::string& detail) {
  return detail.empty() ? std::string{} : fmt::format(" ({})", detail);
}

}  // namespace

core::Result<std::unique_ptr<CaptureFile>> CaptureFile::open(const std::string& path, const OpenOptions& options,
                                                             std::size_t buffer_bytes) {
  std::unique_ptr<CaptureFile> file{new CaptureFile(display_name(path), options)};
  auto stream = ByteStream::open(path, options);
  if (!stream) return std::unexpected(stream.error());
  file->stream_ = std::move(*stream);
  file->buffer_bytes_ = buffer_bytes;
  file->bytes_.emplace(*file->stream_, buffer_bytes);
  if (auto prepared = file->prepare(); !prepared) return std::unexpected(prepared.error());
  return file;
}

/// Everything up to the first packet; false where a file that is followed doesn't hold it yet.
core::Result<bool> CaptureFile::prepare() {
  if (format_ == FileFormat::none) {
    if (auto found = find_format(); !found || !*found) return found;
  }
  const Found found = format_ == FileFormat::pcapng ? pcapng_.read_header(*bytes_) : pcap_.read_header(*bytes_);
  if (found == Found::none_now || stream_->stopped()) return false;
  if (auto checked = check_header(found); !checked) return std::unexpected(checked.error());
  prepared_ = true;
  return true;
}

core::Result<bool> CaptureFile::find_format() {
  for (;;) {
    const Supply supply = bytes_->want(magic_size);
    if (supply == Supply::none_now || stream_->stopped()) return false;
    if (supply == Supply::failed) return std::unexpected(cannot_start());
    if (bytes_->available().empty()) {
      return core::wrong_usage(fmt::format("{}: is empty; allowed is a capture file (pcap or pcapng)", name_));
    }
    const Compression packed = compression(bytes_->available());
    if (packed == Compression::none) break;
    if (auto unpacked = unpack(packed); !unpacked) return std::unexpected(unpacked.error());
  }
  format_ = file_format(bytes_->available());
  if (format_ != FileFormat::none) return true;
  bytes_->want(described_head);
  return core::wrong_usage(
      fmt::format("{}: is not a capture ({}); allowed is pcap or pcapng, plain or compressed by gzip or zstd", name_,
                  describe_head(bytes_->available())));
}

core::Result<void> CaptureFile::unpack(Compression compression) {
  const std::string_view called = compression_name(compression);
  if (unpacked_) {
    return core::wrong_usage(
        fmt::format("{}: is compressed twice (it holds {}); allowed is a capture compressed once", name_, called));
  }
  if (options_.follow) {
    return core::wrong_usage(
        fmt::format("{}: is compressed ({}) and can't be followed; allowed is a plain capture", name_, called));
  }
  auto unpacker = Unpacker::make(compression);
  if (!unpacker) return core::unavailable(fmt::format("{}: no memory to uncompress it", name_));
  ReadBuffer packed{*stream_, packed_buffer};
  packed.put_back(bytes_->available());
  unpacked_ = std::make_unique<UnpackedStream>(std::move(packed), std::move(unpacker), std::string{called});
  bytes_.emplace(*unpacked_, buffer_bytes_);
  return {};
}

core::Error CaptureFile::cannot_start() const {
  const Failure& failure = bytes_->source().failure();
  return {failure.kind, fmt::format("{}: {}{}", name_, failure.what, in_brackets(failure.detail))};
}

core::Result<void> CaptureFile::check_header(Found found) const {
  const bool is_pcapng = format_ == FileFormat::pcapng;
  // A pcapng that turns bad behind its first interface can be read up to there.
  if (is_pcapng ? pcapng_.interfaces_described() > 0 : found == Found::it) return check_links();
  if (found == Found::failed) return std::unexpected(cannot_start());
  std::string why = is_pcapng ? pcapng_.damage() : pcap_.damage();
  if (is_pcapng && found != Found::damaged) {
    why = found == Found::it ? "a packet comes before any interface" : "it ends before any interface is described";
  }
  return core::wrong_usage(fmt::format("{}: the capture's header is cut or damaged: {}", name_, why));
}

core::Result<void> CaptureFile::check_links() const {
  const bool is_pcapng = format_ == FileFormat::pcapng;
  const std::uint32_t number = is_pcapng ? pcapng_.first_link_number() : pcap_.link_number();
  if (is_pcapng ? pcapng_.any_readable() : is_readable(number)) return {};
  const std::uint64_t others = is_pcapng ? pcapng_.interfaces_described() - 1 : 0;
  return core::wrong_usage(
      fmt::format("{}: link type {} ({}) is not supported{}; allowed are {}", name_, number, link_name(number),
                  others > 0 ? ", nor is that of any other of its interfaces" : "", readable_links));
}

CaptureFile::Read CaptureFile::read(core::Packet& packet) {
  if (ended_) return Read::end;
  if (!prepared_) {
    const auto prepared = prepare();
    if (!prepared) error_ = prepared.error();
    ended_ = !prepared || stream_->stopped();
    if (ended_) return Read::end;
    if (!*prepared) return Read::none_now;
  }
  const Found found = format_ == FileFormat::pcap ? pcap_.read(*bytes_, packet) : pcapng_.read(*bytes_, packet);
  if (found == Found::it) {
    ++packets_;
    return Read::packet;
  }
  if (found == Found::none_now) return Read::none_now;
  ended_ = true;
  if (found != Found::end && !stream_->stopped()) note_early_end(found);
  return Read::end;
}

void CaptureFile::note_early_end(Found found) {
  switch (found) {
    case Found::damaged:
      trouble_ = fmt::format("{}: damaged after packet {} ({}); read up to there", name_, packets_,
                             format_ == FileFormat::pcap ? pcap_.damage() : pcapng_.damage());
      break;
    case Found::failed: {
      const Failure& failure = bytes_->source().failure();
      trouble_ = fmt::format("{}: {} after packet {}{}; read up to there", name_, failure.what, packets_,
                             in_brackets(failure.detail));
      break;
    }
    default:
      trouble_ = fmt::format("{}: ends inside the record after packet {}; read up to there", name_, packets_);
  }
}

}  // namespace vedette::capture
