// SPDX-License-Identifier: Apache-2.0
// What makes traffic: one server with everything that is said to it, one broker with its clients. An actor shares
// nothing that changes with any other, so any thread may run any of them, and the bytes are the same.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "tests/lab/base/sink.h"
#include "tests/lab/base/time.h"

namespace vedette::lab {

class Actor {
 public:
  virtual ~Actor() = default;
  /// Makes everything that begins before `until`; what it began may end later.
  virtual void run(Timestamp until, Sink& sink) = 0;
};

/// An actor that does things at times. Things due at the same time are done in the order in which they were set.
class AgendaActor : public Actor {
 public:
  using Deed = std::function<void(Timestamp, Sink&)>;

  void run(Timestamp until, Sink& sink) override;

  /// Something done once, by a scenario: set before the run or by another deed.
  void at(Timestamp time, EventTag event, Deed deed);

 protected:
  /// Calls due(what) at that time.
  void schedule(Timestamp time, std::uint32_t what) { queue_.push({time, order_++, what, false}); }
  virtual void due(Timestamp /*at*/, std::uint32_t /*what*/, Sink& /*sink*/) {}
  /// After the last thing of a slice: what is pending by then (acknowledgements) is sent.
  virtual void settle(Timestamp /*until*/, Sink& /*sink*/) {}

 private:
  struct Item {
    Timestamp at;
    std::uint64_t order;
    std::uint32_t what;
    bool is_deed;
    bool operator>(const Item& other) const { return std::tie(at, order) > std::tie(other.at, other.order); }
  };
  struct Planned {
    EventTag event;
    Deed deed;
  };
  std::priority_queue<Item, std::vector<Item>, std::greater<>> queue_;
  std::vector<Planned> deeds_;
  std::vector<std::uint32_t> free_deeds_;
  std::uint64_t order_ = 0;
};

/// Nothing but deeds.
class ScriptActor final : public AgendaActor {};

}  // namespace vedette::lab
