// SPDX-License-Identifier: Apache-2.0
#include "capture/file_source.h"

namespace vedette::capture {
namespace {

/// Looks at a growing file until the batch is said to be idle: about 200 ms.
constexpr unsigned idle_patience = 10;

}  // namespace

core::Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path, const OpenOptions& options) {
  auto file = CaptureFile::open(path, options);
  if (!file) return std::unexpected(file.error());
  return std::unique_ptr<FileSource>{new FileSource(std::move(*file))};
}

void keep_last(PacketBatch& batch, SourceStats& stats) {
  core::Packet& packet = batch.packets.back();
  packet.bytes = batch.bytes.copy(packet.bytes);
  packet.seq = ++stats.packets;
  stats.bytes += packet.bytes.size();
  if (packet.wire_length > packet.bytes.size()) ++stats.snapped;
}

core::Result<void> FileSource::next(PacketBatch& batch, std::size_t max_packets) {
  unsigned patience = idle_patience;
  for (std::size_t n = 0; n < max_packets;) {
    // Read to where it stays: copied at once, what was just written is waited for.
    const CaptureFile::Read read = file_->read(batch.packets.emplace_back());
    if (read == CaptureFile::Read::packet) {
      keep_last(batch, stats_);
      ++n;
      continue;
    }
    batch.packets.pop_back();
    switch (read) {
      case CaptureFile::Read::packet:
        break;
      case CaptureFile::Read::none_now:
        if (n > 0) return {};
        if (!file_->wait(patience)) {
          batch.idle = true;
          return {};
        }
        break;
      case CaptureFile::Read::end:
        if (file_->error()) return std::unexpected(*file_->error());
        return {};
    }
  }
  return {};
}

SourceStats FileSource::stats() const {
  SourceStats stats = stats_;
  stats.cut_files = file_->trouble() ? 1 : 0;
  stats.total_bytes = file_->size();
  stats.read_bytes = file_->consumed();
  return stats;
}

std::vector<std::string> FileSource::warnings() const {
  if (file_->trouble()) return {*file_->trouble()};
  return {};
}

}  // namespace vedette::capture
