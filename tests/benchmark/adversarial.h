// SPDX-License-Identifier: Apache-2.0
// Packets that somebody would send who wants a sensor to fall behind: each is to cost what its bytes cost, however many
// came before it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/result.h"

namespace vedette::benchmark {

struct Attack {
  const char* name;
  const char* what;
  void (*write)(class PcapFile& file, std::uint32_t packets);
};

std::span<const Attack> attacks();
/// About `packets` frames of the named attack.
core::Result<std::uint64_t> write_attack(const std::string& name, std::uint32_t packets, const std::string& path);

}  // namespace vedette::benchmark
