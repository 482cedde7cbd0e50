// SPDX-License-Identifier: Apache-2.0
// A YAML file as a tree that knows where each of its nodes stands, so that whoever refuses something can name file and
// line. Strict: one document, no anchors or aliases (a small file can't become a large one), no tags, no key twice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace vedette::models {

/// A position in a file, counted from 1; 0 where there is none.
struct Mark {
  std::uint32_t line = 0, column = 0;
};

struct YamlNode {
  enum class Kind : std::uint8_t { nothing, scalar, list, map };
  struct Key {
    std::string text;
    Mark mark;
  };

  Kind kind = Kind::nothing;
  bool quoted = false;  ///< a scalar in quotes: text, whatever it looks like
  Mark mark{};
  std::string text{};                   ///< of a scalar
  std::vector<YamlNode> items{};        ///< of a list, or the values of a map
  std::vector<Key> keys{};              ///< of a map, parallel to items
  std::vector<std::uint32_t> sorted{};  ///< of a map: indices of keys in the order of their text

  /// The value of a key, or none.
  const YamlNode* find(std::string_view key) const;
};

inline constexpr std::size_t max_yaml_bytes = std::size_t{64} << 20;
inline constexpr std::size_t max_yaml_depth = 32;

/// Reads one document. `file` is the name that errors carry.
core::Result<YamlNode> parse_yaml(std::string_view file, std::string_view text);

/// A node by the way that leads to it: "roles.plc.modbus[0].functions". Where the file has nothing at that place, it
/// stands for the nearest node above.
class Place {
 public:
  Place(std::string_view file, const YamlNode* root) : file_(file), node_(root), mark_(root ? root->mark : Mark{}) {}

  Place operator[](std::string_view key) const;
  Place operator[](std::size_t index) const;
  /// The same place, but standing at its key rather than its value.
  Place at_key(std::string_view key, Mark mark) const;

  const YamlNode* node() const { return node_; }
  const std::string& path() const { return path_; }
  std::uint32_t line() const { return mark_.line; }
  /// "site.yaml:12:5: roles.plc.zone: <what>; allowed: <allowed>"
  std::unexpected<core::Error> refuse(std::string_view what, std::string_view allowed) const;

 private:
  std::string_view file_;
  const YamlNode* node_;
  Mark mark_;
  std::string path_;
};

/// Text from a file as an error shows it: in quotes, short, on one line.
std::string shown(std::string_view text);
/// The candidate that `text` may have been meant for; empty where none is near.
std::string_view nearest(std::string_view text, const std::vector<std::string>& candidates);

}  // namespace vedette::models
