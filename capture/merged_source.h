// SPDX-License-Identifier: Apache-2.0
// Several captures as one, in the order of their stamps. Only the heads of files are compared, so each file keeps its
// own order even where its stamps go back; equal stamps come in the order in which the files were given.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <span>
#include <string>
#include <vector>

#include "capture/capture_file.h"
#include "capture/source.h"

namespace vedette::capture {

class MergedSource final : public PacketSource {
 public:
  /// Every file is opened and its first stamp read, so that a bad one is refused before the first packet.
  static core::Result<std::unique_ptr<MergedSource>> open(std::span<const std::string> paths,
                                                          const OpenOptions& options = {});

  core::Result<void> next(PacketBatch& batch, std::size_t max_packets) override;
  SourceStats stats() const override;
  std::vector<std::string> warnings() const override { return warnings_; }

  /// With more files than this, each is closed again and opened only when its first stamp is reached: a year of
  /// hourly captures must not need a descriptor for each.
  static constexpr std::size_t max_open_at_start = 64;

 private:
  explicit MergedSource(const OpenOptions& options) : options_(options) {}

  struct Input {
    std::string path;
    std::unique_ptr<CaptureFile> file;  ///< none while it waits to be opened again, and behind its end
    core::Packet head;                  ///< its bytes belong to `file`
  };
  /// A file's place in the merged order.
  struct Place {
    core::Timestamp time;
    std::size_t input;
    auto operator<=>(const Place&) const = default;
  };

  core::Result<void> add(std::size_t input);
  core::Result<void> open_reached();
  bool read_head(Input& input);
  void close_ended(Input& input);

  OpenOptions options_;
  std::vector<Input> inputs_;
  std::priority_queue<Place, std::vector<Place>, std::greater<>> heads_;    ///< of open files
  std::priority_queue<Place, std::vector<Place>, std::greater<>> waiting_;  ///< to be opened at their first stamp
  SourceStats stats_;                                                       ///< read_bytes of ended files only
  bool sizes_known_ = true;
  std::vector<std::string> warnings_;
};

}  // namespace vedette::capture
