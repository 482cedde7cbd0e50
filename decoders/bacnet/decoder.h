// SPDX-License-Identifier: Apache-2.0
// BACnet/IP, BACnet/IPv6 and BACnet over Ethernet: the state of one conversation. Either end may ask and answer, also
// for others: a router for the devices behind it. See decoders/decoder.h for what a decoder is and who calls it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "decoders/bacnet/message.h"
#include "decoders/bacnet/requests.h"
#include "decoders/decoder.h"

namespace vedette::decoders::bacnet {

class Decoder {
 public:
  using Message = bacnet::Message;

  explicit Decoder(const Opening& opening);

  static const DecoderInfo& info();
  static Verdict probe(const Chunk& chunk);
  core::Progress decode(const Chunk& chunk, Message& message);
  void on_gap(core::Direction direction);
  static void observe(const Message& message, Observer& observer);
  static void describe(const Message& message, core::FieldWriter& fields);

 private:
  /// What was asked of the virtual link, and not answered yet.
  struct LinkRequest {
    std::uint64_t frame = 0;
    std::optional<LinkFunction> function;
  };

  std::optional<Flaw> read(const Chunk& chunk, Message& message);
  std::optional<Flaw> read_layers(const Chunk& chunk, Message& message);
  std::optional<Flaw> read_application(const Chunk& chunk, Message& message);
  std::optional<Flaw> assemble(const Chunk& chunk, core::Bytes part, std::uint64_t devices, Message& message);
  void match_link(const Chunk& chunk, Message& message);
  void open_request(const Chunk& chunk, std::uint64_t devices, const Subject& subject, const Message& message);
  const OpenRequest* find_request(const Chunk& chunk, std::uint64_t devices, const Apdu& apdu) const;
  void close_request(core::Direction direction, const OpenRequest* request, Message& message);
  static void abandon_segments(const Chunk& chunk, std::uint64_t devices, const Apdu& apdu);
  void release_whole(Memory& memory);

  Requests requests_;
  std::array<LinkRequest, 2> link_requests_{};  ///< by the direction in which they went
  std::optional<std::uint64_t> whole_;  ///< a segmented message that was handed out, and lies in the memory still
  std::array<bool, 2> requests_missed_{true,
                                       true};  ///< per direction of requests: an answer to nothing may be our loss
  bool speaks_bacnet_ = false;                 ///< a virtual link was seen
};

}  // namespace vedette::decoders::bacnet
