// SPDX-License-Identifier: Apache-2.0
#include "decoders/dns/queries.h"

#include <algorithm>

#include "core/hash.h"

namespace vedette::decoders::dns {
namespace {

constexpr std::uint32_t no_question = 0;

std::uint32_t question_hash(const Message& m) {
  if (m.questions.empty()) return no_question;
  NameText name = m.asked;
  name.to_lower();
  const auto hash = static_cast<std::uint32_t>(core::hash_text(name.view(), m.questions[0].type));
  return hash == no_question ? 1 : hash;
}

}  // namespace

bool Queries::add(const Message& query, std::uint64_t frame, core::Direction direction) {
  Query added{.frame = frame, .question = question_hash(query), .id = query.id, .asked = 1, .direction = direction};
  const std::size_t before = find(added.id, added.question, direction);
  const bool crowded = before == count_ && count_ == capacity;
  if (before < count_) {
    added.asked = static_cast<std::uint8_t>(std::min(open_[before].asked + 1, 255));
    erase(before);
  } else if (crowded) {
    erase(0);
  }
  open_[count_++] = added;
  return !crowded;
}

std::optional<std::uint64_t> Queries::take(const Message& answer, core::Direction direction) {
  const std::size_t at = find(answer.id, question_hash(answer), core::opposite(direction));
  if (at == count_) return {};
  const std::uint64_t frame = open_[at].frame;
  if (--open_[at].asked == 0) erase(at);
  return frame;
}

std::size_t Queries::find(std::uint16_t id, std::uint32_t question, core::Direction direction) const {
  std::size_t at = 0;
  while (at < count_ && !(open_[at].id == id && open_[at].direction == direction &&
                          (question == no_question || open_[at].question == question)))
    ++at;
  return at;
}

void Queries::erase(std::size_t at) {
  std::copy(open_.begin() + static_cast<std::ptrdiff_t>(at) + 1, open_.begin() + count_,
            open_.begin() + static_cast<std::ptrdiff_t>(at));
  --count_;
}

}  // namespace vedette::decoders::dns
