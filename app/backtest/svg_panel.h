// SPDX-License-Identifier: Apache-2.0
// The frame of one diagram: a logarithmic axis from left to right, a share from bottom to top, and letters that stand
// for series so that nothing rests on colour.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vedette::app::backtest {

struct Tick {
  double value;
  std::string label;
};

enum class Shape { none, circle, square };

class SvgPanel {
 public:
  /// `left` and `right` are pixels; `ticks` ascend, the first and the last bound the axis. `has_zero` puts a place for
  /// zero left of the axis.
  SvgPanel(double left, double right, std::string title, std::string what, std::vector<Tick> ticks, bool has_zero);

  double x(double value) const;
  double y(double share) const;
  /// A path through the points, in pixels.
  void line(const std::vector<std::pair<double, double>>& points, std::string_view dashes);
  /// A thin bar from value to value.
  void bar(double from, double to, double share);
  /// A point with its letter. Letters of points that lie on each other stand side by side.
  void point(std::string_view letter, double at_x, double at_y, Shape shape);
  std::string str() const;

  static constexpr double top = 60, bottom = 360;

 private:
  struct Point {
    std::string letters;
    double x, y;
    Shape shape;
  };
  void frame(const std::string& title, const std::string& what);

  double left_, right_;
  std::vector<Tick> ticks_;
  bool has_zero_;
  std::string lines_, marks_;
  std::vector<Point> labels_;  ///< of points that lie on each other one
};

/// Text for the inside of an element.
std::string svg_text(std::string_view text);

}  // namespace vedette::app::backtest
