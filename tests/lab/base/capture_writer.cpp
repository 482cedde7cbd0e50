// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/base/capture_writer.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

constexpr std::size_t buffer_size = 1 << 20;

void put_le(std::vector<std::uint8_t>& out, std::uint64_t value, unsigned octets) {
  for (unsigned i = 0; i < octets; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

}  // namespace

CaptureWriter::CaptureWriter(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {
  buffer_.reserve(buffer_size + (1 << 16));
  put_le(buffer_, 0xa1b2c3d4, 4);  // microseconds
  put_le(buffer_, 2, 2);
  put_le(buffer_, 4, 2);
  put_le(buffer_, 0, 8);
  put_le(buffer_, 262'144, 4);
  put_le(buffer_, 1, 4);  // LINKTYPE_ETHERNET
}

core::Result<CaptureWriter> CaptureWriter::open(const std::string& path) {
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  if (!file) return core::unavailable(fmt::format("{}: {}", path, std::strerror(errno)));
  return CaptureWriter(path, file);
}

core::Result<void> CaptureWriter::add(core::Timestamp at, std::span<const std::uint8_t> frame) {
  const auto us = static_cast<std::uint64_t>(core::to_ns(at) / 1000);
  put_le(buffer_, us / 1'000'000, 4);
  put_le(buffer_, us % 1'000'000, 4);
  put_le(buffer_, frame.size(), 4);
  put_le(buffer_, frame.size(), 4);
  buffer_.insert(buffer_.end(), frame.begin(), frame.end());
  ++packets_;
  bytes_ += frame.size();
  return buffer_.size() < buffer_size ? core::Result<void>{} : flush();
}

core::Result<void> CaptureWriter::flush() {
  const std::size_t written = std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get());
  if (written != buffer_.size()) return core::unavailable(fmt::format("{}: {}", path_, std::strerror(errno)));
  buffer_.clear();
  return {};
}

core::Result<void> CaptureWriter::close() {
  if (auto ok = flush(); !ok) return ok;
  if (std::fflush(file_.get()) != 0) return core::unavailable(fmt::format("{}: {}", path_, std::strerror(errno)));
  return {};
}

}  // namespace vedette::lab
