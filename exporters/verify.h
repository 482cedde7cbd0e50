// SPDX-License-Identifier: Apache-2.0
// Is a journal whole? Every signature, every number, every link, and as far as an anchor goes its end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "exporters/keys.h"
#include "exporters/record.h"

namespace vedette::exporters {

struct VerifyReport {
  enum class End {
    not_proven,  ///< no anchor: nobody can tell whether records were cut off behind the last one
    proven,      ///< the anchor is the last record
    passed,      ///< the anchor is in it, and so are `last - anchor` records behind it, whose end is not proven
  };
  struct Bad {
    std::uint64_t sequence;  ///< the first record that is wrong or missing
    std::string reason;      ///< "bad signature: …"
  };

  std::string chain;              ///< in hex; empty where there is no sound record
  std::uint64_t last = 0;         ///< records 1 to this one are sound
  std::uint64_t checkpoints = 0;  ///< of them
  bool closed = false;            ///< the last one is a closing checkpoint
  std::optional<Bad> bad;
  End end = End::not_proven;
  std::uint64_t anchor = 0;  ///< number of the anchor's record; 0 without one

  bool sound() const { return !bad; }
};

/// One line for a person: "records 1 to 12 are sound, end not proven", "record 7: bad signature: …".
std::string to_string(const VerifyReport& report);

/// An error means that there is no journal to judge; a bad record is part of the report. The anchor is the envelope of
/// a checkpoint (or of any record) that was kept elsewhere.
core::Result<VerifyReport> verify_journal(const std::filesystem::path& file, const std::vector<PublicKey>& trusted,
                                          const std::optional<std::string>& anchor = std::nullopt);

}  // namespace vedette::exporters
