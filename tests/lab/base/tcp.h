// SPDX-License-Identifier: Apache-2.0
// One TCP connection between two hosts, as a tap beside them sees it: handshake, segments, acknowledgements (delayed or
// with the next data), what is lost beyond the tap and sent again, the end (RFC 9293, RFC 1122 4.2.3.2).
// Calls come in order of time, but for what is still pending: an owner settles its connections at the end of a slice.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "tests/lab/base/host.h"
#include "tests/lab/base/random.h"
#include "tests/lab/base/wire.h"

namespace vedette::lab {

enum class Side : std::uint8_t { client = 0, server = 1 };
constexpr Side other(Side side) {
  return side == Side::client ? Side::server : Side::client;
}

/// What the way between two hosts does to packets.
struct Path {
  Duration round_trip = 400us;
  double jitter = 0.3;     ///< log-normal spread of the round trip
  double lost = 2e-5;      ///< share of data segments lost beyond the tap, and sent again
};

class TcpConnection {
 public:
  TcpConnection(const Host& client, const Host& server, std::uint16_t server_port, const Path& path, Random random);

  /// Handshake; gives the time at which the client may send. A connection may be opened again after its end: with
  /// another port of the client.
  Timestamp open(Timestamp at, Sink& sink);
  /// It was open before the capture began: no handshake is seen.
  void resume(Timestamp at);
  /// SYN answered by RST.
  void refused(Timestamp at, Sink& sink);
  /// SYN, sent again after 1 s and 3 s, and nobody there.
  void unanswered(Timestamp at, Sink& sink);

  /// Sends octets in as many segments as it takes; gives the time at which the other side has them all. Acknowledged by
  /// what that side sends next, or after its delay.
  Timestamp send(Side from, Timestamp at, View octets, Sink& sink);

  /// FIN from one side, answered.
  void close(Side from, Timestamp at, Sink& sink);
  void reset(Side from, Timestamp at, Sink& sink);
  /// The side went silent; nothing is sent any more.
  void forget() { open_ = false; }
  /// Sends octets that nobody acknowledges: again and again, then the sender gives the connection up.
  void unheard(Side from, Timestamp at, View octets, Sink& sink);
  /// Nothing more comes from this side, whatever the other one sends.
  void hush(Side side) { end(side).acknowledge_at.reset(); }

  /// Sends acknowledgements whose time has come before `until`.
  void settle(Timestamp until, Sink& sink);

  bool is_open() const { return open_; }
  /// The hosts as they now are on the wire: another link address for one of them is somebody in between.
  void set_link(Side side, const core::MacAddress& mac) { ends_[index(side)].address.mac = mac; }
  /// Another network address: to be set between connections.
  void set_ip(Side side, const core::IpAddress& ip) { ends_[index(side)].address.ip = ip; }
  /// May change with time: a bad cable, a detour.
  Path& path() { return path_; }

 private:
  struct End {
    const Host* host;
    Address address;
    std::uint16_t port = 0;
    std::uint32_t next = 0;        ///< sequence number of what is sent next
    std::uint16_t ip_id = 0;
    std::uint32_t stamp_base = 0;
    std::uint32_t last_stamp = 0;  ///< of the other side, to be echoed
    std::optional<Timestamp> acknowledge_at;
    EventTag acknowledges{};  ///< what that belongs to
  };
  static std::size_t index(Side side) { return static_cast<std::size_t>(side); }
  End& end(Side side) { return ends_[index(side)]; }
  Duration half_trip();
  void segment(Side from, Timestamp at, std::uint8_t flags, std::uint32_t sequence, View payload, Sink& sink);
  void start(Timestamp at);

  std::array<End, 2> ends_;
  Path path_;
  Random random_;
  bool open_ = false, timestamps_;
  std::uint16_t segment_size_;
  Timestamp now_{};  ///< of the latest frame with data: later ones don't come before it
};

}  // namespace vedette::lab
