// SPDX-License-Identifier: Apache-2.0
// Any bytes as a capture file, compressed or not: they end well, and no packet is larger than what it claims.
#include <cstdint>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/capture_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using vedette::capture::CaptureFile;
  const int descriptor = memfd_create("capture", MFD_CLOEXEC);
  if (descriptor < 0 || ::write(descriptor, data, size) != static_cast<ssize_t>(size)) std::abort();
  // A buffer that begins with one byte grows to each record's exact size, so that a read past it is seen.
  const auto file = CaptureFile::open(fmt::format("/proc/self/fd/{}", descriptor), {}, 1);
  if (file) {
    vedette::core::Packet packet;
    // Some kilobytes may unfold to many gigabytes of empty records.
    for (int left = 100'000; left > 0 && (*file)->read(packet) == CaptureFile::Read::packet; --left) {
      if (packet.bytes.size() > packet.wire_length) std::abort();
      volatile std::uint8_t used = 0;
      for (const std::uint8_t byte : packet.bytes) used = static_cast<std::uint8_t>(used + byte);
    }
  }
  ::close(descriptor);
  return 0;
}
