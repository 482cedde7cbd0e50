// SPDX-License-Identifier: Apache-2.0
// The little of ZeroMQ that publishing needs, without exceptions. Inside exporters/ only. A socket belongs to one
// thread; the context may be shared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.h>

#include "core/result.h"

namespace vedette::exporters {

using Context = std::shared_ptr<void>;
Context make_context();

using Frames = std::vector<std::string>;

class Socket {
 public:
  Socket(Context context, int type);

  void set(int option, int value);
  void subscribe_to_all() { zmq_setsockopt(socket_.get(), ZMQ_SUBSCRIBE, "", 0); }
  core::Result<void> bind(const std::string& endpoint);
  core::Result<void> connect(const std::string& endpoint);

  /// False where the message would have to wait, and then nothing of it is sent.
  bool send(const Frames& frames);
  /// The next message if one is there. Frames beyond the first eight are dropped.
  std::optional<Frames> receive();
  void* raw() { return socket_.get(); }

 private:
  Context context_;
  std::unique_ptr<void, int (*)(void*)> socket_;
};

}  // namespace vedette::exporters
