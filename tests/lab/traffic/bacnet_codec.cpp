// SPDX-License-Identifier: Apache-2.0
#include "tests/lab/traffic/bacnet_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <utility>

namespace vedette::lab::bacnet {
namespace {

constexpr std::uint8_t virtual_link = 0x81, network_version = 0x01;
constexpr std::size_t link_header = 4;

std::uint8_t code_of(std::uint16_t max_apdu) {
  constexpr std::array<std::uint16_t, 6> lengths{50, 128, 206, 480, 1024, 1476};
  const auto at = std::ranges::lower_bound(lengths, max_apdu);
  return static_cast<std::uint8_t>(std::min<std::ptrdiff_t>(at - lengths.begin(), 5));
}

void put_bits(Octets& out, std::initializer_list<bool> values) {
  out.u8((8 - values.size() % 8) % 8);
  unsigned octet = 0, filled = 0;
  for (const bool value : values) {
    octet |= static_cast<unsigned>(value) << (7 - filled % 8);
    if (++filled % 8 == 0) out.u8(std::exchange(octet, 0));
  }
  if (filled % 8 != 0) out.u8(octet);
}

}  // namespace

Tags& Tags::null() {
  out_.u8(0);
  return *this;
}
Tags& Tags::boolean(bool value) {
  out_.u8(value ? 0x11 : 0x10);
  return *this;
}
Tags& Tags::real(double value) {
  out_.u8(0x44).f32(static_cast<float>(value));
  return *this;
}
Tags& Tags::text(std::string_view value) {
  return text_as(0x70, value);
}
Tags& Tags::object(ObjectId id) {
  out_.u8(0xc4).u32(id.number());
  return *this;
}
Tags& Tags::bits(std::initializer_list<bool> values) {
  return bits_as(0x80, values);
}
Tags& Tags::date(const LocalTime& time) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{time.day}}};
  out_.u8(0xa4).u8(static_cast<unsigned>(static_cast<int>(date.year()) - 1900)).u8(static_cast<unsigned>(date.month()));
  out_.u8(static_cast<unsigned>(date.day())).u8(time.weekday + 1);
  return *this;
}
Tags& Tags::time(const LocalTime& time) {
  const auto hundredths = static_cast<std::uint32_t>(time.hour * 360'000);
  out_.u8(0xb4).u8(hundredths / 360'000).u8(hundredths / 6000 % 60).u8(hundredths / 100 % 60).u8(hundredths % 100);
  return *this;
}
Tags& Tags::context(unsigned tag, ObjectId id) {
  out_.u8(context_tag(tag) | 4u).u32(id.number());
  return *this;
}
Tags& Tags::context_real(unsigned tag, double value) {
  out_.u8(context_tag(tag) | 4u).f32(static_cast<float>(value));
  return *this;
}
Tags& Tags::context_boolean(unsigned tag, bool value) {
  out_.u8(context_tag(tag) | 1u).u8(value);
  return *this;
}
Tags& Tags::context_text(unsigned tag, std::string_view value) {
  return text_as(context_tag(tag), value);
}
Tags& Tags::context_bits(unsigned tag, std::initializer_list<bool> values) {
  return bits_as(context_tag(tag), values);
}
Tags& Tags::open(unsigned tag) {
  out_.u8(tag << 4 | 0xe);
  return *this;
}
Tags& Tags::close(unsigned tag) {
  out_.u8(tag << 4 | 0xf);
  return *this;
}

Tags& Tags::whole(std::uint8_t tag, std::uint64_t value) {
  const auto octets = std::max<unsigned>(1, (static_cast<unsigned>(std::bit_width(value)) + 7) / 8);
  out_.u8(tag | octets);
  for (unsigned i = octets; i-- > 0;) out_.u8(value >> (8 * i) & 0xff);
  return *this;
}

/// 20.2.1.3: up to four octets of content in the tag itself, else one more octet of length, or three.
Tags& Tags::header(std::uint8_t tag, std::size_t size, View content) {
  if (size <= 4) {
    out_.u8(tag | size);
  } else if (size <= 253) {
    out_.u8(tag | 5u).u8(size);
  } else {
    out_.u8(tag | 5u).u8(254).u16(size);
  }
  out_.bytes(content);
  return *this;
}
Tags& Tags::text_as(std::uint8_t tag, std::string_view value) {
  constexpr std::uint8_t utf8 = 0;
  header(tag, value.size() + 1, {});
  out_.u8(utf8).text(value);
  return *this;
}
Tags& Tags::bits_as(std::uint8_t tag, std::initializer_list<bool> values) {
  header(tag, 1 + (values.size() + 7) / 8, {});
  put_bits(out_, values);
  return *this;
}

void put_confirmed_request(Octets& out, std::uint8_t invoke, Service service, Limits limits, View parameters) {
  constexpr std::uint8_t accepts_segments = 0x02, up_to_16 = 0x40;
  out.u8(limits.segmentation ? accepts_segments : 0)
      .u8((limits.segmentation ? up_to_16 : 0) | code_of(limits.max_apdu));
  out.u8(invoke).u8(static_cast<std::uint8_t>(service)).bytes(parameters);
}
void put_unconfirmed_request(Octets& out, Unconfirmed service) {
  out.u8(0x10).u8(static_cast<std::uint8_t>(service));
}
void put_simple_ack(Octets& out, std::uint8_t invoke, Service service) {
  out.u8(0x20).u8(invoke).u8(static_cast<std::uint8_t>(service));
}
void put_complex_ack(Octets& out, std::uint8_t invoke, Service service, View parameters) {
  out.u8(0x30).u8(invoke).u8(static_cast<std::uint8_t>(service)).bytes(parameters);
}
void put_segment(Octets& out, std::uint8_t invoke, Service service, Segment segment, View part) {
  out.u8(segment.more ? 0x3c : 0x38).u8(invoke).u8(segment.number).u8(segment.window);
  out.u8(static_cast<std::uint8_t>(service)).bytes(part);
}
void put_segment_ack(Octets& out, std::uint8_t invoke, std::uint8_t number, std::uint8_t window) {
  out.u8(0x40).u8(invoke).u8(number).u8(window);
}
void put_error(Octets& out, std::uint8_t invoke, Service service, View error) {
  out.u8(0x50).u8(invoke).u8(static_cast<std::uint8_t>(service)).bytes(error);
}
void put_reject(Octets& out, std::uint8_t invoke, std::uint8_t reason) {
  out.u8(0x60).u8(invoke).u8(reason);
}
void put_abort(Octets& out, std::uint8_t invoke, std::uint8_t reason) {
  constexpr std::uint8_t by_server = 0x71;
  out.u8(by_server).u8(invoke).u8(reason);
}

Octets start_link_message(Link function) {
  return Octets{}.u8(virtual_link).u8(static_cast<std::uint8_t>(function)).u16(0);
}
Octets start_message(Link function, bool expecting_reply) {
  return start_link_message(function).u8(network_version).u8(expecting_reply ? 0x04 : 0x00);
}
Octets start_global_message(Link function) {
  constexpr std::uint8_t with_destination = 0x20, hops = 255;
  return start_link_message(function).u8(network_version).u8(with_destination).u16(0xffff).u8(0).u8(hops);
}
void finish(Octets& message) {
  message.set_u16(2, message.size());
}
Octets as_forwarded(View message, const core::IpAddress& originator, std::uint16_t originator_port) {
  Octets forwarded = start_link_message(Link::forwarded).bytes(originator.octets()).u16(originator_port);
  forwarded.bytes(message.subspan(link_header));
  finish(forwarded);
  return forwarded;
}
Octets as_distributed(View message) {
  Octets distributed = start_link_message(Link::distribute_broadcast).bytes(message.subspan(link_header));
  finish(distributed);
  return distributed;
}

}  // namespace vedette::lab::bacnet
