// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/adversarial.h"

#include <fmt/format.h>
#include <vector>

#include "tests/benchmark/adversarial_list.h"
#include "tests/benchmark/wire.h"

namespace vedette::benchmark {

std::span<const Attack> attacks() {
  static const std::vector<Attack> all = [] {
    std::vector<Attack> list(packet_attacks().begin(), packet_attacks().end());
    list.insert(list.end(), message_attacks().begin(), message_attacks().end());
    return list;
  }();
  return all;
}

core::Result<std::uint64_t> write_attack(const std::string& name, std::uint32_t packets, const std::string& path) {
  for (const Attack& attack : attacks()) {
    if (name != attack.name) continue;
    PcapFile file(path);
    attack.write(file, packets);
    return file.close();
  }
  return core::wrong_usage(fmt::format("no attack '{}'", name));
}

}  // namespace vedette::benchmark
