// SPDX-License-Identifier: Apache-2.0
// How cold paths (files, sockets, configuration) say that something went wrong. The packet path uses core::Progress.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace vedette::core {

/// What a user can do about an error decides its kind; the command line maps it to the exit code of docs/reference.
enum class ErrorKind {
  answer_is_no,  ///< the command ran and the answer is no: a check failed (exit 1)
  usage,         ///< wrong arguments or a file that isn't what it should be (exit 2)
  unavailable,   ///< something could not be read, written or reached (exit 3)
};

struct Error {
  ErrorKind kind;
  std::string message;  ///< one line for a person, with file and line where there are any
};

template <typename T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> wrong_usage(std::string message) {
  return std::unexpected(Error{ErrorKind::usage, std::move(message)});
}
inline std::unexpected<Error> unavailable(std::string message) {
  return std::unexpected(Error{ErrorKind::unavailable, std::move(message)});
}
inline std::unexpected<Error> answer_is_no(std::string message) {
  return std::unexpected(Error{ErrorKind::answer_is_no, std::move(message)});
}

}  // namespace vedette::core
