// SPDX-License-Identifier: Apache-2.0
#include "capture/unpacker.h"

#define ZLIB_CONST  // zlib then takes its input as const
#include <algorithm>
#include <zlib.h>
#include <zstd.h>

namespace vedette::capture {
namespace {

class Gunzip final : public Unpacker {
 public:
  /// Windows of up to 2^15; + 16: with gzip's header and trailer.
  bool start() { return started_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  ~Gunzip() override {
    if (started_) inflateEnd(&stream_);
  }

  Step step(core::Bytes in, std::span<std::uint8_t> room) override {
    if (!inside_) {
      if (in.empty()) return {};
      // RFC 1952 section 2.2: members follow each other directly. Tapes and block devices pad the last with zeros.
      if (in.front() == 0) {
        return {.taken = static_cast<std::size_t>(std::ranges::find_if(in, [](auto b) { return b != 0; }) - in.begin()),
                .made = 0,
                .damage = {}};
      }
      if (in.front() != 0x1f) return {.taken = 0, .made = 0, .damage = "something else follows it"};
      inflateReset(&stream_);
      inside_ = true;
    }
    stream_.next_in = in.data();
    stream_.avail_in = static_cast<uInt>(std::min<std::size_t>(in.size(), UINT32_MAX));
    stream_.next_out = room.data();
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(room.size(), UINT32_MAX));
    const auto given = stream_.avail_in, offered = stream_.avail_out;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    Step step{.taken = given - stream_.avail_in, .made = offered - stream_.avail_out, .damage = {}};
    if (code == Z_STREAM_END)
      inside_ = false;
    else if (code != Z_OK && code != Z_BUF_ERROR)
      step.damage = stream_.msg != nullptr ? stream_.msg : zError(code);
    return step;
  }
  bool inside() const override { return inside_; }

 private:
  z_stream stream_{};
  bool started_ = false, inside_ = true;
};

class Unzstd final : public Unpacker {
 public:
  bool start() {
    return context_ && !ZSTD_isError(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, max_window_log));
  }

  Step step(core::Bytes in, std::span<std::uint8_t> room) override {
    ZSTD_inBuffer input{.src = in.data(), .size = in.size(), .pos = 0};
    ZSTD_outBuffer output{.dst = room.data(), .size = room.size(), .pos = 0};
    if (!inside_ && in.empty()) return {};
    const std::size_t code = ZSTD_decompressStream(context_.get(), &output, &input);
    Step step{.taken = input.pos, .made = output.pos, .damage = {}};
    if (ZSTD_isError(code))
      step.damage = ZSTD_getErrorName(code);
    else
      inside_ = code != 0;
    return step;
  }
  bool inside() const override { return inside_; }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_{ZSTD_createDCtx()};
  bool inside_ = true;
};

template <typename T>
std::unique_ptr<Unpacker> started() {
  auto unpacker = std::make_unique<T>();
  if (!unpacker->start()) return nullptr;
  return unpacker;
}

}  // namespace

std::unique_ptr<Unpacker> Unpacker::make(Compression compression) {
  switch (compression) {
    case Compression::gzip:
      return started<Gunzip>();
    case Compression::zstd:
      return started<Unzstd>();
    case Compression::none:
      break;
  }
  return nullptr;
}

}  // namespace vedette::capture
