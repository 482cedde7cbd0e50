// SPDX-License-Identifier: Apache-2.0
// What the first bytes of a file say: which capture format it is, and how finely it stamps. libpcap reads the packets,
// but does not tell the precision of the file behind them.
#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/time.h"

namespace vedette::capture {

enum class FileFormat { none, pcap, pcapng };

/// By the first four bytes; fewer are no capture.
FileFormat file_format(core::Bytes head);

/// How finely a capture stamps: the magic of pcap, if_tsresol of the first interface of pcapng. Nothing where the head
/// ends before that is known.
std::optional<core::TimePrecision> stamp_precision(core::Bytes head);

/// What a head that is no capture looks like, for a person: "gzip data", "text", "starts with 7f 45 4c 46".
std::string describe_head(core::Bytes head);

}  // namespace vedette::capture
