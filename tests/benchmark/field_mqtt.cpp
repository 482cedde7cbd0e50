// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <string>
#include <vector>

#include "tests/benchmark/field.h"
#include "tests/benchmark/mqtt_packet.h"
#include "tests/benchmark/office_messages.h"
#include "tests/benchmark/wire.h"

namespace vedette::benchmark {
namespace {

constexpr std::uint32_t clients = 400;
constexpr std::uint16_t broker_port = 1883;
constexpr std::uint8_t syn = 0x02, psh = 0x08, ack = 0x10;

Octets connect(std::uint8_t version, const std::string& client_id) {
  Octets body;
  put_text(body, "MQTT");
  body.push_back(version);
  body.push_back(0x02);
  put_be16(body, 60);
  if (version == 5) body.push_back(0);
  put_text(body, client_id);
  return mqtt_packet(0x10, body);
}

Octets connack(std::uint8_t version) {
  return mqtt_packet(0x20, version == 5 ? Octets{0, 0, 0} : Octets{0, 0});
}

Octets publish(std::uint8_t version, unsigned qos, const std::string& topic, std::uint16_t id,
               const std::string& payload) {
  Octets body;
  put_text(body, topic);
  if (qos > 0) put_be16(body, id);
  if (version == 5) body.push_back(0);
  body.insert(body.end(), payload.begin(), payload.end());
  return mqtt_packet(static_cast<std::uint8_t>(0x30 | qos << 1), body);
}

/// One client's connection to the broker.
class Attachment {
 public:
  Attachment(PcapFile& file, std::uint32_t number, std::uint16_t port)
      : file_(file), client_(Host::v4(0x0a0a'0001 + number)), port_(port) {}

  void send(std::int64_t at_us, bool from_client, std::uint8_t flags, const Octets& payload) {
    const Host &source = from_client ? client_ : broker_, &target = from_client ? broker_ : client_;
    const unsigned from = from_client ? 0 : 1;
    const Tcp tcp{.source_port = from_client ? port_ : broker_port,
                  .target_port = from_client ? broker_port : port_,
                  .sequence = sequence_[from],
                  .acknowledgement = (flags & ack) != 0 ? sequence_[1 - from] : 0,
                  .flags = flags,
                  .timestamps = true,
                  .stamp = static_cast<std::uint32_t>(at_us / 1000),
                  .echo = static_cast<std::uint32_t>(at_us / 1000)};
    sequence_[from] += static_cast<std::uint32_t>(payload.size()) + ((flags & syn) != 0 ? 1 : 0);
    file_.add(at_us, ip_frame(source, target, {}, 6, tcp_segment(source, target, tcp, payload)));
  }
  void open(std::int64_t at_us, std::uint8_t version, const std::string& client_id) {
    send(at_us, true, syn, {});
    send(at_us + 40, false, syn | ack, {});
    send(at_us + 80, true, ack, {});
    send(at_us + 120, true, psh | ack, connect(version, client_id));
    send(at_us + 160, false, psh | ack, connack(version));
  }

 private:
  PcapFile& file_;
  Host client_, broker_ = Host::v4(0x0a0a'ff01);
  std::uint16_t port_;
  std::uint32_t sequence_[2]{1000, 2000};
};

}  // namespace

core::Result<std::uint64_t> write_mqtt(std::uint64_t packets, const std::string& path) {
  PcapFile file(path);
  Random random{20'260'102};
  std::vector<Attachment> links;
  std::int64_t now = 0;
  for (std::uint32_t i = 0; i < clients; ++i) {
    links.emplace_back(file, i, static_cast<std::uint16_t>(40'000 + i));
    links.back().open(now += 500, i % 4 == 0 ? 5 : 4, fmt::format("sensor-{:04}", i));
  }
  Attachment subscriber(file, clients, 39'999);
  subscriber.open(now += 500, 4, "dashboard");
  Octets all{0, 1};
  put_text(all, "plant/#");
  all.push_back(0);
  subscriber.send(now += 100, true, psh | ack, mqtt_packet(0x82, all));
  subscriber.send(now += 100, false, psh | ack, mqtt_packet(0x90, {0, 1, 0}));
  std::uint16_t id = 0;
  while (file.packets() < packets) {
    const std::uint32_t who = random.below(clients);
    const std::uint8_t version = who % 4 == 0 ? 5 : 4;
    const bool sure = random.below(3) == 0;
    const std::string topic = fmt::format("plant/line-{}/sensor-{:04}/climate", who % 12, who);
    const std::string payload = fmt::format(R"({{"temperature":{}.{},"humidity":{},"seq":{}}})", 15 + random.below(15),
                                            random.below(10), 30 + random.below(60), file.packets());
    if (++id == 0) id = 1;
    links[who].send(now += 200 + random.below(400), true, psh | ack, publish(version, sure ? 1 : 0, topic, id, payload));
    if (sure) {
      const Octets puback{0x40, 2, static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id)};
      links[who].send(now += 60, false, psh | ack, puback);
    }
    links[who].send(now += 40, !sure ? false : true, ack, {});
    subscriber.send(now += 30, false, psh | ack, publish(4, 0, topic, 0, payload));
    if (random.below(2) == 0) subscriber.send(now += 30, true, ack, {});
  }
  return file.close();
}

}  // namespace vedette::benchmark
