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
  void add_plain(std::string_view text) {
    if (fits() && text.size() <= room_.size() - size_) text.copy(room_.data() + size_, text.size());
    size_ += text.size();
  }
  void add_character(std::uint32_t c) {
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

/// Takes what a string says where nobody asks for it.
struct Nobody {
  void add_plain(std::string_view) {}
  void add_character(std::uint32_t) {}
};

/// Digits with or without a point, as they stand in most payloads, have both as doubles exactly: the digits without the
/// point, and the power of ten that they are divided by. So the quotient is the nearest double (Clinger 1990).
constexpr std::array powers_of_ten{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14};
constexpr std::ptrdiff_t most_digits = 15;  // below 2^53 even if all of them are 9

/// Characters of a string that don't stand for themselves, in the text or in a pointer.
constexpr auto needs_care = [] {
  std::array<bool, 256> all{};
  for (unsigned c = 0; c < 0x20; ++c) all[c] = true;
  for (const char c : {'"', '\\', '~', '/'}) all[static_cast<unsigned char>(c)] = true;
  return all;
}();

/// Reads one text by the grammar of RFC 8259 and tells `sink` of what it is interested in.
/// Sink: void number(double, string_view pointer), void boolean(bool, string_view pointer).
template <typename Sink>
class Reader {
 public:
  Reader(std::string_view text, Sink& sink) : at_(text.data()), end_(at_ + text.size()), sink_(sink) {}

  /// Is all of the text JSON?
  bool read() {
    take("\xef\xbb\xbf");  // a byte order mark may be ignored (section 8.1)
    for (;;) {
      bool opened = false;
      if (!begin_value(opened)) return false;
      while (depth_ > 0 && next() == (levels_[depth_ - 1].is_object ? '}' : ']')) {
        close();
        opened = false;
      }
      if (depth_ == 0) return next() == '\0' && at_ == end_;
      if (!begin_member(levels_[depth_ - 1], opened)) return false;
    }
  }

 private:
  struct Level {
    bool is_object;
    std::uint32_t index;       ///< of the element of an array
    std::size_t pointer_size;  ///< of what is around it
  };

  char peek() const { return at_ != end_ ? *at_ : '\0'; }
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!std::string_view{at_, end_}.starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  /// Goes on to what stands behind space.
  char next() {
    for (; at_ != end_; ++at_) {
      const char c = *at_;
      if (c > ' ' || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) return c;
    }
    return '\0';
  }

  /// A value as a whole, or the start of one that holds others (`opened`). False where it breaks the grammar.
  bool begin_value(bool& opened) {
    switch (next()) {
      case '{':
        return opened = open(true);
      case '[':
        return opened = open(false);
      case '"': {
        Nobody nobody;
        return string(nobody);
      }
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

  bool open(bool is_object) {
    if (depth_ == max_json_depth) return false;
    std::construct_at(&levels_[depth_++], is_object, 0u, pointer_.size());
    ++at_;
    return true;
  }
  void close() {
    ++at_;
    pointer_.cut(levels_[--depth_].pointer_size);
  }

  /// What stands before a value within an object or array, onto the pointer. Before the `first` one is no comma.
  bool begin_member(Level& level, bool first) {
    if (!first) {
      if (next() != ',') return false;
      ++at_;
    }
    pointer_.cut(level.pointer_size);
    pointer_.add('/');
    if (!level.is_object) {
      pointer_.add_index(level.index++);
      return true;
    }
    if (next() != '"' || !string(pointer_) || next() != ':') return false;
    ++at_;
    return true;
  }

  /// Section 7, from its quotation mark. `text` takes what it says, many characters at once where they are plain.
  template <typename Text>
  bool string(Text& text) {
    ++at_;
    do {
      const char *const first = at_, *at = first;
      while (at != end_ && !needs_care[static_cast<unsigned char>(*at)]) ++at;
      at_ = at;
      text.add_plain({first, at});
      if (take('"')) return true;
    } while (character(text));
    return false;
  }
  /// One of those that need care.
  template <typename Text>
  [[gnu::noinline]] bool character(Text& text) {
    const char c = peek();
    if (c == '~' || c == '/') {
      ++at_;
      text.add_character(static_cast<unsigned char>(c));
      return true;
    }
    if (!take('\\')) return false;
    const auto escaped = escape();
    if (escaped) text.add_character(*escaped);
    return escaped.has_value();
  }

  std::optional<std::uint32_t> escape() {
    constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (at_ == end_) return {};
    const char c = *at_++;
    if (const auto at = letters.find(c); at != std::string_view::npos) return static_cast<unsigned char>(meanings[at]);
    if (c != 'u') return {};
    const auto unit = hexadecimal();
    if (!unit || *unit < 0xd800 || *unit > 0xdfff) return unit;
    return pair(*unit);
  }
  /// Characters beyond 16 bits are two units. Half of such a pair is within the grammar and stands for no character.
  std::optional<std::uint32_t> pair(std::uint32_t first) {
    constexpr std::uint32_t replacement = 0xfffd;
    const char* const behind_first = at_;
    if (first > 0xdbff || !take("\\u")) return replacement;
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
    if (!take(word)) return false;
    if (value && pointer_.fits()) sink_.boolean(*value, pointer_.view());
    return true;
  }

  void tell(double value) {
    if (pointer_.fits()) sink_.number(value, pointer_.view());
  }
  /// Section 6. Most numbers are told by their digits, which are added up as they are read.
  bool number() {
    const bool negative = take('-');
    const char *const first = at_, *at = first;
    std::uint64_t sum = 0;
    const auto digits = [this, &at, &sum] {
      const char* const from = at;
      for (; at != end_; ++at) {
        const unsigned digit = static_cast<unsigned char>(*at) - unsigned{'0'};
        if (digit > 9) break;
        sum = sum * 10 + digit;
      }
      return at - from;
    };
    const auto before_point = digits();
    if (before_point == 0 || (before_point > 1 && *first == '0')) return false;
    std::ptrdiff_t behind_point = 0;
    if (at != end_ && *at == '.') {
      ++at;
      behind_point = digits();
      if (behind_point == 0) return false;
    }
    at_ = at;
    const bool has_exponent = at != end_ && (*at == 'e' || *at == 'E');
    if (has_exponent || before_point + behind_point > most_digits) return long_number(first, negative);
    const double value = static_cast<double>(sum) / powers_of_ten[static_cast<std::size_t>(behind_point)];
    tell(negative ? -value : value);
    return true;
  }
  /// One that has many digits, or an exponent, before which the text stands.
  [[gnu::noinline]] bool long_number(const char* first, bool negative) {
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      const char* const exponent = at_;
      while (peek() >= '0' && peek() <= '9') ++at_;
      if (at_ == exponent) return false;
    }
    double value = 0;
    if (std::from_chars(first, at_, value).ec == std::errc{}) tell(negative ? -value : value);
    return true;
  }

  const char* at_;
  const char* end_;
  Sink& sink_;
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
