// SPDX-License-Identifier: Apache-2.0
// A doubly linked list through the flows themselves: linking and unlinking allocate nothing, and its order is the order
// of what happened, never that of addresses in memory.
#pragma once

namespace vedette::decoders {

struct Flow;

struct FlowLinks {
  Flow* previous = nullptr;
  Flow* next = nullptr;
};

template <FlowLinks Flow::* Links>
class FlowList {
 public:
  Flow* front() const { return front_; }
  Flow* back() const { return back_; }
  static Flow* after(const Flow& flow) { return (flow.*Links).next; }

  void push_back(Flow& flow) {
    (flow.*Links) = {back_, nullptr};
    (back_ ? (back_->*Links).next : front_) = &flow;
    back_ = &flow;
  }
  void unlink(Flow& flow) {
    const FlowLinks links = flow.*Links;
    (links.previous ? (links.previous->*Links).next : front_) = links.next;
    (links.next ? (links.next->*Links).previous : back_) = links.previous;
    flow.*Links = {};
  }

 private:
  Flow* front_ = nullptr;
  Flow* back_ = nullptr;
};

}  // namespace vedette::decoders
