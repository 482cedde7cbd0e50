// SPDX-License-Identifier: Apache-2.0
// Box plot: how many messages a device takes part in per minute, against Tukey's outer fences (Tukey 1977): quartiles
// less or plus three times their distance. A device that was not there while learning had none in every window.
#include <algorithm>
#include <map>

#include "tests/lab/rivals/rival.h"

namespace vedette::rivals {
namespace {

constexpr core::Duration window = std::chrono::minutes{1};
constexpr double outer_fence = 3;

class BoxPlot : public Rival {
 public:
  std::string_view name() const override { return "box_plot"; }
  std::string_view what() const override { return "messages per device and minute, Tukey's outer fences"; }

  void learn(const core::Observation& o) override {
    std::vector<Alarm> none;
    count(o, none);
  }

  void freeze() override {
    frozen_ = true;
    started_ = false;
    for (auto& [key, device] : devices_) {
      device.count = 0;
      const double q1 = quartile(device, 0.25), q3 = quartile(device, 0.75);
      device.low = q1 - outer_fence * (q3 - q1);
      device.high = q3 + outer_fence * (q3 - q1);
    }
  }

  void observe(const core::Observation& o, std::vector<Alarm>& alarms) override { count(o, alarms); }

 private:
  struct Counts {
    std::map<std::uint32_t, std::uint64_t> windows;  ///< by count; those of zero are the rest
    std::uint32_t count = 0;
    double low = 0, high = 0;
  };

  void count(const core::Observation& o, std::vector<Alarm>& alarms) {
    const auto now = o.time.time_since_epoch() / window;
    if (!started_ || now < window_) {
      for (auto& [key, device] : devices_) device.count = 0;
      started_ = true;
    } else if (now > window_) {
      close(static_cast<std::uint64_t>(now - window_), o.time, alarms);
    }
    window_ = now;
    for (const core::Endpoint* end : {&core::actor(o), &core::acted_on(o)}) {
      const Device key = device_of(*end);
      if (!key.is_set()) continue;
      Counts& device = devices_[key];
      // Too many is seen inside its window.
      if (frozen_ && ++device.count > device.high) {
        Alarm alarm = alarm_of(o, "requests");
        alarm.device = key;
        alarm.protocol = {};
        alarms.push_back(alarm);
      } else if (!frozen_) {
        ++device.count;
      }
    }
  }

  /// The window at hand, and `passed` - 1 empty ones.
  void close(std::uint64_t passed, core::Timestamp time, std::vector<Alarm>& alarms) {
    windows_ += passed;
    for (auto& [key, device] : devices_) {
      if (!frozen_ && device.count > 0) ++device.windows[device.count];
      if (frozen_ && (device.count < device.low || (passed > 1 && device.low > 0)))
        alarms.push_back({key, {}, time, "requests", {}, 0});
      device.count = 0;
    }
  }

  double quartile(const Counts& device, double share) const {
    std::uint64_t busy = 0;
    for (const auto& [count, n] : device.windows) busy += n;
    double rank = share * static_cast<double>(windows_) - static_cast<double>(windows_ - busy);
    for (const auto& [count, n] : device.windows) {
      if (rank <= 0) return 0;
      rank -= static_cast<double>(n);
      if (rank <= 0) return count;
    }
    return 0;
  }

  std::map<Device, Counts> devices_;
  bool started_ = false, frozen_ = false;
  std::int64_t window_ = 0;
  std::uint64_t windows_ = 0;
};

}  // namespace

std::unique_ptr<Rival> make_box_plot() {
  return std::make_unique<BoxPlot>();
}

}  // namespace vedette::rivals
