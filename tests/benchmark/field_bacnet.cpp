// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <bit>

#include "tests/benchmark/field.h"
#include "tests/benchmark/office_messages.h"
#include "tests/benchmark/wire.h"

namespace vedette::benchmark {
namespace {

constexpr std::uint32_t controllers = 100, points = 8;
constexpr std::uint16_t port = 47'808;

void put_object(Octets& out, std::uint8_t tag, std::uint32_t type, std::uint32_t instance) {
  out.push_back(tag);
  put_be32(out, type << 22 | instance);
}
void put_real(Octets& out, float value) {
  out.push_back(0x44);
  put_be32(out, std::bit_cast<std::uint32_t>(value));
}

/// BVLC Original-Unicast-NPDU (135-2020, J.2.11), NPDU without routing.
Octets unicast(bool expects_reply, const Octets& apdu) {
  Octets out{0x81, 0x0a};
  put_be16(out, static_cast<std::uint32_t>(apdu.size() + 6));
  out.push_back(0x01);
  out.push_back(expects_reply ? 0x04 : 0x00);
  put(out, apdu);
  return out;
}

Octets read_multiple(std::uint8_t invoke) {
  Octets apdu{0x02, 0x75, invoke, 0x0e};
  for (std::uint32_t i = 0; i < points; ++i) {
    put_object(apdu, 0x0c, i % 3, i + 1);
    for (const int octet : {0x1e, 0x09, 0x55, 0x09, 0x6f, 0x1f}) apdu.push_back(static_cast<std::uint8_t>(octet));
  }
  return unicast(true, apdu);
}
Octets read_multiple_ack(std::uint8_t invoke, Random& random) {
  Octets apdu{0x30, invoke, 0x0e};
  for (std::uint32_t i = 0; i < points; ++i) {
    put_object(apdu, 0x0c, i % 3, i + 1);
    for (const int octet : {0x1e, 0x29, 0x55, 0x4e}) apdu.push_back(static_cast<std::uint8_t>(octet));
    put_real(apdu, static_cast<float>(random.below(1000)) / 10);
    for (const int octet : {0x4f, 0x29, 0x6f, 0x4e, 0x82, 0x04, 0x00, 0x4f, 0x1f})
      apdu.push_back(static_cast<std::uint8_t>(octet));
  }
  return unicast(false, apdu);
}
Octets read_one(std::uint8_t invoke, std::uint32_t instance) {
  Octets apdu{0x00, 0x05, invoke, 0x0c};
  put_object(apdu, 0x0c, 0, instance);
  apdu.push_back(0x19);
  apdu.push_back(0x55);
  return unicast(true, apdu);
}
Octets read_one_ack(std::uint8_t invoke, std::uint32_t instance, Random& random) {
  Octets apdu{0x30, invoke, 0x0c};
  put_object(apdu, 0x0c, 0, instance);
  for (const int octet : {0x19, 0x55, 0x3e}) apdu.push_back(static_cast<std::uint8_t>(octet));
  put_real(apdu, static_cast<float>(random.below(1000)) / 10);
  apdu.push_back(0x3f);
  return unicast(false, apdu);
}
Octets write_one(std::uint8_t invoke, std::uint32_t instance, Random& random) {
  Octets apdu{0x00, 0x05, invoke, 0x0f};
  put_object(apdu, 0x0c, 1, instance);
  for (const int octet : {0x19, 0x55, 0x3e}) apdu.push_back(static_cast<std::uint8_t>(octet));
  put_real(apdu, static_cast<float>(random.below(100)));
  for (const int octet : {0x3f, 0x49, 0x08}) apdu.push_back(static_cast<std::uint8_t>(octet));
  return unicast(true, apdu);
}
Octets simple_ack(std::uint8_t invoke, std::uint8_t service) {
  return unicast(false, {0x20, invoke, service});
}
Octets change_of_value(std::uint32_t device, std::uint32_t instance, Random& random) {
  Octets apdu{0x10, 0x02, 0x09, 0x01};
  put_object(apdu, 0x1c, 8, device);
  put_object(apdu, 0x2c, 0, instance);
  for (const int octet : {0x39, 0x3c, 0x4e, 0x09, 0x55, 0x2e}) apdu.push_back(static_cast<std::uint8_t>(octet));
  put_real(apdu, static_cast<float>(random.below(1000)) / 10);
  for (const int octet : {0x2f, 0x09, 0x6f, 0x2e, 0x82, 0x04, 0x00, 0x2f, 0x4f})
    apdu.push_back(static_cast<std::uint8_t>(octet));
  return unicast(false, apdu);
}

}  // namespace

core::Result<std::uint64_t> write_bacnet(std::uint64_t packets, const std::string& path) {
  PcapFile file(path);
  Random random{20'260'103};
  const Host head_end = Host::v4(0x0a14'ff01);
  std::int64_t now = 0;
  std::uint8_t invoke = 0;
  const auto send = [&](const Host& source, const Host& target, const Octets& message) {
    file.add(now += 100 + random.below(400),
             ip_frame(source, target, {}, 17, udp_datagram(source, target, port, port, message)));
  };
  while (file.packets() < packets) {
    const std::uint32_t who = random.below(controllers), instance = 1 + random.below(points);
    const Host controller = Host::v4(0x0a14'0001 + who);
    const std::uint32_t what = random.below(100);
    ++invoke;
    if (what < 40) {
      send(head_end, controller, read_multiple(invoke));
      send(controller, head_end, read_multiple_ack(invoke, random));
    } else if (what < 75) {
      send(head_end, controller, read_one(invoke, instance));
      send(controller, head_end, read_one_ack(invoke, instance, random));
    } else if (what < 99) {
      send(controller, head_end, change_of_value(1000 + who, instance, random));
    } else {
      send(head_end, controller, write_one(invoke, instance, random));
      send(controller, head_end, simple_ack(invoke, 0x0f));
    }
  }
  return file.close();
}

}  // namespace vedette::benchmark
