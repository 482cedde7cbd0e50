// SPDX-License-Identifier: Apache-2.0
#include "decoders/tls/record.h"

#include <algorithm>

#include "core/byte_cursor.h"

namespace vedette::decoders::tls {
namespace {

using core::ByteCursor;
using core::Bytes;

constexpr std::uint8_t client_hello = 1, server_hello = 2, hello_verify_request = 3;
constexpr std::size_t max_hello = 0xffff;

constexpr bool is_hello_version(std::uint16_t version) {
  const auto major = version >> 8;
  return (version >= 0x0300 && version <= 0x0304) || major == 0xfe || major == 0x7f || version == 0x0100;
}

/// With a default for what is not there yet.
std::uint8_t at(Bytes bytes, std::size_t i, std::uint8_t otherwise) {
  return i < bytes.size() ? bytes[i] : otherwise;
}

bool is_content(std::uint8_t type, Content last) {
  return type >= static_cast<std::uint8_t>(Content::change_cipher_spec) && type <= static_cast<std::uint8_t>(last);
}

/// Records one behind the other: how many, and whether the last ends where the bytes do.
struct Chain {
  std::size_t records = 0;
  bool fits = true, exact = false;
};
template <auto MayBe, auto Read, std::size_t Header>
Chain chain_of(Bytes bytes) {
  Chain chain;
  std::size_t from = 0;
  while (from < bytes.size() && chain.records < 4) {
    const Bytes here = bytes.subspan(from);
    if (!MayBe(here)) return {chain.records, false, false};
    if (here.size() < Header) return chain;
    ++chain.records;
    from += Header + Read(here).length;
  }
  chain.exact = from == bytes.size();
  return chain;
}

}  // namespace

bool may_be_record(Bytes bytes) {
  const auto length = static_cast<std::size_t>(at(bytes, 3, 0) << 8 | at(bytes, 4, 0));
  return is_content(at(bytes, 0, 22), Content::heartbeat) && at(bytes, 1, 3) == 3 && at(bytes, 2, 1) <= 4 &&
         length <= max_record_content;
}

bool may_be_dtls_record(Bytes bytes) {
  const std::uint8_t major = at(bytes, 1, 0xfe), minor = at(bytes, 2, 0xff);
  const bool version = (major == 0xfe && minor >= 0xfc) || (major == 1 && at(bytes, 2, 0) == 0);
  const auto length = static_cast<std::size_t>(at(bytes, 11, 0) << 8 | at(bytes, 12, 0));
  return is_content(at(bytes, 0, 22), Content::acknowledgement) && version && length <= max_record_content;
}

Record read_record(Bytes bytes) {
  ByteCursor in{bytes};
  Record record;
  record.content = static_cast<Content>(in.u8());
  record.version = in.be16();
  record.length = in.be16();
  return record;
}

Record read_dtls_record(Bytes bytes) {
  ByteCursor in{bytes};
  Record record;
  record.content = static_cast<Content>(in.u8());
  record.version = in.be16();
  record.epoch = in.be16();
  in.skip(6);  // sequence number
  record.length = in.be16();
  return record;
}

bool begins_with_hello(Bytes content, std::size_t length) {
  ByteCursor in{content};
  const std::uint8_t type = in.u8();
  const std::uint32_t size = in.be24();
  const std::uint16_t version = in.be16();
  // A client's may be long enough for several records, which it then fills.
  const bool fits = size + 4 <= length || (type == client_hello && size <= max_hello);
  return in.ok() && (type == client_hello || type == server_hello) && size > 34 && fits && is_hello_version(version);
}

Likeness ssl2_hello(Bytes bytes) {
  constexpr std::size_t fixed = 11, max_size = 512;
  if ((at(bytes, 0, 0x80) & 0xc0) != 0x80 || at(bytes, 2, 1) != 1) return Likeness::none;
  if (bytes.size() >= 2 && (ssl2_size(bytes) < fixed + 3 || ssl2_size(bytes) > max_size)) return Likeness::none;
  if (bytes.size() < fixed) return Likeness::partial;
  ByteCursor in{bytes.subspan(3)};
  const std::uint16_t version = in.be16();
  const std::size_t suites = in.be16(), session = in.be16(), challenge = in.be16();
  const bool offered = version == 0x0002 || (version >= 0x0300 && version <= 0x0303);
  const bool adds_up = fixed + suites + session + challenge == ssl2_size(bytes);
  if (!offered || !adds_up || suites % 3 != 0 || suites == 0 || challenge < 16 || challenge > 32) return Likeness::none;
  return bytes.size() < ssl2_size(bytes) ? Likeness::partial : Likeness::whole;
}

Verdict probe_stream(Bytes bytes) {
  switch (ssl2_hello(bytes)) {
    case Likeness::whole:
      return Verdict::yes;
    case Likeness::partial:
      return Verdict::maybe;
    case Likeness::none:
      break;
  }
  const Chain chain = chain_of<may_be_record, read_record, header_size>(bytes);
  if (!chain.fits && chain.records == 0) return Verdict::no;
  if (bytes.size() < header_size + hello_prefix) return chain.fits ? Verdict::maybe : Verdict::no;
  const Record first = read_record(bytes);
  if (first.content == Content::handshake && begins_with_hello(bytes.subspan(header_size), first.length))
    return Verdict::yes;
  if (!chain.fits) return Verdict::no;
  return chain.records >= 2 ? Verdict::yes : Verdict::maybe;
}

Verdict probe_datagram(Bytes bytes) {
  const Chain chain = chain_of<may_be_dtls_record, read_dtls_record, dtls_header_size>(bytes);
  if (!chain.fits || bytes.size() < dtls_header_size) return Verdict::no;
  const Record first = read_dtls_record(bytes);
  if (first.content == Content::handshake && first.epoch == 0) {
    ByteCursor in{bytes.subspan(dtls_header_size)};
    const std::uint8_t type = in.u8();
    const std::uint32_t size = in.be24();
    in.skip(2);  // message number
    const std::uint32_t offset = in.be24(), length = in.be24();
    const bool hello = type == client_hello || type == server_hello || type == hello_verify_request;
    const bool fits = in.ok() && size <= max_hello && offset + length <= size && length <= in.remaining();
    return hello && fits ? Verdict::yes : Verdict::maybe;
  }
  return chain.exact && first.epoch > 0 ? Verdict::yes : Verdict::maybe;
}

std::size_t find_record(Bytes bytes) {
  const auto begin = bytes.begin();
  for (auto from = begin; from != bytes.end(); ++from) {
    from = std::find(from, bytes.end(), static_cast<std::uint8_t>(Content::application_data));
    if (from == bytes.end()) break;
    const Bytes here = bytes.subspan(static_cast<std::size_t>(from - begin));
    // The two bytes of the version alone would be met by chance in every 16 MiB; what follows must be one, too.
    const bool versioned = here.size() < 3 || here[2] == 3 || here[2] == 1;
    if (versioned && chain_of<may_be_record, read_record, header_size>(here).fits)
      return static_cast<std::size_t>(from - begin);
  }
  return bytes.size();
}

}  // namespace vedette::decoders::tls
