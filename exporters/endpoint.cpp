// SPDX-License-Identifier: Apache-2.0
#include "exporters/endpoint.h"

#include <charconv>
#include <fmt/format.h>
#include <sys/un.h>

#include "core/address.h"

namespace vedette::exporters {
namespace {

constexpr std::string_view tcp = "tcp://", ipc = "ipc://", replay_suffix = ".replay";
constexpr std::size_t max_path = sizeof(sockaddr_un::sun_path) - 1;

core::Result<Endpoint> refuse(std::string_view text, std::string_view why) {
  return core::wrong_usage(fmt::format(
      "endpoint '{}': {}; allowed are tcp://host:port with a port from 1 to 65534 and ipc://path", text, why));
}

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  const auto address = core::IpAddress::parse(host);
  if (!address) return false;
  if (address->family() == core::IpFamily::v4) return address->octets()[0] == 127;
  return *address == core::IpAddress::parse("::1");
}

core::Result<Endpoint> parse_tcp(std::string_view text) {
  const std::string_view rest = text.substr(tcp.size());
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return refuse(text, "host or port is missing");
  std::string_view host = rest.substr(0, colon);
  const std::string_view digits = rest.substr(colon + 1);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port < 1 || port > 65534) {
    return refuse(text, "that is no port");
  }
  Endpoint endpoint{.publish = std::string{text}, .replay = fmt::format("tcp://{}:{}", host, port + 1), .local = false};
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  endpoint.local = is_loopback(host);
  return endpoint;
}

core::Result<Endpoint> parse_ipc(std::string_view text) {
  const std::string_view path = text.substr(ipc.size());
  if (path.empty() || path == "*") return refuse(text, "the path is missing");
  if (path.size() + replay_suffix.size() > max_path) {
    return refuse(text, fmt::format("the path is longer than {} bytes", max_path - replay_suffix.size()));
  }
  return Endpoint{.publish = std::string{text}, .replay = fmt::format("{}{}", text, replay_suffix), .local = true};
}

}  // namespace

core::Result<Endpoint> Endpoint::parse(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return refuse(text, "it holds a zero byte");
  if (text.starts_with(tcp)) return parse_tcp(text);
  if (text.starts_with(ipc)) return parse_ipc(text);
  return refuse(text, "its kind is not known");
}

core::Result<Endpoint> Endpoint::parse_to_bind(std::string_view text) {
  auto endpoint = parse(text);
  if (endpoint && !endpoint->local) {
    return core::wrong_usage(fmt::format(
        "endpoint '{}': without CURVE keys only a loopback address (127.0.0.1, [::1], localhost) or ipc may be bound",
        text));
  }
  return endpoint;
}

}  // namespace vedette::exporters
