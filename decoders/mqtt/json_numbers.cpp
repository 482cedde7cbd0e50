// SPDX-License-Identifier: Apache-2.0
#include "decoders/mqtt/json_numbers.h"

#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <system_error>

namespace vedette::decoders::mqtt {
namespace {

/// The pointer of what is being read. It counts on where its room ends, so that it comes back from there.
class PointerText {
 public:
  std::size_t size() const { return size_; }
  void cut(std::size_t size) { size_ = size; }
  bool fits() const { return size_ <= room_.size(); }
  std::string_view view() const { return {room_.data(), size_}; }

  void add(char c) {
    if (size_ < room_.size()) room_[size_] = c;
    ++size_;
  }
  /// RFC 6901, section 3: "~" and "/" within a name are escaped.
  void add_of_name(char c) {
    if (c == '~' || c == '/') add('~');
    add(c == '~' ? '0' : c == '/' ? '1' : c);
  }
  /// Of a name, and without what has to be escaped.
  void add(std::string_view text) {
    if (fits() && text.size() <= room_.size() - size_) text.copy(room_.data() + size_, text.size());
    size_ += text.size();
  }
  void add_code_point(std::uint32_t c) {
    const auto tail = [&](unsigned shift) { add(static_cast<char>(0x80 | (c >> shift & 0x3f))); };
    if (c < 0x80) return add_of_name(static_cast<char>(c));
    if (c < 0x800) {
      add(static_cast<char>(0xc0 | c >> 6));
    } else if (c < 0x1'0000) {
      add(static_cast<char>(0xe0 | c >> 12));
      tail(6);
    } else {
      add(static_cast<char>(0xf0 | c >> 18));
      tail(12);
      tail(6);
    }
    tail(0);
  }
  void add_index(std::uint32_t index) {
    std::array<char, 10> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), index).ptr;
    for (const char* at = digits.data(); at != end; ++at) add(*at);
  }

 private:
  std::array<char, max_json_pointer_size> room_;
  std::size_t size_ = 0;
};

/// Digits with or without a point, as they stand in most payloads. Where both they and the power of ten that they are
/// divided by are doubles exactly, so is the quotient the nearest one (Clinger 1990). Nothing where it may not be.
std::optional<double> short_decimal(std::string_view text) {
  constexpr std::array powers{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.size() > powers.size()) return {};
  std::uint64_t number = 0;
  std::size_t behind_point = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.') {
      behind_point = text.size() - i - 1;
    } else if (text[i] >= '0' && text[i] <= '9') {
      number = number * 10 + static_cast<std::uint64_t>(text[i] - '0');
    } else {
      return {};
    }
  }
  const double value = static_cast<double>(number) / powers[behind_point];
  return negative ? -value : value;
}

std::optional<double> any_number(std::string_view text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc{} ? std::optional{value} : std::nullopt;
}

/// Reads one text by the grammar of RFC 8259 and tells `sink` of what it is interested in.
/// Sink: void number(double, string_view pointer), void boolean(bool, string_view pointer).
template <typename Sink>
class Reader {
 public:
  Reader(std::string_view text, Sink& sink) : text_(text), sink_(sink) {}

  /// Is all of the text JSON?
  bool read() {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;  // a byte order mark may be ignored (section 8.1)
    skip_space();
    while (begin_value()) {
      bool closed = true;
      while (closed) {
        skip_space();
        if (depth_ == 0) return at_ == text_.size();
        if (!go_on(closed)) return false;
      }
    }
    return false;
  }

 private:
  struct Level {
    bool is_object;
    std::uint32_t index;       ///< of the element of an array
    std::size_t pointer_size;  ///< of what is around it
  };

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  /// A value up to its end, or up to the first value within it. False where it breaks the grammar.
  bool begin_value() {
    for (;;) {
      switch (peek()) {
        case '{':
          if (!open(true)) return false;
          skip_space();
          if (peek() == '}') return true;
          if (!name()) return false;
          break;
        case '[':
          if (!open(false)) return false;
          skip_space();
          if (peek() == ']') return true;
          element();
          break;
        case '"':
          return string([](std::uint32_t) {});
        case 't':
          return literal("true", true);
        case 'f':
          return literal("false", false);
        case 'n':
          return literal("null", {});
        default:
          return number();
      }
    }
  }

  /// Behind a value within an object or array: its end (`closed`) or what stands before the next value.
  bool go_on(bool& closed) {
    Level& level = levels_[depth_ - 1];
    closed = take(level.is_object ? '}' : ']');
    if (closed) {
      pointer_.cut(level.pointer_size);
      --depth_;
      return true;
    }
    // An empty object or array has no comma before its end, and one with values has it before each but the first.
    if (!take(',')) return false;
    skip_space();
    pointer_.cut(level.pointer_size);
    if (level.is_object) return name();
    ++level.index;
    element();
    return true;
  }

  bool open(bool is_object) {
    if (depth_ == max_json_depth) return false;
    std::construct_at(&levels_[depth_++], is_object, 0u, pointer_.size());
    ++at_;
    return true;
  }
  void element() {
    pointer_.add('/');
    pointer_.add_index(levels_[depth_ - 1].index);
  }
  bool name() {
    pointer_.add('/');
    if (!string([this](std::uint32_t c) { pointer_.add_code_point(c); }, [this](std::string_view run) { add(run); }))
      return false;
    skip_space();
    if (!take(':')) return false;
    skip_space();
    return true;
  }

  void add(std::string_view name) {
    if (name.find_first_of("~/") == std::string_view::npos) return pointer_.add(name);
    for (const char c : name) pointer_.add_of_name(c);
  }

  /// Section 7. `escaped` takes the code points that are escaped, `plain` the runs of bytes that are not.
  template <typename Escaped>
  bool string(const Escaped& escaped) {
    return string(escaped, [](std::string_view) {});
  }
  template <typename Escaped, typename Plain>
  bool string(const Escaped& escaped, const Plain& plain) {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const std::size_t first = at_;
      while (at_ < text_.size() && is_plain(text_[at_])) ++at_;
      if (at_ > first) plain(text_.substr(first, at_ - first));
      if (at_ == text_.size()) return false;
      const char c = text_[at_++];
      if (c == '"') return true;
      if (c != '\\') return false;
      const auto code_point = escape();
      if (!code_point) return false;
      escaped(*code_point);
    }
    return false;
  }

  static bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

  std::optional<std::uint32_t> escape() {
    constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    const char c = peek();
    if (at_++ >= text_.size()) return {};
    if (const auto at = letters.find(c); at != std::string_view::npos) return static_cast<unsigned char>(meanings[at]);
    if (c != 'u') return {};
    const auto unit = hexadecimal();
    if (!unit || *unit < 0xd800 || *unit > 0xdfff) return unit;
    return pair(*unit);
  }
  /// Characters beyond 16 bits are two units. Half of such a pair is within the grammar and stands for no character.
  std::optional<std::uint32_t> pair(std::uint32_t first) {
    constexpr std::uint32_t replacement = 0xfffd;
    if (first > 0xdbff || !text_.substr(at_).starts_with("\\u")) return replacement;
    const std::size_t behind_first = at_;
    at_ += 2;
    const auto second = hexadecimal();
    if (!second) return {};
    if (*second >= 0xdc00 && *second <= 0xdfff) return 0x1'0000 + ((first - 0xd800) << 10) + (*second - 0xdc00);
    at_ = behind_first;
    return replacement;
  }
  std::optional<std::uint32_t> hexadecimal() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const auto digit = c >= '0' && c <= '9'   ? c - '0'
                         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                : -1;
      if (digit < 0) return {};
      value = value << 4 | static_cast<std::uint32_t>(digit);
      ++at_;
    }
    return value;
  }

  bool literal(std::string_view word, std::optional<bool> value) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    if (value && pointer_.fits()) sink_.boolean(*value, pointer_.view());
    return true;
  }

  bool digits() {
    const std::size_t first = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > first;
  }
  /// Section 6.
  bool number() {
    const std::size_t first = at_;
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    const std::string_view digits = text_.substr(first, at_ - first);
    auto value = short_decimal(digits);
    if (!value) value = any_number(digits);
    if (value && pointer_.fits()) sink_.number(*value, pointer_.view());
    return true;
  }

  std::string_view text_;
  Sink& sink_;
  std::size_t at_ = 0;
  union {
    std::array<Level, max_json_depth> levels_;  // of which nothing is touched that isn't used
  };
  std::size_t depth_ = 0;
  PointerText pointer_;
};

template <typename Sink>
bool read(core::Bytes payload, Sink& sink) {
  return payload.size() <= max_json_size && Reader<Sink>{core::as_text(payload), sink}.read();
}

struct NumberSink {
  JsonNumbers& numbers;
  void number(double value, std::string_view pointer) {
    if (numbers.size == numbers.room.size()) return;
    numbers.room[numbers.size++] = {.at = json_place(pointer), .number = value};
  }
  void boolean(bool, std::string_view) {}
};

struct PointerSink {
  std::size_t left;
  JsonPointer& pointer;
  bool found = false;
  void number(double, std::string_view text) {
    if (left-- != 0) return;
    found = true;
    pointer.size = text.copy(pointer.room.data(), pointer.room.size());
  }
  void boolean(bool, std::string_view) {}
};

struct BooleanSink {
  std::string_view wanted;
  JsonTruth truth = JsonTruth::absent;
  void number(double, std::string_view) {}
  void boolean(bool value, std::string_view pointer) {
    if (pointer == wanted) truth = value ? JsonTruth::yes : JsonTruth::no;
  }
};

}  // namespace

bool read_json_numbers(core::Bytes payload, JsonNumbers& numbers) {
  numbers.size = 0;
  NumberSink sink{numbers};
  const bool is_json = read(payload, sink);
  if (!is_json) numbers.size = 0;
  return is_json;
}

bool read_json_pointer(core::Bytes payload, std::size_t index, JsonPointer& pointer) {
  pointer.size = 0;
  if (index >= max_json_numbers) return false;
  PointerSink sink{.left = index, .pointer = pointer};
  return read(payload, sink) && sink.found;
}

JsonTruth read_json_boolean(core::Bytes payload, std::string_view pointer) {
  BooleanSink sink{.wanted = pointer};
  return read(payload, sink) ? sink.truth : JsonTruth::absent;
}

}  // namespace vedette::decoders::mqtt
