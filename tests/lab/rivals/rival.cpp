// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/rivals/rival.h"

#include "core/hash.h"

namespace vedette::rivals {

std::vector<std::unique_ptr<Rival>> all_rivals() {
  std::vector<std::unique_ptr<Rival>> rivals;
  rivals.push_back(make_box_plot());
  rivals.push_back(make_bounds());
  rivals.push_back(make_automaton());
  rivals.push_back(make_interarrival());
  rivals.push_back(make_random_walk());
  return rivals;
}

Device device_of(const core::Endpoint& endpoint) {
  if (endpoint.ip.is_set()) {
    return endpoint.ip.is_multicast() || endpoint.ip.is_broadcast() || endpoint.mac.is_group() ? Device{} : endpoint.ip;
  }
  return endpoint.mac.is_zero() || endpoint.mac.is_group() ? Device{} : Device::link(endpoint.mac);
}

Alarm alarm_of(const core::Observation& o, std::string_view feature) {
  return {device_of(core::actor(o)), device_of(core::acted_on(o)), o.time, feature, o.protocol.name, o.frame};
}

std::uint64_t mix(std::uint64_t key, const Device& device) {
  return core::hash_combine(key, core::hash_bytes(device.octets()));
}

}  // namespace vedette::rivals
