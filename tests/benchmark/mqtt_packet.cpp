// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/mqtt_packet.h"

namespace vedette::benchmark {

void put_text(Octets& out, std::string_view text) {
  put_be16(out, static_cast<std::uint32_t>(text.size()));
  out.insert(out.end(), text.begin(), text.end());
}

Octets mqtt_packet(std::uint8_t first, const Octets& rest) {
  Octets out{first};
  std::size_t length = rest.size();
  do {
    out.push_back(static_cast<std::uint8_t>(length % 128 | (length >= 128 ? 128 : 0)));
    length /= 128;
  } while (length > 0);
  put(out, rest);
  return out;
}

}  // namespace vedette::benchmark
