// SPDX-License-Identifier: Apache-2.0
// What the checks of several files share: each refuses with its place, or says nothing.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "models/yaml_tree.h"

namespace vedette::models {

using Checked = core::Result<void>;

inline constexpr std::size_t max_name = 256;

/// Names are keys of tables and stand in topics and paths of outputs, so they have a bound and no control characters.
inline Checked check_name(const Place& place, const std::string& name) {
  if (name.empty()) return place.refuse(place.node() ? "found an empty name" : "missing", "a name");
  if (name.size() > max_name) {
    return place.refuse(fmt::format("found {} bytes", name.size()), fmt::format("at most {}", max_name));
  }
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20) return place.refuse("found a control character", "a name on one line");
  }
  return {};
}

/// Names of a map's entries.
template <typename Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

/// A word out of a list.
inline Checked check_word(const Place& place, const std::string& word, const std::vector<std::string>& allowed) {
  for (const auto& candidate : allowed) {
    if (candidate == word) return {};
  }
  std::string what = place.node() ? "found " + shown(word) : "missing";
  if (const auto near = nearest(word, allowed); place.node() && !near.empty())
    what += fmt::format("; did you mean '{}'?", near);
  constexpr std::size_t most = 40;  // a list of all of a site's devices would hide the message
  const std::string list = fmt::format("{}", fmt::join(std::span{allowed}.first(std::min(most, allowed.size())), ", "));
  return place.refuse(what, allowed.empty()         ? "none, since there are none"
                            : allowed.size() > most ? list + ", …"
                                                    : list);
}

/// The name of something that is in a set or the key of a map.
template <typename Known>
Checked check_known(const Place& place, const std::string& name, const Known& known) {
  if (known.contains(name)) return {};
  return check_word(place, name, names_of(known));
}

/// Things of which there may be one each. Remembers where the first stood.
class Unique {
 public:
  explicit Unique(std::string what) : what_(std::move(what)) {}

  Checked add(const Place& place, const std::string& key) {
    const auto [at, is_new] = first_.try_emplace(key, First{place.path(), place.line()});
    if (is_new) return {};
    return place.refuse(fmt::format("{} stands already at line {} ({})", shown(key), at->second.line, at->second.path),
                        "each " + what_ + " once");
  }

 private:
  struct First {
    std::string path;
    std::uint32_t line;
  };
  std::string what_;
  std::map<std::string, First> first_;
};

}  // namespace vedette::models
