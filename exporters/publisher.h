// SPDX-License-Identifier: Apache-2.0
// The publish half: takes watch's frames off the channel, numbers, links and signs them, commits them to the journal,
// and only then publishes them. Runs a thread of its own; the one that started it finishes it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "exporters/channel.h"
#include "exporters/keys.h"

namespace vedette::exporters {

struct PublisherOptions {
  std::string site, sensor;                        ///< stamped over what the alerts say
  std::optional<std::filesystem::path> journal{};  ///< none: one that is gone when the publisher is
  std::optional<std::string> endpoint{};           ///< none: only the journal is written
  std::chrono::milliseconds linger{0};             ///< how long finish() waits for the last record's acknowledgement
  std::uint64_t checkpoint_every = 1000;           ///< records; one more closes the chain at the end
};

struct PublishSummary {
  std::uint64_t alerts = 0;        ///< signed, stored and published
  std::uint64_t last = 0;          ///< number of the last record in the journal
  std::uint64_t refused = 0;       ///< frames that did not hold what watch may send
  std::string first_refusal;       ///< why the first of them was refused
  std::uint64_t bad_requests = 0;  ///< of subscribers
  bool acknowledged = false;       ///< some subscriber has everything
};

class Publisher {
 public:
  /// Everything that can be wrong with key, journal or endpoint is found here. The channel must outlive the publisher.
  static core::Result<std::unique_ptr<Publisher>> start(PublisherOptions options, PrivateKey key, Channel& channel);
  ~Publisher();

  /// Closes the channel, publishes what is in it and a closing checkpoint, waits as long as it was told to. An error
  /// that came up before (a full disk) had closed the channel by then, so that watch noticed. Once.
  core::Result<PublishSummary> finish();

 private:
  class Worker;
  explicit Publisher(std::unique_ptr<Worker> worker);

  std::unique_ptr<Worker> worker_;
};

}  // namespace vedette::exporters
