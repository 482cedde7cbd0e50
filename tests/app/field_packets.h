// SPDX-License-Identifier: Apache-2.0
// Two more small sites made in memory: sensors on an MQTT broker, and a BACnet head end with its controllers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/app/packets.h"

namespace vedette::app {

inline void put_text(Octets& out, const std::string& text) {
  be16(out, text.size());
  out.insert(out.end(), text.begin(), text.end());
}

/// A packet of MQTT with fewer than 128 octets behind its header.
inline Octets mqtt(std::uint8_t first, const Octets& rest) {
  Octets packet{first, static_cast<std::uint8_t>(rest.size())};
  packet.insert(packet.end(), rest.begin(), rest.end());
  return packet;
}

/// One client of MQTT 5. It publishes under a topic, in QoS 0 by an alias that stands for the topic.
class Sensor : public Connection {
 public:
  Sensor(std::uint8_t client, std::uint8_t broker)
      : Connection(client, broker, 1883), topic_("plant/sensor-" + std::to_string(client)) {}

  Octets connect() {
    Octets body;
    put_text(body, "MQTT");
    body.insert(body.end(), {5, 2, 0, 60, 0});
    put_text(body, topic_);
    return say(true, mqtt(0x10, body));
  }
  Octets connack() { return say(false, mqtt(0x20, {0, 0, 3, 0x22, 0, 10})); }  // ten topic aliases at most
  Octets name_alias() { return say(true, publish(0x30, topic_, {3, 0x23, 0, 1})); }
  Octets publish_by_alias() { return say(true, publish(0x30, "", {3, 0x23, 0, 1})); }
  Octets publish_surely() {
    ++id_;
    return say(true, publish(0x32, topic_, {static_cast<std::uint8_t>(id_ >> 8), static_cast<std::uint8_t>(id_), 0}));
  }
  Octets puback() {
    return say(false, mqtt(0x40, {static_cast<std::uint8_t>(id_ >> 8), static_cast<std::uint8_t>(id_)}));
  }
  Octets ping() { return say(true, mqtt(0xc0, {})); }
  Octets pong() { return say(false, mqtt(0xd0, {})); }

 private:
  static Octets publish(std::uint8_t first, const std::string& topic, const Octets& between) {
    Octets body;
    put_text(body, topic);
    body.insert(body.end(), between.begin(), between.end());
    const std::string payload = R"({"temperature":21.5,"ok":true})";
    body.insert(body.end(), payload.begin(), payload.end());
    return mqtt(first, body);
  }

  std::string topic_;
  std::uint16_t id_ = 0;
};

/// Each sensor publishes twice a second and pings.
inline std::vector<StoredPacket> sensor_site(std::uint8_t sensors, int seconds) {
  std::vector<StoredPacket> packets;
  std::int64_t now = 1'700'000'000'000'000'000;
  const auto add = [&](Octets bytes) { packets.push_back({now += 1'000'000, std::move(bytes)}); };
  std::vector<Sensor> all;
  for (std::uint8_t i = 0; i < sensors; ++i) all.emplace_back(static_cast<std::uint8_t>(100 + i), std::uint8_t{10});
  for (Sensor& sensor : all) {
    add(sensor.syn());
    add(sensor.syn_ack());
    add(sensor.ack());
    add(sensor.connect());
    add(sensor.connack());
    add(sensor.name_alias());
  }
  for (int second = 1; second <= seconds; ++second) {
    now = 1'700'000'000'000'000'000 + std::int64_t{second} * 1'000'000'000;
    for (Sensor& sensor : all) {
      add(sensor.publish_by_alias());
      add(sensor.publish_surely());
      add(sensor.puback());
      add(sensor.ping());
      add(sensor.pong());
      // An alias may be told again, and then stands for the same.
      if (second % 16 == 0) add(sensor.name_alias());
    }
  }
  return packets;
}

/// BVLC Original-Unicast-NPDU (135-2020, J.2.11), NPDU without routing.
inline Octets bacnet(bool expects_reply, const Octets& apdu) {
  Octets message{0x81, 0x0a};
  be16(message, apdu.size() + 6);
  message.push_back(0x01);
  message.push_back(expects_reply ? 0x04 : 0x00);
  message.insert(message.end(), apdu.begin(), apdu.end());
  return message;
}

/// Every controller is asked for one property and for two of an object once a second, and tells of a change.
inline std::vector<StoredPacket> building(std::uint8_t controllers, int seconds) {
  std::vector<StoredPacket> packets;
  std::int64_t now = 1'700'000'000'000'000'000;
  constexpr std::uint8_t head_end = 200;
  constexpr std::uint16_t port = 47'808;
  const auto ask = [&](std::uint8_t who, const Octets& question, const Octets& answer) {
    packets.push_back({now += 1'000'000, udp_frame(head_end, who, port, bacnet(true, question))});
    packets.push_back({now += 1'000'000, udp_frame(who, head_end, port, bacnet(false, answer))});
  };
  for (int second = 0; second <= seconds; ++second) {
    now = 1'700'000'000'000'000'000 + std::int64_t{second} * 1'000'000'000;
    const auto invoke = static_cast<std::uint8_t>(second);
    for (std::uint8_t i = 0; i < controllers; ++i) {
      const auto who = static_cast<std::uint8_t>(10 + i);
      // ReadProperty of analog input 1, present value: 21.5.
      ask(who, {0x02, 0x05, invoke, 0x0c, 0x0c, 0, 0, 0, 1, 0x19, 0x55},
          {0x30, invoke, 0x0c, 0x0c, 0, 0, 0, 1, 0x19, 0x55, 0x3e, 0x44, 0x41, 0xac, 0, 0, 0x3f});
      // ReadPropertyMultiple of its present value and status flags, of which the second gives an error.
      ask(who, {0x02, 0x75, invoke, 0x0e, 0x0c, 0, 0, 0, 1, 0x1e, 0x09, 0x55, 0x09, 0x6f, 0x1f},
          {0x30, invoke, 0x0e, 0x0c, 0,    0,    0,    1,    0x1e, 0x29, 0x55, 0x4e, 0x44, 0x41,
           0xac, 0,      0,    0x4f, 0x29, 0x6f, 0x5e, 0x91, 0x02, 0x91, 0x20, 0x5f, 0x1f});
      // A refusal, and a service that is not among the everyday ones: Who-Is.
      ask(who, {0x02, 0x05, invoke, 0x0c, 0x0c, 0, 0, 0, 1, 0x19, 0x57}, {0x50, invoke, 0x0c, 0x91, 0x02, 0x91, 0x20});
      packets.push_back({now += 1'000'000, udp_frame(head_end, who, port, bacnet(false, {0x10, 0x08}))});
      // UnconfirmedCOVNotification of its present value.
      packets.push_back(
          {now += 1'000'000,
           udp_frame(who, head_end, port,
                     bacnet(false, {0x10, 0x02, 0x09, 0x01, 0x1c, 0x02, 0x00, 0x00, i,    0x2c, 0x00, 0x00, 0x00, 0x01,
                                    0x39, 0x3c, 0x4e, 0x09, 0x55, 0x2e, 0x44, 0x41, 0xac, 0x00, 0x00, 0x2f, 0x4f}))});
    }
  }
  return packets;
}

}  // namespace vedette::app
