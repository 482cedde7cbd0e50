// SPDX-License-Identifier: Apache-2.0
#include "capture/file_source.h"

namespace vedette::capture {

core::Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  auto file = CaptureFile::open(path);
  if (!file) return std::unexpected(file.error());
  return std::unique_ptr<FileSource>{new FileSource(std::move(*file))};
}

void append_copy(PacketBatch& batch, const core::Packet& packet, SourceStats& stats) {
  core::Packet& copy = batch.packets.emplace_back(packet);
  copy.bytes = batch.bytes.copy(packet.bytes);
  copy.seq = ++stats.packets;
  stats.bytes += packet.bytes.size();
  if (packet.wire_length > packet.bytes.size()) ++stats.snapped;
}

core::Result<void> FileSource::next(PacketBatch& batch, std::size_t max_packets) {
  core::Packet packet;
  for (std::size_t n = 0; n < max_packets && file_->read(packet); ++n) append_copy(batch, packet, stats_);
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
