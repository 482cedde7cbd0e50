// SPDX-License-Identifier: Apache-2.0
#include "tests/decoders/suites/harness.h"

#include <algorithm>
#include <stdexcept>

namespace vedette::decoders::suites {

std::vector<std::string> Transcript::texts() const {
  std::vector<std::string> all;
  for (const Message& message : messages) all.push_back(message.text);
  return all;
}

AnyConversation::AnyConversation(const DecoderKind& kind, const Opening& opening, Port server_port, Record record)
    : kind_(kind), opening_(opening), server_port_(server_port), decoder_(kind.make(opening)), record_(record) {}

void AnyConversation::give(core::Direction direction, core::Bytes bytes, std::uint64_t frame) {
  Side& side = sides_[core::index(direction)];
  if (side.finished || bytes.empty()) return;
  const std::size_t waiting = side.waiting.size();
  if (waiting == 0) side.at_start = true;
  side.waiting.insert(side.waiting.end(), bytes.begin(), bytes.end());
  if (!is_stream()) side.finished = true;
  decode(direction, frame, waiting);
  if (!is_stream()) side = {};
}

void AnyConversation::lose(core::Direction direction) {
  sides_[core::index(direction)].waiting.clear();
  decoder_->on_gap(direction);
}

void AnyConversation::finish(core::Direction direction, std::uint64_t frame) {
  if (!is_stream()) return;
  sides_[core::index(direction)].finished = true;
  decode(direction, frame, 0);
}

void AnyConversation::run(const Step& step, std::uint64_t frame) {
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

void AnyConversation::finish_both(std::uint64_t frame) {
  finish(from_client, frame);
  finish(from_server, frame);
}

/// `segment_at`: where in what waits the newest segment begins.
void AnyConversation::decode(core::Direction direction, std::uint64_t frame, std::size_t segment_at) {
  Side& side = sides_[core::index(direction)];
  const std::size_t size = side.waiting.size();
  const std::unique_ptr<std::uint8_t[]> exact{new std::uint8_t[size]};
  std::ranges::copy(side.waiting, exact.get());
  std::size_t at = 0;
  while (at < size && !transcript_.refused) {
    const bool asks = direction == from_client;
    const Chunk chunk{.bytes = {exact.get() + at, size - at},
                      .direction = direction,
                      .time = {},
                      .frame = frame,
                      .segment_start = at == 0 ? side.at_start : at == segment_at,
                      .finished = side.finished,
                      .transport = opening_.transport,
                      .source_port = asks ? Port{client_port} : server_port_,
                      .target_port = asks ? server_port_ : Port{client_port},
                      .memory = &memory_};
    const std::size_t taken = decode_one(chunk);
    if (taken == 0) break;
    at += taken;
  }
  if (at > 0) side.at_start = at == segment_at;
  side.waiting.erase(side.waiting.begin(), side.waiting.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Bytes consumed; 0 where more are needed.
std::size_t AnyConversation::decode_one(const Chunk& chunk) {
  ++transcript_.decode_calls;
  if (record_ != Record::nothing) kind_.probe(chunk);
  const core::Progress progress = decoder_->decode(chunk);
  const DecoderInfo& info = *kind_.info;
  const std::size_t size = chunk.bytes.size();
  switch (progress.status) {
    case core::Progress::Status::not_mine:
    case core::Progress::Status::handed_over:
      transcript_.refused = true;
      return 0;
    case core::Progress::Status::need_more:
      hold(!chunk.finished, "needs more of a stream that has ended");
      hold(size < info.max_message, "needs more than its longest message");
      return 0;
    case core::Progress::Status::malformed:
      hold(progress.defect < info.defects.size(), "has a defect without a name");
      hold(progress.offset <= size, "places a defect behind the bytes");
      transcript_.defects.insert(progress.defect);
      note(chunk.frame, fmt::format("defect={}; offset={}; ", info.defects[progress.defect].name, progress.offset));
      break;
    case core::Progress::Status::done:
      if (record_ != Record::nothing) decoder_->observe(*this);
      note(chunk.frame, "");
      break;
    case core::Progress::Status::partial:
    case core::Progress::Status::skipped:
      break;
  }
  hold(progress.consumed >= 1 && progress.consumed <= size, "consumes nothing, or more than there is");
  return progress.consumed;
}

void AnyConversation::note(std::uint64_t frame, const std::string& prefix) {
  ++transcript_.count;
  if (record_ == Record::nothing) return;
  FlatText fields;
  decoder_->describe(fields);
  if (record_ == Record::texts) transcript_.messages.push_back({frame, prefix + fields.line()});
}

void AnyConversation::add(const core::Observation& observation) {
  const auto& names = kind_.info->operations;
  hold(std::ranges::find(names, observation.operation) != names.end(), "observes an operation that it doesn't list");
  const auto& spaces = kind_.info->spaces;
  hold(!observation.object.is_set() || std::ranges::find(spaces, observation.object.space) != spaces.end(),
       "observes an object in a space that it doesn't list");
  if (record_ == Record::texts) transcript_.observations.push_back(flat_text(observation));
}

void AnyConversation::hold(bool promise, const char* what) const {
  if (!promise) throw std::logic_error(fmt::format("{} {}", kind_.info->protocol.name, what));
}

Transcript play(const DecoderKind& kind, const Fixture& fixture) {
  AnyConversation conversation{kind, fixture.opening, fixture.server_port};
  std::uint64_t frame = 0;
  for (const Step& step : fixture.steps) conversation.run(step, ++frame);
  conversation.finish_both(frame);
  return conversation.transcript();
}

}  // namespace vedette::decoders::suites
