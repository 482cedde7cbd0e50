// SPDX-License-Identifier: Apache-2.0
// Captures written byte for byte, so that the reader is tested against the formats and not against its own library.
// Formats: draft-ietf-opsawg-pcap section 4 and 5, draft-ietf-opsawg-pcapng section 4.
#pragma once

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <unistd.h>

namespace vedette::capture::testing {

/// Appends numbers in one byte order.
class Writer {
 public:
  explicit Writer(std::endian order) : order_(order) {}
  Writer& u8(std::uint8_t v) { return text_ += static_cast<char>(v), *this; }
  Writer& u16(std::uint16_t v) { return number(v, 2); }
  Writer& u32(std::uint32_t v) { return number(v, 4); }
  Writer& u64(std::uint64_t v) {
    const auto high = static_cast<std::uint32_t>(v >> 32), low = static_cast<std::uint32_t>(v);
    return order_ == std::endian::big ? u32(high).u32(low) : u32(low).u32(high);
  }
  Writer& raw(const std::string& bytes) { return text_ += bytes, *this; }
  const std::string& str() const { return text_; }

 private:
  Writer& number(std::uint32_t v, int size) {
    for (int i = 0; i < size; ++i) {
      const int byte = order_ == std::endian::big ? size - 1 - i : i;
      u8(static_cast<std::uint8_t>(v >> (8 * byte)));
    }
    return *this;
  }
  std::endian order_;
  std::string text_;
};

struct Record {
  std::uint32_t seconds;
  std::uint32_t fraction;  ///< in the unit of the file
  std::string bytes;
  std::uint32_t wire_length = 0;  ///< 0: as many as there are bytes
};

constexpr std::uint32_t micro_magic = 0xa1b2c3d4, nano_magic = 0xa1b23c4d, modified_magic = 0xa1b2cd34;

inline std::string pcap_header(std::uint32_t link = 1, std::uint32_t magic = micro_magic,
                               std::endian order = std::endian::little) {
  return Writer{order}.u32(magic).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(link).str();
}

inline std::string pcap(std::initializer_list<Record> records, std::uint32_t link = 1,
                        std::uint32_t magic = micro_magic, std::endian order = std::endian::little) {
  Writer file{order};
  file.raw(pcap_header(link, magic, order));
  for (const auto& r : records) {
    const auto captured = static_cast<std::uint32_t>(r.bytes.size());
    file.u32(r.seconds).u32(r.fraction).u32(captured).u32(r.wire_length ? r.wire_length : captured).raw(r.bytes);
  }
  return file.str();
}

/// `body` must be a whole number of 32-bit words.
inline std::string block(std::uint32_t type, const std::string& body, std::endian order) {
  const auto length = static_cast<std::uint32_t>(body.size() + 12);
  return Writer{order}.u32(type).u32(length).raw(body).u32(length).str();
}

inline std::string padded(const std::string& bytes) {
  return bytes + std::string((4 - bytes.size() % 4) % 4, '\0');
}

inline std::string option(std::uint16_t code, const std::string& value, std::endian order) {
  return Writer{order}.u16(code).u16(static_cast<std::uint16_t>(value.size())).raw(padded(value)).str();
}

constexpr std::uint16_t opt_comment = 1, if_name = 2, if_tsresol = 9, if_tsoffset = 14;

/// Pieces of a pcapng file in one byte order.
struct Pcapng {
  std::endian order = std::endian::little;

  std::string section(std::uint64_t length = UINT64_MAX, const std::string& options = {}, std::uint16_t major = 1,
                      std::uint16_t minor = 0) const {
    const std::string body = Writer{order}.u32(0x1a2b3c4d).u16(major).u16(minor).u64(length).raw(options).str();
    return block(0x0a0d0d0a, body, order);
  }
  std::string interface(std::uint16_t link = 1, std::uint32_t snap_length = 0, const std::string& options = {}) const {
    return block(1, Writer{order}.u16(link).u16(0).u32(snap_length).raw(options).str(), order);
  }
  std::string resolution(std::uint8_t value) const {
    return option(if_tsresol, std::string(1, static_cast<char>(value)), order);
  }
  std::string offset(std::int64_t seconds) const {
    return option(if_tsoffset, Writer{order}.u64(static_cast<std::uint64_t>(seconds)).str(), order);
  }
  std::string end_of_options() const { return option(0, {}, order); }

  /// `wire` 0: as many as there are bytes.
  std::string enhanced(std::uint32_t number, std::uint64_t stamp, const std::string& bytes, std::uint32_t wire = 0,
                       const std::string& options = {}) const {
    const Writer head = stamped(Writer{order}.u32(number), stamp, bytes, wire);
    return block(6, head.str() + padded(bytes) + options, order);
  }
  std::string old_packet(std::uint16_t number, std::uint64_t stamp, const std::string& bytes, std::uint32_t wire = 0,
                         const std::string& options = {}) const {
    const Writer head = stamped(Writer{order}.u16(number).u16(7), stamp, bytes, wire);
    return block(2, head.str() + padded(bytes) + options, order);
  }
  std::string simple(const std::string& bytes, std::uint32_t wire = 0) const {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    return block(3, Writer{order}.u32(wire ? wire : size).str() + padded(bytes), order);
  }

 private:
  static Writer stamped(Writer head, std::uint64_t stamp, const std::string& bytes, std::uint32_t wire) {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    head.u32(static_cast<std::uint32_t>(stamp >> 32)).u32(static_cast<std::uint32_t>(stamp));
    return head.u32(size).u32(wire ? wire : size);
  }
};

/// One section, one interface with if_tsresol `resolution` (none where negative), and packets stamped with 64 bits of
/// that unit.
inline std::string pcapng(std::initializer_list<std::pair<std::uint64_t, std::string>> packets, int resolution,
                          std::endian order = std::endian::little, std::uint16_t link = 1) {
  const Pcapng make{order};
  std::string options = option(if_name, std::string{"eth0"} + '\0', order);
  if (resolution >= 0) options += make.resolution(static_cast<std::uint8_t>(resolution));
  std::string file = make.section() + make.interface(link, 0, options + make.end_of_options());
  for (const auto& [stamp, bytes] : packets) file += make.enhanced(0, stamp, bytes);
  return file;
}

/// A directory that goes with the test.
class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "vedette-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TempDir() { std::filesystem::remove_all(path_); }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& content) const {
    std::ofstream{path_ / name, std::ios::binary} << content;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace vedette::capture::testing
