// SPDX-License-Identifier: Apache-2.0
// The waist of the hourglass. Left of it are packets and protocols; right of it devices, roles and behaviour. Made by
// decoders, one per message (or event of a conversation), flat and cheap to copy; what it points to is either static or
// lives in the arena of its batch.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/address.h"
#include "core/time.h"

namespace vedette::core {

/// A protocol by its one name ("modbus"): the folder, the key in files and the value in outputs are the same token.
/// The text is static. Compared by content.
struct Protocol {
  std::string_view name;
  bool operator==(const Protocol&) const = default;
};

/// What was done, in words that hold for every protocol.
enum class Verb : std::uint8_t {
  none,
  connect,     ///< request: a conversation is tried; response: it was granted or refused; event: it was there
  disconnect,  ///< it ended
  discover,    ///< who is there: Who-Is, ARP, DNS question
  identify,    ///< asked for what a device is: device identification, report server id
  read,
  write,
  control,  ///< restart, listen-only, stop, program: what changes how a device runs
  publish,
  subscribe,
  other,      ///< a message with no such meaning (keep-alive, vendor code)
  malformed,  ///< bytes that break the protocol's rules; code is the decoder's defect
};
std::string_view to_string(Verb verb);

/// What the model learns apart, and how much of the budget it gets (detection.md): reading, writing, administering.
enum class VerbClass : std::uint8_t { contact, read, write, admin };
constexpr VerbClass class_of(Verb verb) {
  switch (verb) {
    case Verb::identify:
    case Verb::read:
    case Verb::subscribe:
      return VerbClass::read;
    case Verb::write:
    case Verb::publish:
      return VerbClass::write;
    case Verb::control:
      return VerbClass::admin;
    default:
      return VerbClass::contact;
  }
}
std::string_view to_string(VerbClass verb_class);

enum class MessageKind : std::uint8_t {
  request,   ///< asks the other end to do something; source acts on target
  response,  ///< answers one; source serves target
  event,     ///< stands alone: a connection opened, a broadcast, a malformed message
};
std::string_view to_string(MessageKind kind);

/// What a message is about. Numeric ranges (registers, objects) have first and count; named things (topics, domains)
/// have text.
struct ObjectRef {
  std::string_view space;   ///< static: "holding", "coil", "topic"; empty where the message is about nothing
  std::uint64_t first = 0;  ///< first element
  std::uint32_t count = 0;  ///< number of elements, 0 for named things
  std::string_view text;    ///< in the batch's arena
  std::uint64_t hash = 0;   ///< of all of the above, fixed seed; made by hash_object()
  bool is_set() const { return !space.empty(); }
};
/// Fills in the hash. Decoders call it once per message, so that nothing behind them hashes text again.
ObjectRef hashed(ObjectRef object);

/// A space or text that comes again and again, hashed once: for decoders that have a table of them.
struct HashedWord {
  std::string_view word;
  std::uint64_t hash = 0;
};
HashedWord hashed_space(std::string_view space);
HashedWord hashed_text(std::string_view text);
/// The same object as of plain words; `text` may be empty.
ObjectRef hashed(const HashedWord& space, std::uint64_t first, std::uint32_t count, const HashedWord& text);

/// One element of what was written or read.
struct Value {
  std::uint64_t at = 0;  ///< element's address or index
  double number = 0;
};

/// Names a conversation within a run: the number of the frame that opened it.
struct FlowId {
  std::uint64_t number = 0;
  auto operator<=>(const FlowId&) const = default;
};

/// What a device says of itself beside its addresses.
enum class IdentityKind : std::uint8_t {
  none,
  link_address,     ///< source.mac is its own link address for source.ip (ARP, neighbor discovery)
  router,           ///< it forwards for others (router advertisement)
  modbus_unit,      ///< number
  bacnet_instance,  ///< number
  mqtt_client_id,   ///< text
  host_name,        ///< text: what it calls itself (DHCP, mDNS, LLDP)
  domain_name,      ///< text: under which others ask for its address (DNS answer, TLS server name)
  user_name,        ///< text: with which it signs in
  vendor,           ///< text: who made it (DHCP vendor class, BACnet vendor, LLDP)
  model,            ///< text: what it is (UPnP server, EtherNet/IP product name, user agent)
  firmware,         ///< text: what it runs (SSH banner, LLDP description)
};
std::string_view to_string(IdentityKind kind);

/// Of the observation's source, which need not be the sender: see decoders::Observer.
struct IdentityClaim {
  IdentityKind kind = IdentityKind::none;
  std::uint32_t number = 0;
  std::string_view text;  ///< in the batch's arena
};

struct Observation {
  Timestamp time;         ///< packet time at which it became known, monotonic
  std::uint64_t seq = 0;  ///< frame at whose processing it became known; (seq, part) orders a run
  std::uint32_t part = 0;
  MessageKind kind = MessageKind::event;
  Verb verb = Verb::none;
  bool refused = false;    ///< a response that says no: exception, error, refusal, reset
  bool unmatched = false;  ///< a response to nothing, in a conversation whose requests were all seen
  IpProtocol transport = IpProtocol::none;
  std::uint64_t frame = 0;  ///< highest-numbered frame that carries a byte of it: the evidence
  FlowId flow;
  Endpoint source, target;  ///< sender and receiver of this very message
  Protocol protocol;
  std::string_view operation;    ///< static name of code: "write_single_register"
  std::string_view status_name;  ///< static name of status where it is refused: "illegal_data_address"
  std::uint32_t code = 0;        ///< function code, service, packet type, defect
  std::uint32_t status = 0;      ///< exception, return or error code
  std::uint32_t unit = 0;        ///< sub-address behind the endpoint: Modbus unit
  std::uint32_t bytes = 0;       ///< length of the message on its layer
  ObjectRef object;
  IdentityClaim claim;            ///< what the source says of itself
  std::span<const Value> values;  ///< of writes; those of reads only where a point asks for them
};

/// Who acts: the sender of a request or event, the receiver of a response.
inline const Endpoint& actor(const Observation& o) {
  return o.kind == MessageKind::response ? o.target : o.source;
}
/// Whom it is done to.
inline const Endpoint& acted_on(const Observation& o) {
  return o.kind == MessageKind::response ? o.source : o.target;
}

}  // namespace vedette::core
