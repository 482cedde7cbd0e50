// SPDX-License-Identifier: Apache-2.0
// Attacks on decoders: messages as small, as long, as many or as deep as their protocol allows.
#include <fmt/format.h>
#include <string>

#include "tests/benchmark/adversarial_list.h"
#include "tests/benchmark/adversarial_stream.h"
#include "tests/benchmark/mqtt_packet.h"
#include "tests/benchmark/office_messages.h"
#include "tests/benchmark/wire.h"

namespace vedette::benchmark {
namespace {

/// A connection in full segments, until there are enough packets.
class Flood {
 public:
  Flood(PcapFile& file, std::uint16_t port, std::uint32_t packets)
      : file_(file), stream_(file, port), packets_(packets) {}
  bool goes_on() const { return file_.packets() < packets_; }
  void add(View bytes) {
    put(waiting_, bytes);
    std::size_t sent = 0;
    for (; waiting_.size() - sent >= full; sent += full, at_ += full)
      stream_.segment(at_, View{waiting_}.subspan(sent, full));
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
  }

 private:
  PcapFile& file_;
  Stream stream_;
  std::uint32_t packets_;
  std::uint32_t at_ = 0;
  Octets waiting_;
};

/// MQTT 5, so that properties and aliases mean something.
Flood mqtt(PcapFile& file, std::uint32_t packets) {
  Flood flood(file, 1883, packets);
  Octets connect;
  put_text(connect, "MQTT");
  for (const int octet : {5, 2, 0, 60, 0}) connect.push_back(static_cast<std::uint8_t>(octet));
  put_text(connect, "x");
  flood.add(mqtt_packet(0x10, connect));
  return flood;
}

void mqtt_smallest(PcapFile& file, std::uint32_t packets) {
  Flood flood = mqtt(file, packets);
  while (flood.goes_on()) flood.add(Octets{0xc0, 0x00});
}

void mqtt_longest_topics(PcapFile& file, std::uint32_t packets) {
  Flood flood = mqtt(file, packets);
  Octets body;
  put_text(body, std::string(65'535, '/'));
  body.push_back(0);
  const Octets publish = mqtt_packet(0x30, body);
  while (flood.goes_on()) flood.add(publish);
}

void mqtt_properties(PcapFile& file, std::uint32_t packets) {
  Flood flood = mqtt(file, packets);
  Octets properties;
  for (unsigned i = 0; i < 12'000; ++i) put(properties, Octets{0x26, 0, 0, 0, 0});
  Octets body;
  put_text(body, "t");
  const std::size_t size = properties.size();
  for (const std::size_t group : {size % 128 | 128, size / 128 % 128 | 128, size / 128 / 128})
    body.push_back(static_cast<std::uint8_t>(group));
  put(body, properties);
  const Octets publish = mqtt_packet(0x30, body);
  while (flood.goes_on()) flood.add(publish);
}

void mqtt_aliases(PcapFile& file, std::uint32_t packets) {
  Flood flood = mqtt(file, packets);
  for (std::uint16_t alias = 1; flood.goes_on(); alias = alias == 0xffff ? 1 : static_cast<std::uint16_t>(alias + 1)) {
    Octets body;
    put_text(body, fmt::format("topic/{}", alias));
    put(body, Octets{3, 0x23, static_cast<std::uint8_t>(alias >> 8), static_cast<std::uint8_t>(alias)});
    flood.add(mqtt_packet(0x30, body));
  }
}

void mqtt_deepest_json(PcapFile& file, std::uint32_t packets) {
  Flood flood = mqtt(file, packets);
  Octets body;
  put_text(body, "t");
  body.push_back(0);
  body.insert(body.end(), 60'000, '[');
  const Octets publish = mqtt_packet(0x30, body);
  while (flood.goes_on()) flood.add(publish);
}

void bacnet(PcapFile& file, std::uint32_t packets, const Octets& apdu) {
  Octets message{0x81, 0x0a};
  put_be16(message, static_cast<std::uint32_t>(apdu.size() + 6));
  put(message, Octets{0x01, 0x04});
  put(message, apdu);
  const Octets frame = ip_frame(client, server, {}, 17, udp_datagram(client, server, 47'808, 47'808, message));
  for (std::uint32_t i = 0; i < packets; ++i) file.add(gap_us * i, frame);
}
/// WriteProperty of analog-output 1, present value, with this for a value.
Octets write_property(const Octets& value) {
  Octets apdu{0x00, 0x05, 0x01, 0x0f, 0x0c, 0x00, 0x40, 0x00, 0x01, 0x19, 0x55, 0x3e};
  put(apdu, value);
  apdu.push_back(0x3f);
  return apdu;
}

void bacnet_deepest_nesting(PcapFile& file, std::uint32_t packets) {
  bacnet(file, packets, write_property(Octets(1400, 0x0e)));
}
void bacnet_smallest_values(PcapFile& file, std::uint32_t packets) {
  bacnet(file, packets, write_property(Octets(1400, 0x00)));
}
void bacnet_most_properties(PcapFile& file, std::uint32_t packets) {
  Octets apdu{0x02, 0x75, 0x01, 0x0e, 0x0c, 0x00, 0x00, 0x00, 0x01, 0x1e};
  for (unsigned i = 0; i < 690; ++i) put(apdu, Octets{0x09, 0x55});
  apdu.push_back(0x1f);
  bacnet(file, packets, apdu);
}
/// First segments of requests whose others never come.
void bacnet_segments_without_end(PcapFile& file, std::uint32_t packets) {
  for (std::uint32_t i = 0; i < packets; ++i) {
    Octets message{0x81, 0x0a};
    put_be16(message, 1400 + 16);
    put(message, Octets{0x01, 0x2c});  // from network and station that change each time
    put_be16(message, 1 + i % 60'000);
    put(message, Octets{0x01, static_cast<std::uint8_t>(i >> 16)});
    put(message, Octets{0x0c, 0x75, static_cast<std::uint8_t>(i), 0x00, 0x10, 0x0f});
    message.insert(message.end(), 1400, 0x00);
    file.add(gap_us * i, ip_frame(client, server, {}, 17, udp_datagram(client, server, 47'808, 47'808, message)));
  }
}

/// Each answer's name points to a name of 250 octets.
void dns_pointers(PcapFile& file, std::uint32_t packets) {
  Octets message{0x12, 0x34, 0x81, 0x80, 0x00, 0x01, 0x00, 0x48, 0x00, 0x00, 0x00, 0x00};
  for (unsigned i = 0; i < 124; ++i) put(message, Octets{0x01, 'a'});
  put(message, Octets{0x00, 0x00, 0x01, 0x00, 0x01});
  for (unsigned i = 0; i < 72; ++i) {
    put(message, Octets{0xc0, 0x0c, 0x00, 0x05, 0x00, 0x01, 0x00, 0x00, 0x00, 0x3c, 0x00, 0x02, 0xc0, 0x0c});
  }
  const Octets frame = ip_frame(server, client, {}, 17, udp_datagram(server, client, 53, 40'000, message));
  for (std::uint32_t i = 0; i < packets; ++i) file.add(gap_us * i, frame);
}

void http_headers(PcapFile& file, std::uint32_t packets) {
  Flood flood(file, 80, packets);
  std::string request = "GET / HTTP/1.1\r\n";
  while (request.size() < 60'000) request += "a:\r\n";
  request += "\r\n";
  const Octets bytes(request.begin(), request.end());
  while (flood.goes_on()) flood.add(bytes);
}

/// A handshake message of 60,000 octets, one in each record.
void tls_smallest_records(PcapFile& file, std::uint32_t packets) {
  Flood flood(file, 443, packets);
  const Octets head{0x01, 0x00, 0xea, 0x60};
  for (std::size_t i = 0; flood.goes_on(); i = i == 60'003 ? 0 : i + 1)
    flood.add(Octets{0x16, 0x03, 0x03, 0x00, 0x01, i < head.size() ? head[i] : std::uint8_t{0x03}});
}

/// QUIC's Initial packets that nobody can decrypt: each costs keys to find that out.
void quic_initials(PcapFile& file, std::uint32_t packets) {
  Random random(3);
  for (std::uint32_t i = 0; i < packets; ++i) {
    Octets message{0xc3, 0x00, 0x00, 0x00, 0x01, 0x08};
    put(message, random.octets(8));
    put(message, Octets{0x00, 0x00, 0x44, 0x9e});
    put(message, random.octets(1182));
    file.add(gap_us * i, ip_frame(client, server, {}, 17, udp_datagram(client, server, 40'000, 443, message)));
  }
}

constexpr Attack list[] = {
    {"mqtt-smallest", "PINGREQ after PINGREQ", mqtt_smallest},
    {"mqtt-longest-topics", "topics of 65,535 octets", mqtt_longest_topics},
    {"mqtt-properties", "12,000 empty user properties", mqtt_properties},
    {"mqtt-aliases", "a new topic alias in each packet", mqtt_aliases},
    {"mqtt-deepest-json", "60,000 opening brackets for a payload", mqtt_deepest_json},
    {"bacnet-deepest-nesting", "1,400 opening tags", bacnet_deepest_nesting},
    {"bacnet-smallest-values", "1,400 nulls for a value", bacnet_smallest_values},
    {"bacnet-most-properties", "ReadPropertyMultiple of 690 properties", bacnet_most_properties},
    {"bacnet-no-last-segment", "first segments from ever other stations", bacnet_segments_without_end},
    {"dns-pointers", "72 answers that point to a name of 250 octets", dns_pointers},
    {"http-headers", "15,000 headers", http_headers},
    {"tls-smallest-records", "records of one octet", tls_smallest_records},
    {"quic-initials", "Initial packets that can't be decrypted", quic_initials},
};

}  // namespace

std::span<const Attack> message_attacks() {
  return list;
}

}  // namespace vedette::benchmark
