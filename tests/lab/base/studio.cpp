// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/studio.h"

#include <algorithm>
#include <thread>

#include "tests/lab/base/random.h"

namespace vedette::lab {
namespace {

constexpr core::Duration slice_length = std::chrono::minutes{10};

/// What the workers made of one slice.
struct Slice {
  std::vector<Sink> sinks;  ///< one each
  core::Timestamp end;
};

struct Placed {
  FrameEntry entry;
  const Sink* sink;
};

class Studio {
 public:
  Studio(const std::vector<std::unique_ptr<Actor>>& actors, const StudioOptions& options, CaptureWriter& writer,
         LabelBook& labels)
      : actors_(actors), options_(options), writer_(writer), labels_(labels), loss_(options.seed, "capture loss") {
    for (auto& slice : slices_) slice.sinks.resize(std::max(1u, options.workers));
  }

  core::Result<void> run() {
    core::Timestamp end = options_.from + slice_length;
    make(slices_[0], end);
    for (std::size_t i = 0;; i ^= 1) {
      const bool last = end >= options_.to || (options_.stop && *options_.stop);
      std::jthread next;
      if (!last) next = std::jthread([this, i, after = end + slice_length] { make(slices_[i ^ 1], after); });
      if (auto ok = write(slices_[i]); !ok) return ok;
      if (last) return write_late();
      end += slice_length;
    }
  }

 private:
  void make(Slice& slice, core::Timestamp end) {
    slice.end = std::min(end, options_.to);
    std::atomic<std::uint32_t> next{0};
    const auto work = [&](Sink& sink) {
      sink.clear();
      for (std::uint32_t i; (i = next.fetch_add(1)) < actors_.size();) {
        sink.start_actor(i, number_);
        actors_[i]->run(slice.end, sink);
      }
    };
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < slice.sinks.size(); ++i)
        others.emplace_back([&work, &sink = slice.sinks[i]] { work(sink); });
      work(slice.sinks[0]);
    }
    ++number_;
  }

  /// Frames of this slice and those that earlier ones left; what ends later is kept.
  core::Result<void> write(const Slice& slice) {
    placed_.clear();
    for (const auto& entry : late_.entries()) placed_.push_back({entry, &late_});
    for (const Sink& sink : slice.sinks)
      for (const auto& entry : sink.entries()) placed_.push_back({entry, &sink});
    std::ranges::sort(placed_, {}, [](const Placed& p) { return p.entry.key(); });
    Sink later;
    for (const Placed& p : placed_) {
      const auto bytes = p.sink->bytes_of(p.entry);
      if (p.entry.at >= slice.end) {
        later.keep(p.entry, bytes);
      } else if (auto ok = put(p.entry, bytes); !ok) {
        return ok;
      }
    }
    late_ = std::move(later);
    return {};
  }
  /// What began before the end of the run and ended after it.
  core::Result<void> write_late() {
    for (const auto& entry : late_.entries()) {
      if (auto ok = put(entry, late_.bytes_of(entry)); !ok) return ok;
    }
    return {};
  }
  core::Result<void> put(const FrameEntry& entry, std::span<const std::uint8_t> bytes) {
    const double loss = loss_at(entry.at);
    if (loss > 0 && loss_.chance(loss)) return {};
    if (auto ok = writer_.add(entry.at, bytes); !ok) return ok;
    labels_.note(entry.event, writer_.packets(), entry.at);
    return {};
  }

  double loss_at(core::Timestamp at) const {
    double loss = options_.loss;
    for (const auto& stretch : options_.lossy)
      if (at >= stretch.from && at < stretch.to) loss = std::max(loss, stretch.share);
    return loss;
  }

  const std::vector<std::unique_ptr<Actor>>& actors_;
  const StudioOptions& options_;
  CaptureWriter& writer_;
  LabelBook& labels_;
  Random loss_;
  Slice slices_[2];
  Sink late_;
  std::vector<Placed> placed_;
  std::uint32_t number_ = 0;
};

}  // namespace

core::Result<void> run_studio(const std::vector<std::unique_ptr<Actor>>& actors, const StudioOptions& options,
                              CaptureWriter& writer, LabelBook& labels) {
  return Studio(actors, options, writer, labels).run();
}

}  // namespace vedette::lab
