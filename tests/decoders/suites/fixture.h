// SPDX-License-Identifier: Apache-2.0
// A conversation as a small text file, tests/decoders/<name>/fixtures/<what>.txt, that says where its bytes come from
// and what they mean. Line by line, `#` begins a comment:
//   source: TEXT      the specification and section, or the capture, that the bytes are taken from; always there
//   over: tcp         or udp, or link (a frame without IP); by itself the first of these that the decoder runs over
//   port: 53          the server's; by itself the decoder's first
//   opening: seen     who opened the conversation was seen (default), `port`: only the port tells, `none`: nothing does
//   > HEX             one segment (datagram, frame's payload) from client to server
//   < HEX             one from server to client
//   gap: >            bytes were lost in this direction
//   end: >            this direction ends; both end with the file
//   gaps change: TEXT what may read otherwise for long once bytes were lost, and why
//   expect: FIELDS    the next message says at least this: key=value pairs separated by `; `, as Conversation names
//   them observe: FIELDS   the next observation does; where a file has one such line, it has one for each observation
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "decoders/decoder.h"

namespace vedette::decoders::suites {

/// Fixtures call the client end a.
inline constexpr core::Direction from_client = core::Direction::a_to_b;
inline constexpr core::Direction from_server = core::Direction::b_to_a;

struct Step {
  enum class What : std::uint8_t { segment, gap, end };
  What what = What::segment;
  core::Direction direction = from_client;
  std::vector<std::uint8_t> bytes;
};

struct Fixture {
  std::string name, source, gaps_change;
  core::Port server_port;
  Opening opening;
  std::vector<Step> steps;
  std::vector<std::string> expected, observed;
};

/// Throws std::runtime_error with file and line for what is not as above.
Fixture read_fixture(const std::filesystem::path& file, const DecoderInfo& info);
/// All of a decoder's, by name. Throws where there is none.
std::vector<Fixture> read_fixtures(const DecoderInfo& info);
/// The first that is registered for a decoder; 0 where none is.
core::Port first_port(const DecoderInfo& info);
/// What a decoder runs over: TCP, then UDP, then (as none) frames without IP.
std::vector<core::IpProtocol> transports_of(const DecoderInfo& info);
std::filesystem::path corpus_folder(std::string_view protocol);

}  // namespace vedette::decoders::suites
