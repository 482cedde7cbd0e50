// SPDX-License-Identifier: Apache-2.0
// What the first bytes of a file say: whether it is compressed, and which capture format it is.
#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"

namespace vedette::capture {

enum class FileFormat { none, pcap, pcapng };
enum class Compression { none, gzip, zstd };
/// Kinds of classic pcap, each in two byte orders.
enum class PcapKind { microseconds, nanoseconds, modified };

struct PcapMagic {
  PcapKind kind;
  bool little;
};

/// By the first four bytes; fewer are no capture.
FileFormat file_format(core::Bytes head);
/// Of a head whose format is pcap.
PcapMagic pcap_magic(core::Bytes head);

Compression compression(core::Bytes head);
/// "gzip data", "zstd data".
std::string_view compression_name(Compression compression);

/// What a head that is no capture looks like, for a person: "gzip data", "text", "starts with 7f 45 4c 46".
std::string describe_head(core::Bytes head);
/// So much of a head is looked at for that.
constexpr std::size_t described_head = 64;

}  // namespace vedette::capture
