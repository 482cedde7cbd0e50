// SPDX-License-Identifier: Apache-2.0
// A client of an MQTT broker: what it is, and how its conversation stands.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "tests/lab/base/tcp.h"
#include "tests/lab/traffic/mqtt_packet.h"

namespace vedette::lab {

struct MqttClient {
  std::string client_id{}, user{}, password{};
  mqtt::Version version = mqtt::Version::v3_1_1;
  unsigned keep_alive = 60;  ///< seconds
  bool clean = true;         ///< else the broker keeps what comes for it while it is away
  std::optional<mqtt::Message> will{}, birth{};
  std::vector<mqtt::Filter> filters{};  ///< subscribed to with each connection
  bool aliases = false;                 ///< of topics, in version 5
  Path path{};
  std::optional<Duration> lives{};  ///< a connection, until the network drops it; on average
  bool returns = true;              ///< when it lost its connection
  bool naps = false;                ///< has a connection only while it says something
  Duration patience = 2s;           ///< until it tries again; doubles up to a minute or two
  // What scenarios look for, where it has it.
  std::string telemetry{}, alarm{}, command{};
  double spread = 1;                                             ///< normal one of the value that it tells
  std::function<mqtt::Message(Timestamp, double off)> forged{};  ///< what it would say, with the value so far off
  std::function<mqtt::Message(double off)> ordered{};            ///< a set point so far off its usual one
};

/// Something that a client publishes again and again.
struct MqttJob {
  std::function<Duration(Timestamp, Random&)> interval;  ///< until the next time
  /// What is said then, in one segment; nothing: not this time.
  std::function<void(Timestamp, Random&, std::vector<mqtt::Message>&)> messages;
};

class MqttSession {
 public:
  using Listener = std::function<void(Timestamp, const mqtt::Message&, Sink&)>;

  MqttSession(const Host& client, MqttClient options, TcpConnection connection, Random random)
      : client_(&client), options_(std::move(options)), connection_(std::move(connection)), random_(random) {}

  const Host& client() const { return *client_; }
  const MqttClient& options() const { return options_; }
  MqttClient& options() { return options_; }
  Random& random() { return random_; }
  bool is_connected() const { return accepted_ && connection_.is_open(); }
  /// All of its frames are then part of the event, as those of an attacker's session are.
  void belongs_to(EventTag event) { event_ = event; }
  /// Called with what it receives. It may not publish at once: broker.at(…) does.
  void listen(Listener listener) { listener_ = std::move(listener); }

 private:
  friend class MqttBroker;
  std::uint16_t next_id() { return last_id_ = static_cast<std::uint16_t>(last_id_ == 0xffff ? 1 : last_id_ + 1); }

  struct Delivered {
    std::uint16_t id;
    std::uint8_t qos;
  };
  const Host* client_;
  MqttClient options_;
  TcpConnection connection_;
  Random random_;
  Listener listener_;
  EventTag event_;
  std::uint32_t index_ = 0;
  bool accepted_ = false, gone_ = false, ping_planned_ = false, retry_planned_ = false;
  bool present_ = false;             ///< the broker remembers it
  std::uint16_t last_id_ = 0;        ///< of what the client sends
  std::uint16_t last_delivery_ = 0;  ///< of what the broker sends
  std::uint64_t last_message_ = 0;   ///< the latest one routed to it: once each
  Timestamp last_sent_{}, dies_at_{};
  Duration back_off_{};
  std::unordered_map<std::string, std::uint16_t> aliases_;
  std::vector<mqtt::Filter> subscribed_;
  std::vector<mqtt::Message> unsent_;       ///< by the client, while it has no connection
  std::vector<mqtt::Message> undelivered_;  ///< by the broker
  // What the broker is about to send in one segment.
  Octets out_;
  std::vector<Delivered> delivered_;
  std::vector<mqtt::Message> heard_;
};

}  // namespace vedette::lab
