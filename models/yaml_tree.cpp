// SPDX-License-Identifier: Apache-2.0
#include "models/yaml_tree.h"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <istream>
#include <numeric>
#include <streambuf>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "core/utf8.h"

namespace vedette::models {
namespace {

Mark mark_of(const YAML::Mark& mark) {
  if (mark.is_null()) return {};
  return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
}

std::string position(std::string_view file, Mark mark) {
  if (mark.line == 0) return std::string{file};
  return fmt::format("{}:{}:{}", file, mark.line, mark.column);
}

/// Leaves the parser, which knows no other way to stop.
struct Refusal : std::exception {
  Refusal(Mark m, std::string w) : mark(m), what_is_wrong(std::move(w)) {}
  Mark mark;
  std::string what_is_wrong;
};

class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(std::string_view text) : text_(text) {}
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    add(YamlNode{.kind = YamlNode::Kind::nothing, .mark = mark_of(mark)});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& value) override {
    check_tag(mark, tag);
    if (tag == "!") check_closed(mark);
    // The parser's tag of a scalar without one: "!" in quotes, "?" plain.
    add(YamlNode{.kind = YamlNode::Kind::scalar, .quoted = tag == "!", .mark = mark_of(mark), .text = value});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, tag, YamlNode::Kind::map);
  }
  void OnMapEnd() override {
    index_keys(open_.back());
    close();
  }

 private:
  [[noreturn]] static void refuse_anchor(const YAML::Mark& mark) {
    throw Refusal(mark_of(mark), "found an anchor or alias; allowed: every value written out where it stands");
  }
  static void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refusal(mark_of(mark), fmt::format("found the tag {}; allowed: values without tags", shown(tag)));
    }
  }
  /// The parser lets the end of the file close a quote: a file that was cut would be read as if it were whole.
  void check_closed(const YAML::Mark& mark) const {
    const auto start = static_cast<std::size_t>(mark.pos);
    if (mark.is_null() || start >= text_.size()) return;
    const char quote = text_[start];
    if (quote == '!') throw Refusal(mark_of(mark), "found the tag '!'; allowed: values without tags");
    if (quote != '"' && quote != '\'') return;  // a block scalar, which has no end of its own
    for (std::size_t at = start + 1; at < text_.size(); ++at) {
      const bool escapes = text_[at] == (quote == '"' ? '\\' : '\'');
      if (escapes && at + 1 < text_.size() && (quote == '"' || text_[at + 1] == '\'')) {
        ++at;
      } else if (text_[at] == quote) {
        return;
      }
    }
    throw Refusal(mark_of(mark), fmt::format("found a text whose quote {} is not closed", quote));
  }
  void open(const YAML::Mark& mark, const std::string& tag, YamlNode::Kind kind) {
    check_tag(mark, tag);
    if (open_.size() >= max_yaml_depth) {
      throw Refusal(mark_of(mark), fmt::format("nested too deeply; allowed: {} levels", max_yaml_depth));
    }
    if (awaits_key()) throw Refusal(mark_of(mark), "found a list or mapping as a key; allowed: text");
    open_.push_back(YamlNode{.kind = kind, .mark = mark_of(mark)});
  }
  void close() {
    YamlNode node = std::move(open_.back());
    open_.pop_back();
    add(std::move(node));
  }
  bool awaits_key() const {
    return !open_.empty() && open_.back().kind == YamlNode::Kind::map &&
           open_.back().keys.size() == open_.back().items.size();
  }
  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (awaits_key()) {
      if (node.kind == YamlNode::Kind::nothing) throw Refusal(node.mark, "found an empty key; allowed: text");
      open_.back().keys.push_back({std::move(node.text), node.mark});
    } else {
      YamlNode& parent = open_.back();
      // The parser notices that a value is missing only at whatever comes next.
      if (node.kind == YamlNode::Kind::nothing && parent.kind == YamlNode::Kind::map)
        node.mark = parent.keys.back().mark;
      parent.items.push_back(std::move(node));
    }
  }
  static void index_keys(YamlNode& map) {
    map.sorted.resize(map.keys.size());
    std::iota(map.sorted.begin(), map.sorted.end(), 0U);
    const auto text = [&](std::uint32_t i) -> const std::string& { return map.keys[i].text; };
    std::ranges::stable_sort(map.sorted, {}, text);
    const auto twice = std::ranges::adjacent_find(map.sorted, {}, text);
    if (twice == map.sorted.end()) return;
    const auto& first = map.keys[*twice];
    const auto& second = map.keys[*(twice + 1)];
    throw Refusal(second.mark, fmt::format("the key {} stands already at line {}; allowed: each key once",
                                           shown(first.text), first.mark.line));
  }

  std::string_view text_;
  YamlNode root_;
  std::vector<YamlNode> open_;
};

/// YAML's "printable" set (1.2, section 5.1), and no other encoding than UTF-8: the parser would take a lone 0x04 for
/// the end of the file and guess at UTF-16.
core::Result<void> check_characters(std::string_view file, std::string_view text) {
  std::uint32_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const core::Utf8 next = core::read_utf8(text.substr(at));
    if (!next.valid) return core::wrong_usage(fmt::format("{}:{}: found a byte that is not UTF-8 text", file, line));
    const char32_t c = next.code_point;
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) {
      return core::wrong_usage(fmt::format("{}:{}: found the control character 0x{:02x}; allowed: text", file, line,
                                           static_cast<unsigned>(c)));
    }
    if (c == '\n') ++line;
    at += next.length;
  }
  return {};
}

/// Reads from memory that someone else owns.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a get area is never written to
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto text_of = [&](std::uint32_t i) { return std::string_view{keys[i].text}; };
  const auto at = std::ranges::lower_bound(sorted, key, {}, text_of);
  return at != sorted.end() && keys[*at].text == key ? &items[*at] : nullptr;
}

core::Result<YamlNode> parse_yaml(std::string_view file, std::string_view text) {
  if (text.size() > max_yaml_bytes) {
    return core::wrong_usage(
        fmt::format("{}: found {} MiB; allowed: {} MiB", file, text.size() >> 20, max_yaml_bytes >> 20));
  }
  if (const auto checked = check_characters(file, text); !checked) return std::unexpected(checked.error());
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark, which the parser doesn't count
  try {
    ViewBuffer buffer{text};
    std::istream stream{&buffer};
    YAML::Parser parser{stream};
    TreeBuilder builder{text};
    if (!parser.HandleNextDocument(builder)) return core::wrong_usage(fmt::format("{}: the file is empty", file));
    YamlNode root = builder.take();
    TreeBuilder second{text};
    if (parser.HandleNextDocument(second)) {
      return core::wrong_usage(
          fmt::format("{}: found a second document; allowed: one", position(file, second.take().mark)));
    }
    return root;
  } catch (const Refusal& refusal) {
    return core::wrong_usage(fmt::format("{}: {}", position(file, refusal.mark), refusal.what_is_wrong));
  } catch (const YAML::Exception& error) {
    return core::wrong_usage(fmt::format("{}: not YAML: {}", position(file, mark_of(error.mark)), error.msg));
  } catch (const std::exception& error) {
    return core::wrong_usage(fmt::format("{}: not YAML: {}", file, error.what()));
  }
}

Place Place::operator[](std::string_view key) const {
  Place child = *this;
  if (!child.path_.empty()) child.path_ += '.';
  child.path_ += key;
  child.node_ = node_ && node_->kind == YamlNode::Kind::map ? node_->find(key) : nullptr;
  if (child.node_) child.mark_ = child.node_->mark;
  return child;
}

Place Place::operator[](std::size_t index) const {
  Place child = *this;
  // A single thing may stand for a list of one, see options.proto.
  if (node_ && node_->kind == YamlNode::Kind::scalar && index == 0) return child;
  child.path_ += fmt::format("[{}]", index);
  child.node_ =
      node_ && node_->kind == YamlNode::Kind::list && index < node_->items.size() ? &node_->items[index] : nullptr;
  if (child.node_) child.mark_ = child.node_->mark;
  return child;
}

Place Place::at_key(std::string_view key, Mark mark) const {
  Place child = (*this)[key];
  child.mark_ = mark;
  return child;
}

std::unexpected<core::Error> Place::refuse(std::string_view what, std::string_view allowed) const {
  std::string message = position(file_, mark_) + ": ";
  for (const char c : path_) message += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  if (!path_.empty()) message += ": ";
  message += what;
  if (!allowed.empty()) message += fmt::format("{} allowed: {}", what.ends_with('?') ? "" : ";", allowed);
  return core::wrong_usage(std::move(message));
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string out = "'";
  for (std::size_t at = 0; at < text.size();) {
    if (out.size() > longest) return out + "…'";
    const core::Utf8 next = core::read_utf8(text.substr(at));
    if (!next.valid || next.code_point < 0x20 || next.code_point == 0x7f) {
      out += '?';
    } else {
      out += text.substr(at, next.length);
    }
    at += next.length;
  }
  return out + "'";
}

std::string_view nearest(std::string_view text, const std::vector<std::string>& candidates) {
  constexpr std::size_t longest = 64;
  if (text.size() > longest) return {};
  std::string_view best;
  std::size_t best_distance = text.size() / 3 + 1;  // further off it is another word, not a slip
  for (const std::string& candidate : candidates) {
    std::vector<std::size_t> row(candidate.size() + 1);  // Levenshtein's distance, one row at a time
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i + 1);
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t replaced = diagonal + (text[i] == candidate[j] ? 0 : 1);
        diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
      }
    }
    if (row.back() < best_distance || (row.back() == best_distance && best.empty())) {
      best = candidate;
      best_distance = row.back();
    }
  }
  return best;
}

}  // namespace vedette::models
