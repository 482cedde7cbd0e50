// SPDX-License-Identifier: Apache-2.0
// Feeds one decoder as the engine would, without the engine: segments of one conversation, lost bytes and ends. Each
// decoder sees its bytes in a heap block of their exact size, so that AddressSanitizer sees one read too many. A
// decoder that breaks its promises (decoders/decoder.h) throws std::logic_error.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "decoders/decoder.h"
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
  bool refused = false;   ///< the decoder said not_mine

  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const Message& message : messages) all.push_back(message.text);
    return all;
  }
};

enum class Record : std::uint8_t { texts, counts };
using core::Port;

template <ApplicationDecoder D>
class Conversation final : private Observer {
 public:
  explicit Conversation(const Opening& opening, Port server_port = {}, Record record = Record::texts)
      : opening_(opening), server_port_(server_port), decoder_(opening), record_(record) {}

  /// A segment of the frame with this number.
  void give(core::Direction direction, core::Bytes bytes, std::uint64_t frame) {
    Side& side = sides_[core::index(direction)];
    if (side.finished || bytes.empty()) return;
    const std::size_t waiting = side.waiting.size();
    if (waiting == 0) side.at_start = true;
    side.waiting.insert(side.waiting.end(), bytes.begin(), bytes.end());
    if (!is_stream()) side.finished = true;
    decode(direction, frame, waiting);
    if (!is_stream()) side = {};
  }
  void lose(core::Direction direction) {
    sides_[core::index(direction)].waiting.clear();
    decoder_.on_gap(direction);
  }
  void finish(core::Direction direction, std::uint64_t frame) {
    Side& side = sides_[core::index(direction)];
    if (!is_stream()) return;
    side.finished = true;
    decode(direction, frame, 0);
  }
  bool is_stream() const { return opening_.transport == core::IpProtocol::tcp; }
  void run(const Step& step, std::uint64_t frame) {
    switch (step.what) {
      case Step::What::segment:
        give(step.direction, step.bytes, frame);
        break;
      case Step::What::gap:
        lose(step.direction);
        break;
      case Step::What::end:
        finish(step.direction, frame);
        break;
    }
  }
  void finish_both(std::uint64_t frame) {
    finish(from_client, frame);
    finish(from_server, frame);
  }
  const Transcript& transcript() const { return transcript_; }

 private:
  struct Side {
    std::vector<std::uint8_t> waiting;
    bool at_start = false;  ///< `waiting` begins where a segment began
    bool finished = false;
  };

  /// `segment_at`: where in what waits the newest segment begins.
  void decode(core::Direction direction, std::uint64_t frame, std::size_t segment_at) {
    Side& side = sides_[core::index(direction)];
    const std::size_t size = side.waiting.size();
    const std::unique_ptr<std::uint8_t[]> exact{new std::uint8_t[size]};
    std::ranges::copy(side.waiting, exact.get());
    std::size_t at = 0;
    while (at < size && !transcript_.refused) {
      const Chunk chunk{.bytes = {exact.get() + at, size - at},
                        .direction = direction,
                        .time = {},
                        .frame = frame,
                        .segment_start = at == 0 ? side.at_start : at == segment_at,
                        .finished = side.finished,
                        .transport = opening_.transport,
                        .source_port = direction == from_client ? Port{client_port} : server_port_,
                        .target_port = direction == from_client ? server_port_ : Port{client_port},
                        .memory = &memory_};
      const std::size_t taken = decode_one(chunk);
      if (taken == 0) break;
      at += taken;
    }
    if (at > 0) side.at_start = at == segment_at;
    side.waiting.erase(side.waiting.begin(), side.waiting.begin() + static_cast<std::ptrdiff_t>(at));
  }

  /// Bytes consumed; 0 where more are needed.
  std::size_t decode_one(const Chunk& chunk) {
    ++transcript_.decode_calls;
    D::probe(chunk);
    const core::Progress progress = decoder_.decode(chunk, message_);
    const std::size_t size = chunk.bytes.size();
    switch (progress.status) {
      case core::Progress::Status::not_mine:
      case core::Progress::Status::handed_over:
        transcript_.refused = true;
        return 0;
      case core::Progress::Status::need_more:
        hold(!chunk.finished, "needs more of a stream that has ended");
        hold(size < D::info().max_message, "needs more than its longest message");
        return 0;
      case core::Progress::Status::malformed:
        hold(progress.defect < D::info().defects.size(), "has a defect without a name");
        hold(progress.offset <= size, "places a defect behind the bytes");
        transcript_.defects.insert(progress.defect);
        note(chunk.frame,
             fmt::format("defect={}; offset={}; ", D::info().defects[progress.defect].name, progress.offset));
        break;
      case core::Progress::Status::done:
        D::observe(message_, *this);
        note(chunk.frame, "");
        break;
      case core::Progress::Status::partial:
      case core::Progress::Status::skipped:
        break;
    }
    hold(progress.consumed >= 1 && progress.consumed <= size, "consumes nothing, or more than there is");
    return progress.consumed;
  }

  void note(std::uint64_t frame, const std::string& prefix) {
    FlatText fields;
    D::describe(message_, fields);
    ++transcript_.count;
    if (record_ == Record::texts) transcript_.messages.push_back({frame, prefix + fields.line()});
  }
  void add(const core::Observation& observation) override {
    const auto& names = D::info().operations;
    hold(std::ranges::find(names, observation.operation) != names.end(), "observes an operation that it doesn't list");
    const auto& spaces = D::info().spaces;
    hold(!observation.object.is_set() || std::ranges::find(spaces, observation.object.space) != spaces.end(),
         "observes an object in a space that it doesn't list");
    if (record_ == Record::texts) transcript_.observations.push_back(flat_text(observation));
  }
  static void hold(bool promise, const char* what) {
    if (!promise) throw std::logic_error(fmt::format("{} {}", D::info().protocol.name, what));
  }

  static constexpr std::uint16_t client_port = 50'000;

  Opening opening_;
  Port server_port_;
  D decoder_;
  Record record_;
  Keep keep_{{}, 7};
  KeepShare share_;
  Memory memory_{keep_, share_};
  typename D::Message message_{};
  std::array<Side, 2> sides_;
  Transcript transcript_;
};

/// All of a fixture; frames are numbered by its steps, from 1.
template <ApplicationDecoder D>
Transcript play(const Fixture& fixture) {
  Conversation<D> conversation{fixture.opening, fixture.server_port};
  std::uint64_t frame = 0;
  for (const Step& step : fixture.steps) conversation.run(step, ++frame);
  conversation.finish_both(frame);
  return conversation.transcript();
}

}  // namespace vedette::decoders::suites
