// SPDX-License-Identifier: Apache-2.0
// Feeds one decoder as the engine would, without the engine: segments of one conversation, lost bytes and ends. Each
// decoder sees its bytes in a heap block of their exact size, so that AddressSanitizer sees one read too many. A
// decoder that breaks its promises (decoders/decoder.h) throws std::logic_error.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "decoders/decoder.h"
#include "decoders/keep.h"
#include "tests/decoders/suites/any_decoder.h"
#include "tests/decoders/suites/fixture.h"
#include "tests/decoders/suites/flat_text.h"

namespace vedette::decoders::suites {

/// What came out, in order.
struct Transcript {
  struct Message {
    std::uint64_t frame;
    std::string text;
  };
  std::vector<Message> messages;
  std::vector<std::string> observations;
  std::set<std::size_t> defects;
  std::size_t decode_calls = 0;
  std::size_t count = 0;  ///< of messages, also where their text is not kept
  bool refused = false;   ///< the decoder said not_mine, or handed over

  std::vector<std::string> texts() const;
};

/// What is kept of messages; with `nothing` they are only decoded.
enum class Record : std::uint8_t { texts, counts, nothing };
using core::Port;

class AnyConversation : private Observer {
 public:
  AnyConversation(const DecoderKind& kind, const Opening& opening, Port server_port = {},
                  Record record = Record::texts);

  /// A segment of the frame with this number.
  void give(core::Direction direction, core::Bytes bytes, std::uint64_t frame);
  void lose(core::Direction direction);
  void finish(core::Direction direction, std::uint64_t frame);
  void set_record(Record record) { record_ = record; }
  bool is_stream() const { return opening_.transport == core::IpProtocol::tcp; }
  void run(const Step& step, std::uint64_t frame);
  void finish_both(std::uint64_t frame);
  const Transcript& transcript() const { return transcript_; }

 private:
  struct Side {
    std::vector<std::uint8_t> waiting;
    bool at_start = false;  ///< `waiting` begins where a segment began
    bool finished = false;
  };

  void decode(core::Direction direction, std::uint64_t frame, std::size_t segment_at);
  std::size_t decode_one(const Chunk& chunk);
  void note(std::uint64_t frame, const std::string& prefix);
  void add(const core::Observation& observation) override;
  void hold(bool promise, const char* what) const;

  static constexpr std::uint16_t client_port = 50'000;

  DecoderKind kind_;
  Opening opening_;
  Port server_port_;
  std::unique_ptr<AnyDecoder> decoder_;
  Record record_;
  Keep keep_{{}, 7};
  KeepShare share_;
  Memory memory_{keep_, share_};
  std::array<Side, 2> sides_;
  Transcript transcript_;
};

/// Of a decoder that is known where it is written.
template <ApplicationDecoder D>
class Conversation : public AnyConversation {
 public:
  explicit Conversation(const Opening& opening, Port server_port = {}, Record record = Record::texts)
      : AnyConversation(kind_of<D>(), opening, server_port, record) {}
};

/// All of a fixture; frames are numbered by its steps, from 1.
Transcript play(const DecoderKind& kind, const Fixture& fixture);

}  // namespace vedette::decoders::suites
