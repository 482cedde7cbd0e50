// SPDX-License-Identifier: Apache-2.0
// A verifying consumer: delivers records in order and once each, only with a good signature and an unbroken chain,
// fetches what it missed, acknowledges what it delivered. Runs in the caller's thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"
#include "exporters/endpoint.h"
#include "exporters/keys.h"
#include "exporters/record.h"

namespace vedette::exporters {

struct SubscribeOptions {
  Endpoint endpoint;
  std::vector<PublicKey> trusted;
  std::uint64_t from = 1;                           ///< number of the first record to deliver
  std::optional<std::uint64_t> count{};             ///< ends after so many records
  std::optional<std::chrono::milliseconds> idle{};  ///< ends when nothing new has come for so long
  bool until_closed = false;                        ///< ends when the publisher has closed its chain
  const std::atomic<bool>* stop = nullptr;          ///< ends soon after it was set, by a signal for example
};

struct SubscribeSummary {
  enum class End { stopped, count, idle, closed };
  End end = End::stopped;
  std::uint64_t records = 0;  ///< delivered
  std::uint64_t last = 0;     ///< number of the last one; 0 without any
};

/// The record is verified, and the envelope is the one that was signed (what an anchor is made of). False ends.
using Deliver = std::function<bool(const Record& record, core::Bytes envelope)>;

/// An error of kind answer_is_no names the record that is not believed and why. Nothing after it is delivered.
core::Result<SubscribeSummary> subscribe(const SubscribeOptions& options, const Deliver& deliver);

}  // namespace vedette::exporters
