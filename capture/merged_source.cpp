// SPDX-License-Identifier: Apache-2.0
#include "capture/merged_source.h"

#include "capture/file_source.h"

namespace vedette::capture {
namespace {

/// Many files are open at once: a smaller buffer each.
constexpr std::size_t buffer_bytes = 128 * 1024;

}  // namespace

core::Result<std::unique_ptr<MergedSource>> MergedSource::open(std::span<const std::string> paths,
                                                               const OpenOptions& options) {
  std::unique_ptr<MergedSource> source{new MergedSource(options)};
  for (const auto& path : paths) source->inputs_.push_back({path, nullptr, {}});
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (auto added = source->add(i); !added) return std::unexpected(added.error());
  }
  return source;
}

core::Result<void> MergedSource::add(std::size_t index) {
  Input& input = inputs_[index];
  auto file = CaptureFile::open(input.path, options_, buffer_bytes);
  if (!file) return std::unexpected(file.error());
  input.file = std::move(*file);
  sizes_known_ = sizes_known_ && input.file->size() > 0;
  stats_.total_bytes += input.file->size();
  if (!read_head(input)) return {};
  const Place place{input.head.time, index};
  if (inputs_.size() > max_open_at_start && input.file->can_reopen()) {
    input.file.reset();
    waiting_.push(place);
  } else {
    heads_.push(place);
  }
  return {};
}

bool MergedSource::read_head(Input& input) {
  if (input.file->read(input.head) == CaptureFile::Read::packet) return true;
  close_ended(input);
  return false;
}

void MergedSource::close_ended(Input& input) {
  stats_.read_bytes += input.file->consumed();
  if (input.file->trouble()) {
    ++stats_.cut_files;
    warnings_.push_back(*input.file->trouble());
  }
  input.file.reset();
}

/// Every waiting file whose first packet comes before all heads is opened, so the order is as if all had been open.
core::Result<void> MergedSource::open_reached() {
  while (!waiting_.empty() && (heads_.empty() || waiting_.top() < heads_.top())) {
    const std::size_t index = waiting_.top().input;
    waiting_.pop();
    Input& input = inputs_[index];
    auto file = CaptureFile::open(input.path, options_, buffer_bytes);
    if (!file) return std::unexpected(file.error());
    input.file = std::move(*file);
    if (read_head(input)) heads_.push({input.head.time, index});
  }
  return {};
}

core::Result<void> MergedSource::next(PacketBatch& batch, std::size_t max_packets) {
  for (std::size_t n = 0; n < max_packets; ++n) {
    if (auto opened = open_reached(); !opened) return opened;
    if (heads_.empty()) break;
    const std::size_t index = heads_.top().input;
    heads_.pop();
    Input& input = inputs_[index];
    batch.packets.push_back(input.head);
    keep_last(batch, stats_);
    if (read_head(input)) heads_.push({input.head.time, index});
  }
  return {};
}

SourceStats MergedSource::stats() const {
  SourceStats stats = stats_;
  if (!sizes_known_) stats.total_bytes = 0;
  for (const Input& input : inputs_) stats.read_bytes += input.file ? input.file->consumed() : 0;
  return stats;
}

}  // namespace vedette::capture
