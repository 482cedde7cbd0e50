// SPDX-License-Identifier: Apache-2.0
// What is packed in a compressed file, as bytes of their own. Holds no more than the caller's room and the unpacker's
// window, however far the bytes unfold.
#pragma once

#include <memory>
#include <string>

#include "capture/byte_source.h"
#include "capture/read_buffer.h"
#include "capture/unpacker.h"

namespace vedette::capture {

class UnpackedStream final : public ByteSource {
 public:
  /// `packed` stands at the first compressed byte; `called` is what messages call them: "gzip data".
  UnpackedStream(ReadBuffer packed, std::unique_ptr<Unpacker> unpacker, std::string called)
      : packed_(std::move(packed)), unpacker_(std::move(unpacker)), called_(std::move(called)) {}

  Supply fill(std::span<std::uint8_t> room, std::size_t& got) override;
  const Failure& failure() const override { return failure_; }

 private:
  Supply fail(Failure failure);

  ReadBuffer packed_;
  std::unique_ptr<Unpacker> unpacker_;
  std::string called_;
  bool held_back_ = false;  ///< the last room was too small: there may be more without further input
  bool failed_ = false;
  Failure failure_;
};

}  // namespace vedette::capture
