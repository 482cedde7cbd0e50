// SPDX-License-Identifier: Apache-2.0
// What commands say beside their results: on stderr, so that stdout can be piped.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vedette::app {

/// Exit codes of the contract.
enum class Exit : int { done = 0, answer_is_no = 1, usage = 2, unavailable = 3 };

struct Console {
  bool quiet = false, verbose = false;

  void note(std::string_view text) const;    ///< unless quiet
  void detail(std::string_view text) const;  ///< only when verbose
  void warn(std::string_view text) const;
  /// Says the error and gives its exit code.
  Exit fail(const core::Error& error) const;
};

/// Whether a person looks at the stream and has not asked for plain text (https://no-color.org).
bool wants_colour(std::FILE* stream);
bool is_terminal(std::FILE* stream);

/// Where results go: stdout, or a file that is opened and written in place, so that pipes and devices work.
class Output {
 public:
  static core::Result<Output> open(const std::string& path);  ///< empty: stdout
  Output(Output&& other) noexcept;
  Output& operator=(Output&& other) = delete;
  ~Output();

  void write(std::string_view text);
  /// Everything that was written has left this process.
  core::Result<void> flush();
  /// A write has failed: there is no point in going on.
  bool failed() const { return failed_; }
  bool colour() const { return file_ == stdout && wants_colour(stdout); }

 private:
  Output(std::FILE* file, std::string name) : file_(file), name_(std::move(name)) {}

  std::FILE* file_;
  std::string name_;
  bool failed_ = false;
  int error_ = 0;
};

}  // namespace vedette::app
