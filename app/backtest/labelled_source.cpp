// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/labelled_source.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::app::backtest {
namespace {

/// Stamps may be centuries apart: their difference is taken where it can't overflow.
bool same(core::Timestamp a, core::Timestamp b) {
  const auto [low, high] = std::minmax(a, b);
  return static_cast<std::uint64_t>(core::to_ns(high)) - static_cast<std::uint64_t>(core::to_ns(low)) <=
         static_cast<std::uint64_t>(core::to_ns(LabelledSource::tolerance));
}

}  // namespace

core::Result<void> LabelledSource::next(capture::PacketBatch& batch, std::size_t max_packets) {
  if (wrong_start_) return {};
  const std::size_t before = batch.packets.size();
  auto read = source_->next(batch, max_packets);
  if (batch.packets.size() == before) return read;
  if (packets_ == 0) {
    first_ = batch.packets[before].time;
    wrong_start_ = labels_.packets > 0 && !same(first_, labels_.from);
  }
  packets_ += batch.packets.size() - before;
  last_ = batch.packets.back().time;
  return read;
}

core::Result<void> LabelledSource::check(const std::string& name) const {
  const auto refuse = [&](std::string what) -> core::Result<void> {
    return core::wrong_usage(fmt::format("{}: labels of another capture: {}", name, what));
  };
  const auto times = [&](std::string_view which, core::Timestamp said, core::Timestamp found) {
    return fmt::format("they say that the {} packet is of {}, and it is of {}", which, core::format_time(said),
                       core::format_time(found));
  };
  if (wrong_start_) return refuse(times("first", labels_.from, first_));
  if (packets_ != labels_.packets)
    return refuse(fmt::format("they say {} packets, and there are {}", labels_.packets, packets_));
  if (packets_ > 0 && !same(last_, labels_.to)) return refuse(times("last", labels_.to, last_));
  return {};
}

}  // namespace vedette::app::backtest
