// SPDX-License-Identifier: Apache-2.0
#include "capture/byte_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdio_ext.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace vedette::capture {
namespace {

constexpr std::size_t read_ahead_step = 4096;

ssize_t read_some(int descriptor, void* room, std::size_t size) {
  ssize_t got = 0;
  do {
    got = ::read(descriptor, room, size);
  } while (got < 0 && errno == EINTR);
  return got;
}

core::Error cannot_read(const std::string& name, int error) {
  const auto kind = error == EISDIR ? core::ErrorKind::usage : core::ErrorKind::unavailable;
  return {kind, fmt::format("{}: can't be read: {}", name, std::generic_category().message(error))};
}

}  // namespace

std::string display_name(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

core::Result<std::unique_ptr<ByteStream>> ByteStream::open(const std::string& path) {
  const std::string name = display_name(path);
  const int descriptor =
      path == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return std::unexpected(cannot_read(name, errno));
  std::unique_ptr<ByteStream> stream{new ByteStream(descriptor, name)};
  struct stat status{};
  if (fstat(descriptor, &status) != 0) return std::unexpected(cannot_read(name, errno));
  if (S_ISDIR(status.st_mode)) {
    return core::wrong_usage(fmt::format("{}: is a directory; allowed is a capture file (pcap or pcapng)", name));
  }
  stream->is_regular_ = S_ISREG(status.st_mode) && path != "-";
  if (S_ISREG(status.st_mode)) stream->size_ = static_cast<std::uint64_t>(status.st_size);
  return stream;
}

ByteStream::~ByteStream() {
  ::close(descriptor_);
}

core::Result<bool> ByteStream::read_ahead() {
  const std::size_t had = head_.size();
  head_.resize(had + read_ahead_step);
  const ssize_t got = read_some(descriptor_, head_.data() + had, read_ahead_step);
  const int error = errno;
  head_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) return std::unexpected(cannot_read(name_, error));
  return got > 0;
}

ssize_t ByteStream::read_for_stdio(void* self, char* room, std::size_t size) {
  auto& stream = *static_cast<ByteStream*>(self);
  ssize_t got = 0;
  if (stream.given_ < stream.head_.size()) {
    const std::size_t n = std::min<std::size_t>(size, stream.head_.size() - stream.given_);
    std::memcpy(room, stream.head_.data() + stream.given_, n);
    got = static_cast<ssize_t>(n);
  } else {
    got = read_some(stream.descriptor_, room, size);
  }
  if (got > 0) stream.given_ += static_cast<std::uint64_t>(got);
  return got;
}

std::FILE* ByteStream::to_file(std::size_t buffer_bytes) {
  std::FILE* file =
      fopencookie(this, "r", {.read = read_for_stdio, .write = nullptr, .seek = nullptr, .close = nullptr});
  if (file == nullptr) return nullptr;
  buffer_.resize(buffer_bytes);
  std::setvbuf(file, buffer_.data(), _IOFBF, buffer_.size());
  // One thread reads it, two calls for each packet: the lock would be a good part of the time.
  __fsetlocking(file, FSETLOCKING_BYCALLER);
  return file;
}

}  // namespace vedette::capture
