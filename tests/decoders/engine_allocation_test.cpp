// SPDX-License-Identifier: Apache-2.0
// Replaces operator new to show that established conversations cost no allocation: in order, out of order, and where a
// message spans segments.
#include <array>
#include <atomic>
#include <cstdlib>
#include <gtest/gtest.h>
#include <new>

#include "tests/decoders/wire.h"

namespace {
std::atomic<std::size_t> allocations{0};
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace vedette::decoders {
namespace {

/// Requests and answers of one poll, some cut in two and some swapped.
class Polling {
 public:
  explicit Polling(std::uint8_t client) : connection_(endpoint(client, 40000), endpoint(99, 502)) {}

  void open(Wire& wire) {
    wire.send(connection_.syn());
    wire.send(connection_.syn_ack());
  }
  void poll(Wire& wire) {
    wire.send(connection_.request(request_));
    wire.send(connection_.response(response_));
    wire.send(connection_.request(request_head_));
    wire.send(connection_.request(request_tail_));
    const Frame head = connection_.response(response_head_), tail = connection_.response(response_tail_);
    wire.send(tail);
    wire.send(head);
  }

 private:
  Connection connection_;
  Octets request_ = read_request(1), response_ = read_response(1);
  Octets request_head_{request_.begin(), request_.begin() + 5}, request_tail_{request_.begin() + 5, request_.end()};
  Octets response_head_{response_.begin(), response_.begin() + 8},
      response_tail_{response_.begin() + 8, response_.end()};
};

TEST(EngineAllocation, EstablishedConversationsAllocateNothing) {
  Wire wire;
  std::array<Polling, 3> polls{Polling{1}, Polling{2}, Polling{3}};
  for (Polling& p : polls) p.open(wire);
  for (int i = 0; i < 5; ++i) {
    for (Polling& p : polls) p.poll(wire);
  }
  const std::uint64_t messages = wire.engine.stats().messages;
  const std::size_t before = allocations;
  for (int i = 0; i < 100; ++i) {
    for (Polling& p : polls) p.poll(wire);
  }
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_EQ(wire.engine.stats().messages - messages, 1200u);
}

}  // namespace
}  // namespace vedette::decoders
