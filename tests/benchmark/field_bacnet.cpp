// SPDX-License-Identifier: Apache-2.0
// Two mixes of BACnet/IP between a head end and its controllers: as recordings of real sites hold it, and one in which
// polls of many properties at a time prevail.
#include <array>
#include <bit>
#include <initializer_list>

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
void append(Octets& out, std::initializer_list<int> octets) {
  for (const int octet : octets) out.push_back(static_cast<std::uint8_t>(octet));
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
/// BVLC Original-Broadcast-NPDU (J.2.12), to all networks (6.2.2).
Octets broadcast(const Octets& apdu) {
  Octets out{0x81, 0x0b};
  put_be16(out, static_cast<std::uint32_t>(apdu.size() + 10));
  append(out, {0x01, 0x20, 0xff, 0xff, 0x00, 0xff});
  put(out, apdu);
  return out;
}

Octets read_multiple(std::uint8_t invoke) {
  Octets apdu{0x02, 0x75, invoke, 0x0e};
  for (std::uint32_t i = 0; i < points; ++i) {
    put_object(apdu, 0x0c, i % 3, i + 1);
    append(apdu, {0x1e, 0x09, 0x55, 0x09, 0x6f, 0x1f});
  }
  return unicast(true, apdu);
}
Octets read_multiple_ack(std::uint8_t invoke, Random& random) {
  Octets apdu{0x30, invoke, 0x0e};
  for (std::uint32_t i = 0; i < points; ++i) {
    put_object(apdu, 0x0c, i % 3, i + 1);
    append(apdu, {0x1e, 0x29, 0x55, 0x4e});
    put_real(apdu, static_cast<float>(random.below(1000)) / 10);
    append(apdu, {0x4f, 0x29, 0x6f, 0x4e, 0x82, 0x04, 0x00, 0x4f, 0x1f});
  }
  return unicast(false, apdu);
}
Octets read_one(std::uint8_t invoke, std::uint32_t instance) {
  Octets apdu{0x00, 0x05, invoke, 0x0c};
  put_object(apdu, 0x0c, 0, instance);
  append(apdu, {0x19, 0x55});
  return unicast(true, apdu);
}
Octets read_one_ack(std::uint8_t invoke, std::uint32_t instance, Random& random) {
  Octets apdu{0x30, invoke, 0x0c};
  put_object(apdu, 0x0c, 0, instance);
  append(apdu, {0x19, 0x55, 0x3e});
  put_real(apdu, static_cast<float>(random.below(1000)) / 10);
  apdu.push_back(0x3f);
  return unicast(false, apdu);
}
Octets write_one(std::uint8_t invoke, std::uint32_t instance, Random& random) {
  Octets apdu{0x00, 0x05, invoke, 0x0f};
  put_object(apdu, 0x0c, 1, instance);
  append(apdu, {0x19, 0x55, 0x3e});
  put_real(apdu, static_cast<float>(random.below(100)));
  append(apdu, {0x3f, 0x49, 0x08});
  return unicast(true, apdu);
}
Octets simple_ack(std::uint8_t invoke, std::uint8_t service) {
  return unicast(false, {0x20, invoke, service});
}
Octets change_of_value(std::uint32_t device, std::uint32_t instance, Random& random) {
  Octets apdu{0x10, 0x02, 0x09, 0x01};
  put_object(apdu, 0x1c, 8, device);
  put_object(apdu, 0x2c, 0, instance);
  append(apdu, {0x39, 0x3c, 0x4e, 0x09, 0x55, 0x2e});
  put_real(apdu, static_cast<float>(random.below(1000)) / 10);
  append(apdu, {0x2f, 0x09, 0x6f, 0x2e, 0x82, 0x04, 0x00, 0x2f, 0x4f});
  return unicast(false, apdu);
}

/// A property of a point and what it is answered with.
struct Property {
  std::uint32_t share;  ///< in 100 reads
  Octets question;      ///< context tags 1 and 2: which, and where it is an array which element
  Octets value;
};
/// By how often the recordings ask for them, the rarer ones summed up with those of their kind.
const std::array<Property, 7> properties{{
    {26, {0x19, 0x55}, {0x44, 0x41, 0xb4, 0x00, 0x00}},              // present value: a real
    {21, {0x19, 0x4c, 0x29, 0x07}, {0xc4, 0x00, 0x80, 0x00, 0x07}},  // an element of the object list
    {18, {0x19, 0x4d}, {0x75, 0x0a, 0x00, 'A', 'I', ' ', 'r', 'o', 'o', 'm', ' ', '7'}},  // names and descriptions
    {10, {0x19, 0x51}, {0x10}},                                                           // out of service: a boolean
    {10, {0x19, 0x6f}, {0x82, 0x04, 0x00}},                                               // status flags
    {10, {0x19, 0x75}, {0x91, 0x3e}},                                                     // units, states, reliability
    {5, {0x19, 0x57}, {0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x44, 0x41, 0xb0,
                       0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}},  // priority array
}};
const Property& some_property(Random& random) {
  std::uint32_t left = random.below(100), at = 0;
  while (left >= properties[at].share) left -= properties[at++].share;
  return properties[at];
}
Octets read_property(std::uint8_t invoke, std::uint32_t instance, const Property& property) {
  Octets apdu{0x02, 0x05, invoke, 0x0c};
  put_object(apdu, 0x0c, instance % 3, instance);
  put(apdu, property.question);
  return unicast(true, apdu);
}
Octets read_property_ack(std::uint8_t invoke, std::uint32_t instance, const Property& property) {
  Octets apdu{0x30, invoke, 0x0c};
  put_object(apdu, 0x0c, instance % 3, instance);
  put(apdu, property.question);
  apdu.push_back(0x3e);
  put(apdu, property.value);
  apdu.push_back(0x3f);
  return unicast(false, apdu);
}
Octets error(std::uint8_t invoke, std::uint8_t service) {
  return unicast(false, {0x50, invoke, service, 0x91, 0x02, 0x91, 0x20});  // property: unknown property
}
/// All properties of a point, by the one word for it (`all`), and an answer of fifteen.
Octets read_all(std::uint8_t invoke, std::uint32_t instance) {
  Octets apdu{0x02, 0x75, invoke, 0x0e};
  put_object(apdu, 0x0c, instance % 3, instance);
  append(apdu, {0x1e, 0x09, 0x08, 0x1f});
  return unicast(true, apdu);
}
Octets read_all_ack(std::uint8_t invoke, std::uint32_t instance) {
  Octets apdu{0x30, invoke, 0x0e};
  put_object(apdu, 0x0c, instance % 3, instance);
  apdu.push_back(0x1e);
  constexpr std::uint32_t values = 15;
  for (std::uint32_t i = 0; i < values; ++i) {
    // Without the object list, which is a device's; in results the tags count from 2.
    const Property& property = properties[i % 5 == 1 ? 0 : i % 5];
    append(apdu, {0x29, property.question[1], 0x4e});
    put(apdu, property.value);
    apdu.push_back(0x4f);
  }
  apdu.push_back(0x1f);
  return unicast(false, apdu);
}
Octets who_is() {
  return broadcast({0x10, 0x08});
}
Octets i_am(std::uint32_t device) {
  Octets apdu{0x10, 0x00};
  put_object(apdu, 0xc4, 8, device);
  append(apdu, {0x22, 0x05, 0xc4, 0x91, 0x00, 0x21, 0x0f});
  return broadcast(apdu);
}
Octets who_has(std::uint32_t instance) {
  Octets apdu{0x10, 0x07};
  put_object(apdu, 0x2c, 0, instance);
  return broadcast(apdu);
}
Octets i_have(std::uint32_t device, std::uint32_t instance) {
  Octets apdu{0x10, 0x01};
  put_object(apdu, 0xc4, 8, device);
  put_object(apdu, 0xc4, 0, instance);
  append(apdu, {0x75, 0x05, 0x00, 'A', 'I', ' ', '7'});
  return broadcast(apdu);
}
Octets synchronize_time() {
  return broadcast({0x10, 0x06, 0xa4, 0x7e, 0x01, 0x03, 0x06, 0xb4, 0x0c, 0x00, 0x00, 0x00});
}
/// Two hundred octets of a file.
Octets read_file(std::uint8_t invoke, std::uint8_t part) {
  Octets apdu{0x02, 0x05, invoke, 0x06};
  put_object(apdu, 0xc4, 10, 1);
  append(apdu, {0x0e, 0x31, part, 0x21, 200, 0x0f});
  return unicast(true, apdu);
}
Octets read_file_ack(std::uint8_t invoke, std::uint8_t part) {
  Octets apdu{0x30, invoke, 0x06, 0x10, 0x0e, 0x31, part, 0x65, 200};
  apdu.insert(apdu.end(), 200, part);
  apdu.push_back(0x0f);
  return unicast(false, apdu);
}

constexpr std::uint8_t read_property_choice = 0x0c, write_property_choice = 0x0f;
const Octets register_foreign_device{0x81, 0x05, 0x00, 0x06, 0x00, 0x64};
const Octets registered{0x81, 0x00, 0x00, 0x06, 0x00, 0x00};

/// Sends messages between the head end, a controller at a time, and everybody.
class Building {
 public:
  explicit Building(PcapFile& file) : file_(file) {}

  void next_controller() {
    who = random.below(controllers);
    controller_ = Host::v4(0x0a14'0001 + who);
    ++invoke;
  }
  void ask(const Octets& question, const Octets& answer) {
    send(head_end_, controller_, question);
    send(controller_, head_end_, answer);
  }
  void tell(const Octets& message) { send(controller_, head_end_, message); }
  void tell_all(const Octets& message) { send(controller_, everybody_, message); }
  void ask_all(const Octets& message) { send(head_end_, everybody_, message); }

  Random random{20'260'103};
  std::uint32_t who = 0;
  std::uint8_t invoke = 0;

 private:
  void send(const Host& source, const Host& target, const Octets& message) {
    file_.add(now_ += 100 + random.below(400),
              ip_frame(source, target, {}, 17, udp_datagram(source, target, port, port, message)));
  }

  PcapFile& file_;
  const Host head_end_ = Host::v4(0x0a14'ff01), everybody_ = Host::v4(0x0a14'ffff);
  Host controller_ = Host::v4(0x0a14'0001);
  std::int64_t now_ = 0;
};

}  // namespace

// Shares of exchanges as counted over twelve public recordings of real sites and devices (25,113 messages): 10,240
// reads of one property (100 of them refused), 578 of several, nearly all by the word for all of one object and
// answered with 15 values on average, 783 I-Am, 249 Who-Is, 119 pairs of Who-Has and I-Have, 650 registrations of a
// foreign device with their results, 226 reads and writes of files, 106 times set, 10 writes of a property. Left out
// are restarts of devices (125, from test suites). Added are change-of-value notifications, of which the recordings
// hold next to none and buildings that use them some.
core::Result<std::uint64_t> write_bacnet(std::uint64_t packets, const std::string& path) {
  PcapFile file(path);
  Building site(file);
  while (file.packets() < packets) {
    site.next_controller();
    const std::uint8_t invoke = site.invoke;
    const std::uint32_t instance = 1 + site.random.below(points), device = 1000 + site.who;
    std::uint32_t left = site.random.below(1000);
    const auto falls_in = [&](std::uint32_t share) {
      const bool falls = left < share;
      left = falls ? 1000 : left - share;
      return falls;
    };
    if (falls_in(767)) {
      const Property& property = some_property(site.random);
      site.ask(read_property(invoke, instance, property), read_property_ack(invoke, instance, property));
    }
    if (falls_in(8)) site.ask(read_property(invoke, instance, properties[6]), error(invoke, read_property_choice));
    if (falls_in(44)) site.ask(read_all(invoke, instance), read_all_ack(invoke, instance));
    if (falls_in(59)) site.tell_all(i_am(device));
    if (falls_in(49)) site.ask(register_foreign_device, registered);
    if (falls_in(20)) site.tell(change_of_value(device, instance, site.random));
    if (falls_in(19)) site.ask_all(who_is());
    if (falls_in(17)) site.ask(read_file(invoke, invoke), read_file_ack(invoke, invoke));
    if (falls_in(9)) {
      site.ask_all(who_has(instance));
      site.tell_all(i_have(device, instance));
    }
    if (falls_in(7)) site.ask_all(synchronize_time());
    if (falls_in(1)) site.ask(write_one(invoke, instance, site.random), simple_ack(invoke, write_property_choice));
  }
  return file.close();
}

// The hard case: of the exchanges 40 in 100 read sixteen properties of eight objects at a time, 35 read one, 24 are
// change-of-value notifications, 1 is a write.
core::Result<std::uint64_t> write_bacnet_multiple(std::uint64_t packets, const std::string& path) {
  PcapFile file(path);
  Building site(file);
  while (file.packets() < packets) {
    site.next_controller();
    const std::uint8_t invoke = site.invoke;
    const std::uint32_t instance = 1 + site.random.below(points), what = site.random.below(100);
    if (what < 40) {
      site.ask(read_multiple(invoke), read_multiple_ack(invoke, site.random));
    } else if (what < 75) {
      site.ask(read_one(invoke, instance), read_one_ack(invoke, instance, site.random));
    } else if (what < 99) {
      site.tell(change_of_value(1000 + site.who, instance, site.random));
    } else {
      site.ask(write_one(invoke, instance, site.random), simple_ack(invoke, write_property_choice));
    }
  }
  return file.close();
}

}  // namespace vedette::benchmark
