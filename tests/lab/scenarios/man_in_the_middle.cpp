// SPDX-License-Identifier: Apache-2.0
// 18: a machine on the network tells controller and HMI that it is the other one (ARP), and passes on what they say:
// later, and not all of it.
#include "tests/lab/traffic/modbus_targets.h"

namespace vedette::lab {
namespace {

struct Manner {
  Duration lasts, poisons_every, delay;
  double lost;
  bool looks_around;  ///< asks for everybody on the net first
};

void look_around(Sink& sink, Timestamp at, const Host& attacker) {
  constexpr core::MacAddress everybody{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
  const auto own = attacker.ip.octets();
  const auto net = static_cast<std::uint32_t>(own[0] << 24 | own[1] << 16 | own[2] << 8);
  for (unsigned host = 1; host < 255; ++host, at += 10ms)
    send_arp(sink, at, attacker.mac, everybody, {1, address_of(attacker), {{}, core::IpAddress::v4(net | host)}});
}

/// To each of both: the other one's address is at the attacker's MAC; or, at the end, where it really is.
void tell(Sink& sink, Timestamp at, const Host& attacker, const Host& one, const Host& other, bool the_truth) {
  const auto lie = [&](const Host& about) { return the_truth ? about.mac : attacker.mac; };
  send_arp(sink, at, attacker.mac, one.mac, {2, {lie(other), other.ip}, address_of(one)});
  send_arp(sink, at + 80us, attacker.mac, other.mac, {2, {lie(one), one.ip}, address_of(other)});
}

void intercept(Scene& scene, ModbusServer& server, const Host& attacker, const Manner& manner) {
  ModbusLink& link = taken_over(scene, server);
  scene.attacker(attacker);
  scene.victim(link.client());
  const Timestamp end = scene.at + manner.lasts;
  const auto& hmi = link.client();
  server.at(scene.at, scene.tag, [&, lost = manner.lost](Timestamp, Sink&) {
    link.connection().set_link(Side::client, attacker.mac);
    link.connection().path().lost = lost;
  });
  for (Timestamp at = scene.at; at < end; at += manner.poisons_every)
    server.at(at, scene.tag, [&](Timestamp now, Sink& sink) { tell(sink, now, attacker, server.host(), hmi, false); });
  server.meddle(scene.at, end, scene.tag, &link, [random = scene.random, manner](Timestamp, View, View) mutable {
    return Meddling{.delay = random.log_normal(manner.delay, 0.3)};
  });
  server.at(end, scene.tag, [&](Timestamp now, Sink& sink) {
    tell(sink, now, attacker, server.host(), hmi, true);
    link.connection().set_link(Side::client, hmi.mac);
    link.connection().path().lost = link.options().path.lost;
  });
}

void plan(Scene& scene) {
  const auto targets = choose_targets(scene, scene.by(3u, 1u, 1u));
  const Host& attacker = intruder_beside(scene, *targets.front());
  const Manner manner = scene.by(Manner{20min, 2s, 200ms, 0.2, true}, Manner{20min, 10s, 30ms, 0.05, false},
                                 Manner{1h, 60s, 3ms, 0.005, false});
  if (manner.looks_around) {
    targets.front()->at(scene.at, scene.tag,
                        [&attacker](Timestamp now, Sink& sink) { look_around(sink, now, attacker); });
  }
  for (ModbusServer* server : targets) intercept(scene, *server, attacker, manner);
}

}  // namespace

extern const Scenario man_in_the_middle;
const Scenario man_in_the_middle{
    .name = "man_in_the_middle",
    .number = 18,
    .description = "A new machine gets between controller and HMI by ARP, delays and drops what they say",
    .protocol = "modbus",
    .intensities = {"3 controllers for 20 minutes: asks for all of the net, poisons both ends every 2 s, delays "
                    "answers by 200 ms, loses 20 %",
                    "1 controller for 20 minutes: poisons every 10 s, delays by 30 ms, loses 5 %",
                    "1 controller for an hour: poisons every 60 s, delays by 3 ms, loses 0.5 %"},
    .attack = {"T0830", "T0831", "T0856"},
    .causes = {"identity", "device", "peer", "sender", "side", "service", "function", "requests", "served", "timing",
               "connects", "scan", "spoofing"},
    .usual_length = 1h,
    .plan = plan};

}  // namespace vedette::lab
