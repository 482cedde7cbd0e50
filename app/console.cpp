// SPDX-License-Identifier: Apache-2.0
#include "app/console.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace vedette::app {

void Console::note(std::string_view text) const {
  if (!quiet) fmt::print(stderr, "{}\n", text);
}
void Console::detail(std::string_view text) const {
  if (verbose) fmt::print(stderr, "{}\n", text);
}
void Console::warn(std::string_view text) const {
  fmt::print(stderr, "vedette: warning: {}\n", text);
}

Exit Console::fail(const core::Error& error) const {
  // Without words where the reader of a pipe has seen enough.
  if (!error.message.empty()) fmt::print(stderr, "vedette: {}\n", error.message);
  switch (error.kind) {
    case core::ErrorKind::answer_is_no:
      return Exit::answer_is_no;
    case core::ErrorKind::usage:
      return Exit::usage;
    case core::ErrorKind::unavailable:
      return Exit::unavailable;
  }
  return Exit::unavailable;
}

bool is_terminal(std::FILE* stream) {
  return isatty(fileno(stream)) == 1;
}

bool wants_colour(std::FILE* stream) {
  const char* plain = std::getenv("NO_COLOR");
  return is_terminal(stream) && (plain == nullptr || *plain == '\0');
}

core::Result<Output> Output::open(const std::string& path) {
  if (path.empty() || path == "-") return Output(stdout, "standard output");
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return core::unavailable(fmt::format("{}: can't be written: {}", path, std::strerror(errno)));
  return Output(file, path);
}

Output::Output(Output&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)),
      name_(std::move(other.name_)),
      failed_(other.failed_),
      error_(other.error_) {}

Output::~Output() {
  if (file_ != nullptr && file_ != stdout) std::fclose(file_);
}

void Output::write(std::string_view text) {
  if (failed_ || std::fwrite(text.data(), 1, text.size(), file_) == text.size()) return;
  failed_ = true;
  error_ = errno;
}

core::Result<void> Output::flush() {
  if (!failed_ && std::fflush(file_) != 0) {
    failed_ = true;
    error_ = errno;
  }
  if (!failed_) return {};
  if (error_ == EPIPE) return core::unavailable({});
  return core::unavailable(fmt::format("{}: can't be written: {}", name_, std::strerror(error_)));
}

}  // namespace vedette::app
