// SPDX-License-Identifier: Apache-2.0
// Inter-arrival times: the gap between two messages of one kind from one device to another has to lie within four
// standard deviations of its mean. Mean and variance by Welford's recurrence (Knuth, volume 2, section 4.2.2). What was
// seen fewer than ten times while learning is not judged.
#include <cmath>
#include <unordered_map>

#include "core/hash.h"
#include "tests/lab/rivals/rival.h"

namespace vedette::rivals {
namespace {

constexpr double deviations = 4;
constexpr std::uint64_t least_gaps = 10;

class Interarrival : public Rival {
 public:
  std::string_view name() const override { return "interarrival"; }
  std::string_view what() const override { return "gap per device pair and function, mean plus or minus four sigma"; }

  void learn(const core::Observation& o) override {
    if (o.kind == core::MessageKind::response) return;
    Gaps& gaps = gaps_[key_of(o)];
    if (const auto gap = gaps.next(o.time); gap >= 0) gaps.learn(gap);
  }

  void freeze() override {
    for (auto& [key, gaps] : gaps_) gaps.started = false;
  }

  void observe(const core::Observation& o, std::vector<Alarm>& alarms) override {
    if (o.kind == core::MessageKind::response) return;
    const auto found = gaps_.find(key_of(o));
    if (found == gaps_.end() || found->second.n < least_gaps) return;
    Gaps& gaps = found->second;
    const double gap = gaps.next(o.time);
    const double sigma = std::sqrt(gaps.squares / static_cast<double>(gaps.n - 1));
    if (gap >= 0 && std::abs(gap - gaps.mean) > deviations * sigma) alarms.push_back(alarm_of(o, "timing"));
  }

 private:
  struct Gaps {
    std::uint64_t n = 0;
    double mean = 0, squares = 0;  ///< seconds; sum of squared distances from the mean
    core::Timestamp last;
    bool started = false;

    /// Seconds since the one before; negative where there was none.
    double next(core::Timestamp time) {
      const double gap = started && time >= last ? std::chrono::duration<double>(time - last).count() : -1;
      last = time;
      started = true;
      return gap;
    }
    void learn(double gap) {
      ++n;
      const double before = gap - mean;
      mean += before / static_cast<double>(n);
      squares += before * (gap - mean);
    }
  };

  static std::uint64_t key_of(const core::Observation& o) {
    const std::uint64_t pair = mix(mix(o.unit, device_of(o.source)), device_of(o.target));
    return core::hash_text(o.operation, core::hash_text(o.protocol.name, pair));
  }

  std::unordered_map<std::uint64_t, Gaps> gaps_;
};

}  // namespace

std::unique_ptr<Rival> make_interarrival() {
  return std::make_unique<Interarrival>();
}

}  // namespace vedette::rivals
