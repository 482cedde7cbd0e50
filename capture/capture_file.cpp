// SPDX-License-Identifier: Apache-2.0
#include "capture/capture_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <pcap/pcap.h>

#include "capture/file_format.h"

namespace vedette::capture {
namespace {

/// A pcapng whose first interface stands behind more than this (comments, secrets) is taken to stamp microseconds.
constexpr std::size_t max_head = 64 * 1024;

/// libpcap's DLT_ numbers are those of the machine; LINKTYPE_ are those of files. They differ for raw IP.
std::optional<core::LinkType> link_type(int dlt) {
  switch (dlt) {
    case DLT_NULL:
      return core::LinkType::null;
    case DLT_EN10MB:
      return core::LinkType::ethernet;
    case DLT_RAW:
      return core::LinkType::raw;
    case DLT_LOOP:
      return core::LinkType::loop;
    case DLT_LINUX_SLL:
      return core::LinkType::linux_sll;
    case DLT_IPV4:
      return core::LinkType::ipv4;
    case DLT_IPV6:
      return core::LinkType::ipv6;
    case DLT_LINUX_SLL2:
      return core::LinkType::linux_sll2;
    default:
      return std::nullopt;
  }
}

/// Stamps of damaged records can lie anywhere; seconds beyond this would overflow 64 bits of nanoseconds.
constexpr std::int64_t last_second = 9'000'000'000;

core::Timestamp timestamp(const timeval& stamp) {
  const std::int64_t seconds = std::clamp<std::int64_t>(stamp.tv_sec, -last_second, last_second);
  return core::timestamp_from_ns(seconds * 1'000'000'000 + stamp.tv_usec);  // nanoseconds were asked for
}

}  // namespace

void CaptureFile::Closer::operator()(pcap* handle) const {
  pcap_close(handle);
}

core::Result<std::unique_ptr<CaptureFile>> CaptureFile::open(const std::string& path, std::size_t buffer_bytes) {
  std::unique_ptr<CaptureFile> file{new CaptureFile(display_name(path))};
  if (auto opened = file->open_stream(path, buffer_bytes); !opened) return std::unexpected(opened.error());
  if (auto chosen = file->choose_link_type(); !chosen) return std::unexpected(chosen.error());
  return file;
}

core::Result<void> CaptureFile::open_stream(const std::string& path, std::size_t buffer_bytes) {
  auto stream = ByteStream::open(path);
  if (!stream) return std::unexpected(stream.error());
  stream_ = std::move(*stream);
  if (auto checked = check_head(); !checked) return checked;
  file_ = stream_->to_file(buffer_bytes);
  if (file_ == nullptr) return core::unavailable(fmt::format("{}: no memory to read it", name_));
  std::array<char, PCAP_ERRBUF_SIZE> why{};
  handle_.reset(pcap_fopen_offline_with_tstamp_precision(file_, PCAP_TSTAMP_PRECISION_NANO, why.data()));
  if (handle_) return {};
  std::fclose(file_);
  return core::wrong_usage(fmt::format("{}: the capture's header is cut or damaged: {}", name_, why.data()));
}

core::Result<void> CaptureFile::check_head() {
  std::optional<core::TimePrecision> precision;
  while (!precision && stream_->head().size() < max_head) {
    const auto more = stream_->read_ahead();
    if (!more) return std::unexpected(more.error());
    precision = stamp_precision(stream_->head());
    if (!*more) break;
  }
  const core::Bytes head = stream_->head();
  if (head.empty()) {
    return core::wrong_usage(fmt::format("{}: is empty; allowed is a capture file (pcap or pcapng)", name_));
  }
  if (file_format(head) == FileFormat::none) {
    return core::wrong_usage(
        fmt::format("{}: is not a capture ({}); allowed is pcap or pcapng", name_, describe_head(head)));
  }
  precision_ = precision.value_or(core::TimePrecision::microseconds);
  return {};
}

core::Result<void> CaptureFile::choose_link_type() {
  const int dlt = pcap_datalink(handle_.get());
  if (const auto known = link_type(dlt)) {
    link_ = *known;
    return {};
  }
  const char* description = pcap_datalink_val_to_description(dlt);
  return core::wrong_usage(
      fmt::format("{}: link type {} ({}) is not supported; allowed are Ethernet, raw IP, BSD loopback and Linux cooked",
                  name_, dlt, description != nullptr ? description : "unknown"));
}

bool CaptureFile::read(core::Packet& packet) {
  if (ended_) return false;
  pcap_pkthdr* header = nullptr;
  const u_char* bytes = nullptr;
  const int got = pcap_next_ex(handle_.get(), &header, &bytes);
  if (got != 1) {
    ended_ = true;
    if (got == PCAP_ERROR) note_early_end();
    return false;
  }
  ++packets_;
  packet = {.time = timestamp(header->ts),
            .bytes = {bytes, header->caplen},
            .wire_length = std::max(header->len, header->caplen),
            .link = link_,
            .precision = precision_};
  return true;
}

void CaptureFile::note_early_end() {
  trouble_ = std::feof(file_) != 0
                 ? fmt::format("{}: ends inside the record after packet {}; read up to there", name_, packets_)
                 : fmt::format("{}: damaged after packet {} ({}); read up to there", name_, packets_,
                               pcap_geterr(handle_.get()));
}

}  // namespace vedette::capture
