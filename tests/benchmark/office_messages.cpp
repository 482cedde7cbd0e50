// SPDX-License-Identifier: Apache-2.0
#include "tests/benchmark/office_messages.h"

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace vedette::benchmark {
namespace {

void put_text(Octets& out, std::string_view text) {
  out.insert(out.end(), text.begin(), text.end());
}

/// RFC 8446, 5.1: records of application data, at most 2^14 octets each.
Octets tls(std::size_t size, Random& random) {
  Octets out;
  while (size > 0) {
    const std::size_t part = std::min<std::size_t>(size, 16'384);
    put_text(out, std::string_view("\x17\x03\x03", 3));
    put_be16(out, static_cast<std::uint32_t>(part));
    put(out, View{random.octets(part)});
    size -= part;
  }
  return out;
}

void put_le(Octets& out, std::uint64_t value, unsigned octets) {
  for (unsigned i = 0; i < octets; ++i) out.push_back(static_cast<std::uint8_t>(i < 8 ? value >> (8 * i) : 0));
}

/// MS-SMB2, 2.1, 2.2.1.2, 2.2.19 and 2.2.20: READ, behind the length that frames it.
Octets smb_head(bool answer, std::uint64_t message, std::size_t body) {
  Octets out;
  put_be32(out, static_cast<std::uint32_t>(64 + body));
  put_text(out, std::string_view("\xfeSMB", 4));
  put_le(out, 64, 2);
  put_le(out, 1, 2);  // credit charge
  put_le(out, 0, 4);
  put_le(out, 8, 2);  // READ
  put_le(out, 1, 2);
  put_le(out, answer ? 1 : 0, 4);
  put_le(out, 0, 4);
  put_le(out, message, 8);
  put_le(out, 0xfeff, 4);
  put_le(out, 1, 4);   // tree
  put_le(out, 17, 8);  // session
  put_le(out, 0, 16);  // signature
  return out;
}

std::array<Octets, 2> smb(std::size_t size, Random& random) {
  const std::uint64_t message = random.next();
  Octets ask = smb_head(false, message, 49), answer = smb_head(true, message, 16 + size);
  put_le(ask, 49, 2);
  put_le(ask, 0x50, 2);
  put_le(ask, size, 4);
  put_le(ask, std::uint64_t{random.below(1 << 20)} * 4096, 8);
  put_le(ask, 7, 8);  // file
  put_le(ask, 7, 8);
  put_le(ask, 0, 4 + 4 + 4 + 2 + 2 + 1);
  put_le(answer, 17, 2);
  put_le(answer, 0x50, 2);
  put_le(answer, size, 4);
  put_le(answer, 0, 8);
  put(answer, View{random.octets(size)});
  return {ask, answer};
}

Octets http_answer(std::size_t size, Random& random) {
  Octets out;
  put_text(out, fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n\r\n",
                            size));
  put(out, View{random.octets(size)});
  return out;
}

/// Reads ten holding registers.
std::array<Octets, 2> modbus(Random& random) {
  const std::uint32_t transaction = random.below(65'536);
  Octets ask, answer;
  for (Octets* out : {&ask, &answer}) {
    put_be16(*out, transaction);
    put_be16(*out, 0);
  }
  put_be16(ask, 6);
  put_be16(ask, 0x0103);
  put_be16(ask, random.below(100));
  put_be16(ask, 10);
  put_be16(answer, 23);
  put_be16(answer, 0x0103);
  answer.push_back(20);
  put(answer, View{random.octets(20)});
  return {ask, answer};
}

void put_name(Octets& out, std::string_view label, std::string_view domain, std::string_view top) {
  for (const std::string_view part : {label, domain, top}) {
    out.push_back(static_cast<std::uint8_t>(part.size()));
    put_text(out, part);
  }
  out.push_back(0);
}

}  // namespace

std::uint32_t Random::next() {
  std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return static_cast<std::uint32_t>((z ^ z >> 31) >> 32);
}

Octets Random::octets(std::size_t size) {
  Octets out(size);
  for (std::size_t i = 0; i < size; i += 4) {
    const std::uint32_t word = next();
    for (std::size_t j = 0; j < 4 && i + j < size; ++j) out[i + j] = static_cast<std::uint8_t>(word >> (8 * j));
  }
  return out;
}

Application any_application(Random& random) {
  const std::uint32_t of_hundred = random.below(100);
  if (of_hundred < 55) return Application::tls;
  if (of_hundred < 80) return Application::smb;
  return of_hundred < 95 ? Application::http : Application::modbus;
}

std::uint16_t port_of(Application application) {
  constexpr std::array<std::uint16_t, 4> ports{443, 445, 80, 502};
  return ports[static_cast<std::size_t>(application)];
}

std::array<Octets, 2> make_exchange(Application application, bool bulk, Random& random) {
  const std::size_t ask = 40 + random.below(400), answer = bulk ? 8'000 + random.below(56'000) : 40 + random.below(400);
  switch (application) {
    case Application::tls:
      return {tls(ask, random), tls(answer, random)};
    case Application::smb:
      return smb(answer, random);
    case Application::http: {
      Octets get;
      put_text(get, fmt::format("GET /{:x}/{:x} HTTP/1.1\r\nHost: intranet.example\r\nAccept: */*\r\n\r\n",
                                random.next(), random.next()));
      return {get, http_answer(answer, random)};
    }
    case Application::modbus:
      break;
  }
  return modbus(random);
}

/// RFC 1035, 4.1; of multicast (RFC 6762, 18) for a service.
Octets dns_question(Random& random, bool multicast) {
  Octets out;
  put_be16(out, multicast ? 0 : random.below(65'536));
  put_be16(out, multicast ? 0 : 0x0100);
  put_be16(out, 1);
  put_be16(out, 0);
  put_be32(out, 0);
  if (multicast)
    put_name(out, "_ipp", "_tcp", "local");
  else
    put_name(out, fmt::format("host-{}", random.below(5000)), "office", "example");
  put_be16(out, multicast ? 12 : 1);
  put_be16(out, 1);
  return out;
}

Octets dns_answer(const Octets& question, Random& random) {
  Octets out = question;
  out[2] = 0x81;
  out[3] = 0x80;
  out[7] = 1;
  put_be16(out, 0xc00c);  // the name of the question
  put_be16(out, 1);
  put_be16(out, 1);
  put_be32(out, 300);
  put_be16(out, 4);
  put_be32(out, 0x0a09'0001 + random.below(24));
  return out;
}

/// RFC 5905, 7.3.
Octets ntp(bool answer) {
  Octets out(48);
  out[0] = answer ? 0x24 : 0x23;
  out[1] = answer ? 2 : 0;
  out[2] = 6;
  out[3] = 0xe9;
  return out;
}

/// RFC 9000, 17.3.1: a packet with a short header.
Octets quic(Random& random) {
  Octets out = random.octets(random.below(3) == 0 ? 30 + random.below(200) : 1200);
  out[0] = static_cast<std::uint8_t>(0x40 | (out[0] & 0x38));
  for (std::size_t i = 1; i <= 8; ++i) out[i] = 0xee;  // the connection's id: no number of another protocol is there
  return out;
}

/// RFC 826.
Octets arp(bool reply, const Host& sender, const Host& target) {
  Octets out;
  put_be16(out, 1);
  put_be16(out, 0x0800);
  put_be16(out, 0x0604);
  put_be16(out, reply ? 2 : 1);
  put(out, View{sender.mac});
  put(out, sender.address());
  constexpr std::array<std::uint8_t, 6> unknown{};
  put(out, reply ? View{target.mac} : View{unknown});
  put(out, target.address());
  return out;
}

}  // namespace vedette::benchmark
