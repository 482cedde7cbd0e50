// SPDX-License-Identifier: Apache-2.0
#include "decoders/http/defects.h"

#include <array>

namespace vedette::decoders::http {
namespace {

constexpr std::array<DefectInfo, 10> table{{
    {"bad_start_line", "where a message must begin there is no request or status line (RFC 9112, sections 3 and 4)"},
    {"bad_header", "a header line without colon, or whose name is no token (RFC 9112, section 5.1)"},
    {"header_too_long", "start line and headers take more than 64 KiB"},
    {"truncated", "the stream ends inside the headers, or inside the framing of a chunked body (RFC 9112, section 8)"},
    {"bad_content_length", "Content-Length is no number (RFC 9112, section 6.3)"},
    {"conflicting_lengths", "several Content-Lengths that differ: a sign of request smuggling (RFC 9112, section 6.3)"},
    {"length_and_encoding",
     "both Content-Length and Transfer-Encoding: a sign of request smuggling (RFC 9112, section 6.1)"},
    {"bad_transfer_encoding",
     "a request whose last transfer coding is not chunked: nobody knows where its body ends "
     "(RFC 9112, section 6.3)"},
    {"conflicting_hosts", "several Host headers that differ (RFC 9112, section 3.2)"},
    {"bad_chunk",
     "a chunk's size is no number, or something else than a line's end follows it (RFC 9112, section 7.1)"},
}};

}  // namespace

std::span<const DefectInfo> defect_table() {
  return table;
}

}  // namespace vedette::decoders::http
