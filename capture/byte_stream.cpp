// SPDX-License-Identifier: Apache-2.0
#include "capture/byte_stream.h"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <system_error>
#include <time.h>
#include <unistd.h>

namespace vedette::capture {
namespace {

/// A growing file is looked at so often. Watching it (inotify) would tell a little sooner, but says nothing of writers
/// on the other side of a network file system or a container's mount; fifty looks a second cost nothing that can be
/// measured.
constexpr int step_ms = 20;

/// poll() on a pipe ends at once when bytes come; this only bounds how late a stop is seen.
constexpr int stop_check_ms = 100;

ssize_t read_some(int descriptor, std::span<std::uint8_t> room) {
  ssize_t got = 0;
  do {
    got = ::read(descriptor, room.data(), room.size());
  } while (got < 0 && errno == EINTR);
  return got;
}

std::string text_of(int error) {
  return std::generic_category().message(error);
}

std::unexpected<core::Error> cannot_read(const std::string& name, int error) {
  return core::unavailable(fmt::format("{}: can't be read: {}", name, text_of(error)));
}

/// Readable, or at its end, or broken: read() will tell.
bool is_readable(int descriptor, int timeout_ms) {
  pollfd waited{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&waited, 1, timeout_ms) > 0;
}

}  // namespace

std::string display_name(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

core::Result<std::unique_ptr<ByteStream>> ByteStream::open(const std::string& path, const OpenOptions& options) {
  const std::string name = display_name(path);
  const int descriptor =
      path == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return cannot_read(name, errno);
  std::unique_ptr<ByteStream> stream{new ByteStream(descriptor, path, options)};
  struct stat& status = stream->opened_;
  if (fstat(descriptor, &status) != 0) return cannot_read(name, errno);
  if (S_ISDIR(status.st_mode)) {
    return core::wrong_usage(fmt::format("{}: is a directory; allowed is a capture file (pcap or pcapng)", name));
  }
  stream->is_file_ = S_ISREG(status.st_mode);
  if (stream->is_file_ && !options.follow) stream->size_ = static_cast<std::uint64_t>(status.st_size);
  return stream;
}

ByteStream::~ByteStream() {
  ::close(descriptor_);
}

Supply ByteStream::fail(const char* what, std::string detail) {
  failed_ = true;
  failure_ = {core::ErrorKind::unavailable, what, std::move(detail)};
  return Supply::failed;
}

/// A read from a pipe can't be left once it waits, so the waiting is done here.
Supply ByteStream::await_pipe() {
  while (!is_readable(descriptor_, options_.follow ? 0 : stop_check_ms)) {
    if (must_stop()) {
      stopped_ = true;
      return Supply::end;
    }
    if (options_.follow) return Supply::none_now;
  }
  return Supply::some;
}

Supply ByteStream::fill(std::span<std::uint8_t> room, std::size_t& got) {
  got = 0;
  if (failed_) return Supply::failed;
  if (stopped_) return Supply::end;
  if (!is_file_ && (options_.follow || options_.stop != nullptr)) {
    if (const Supply ready = await_pipe(); ready != Supply::some) return ready;
  }
  for (;;) {
    const ssize_t count = read_some(descriptor_, room);
    if (count < 0) return fail("can't be read on", text_of(errno));
    if (count > 0) {
      got = static_cast<std::size_t>(count);
      consumed_ += got;
      return Supply::some;
    }
    if (!options_.follow || !is_file_) return Supply::end;
    if (must_stop()) {
      stopped_ = true;
      return Supply::end;
    }
    if (lost_ != nullptr) return fail(lost_, {});
    // What was written before the file went is read by one more round.
    lost_ = find_loss();
    if (lost_ == nullptr) return Supply::none_now;
  }
}

/// What has happened to a followed file since it was opened, or nothing.
const char* ByteStream::find_loss() const {
  struct stat now{};
  if (fstat(descriptor_, &now) != 0) return "can no longer be followed";
  if (now.st_size < lseek(descriptor_, 0, SEEK_CUR)) return "was cut shorter";
  if (now.st_nlink == 0) return "was removed";
  if (path_ == "-") return nullptr;
  if (::stat(path_.c_str(), &now) != 0) return "was removed";
  const bool same = now.st_dev == opened_.st_dev && now.st_ino == opened_.st_ino;
  return same ? nullptr : "was replaced";
}

bool ByteStream::wait(unsigned& patience) const {
  const off_t at = is_file_ ? lseek(descriptor_, 0, SEEK_CUR) : 0;
  while (patience > 0) {
    if (must_stop()) return true;
    --patience;
    if (!is_file_) {
      if (is_readable(descriptor_, step_ms)) return true;
      continue;
    }
    const timespec step{.tv_sec = 0, .tv_nsec = step_ms * 1'000'000};
    nanosleep(&step, nullptr);
    struct stat now{};
    if (fstat(descriptor_, &now) != 0 || now.st_size != at || now.st_nlink == 0) return true;
  }
  return false;
}

}  // namespace vedette::capture
