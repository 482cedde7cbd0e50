// SPDX-License-Identifier: Apache-2.0
// Bounds, as in SIMPLE (Wolsing et al. 2022): each series must stay between the smallest and the largest value that it
// had while learning, and change no faster. Series are written and read values by element, and message sizes by pair
// and operation. A series that was never seen has no bounds and raises nothing.
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "core/hash.h"
#include "tests/lab/rivals/rival.h"

namespace vedette::rivals {
namespace {

class Bounds : public Rival {
 public:
  std::string_view name() const override { return "bounds"; }
  std::string_view what() const override { return "smallest, largest and fastest change of values and message sizes"; }

  void learn(const core::Observation& o) override {
    for_each(o, [&](std::uint64_t key, double value, bool) { series_[key].learn(value); });
  }

  void freeze() override {
    for (auto& [key, series] : series_) series.last = nan;
  }

  void observe(const core::Observation& o, std::vector<Alarm>& alarms) override {
    for_each(o, [&](std::uint64_t key, double value, bool is_size) {
      const auto found = series_.find(key);
      if (found == series_.end()) return;
      Series& series = found->second;
      const double step = std::abs(value - series.last);
      if (value < series.low || value > series.high)
        alarms.push_back(alarm_of(o, is_size ? "size" : "value"));
      else if (step > series.step)
        alarms.push_back(alarm_of(o, is_size ? "size" : "change"));
      series.last = value;
    });
  }

 private:
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  struct Series {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    double step = 0;
    double last = nan;

    void learn(double value) {
      low = std::min(low, value);
      high = std::max(high, value);
      if (!std::isnan(last)) step = std::max(step, std::abs(value - last));
      last = value;
    }
  };

  template <typename Use>
  static void for_each(const core::Observation& o, Use use) {
    const std::uint64_t target = mix(core::hash_text(o.protocol.name, o.unit), device_of(core::acted_on(o)));
    for (const core::Value& value : o.values)
      use(core::hash_combine(core::hash_text(o.object.space, target), value.at), value.number, false);
    if (o.bytes == 0) return;
    const std::uint64_t pair = mix(target, device_of(core::actor(o)));
    use(core::hash_text(o.operation, pair ^ static_cast<std::uint64_t>(o.kind)), o.bytes, true);
  }

  std::unordered_map<std::uint64_t, Series> series_;
};

}  // namespace

std::unique_ptr<Rival> make_bounds() {
  return std::make_unique<Bounds>();
}

}  // namespace vedette::rivals
