// SPDX-License-Identifier: Apache-2.0
// A packet that is taken in parts: its fixed header is kept here, what follows in the conversation's memory, as far as
// that holds it. Part of a conversation's state: fixed size, copied by value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/bytes.h"
#include "decoders/keep.h"
#include "decoders/mqtt/framing.h"

namespace vedette::decoders::mqtt {

class PacketParts {
 public:
  /// So many bytes behind the fixed header are kept, at most.
  static constexpr std::size_t max_kept = Keep::max_value;

  bool empty() const { return header_size_ == 0; }
  bool has_header() const { return parsed_.size != 0; }
  /// Its remaining length has no end.
  bool is_broken() const { return broken_; }
  /// Takes one more byte of the fixed header, until that is there.
  void add_header_byte(std::uint8_t byte) {
    header_[header_size_++] = byte;
    broken_ = read_header({header_.data(), header_size_}, parsed_) == Framing::bad_length;
  }
  const Header& header() const { return parsed_; }
  /// Bytes behind the header that are still to come.
  std::size_t left() const { return parsed_.remaining - taken_; }
  /// How many of the next bytes are worth keeping.
  std::size_t room() const { return taken_ < max_kept ? max_kept - taken_ : 0; }
  /// `size` more bytes of the packet went by, of which only the first, `kept`, are to be kept.
  void take(std::size_t size, core::Bytes kept, Memory* memory, const KeepKey& key) {
    taken_ += static_cast<std::uint32_t>(size);
    if (kept.empty() || lost_ || memory == nullptr) return;
    const bool stored = stored_ == 0 ? memory->put(key, kept) : memory->append(key, kept);
    stored_ += static_cast<std::uint32_t>(kept.size());
    lost_ = !stored;
  }
  /// The packet's start as far as it is known, then `fresh`, which was not given to take(). Forgets it.
  void assemble(core::Bytes fresh, Memory* memory, const KeepKey& key, std::vector<std::uint8_t>& out) {
    out.assign(header_.begin(), header_.begin() + header_size_);
    if (stored_ > 0 && memory != nullptr) {
      const auto kept = memory->find(key);
      if (kept && kept->size() == stored_) {
        out.insert(out.end(), kept->begin(), kept->end());
      } else {
        lost_ = true;
      }
      memory->erase(key);
    }
    if (!lost_) out.insert(out.end(), fresh.begin(), fresh.end());
    *this = {};
  }

 private:
  std::array<std::uint8_t, 5> header_{};
  std::uint8_t header_size_ = 0;
  bool broken_ = false;
  bool lost_ = false;  ///< the memory had to forget
  Header parsed_;
  std::uint32_t taken_ = 0, stored_ = 0;
};

}  // namespace vedette::decoders::mqtt
