// SPDX-License-Identifier: Apache-2.0
#include "app/backtest/svg_panel.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace vedette::app::backtest {
namespace {

constexpr double zero_width = 56;  // pixels that a place for zero takes
constexpr double near = 12;        // points nearer than this share a label

}  // namespace

std::string svg_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

SvgPanel::SvgPanel(double left, double right, std::string title, std::string what, std::vector<Tick> ticks,
                   bool has_zero)
    : left_(left), right_(right), ticks_(std::move(ticks)), has_zero_(has_zero) {
  frame(title, what);
}

double SvgPanel::x(double value) const {
  if (has_zero_ && value < ticks_.front().value) return value > 0 ? left_ + zero_width : left_ + zero_width / 2;
  const double begin = has_zero_ ? left_ + zero_width : left_;
  const double low = std::log(ticks_.front().value), high = std::log(ticks_.back().value);
  const double at = (std::log(std::max(value, ticks_.front().value)) - low) / (high - low);
  return begin + std::min(at, 1.0) * (right_ - begin);
}

double SvgPanel::y(double share) const {
  return bottom - share * (bottom - top);
}

void SvgPanel::frame(const std::string& title, const std::string& what) {
  const auto text = [&](double at_x, double at_y, std::string_view anchor, std::string_view more, std::string_view of) {
    lines_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", at_x, at_y, anchor, more,
                          svg_text(of));
  };
  text(left_, top - 20, "start", " font-weight=\"bold\"", title);
  for (int i = 0; i <= 4; ++i) {
    const double share = i / 4.0;
    lines_ += fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"#ddd\"/>\n", left_, y(share), right_);
    text(left_ - 8, y(share) + 4, "end", "", fmt::format("{:.0f} %", share * 100));
  }
  for (const Tick& tick : ticks_) {
    lines_ += fmt::format("<path d=\"M{:.1f} {:.1f}v6\" stroke=\"#000\"/>\n", x(tick.value), bottom);
    text(x(tick.value), bottom + 20, "middle", "", tick.label);
  }
  if (has_zero_) {
    text(x(0), bottom + 20, "middle", "", "0");
    lines_ += fmt::format("<path d=\"M{:.1f} {:.1f}V{:.1f}\" stroke=\"#bbb\" stroke-dasharray=\"2 2\"/>\n",
                          left_ + zero_width, top, bottom);
  }
  lines_ += fmt::format("<path d=\"M{:.1f} {:.1f}V{:.1f}H{:.1f}\" fill=\"none\" stroke=\"#000\"/>\n", left_, top,
                        bottom, right_);
  text((left_ + right_) / 2, bottom + 42, "middle", "", what);
}

void SvgPanel::line(const std::vector<std::pair<double, double>>& points, std::string_view dashes) {
  if (points.size() < 2) return;
  std::string path;
  for (const auto& [at_x, at_y] : points) path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", at_x, at_y);
  lines_ += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#000\" stroke-width=\"1.5\"{}/>\n", path,
                        dashes.empty() ? std::string{} : fmt::format(" stroke-dasharray=\"{}\"", dashes));
}

void SvgPanel::bar(double from, double to, double share) {
  lines_ +=
      fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"#777\" stroke-width=\"1\"/>\n", x(from), y(share), x(to));
}

void SvgPanel::point(std::string_view letter, double at_x, double at_y, Shape shape) {
  if (shape == Shape::circle) {
    marks_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" fill=\"#fff\" stroke=\"#000\"/>\n", at_x, at_y);
  } else if (shape == Shape::square) {
    marks_ += fmt::format("<path d=\"M{:.1f} {:.1f}h8v8h-8z\" stroke=\"#000\"/>\n", at_x - 4, at_y - 4);
  }
  const auto same = std::ranges::find_if(
      labels_, [&](const Point& other) { return std::abs(other.x - at_x) < near && std::abs(other.y - at_y) < near; });
  if (same == labels_.end())
    labels_.push_back({std::string{letter}, at_x, at_y, shape});
  else
    same->letters += fmt::format(" {}", letter);
}

std::string SvgPanel::str() const {
  std::string out = lines_ + marks_;
  for (const Point& label : labels_) {
    const bool beside = label.shape == Shape::none;
    out += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" font-weight=\"bold\">{}</text>\n", label.x,
                       beside ? label.y + 4 : label.y - 9, beside ? "start" : "middle", svg_text(label.letters));
  }
  return out;
}

}  // namespace vedette::app::backtest
