// SPDX-License-Identifier: Apache-2.0
// A device of the site that somebody has broken into, and calls out to the internet: over TLS, after looking a name up,
// or in plain text to a bare address.
#pragma once

#include <optional>
#include <string>

#include "tests/lab/scenario.h"
#include "tests/lab/traffic/tls.h"

namespace vedette::lab {

/// Any device but the router; it is the scene's attacker.
const Host& broken_into(Scene& scene);

class Outbound final : public AgendaActor {
 public:
  struct Call {
    std::size_t sent = 0, received = 0;  ///< octets
  };
  /// `plain`: HTTP/1.1 to port 80 of an address that no name led to; else TLS 1.3 with the name.
  Outbound(Scene& scene, const Host& device, std::string name, bool plain);

  /// While planning: connects then, says and hears so much, and leaves.
  void call(Timestamp when, Call call);

 private:
  void settle(Timestamp until, Sink& sink) override;
  void call_in_plain_text(Timestamp at, Call call, Sink& sink);

  const Host& device_;
  const Host& router_;
  const Host& far_;
  std::string name_;
  EventTag tag_;
  Random random_;
  std::optional<TlsSession> tls_;
  std::optional<TcpConnection> plain_;
};

}  // namespace vedette::lab
