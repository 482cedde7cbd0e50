// SPDX-License-Identifier: Apache-2.0
// Answers "from sequence N" out of the journal and takes acknowledgements. Runs a thread of its own with its own
// connection to the journal, so that no requester can hold up the publisher. It keeps nothing per requester: an answer
// is one page, and who reads slower than the socket's bound loses the rest of it and asks again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/result.h"
#include "exporters/journal.h"
#include "exporters/sockets.h"

namespace vedette::exporters {

class ReplayServer {
 public:
  static core::Result<std::unique_ptr<ReplayServer>> start(const Context& context, const std::string& endpoint,
                                                           JournalReader journal);
  ~ReplayServer();

  /// Waits until some subscriber has acknowledged that record (or a later one). Any thread.
  bool wait_for_acknowledgement(std::uint64_t sequence, std::chrono::milliseconds limit);
  /// Requests that were malformed, or acknowledged what does not exist. Any thread.
  std::uint64_t refused();

 private:
  ReplayServer(Socket router, JournalReader journal, int wake);
  void run();
  void answer(const Frames& request);
  bool replay(const std::string& requester, std::uint64_t sequence);
  bool take_acknowledgement(std::uint64_t sequence);

  Socket router_;
  JournalReader journal_;
  int wake_;  ///< eventfd that ends the thread
  std::mutex mutex_;
  std::condition_variable acknowledged_changed_;
  std::uint64_t acknowledged_ = 0, refused_ = 0;
  std::thread thread_;
};

}  // namespace vedette::exporters
