// SPDX-License-Identifier: Apache-2.0
#include "exporters/sockets.h"

#include <cerrno>
#include <fmt/format.h>

namespace vedette::exporters {
namespace {

constexpr std::size_t max_frames = 8;

core::Result<void> failed(std::string_view what, const std::string& endpoint) {
  const bool no_endpoint = errno == EINVAL || errno == EPROTONOSUPPORT || errno == ENODEV;
  const std::string message = fmt::format("endpoint '{}': can't be {}: {}", endpoint, what, zmq_strerror(errno));
  return no_endpoint ? core::wrong_usage(message) : core::unavailable(message);
}

}  // namespace

Context make_context() {
  return {zmq_ctx_new(), [](void* context) {
            while (zmq_ctx_term(context) != 0 && errno == EINTR) {
            }
          }};
}

Socket::Socket(Context context, int type)
    : context_(std::move(context)), socket_(zmq_socket(context_.get(), type), zmq_close) {
  set(ZMQ_IPV6, 1);
}

void Socket::set(int option, int value) {
  zmq_setsockopt(socket_.get(), option, &value, sizeof value);
}

core::Result<void> Socket::bind(const std::string& endpoint) {
  if (zmq_bind(socket_.get(), endpoint.c_str()) != 0) return failed("bound", endpoint);
  return {};
}

core::Result<void> Socket::connect(const std::string& endpoint) {
  if (zmq_connect(socket_.get(), endpoint.c_str()) != 0) return failed("connected to", endpoint);
  return {};
}

bool Socket::send(const Frames& frames) {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const int flags = ZMQ_DONTWAIT | (i + 1 < frames.size() ? ZMQ_SNDMORE : 0);
    if (zmq_send(socket_.get(), frames[i].data(), frames[i].size(), flags) < 0) return false;
  }
  return true;
}

std::optional<Frames> Socket::receive() {
  Frames frames;
  int more = 1;
  while (more != 0) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket_.get(), ZMQ_DONTWAIT) < 0) return std::nullopt;
    if (frames.size() < max_frames) {
      frames.emplace_back(static_cast<const char*>(zmq_msg_data(&message)), zmq_msg_size(&message));
    }
    more = zmq_msg_more(&message);
    zmq_msg_close(&message);
  }
  return frames;
}

}  // namespace vedette::exporters
