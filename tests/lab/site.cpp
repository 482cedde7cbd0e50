// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/site.h"

#include <algorithm>
#include <fmt/format.h>

namespace vedette::lab {
namespace {

constexpr unsigned first_host = 10, hosts_a_net = 240;

core::IpAddress address(unsigned net, unsigned host) {
  return core::IpAddress::v4(10u << 24 | 20u << 16 | net << 8 | host);
}

}  // namespace

Site::Site(SiteOptions options)
    : options_(std::move(options)), calendar_(1h, DaylightSaving::europe), used_(256, first_host) {
  file.set_version(1);
  file.set_site(options_.kind);
  hosts_.push_back({.name = "router", .role = "router", .mac = {{0x00, 0x1b, 0x17, 0x00, 0x00, 0x01}},
                    .ip = address(0, 1), .stack = linux_stack, .firmware = {}});
  router_ = &hosts_.back();
}

Site::~Site() = default;

Host& Site::add(unsigned net, std::string name, std::string role, Maker maker, const Stack& stack) {
  while (used_[net] >= hosts_a_net) ++net;
  Random random = this->random("host " + name);
  const auto oui = static_cast<std::uint32_t>(maker);
  Host host{.name = std::move(name), .role = std::move(role), .mac = {}, .ip = address(net, used_[net]++),
            .stack = stack, .firmware = {}};
  const auto serial = static_cast<std::uint32_t>(random.next());
  host.mac.octets = {static_cast<std::uint8_t>(oui >> 16), static_cast<std::uint8_t>(oui >> 8),
                     static_cast<std::uint8_t>(oui),       static_cast<std::uint8_t>(serial >> 16),
                     static_cast<std::uint8_t>(serial >> 8), static_cast<std::uint8_t>(serial)};
  constexpr double usual_error = 1.5e-5;  // of a crystal
  host.clock_error = usual_error * random.normal();
  return hosts_.emplace_back(std::move(host));
}

Host& Site::add_host(unsigned net, std::string name, std::string role, Maker maker, const Stack& stack) {
  Host& host = add(net, std::move(name), std::move(role), maker, stack);
  auto& entry = *file.add_devices();
  entry.set_name(host.name);
  entry.set_role(host.role);
  entry.add_ip(host.ip.to_string());
  entry.add_mac(host.mac.to_string());
  (*file.mutable_roles())[host.role];
  return host;
}

Host& Site::add_stranger(unsigned net, std::string name, Maker maker, const Stack& stack) {
  return add(net, std::move(name), {}, maker, stack);
}

Host& Site::add_remote(std::string name, const core::IpAddress& ip) {
  return hosts_.emplace_back(
      Host{.name = std::move(name), .role = {}, .mac = router_->mac, .ip = ip, .stack = linux_stack, .firmware = {}});
}

std::vector<const Host*> Site::with_role(std::string_view role) const {
  std::vector<const Host*> found;
  for (const Host& host : hosts_)
    if (host.role == role) found.push_back(&host);
  return found;
}

core::IpAddress Site::broadcast_of(const Host& host) const {
  const auto octets = host.ip.octets();
  return address(octets[2], 255);
}

v1::SiteDevice& Site::device_entry(const Host& host) {
  return *std::ranges::find_if(*file.mutable_devices(), [&](const auto& entry) { return entry.name() == host.name; });
}

}  // namespace vedette::lab
