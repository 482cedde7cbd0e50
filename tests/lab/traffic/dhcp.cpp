// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/dhcp.h"

namespace vedette::lab::dhcp {
namespace {

enum class Message : std::uint8_t { discover = 1, offer = 2, request = 3, ack = 5 };
const core::IpAddress nowhere = core::IpAddress::v4(0), everywhere = core::IpAddress::v4(0xffff'ffff);
constexpr std::size_t smallest = 300;  // of BOOTP (RFC 1542, 2.1)

Octets header(bool reply, std::uint32_t transaction, const Host& host, const core::IpAddress& has,
              const core::IpAddress& gets, Message type) {
  Octets out = Octets{}.u8(reply ? 2 : 1).u8(1).u8(6).u8(0).u32(transaction).u16(0).u16(0);
  out.bytes(has.octets()).bytes(gets.octets()).u32(0).u32(0).bytes(host.mac.octets);
  for (unsigned i = 0; i < 10 + 64 + 128; ++i) out.u8(0);  // rest of chaddr, sname, file
  return out.u32(0x6382'5363).u8(53).u8(1).u8(static_cast<std::uint8_t>(type));
}

Octets& finish(Octets& out) {
  out.u8(255);
  while (out.size() < smallest) out.u8(0);
  return out;
}

Octets from_client(const Client& client, std::uint32_t transaction, Message type, bool has_address) {
  const Host& host = client.host;
  Octets out = header(false, transaction, host, has_address ? host.ip : nowhere, nowhere, type);
  out.u8(61).u8(7).u8(1).bytes(host.mac.octets);
  if (type == Message::request && !has_address)
    out.u8(50).u8(4).bytes(host.ip.octets()).u8(54).u8(4).bytes(client.server.ip.octets());
  out.u8(57).u8(2).u16(576);
  if (!client.vendor_class.empty()) out.u8(60).u8(client.vendor_class.size()).text(client.vendor_class);
  out.u8(12).u8(client.host_name.size()).text(client.host_name);
  out.u8(55).u8(6).u8(1).u8(3).u8(6).u8(12).u8(15).u8(42);
  return finish(out);
}

Octets from_server(const Client& client, std::uint32_t transaction, Message type, bool has_address) {
  const auto lease = static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(client.lease).count());
  const auto router = client.server.ip.octets();
  Octets out = header(true, transaction, client.host, has_address ? client.host.ip : nowhere, client.host.ip, type);
  out.u8(54).u8(4).bytes(router).u8(51).u8(4).u32(lease).u8(58).u8(4).u32(lease / 2).u8(59).u8(4).u32(lease / 8 * 7);
  out.u8(1).u8(4).u32(0xffff'0000).u8(3).u8(4).bytes(router).u8(6).u8(4).bytes(router);
  return finish(out);
}

}  // namespace

Timestamp join(Sink& sink, Timestamp at, const Client& client, Random& random) {
  const auto transaction = static_cast<std::uint32_t>(random.next());
  const Address unnamed{client.host.mac, nowhere};
  for (const bool chosen : {false, true}) {
    send_udp(sink, at, unnamed, client_port, broadcast(everywhere), server_port,
             from_client(client, transaction, chosen ? Message::request : Message::discover, false),
             {static_cast<std::uint16_t>(random.next()), client.host.stack.hop_limit});
    at += random.log_normal(chosen ? Duration{3ms} : Duration{500ms}, 0.4);  // an offer waits for a probe
    send_udp(sink, at, client.server, server_port, address_of(client.host), client_port,
             from_server(client, transaction, chosen ? Message::ack : Message::offer, false),
             static_cast<std::uint16_t>(random.next()));
    at += random.between(Duration{1ms}, Duration{20ms});
  }
  return at;
}

void renew(Sink& sink, Timestamp at, const Client& client, Random& random) {
  const auto transaction = static_cast<std::uint32_t>(random.next());
  send_udp(sink, at, client.host, client_port, address_of(client.server), server_port,
           from_client(client, transaction, Message::request, true), static_cast<std::uint16_t>(random.next()));
  send_udp(sink, at + random.log_normal(Duration{2ms}, 0.4), client.server, server_port, address_of(client.host),
           client_port, from_server(client, transaction, Message::ack, true),
           static_cast<std::uint16_t>(random.next()));
}

}  // namespace vedette::lab::dhcp
