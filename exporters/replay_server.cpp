// SPDX-License-Identifier: Apache-2.0
#include "exporters/replay_server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/eventfd.h>
#include <unistd.h>

#include "exporters/wire.h"

namespace vedette::exporters {
namespace {
constexpr int max_request_frame = 64;  // bytes; a longer one ends the connection
constexpr int max_waiting_answers = 1024;
constexpr int max_waiting_requests = 64;
constexpr int requests_per_turn = 64;
}  // namespace

core::Result<std::unique_ptr<ReplayServer>> ReplayServer::start(const Context& context, const std::string& endpoint,
                                                                JournalReader journal) {
  Socket router{context, ZMQ_ROUTER};
  router.set(ZMQ_LINGER, 0);
  router.set(ZMQ_ROUTER_MANDATORY, 1);  // a full or vanished requester is an error here, not a silent loss
  const std::int64_t limit = max_request_frame;
  zmq_setsockopt(router.raw(), ZMQ_MAXMSGSIZE, &limit, sizeof limit);
  router.set(ZMQ_SNDHWM, max_waiting_answers);
  router.set(ZMQ_RCVHWM, max_waiting_requests);
  if (auto bound = router.bind(endpoint); !bound) return std::unexpected(bound.error());
  const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake < 0) return core::unavailable("no more files can be opened");
  return std::unique_ptr<ReplayServer>{new ReplayServer{std::move(router), std::move(journal), wake}};
}

ReplayServer::ReplayServer(Socket router, JournalReader journal, int wake)
    : router_(std::move(router)), journal_(std::move(journal)), wake_(wake), thread_([this] { run(); }) {}

ReplayServer::~ReplayServer() {
  (void)::eventfd_write(wake_, 1);
  thread_.join();
  ::close(wake_);
}

bool ReplayServer::wait_for_acknowledgement(std::uint64_t sequence, std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  return acknowledged_changed_.wait_for(lock, limit, [&] { return acknowledged_ >= sequence; });
}

std::uint64_t ReplayServer::refused() {
  const std::lock_guard lock(mutex_);
  return refused_;
}

void ReplayServer::run() {
  while (true) {
    std::array<zmq_pollitem_t, 2> items{{{router_.raw(), 0, ZMQ_POLLIN, 0}, {nullptr, wake_, ZMQ_POLLIN, 0}}};
    if (zmq_poll(items.data(), static_cast<int>(items.size()), -1) < 0 && errno != EINTR) return;
    if ((items[1].revents & ZMQ_POLLIN) != 0) return;
    for (int i = 0; i < requests_per_turn; ++i) {
      const auto request = router_.receive();
      if (!request) break;
      answer(*request);
    }
  }
}

void ReplayServer::answer(const Frames& request) {
  const auto sequence = request.size() == 3 ? read_sequence_frame(request[2]) : std::nullopt;
  bool sound = sequence.has_value() && *sequence > 0;
  if (sound && request[1] == replay_request) {
    sound = replay(request[0], *sequence);
  } else if (sound && request[1] == acknowledgement) {
    sound = take_acknowledgement(*sequence);
  } else {
    sound = false;
  }
  if (sound) return;
  const std::lock_guard lock(mutex_);
  ++refused_;
}

bool ReplayServer::replay(const std::string& requester, std::uint64_t sequence) {
  const auto last = journal_.last();
  auto page = journal_.read(sequence, replay_page);
  if (!last || !page) return false;
  for (StoredEnvelope& stored : *page) {
    if (!router_.send({requester, std::move(stored.envelope)})) return true;
  }
  // The page may hold records that came after `last` was read.
  const std::uint64_t end = page->empty() ? *last : std::max(*last, page->back().sequence);
  router_.send({requester, std::string{end_of_page}, sequence_frame(end)});
  return true;
}

bool ReplayServer::take_acknowledgement(std::uint64_t sequence) {
  const auto last = journal_.last();
  if (!last || sequence > *last) return false;
  const std::lock_guard lock(mutex_);
  acknowledged_ = std::max(acknowledged_, sequence);
  acknowledged_changed_.notify_all();
  return true;
}

}  // namespace vedette::exporters
