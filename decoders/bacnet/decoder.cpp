// SPDX-License-Identifier: Apache-2.0
#include "decoders/bacnet/decoder.h"

#include <algorithm>

#include "core/hash.h"
#include "decoders/bacnet/everyday.h"
#include "decoders/bacnet/operations.h"
#include "decoders/bacnet/segments.h"
#include "decoders/bacnet/service_scan.h"

namespace vedette::decoders::bacnet {
namespace {

constexpr std::uint16_t ports[] = {0xbac0};
constexpr LinkProtocol links[] = {link_by_llc(0x82)};

/// Checks parameters, and keeps what they are about.
class Check final : public ServiceVisitor {
 public:
  explicit Check(Message& message) : message_(message) {}
  void object(const ObjectUse& use) override { message_.objects.add(use); }
  void device(std::uint32_t instance, std::uint16_t vendor) override { message_.device = {instance, vendor}; }

 private:
  Message& message_;
};

/// The object that a request is about, where it is one.
Subject subject_of(const Message& message) {
  const auto objects = message.objects.view();
  return objects.size() == 1 ? subject_of(objects[0]) : Subject{};
}

/// Is this sent to who made the request, by who answers it?
bool is_answer(const Apdu& apdu) {
  if (apdu.type == ApduType::confirmed_request || apdu.type == ApduType::unconfirmed_request) return false;
  const bool either_may_send = apdu.type == ApduType::segment_ack || apdu.type == ApduType::abort;
  return !either_may_send || apdu.by_server;
}

/// Who asks and who is asked, behind the ends of the conversation: the same of a request and its answer.
std::uint64_t devices_of(const Npdu& npdu, bool is_answer) {
  if (!npdu.source && !npdu.target) return 0;
  return is_answer ? hash_of(npdu.target, npdu.source) : hash_of(npdu.source, npdu.target);
}

/// Within a conversation: who talks to whom in which direction, and whether a request or its answer is in segments.
std::uint64_t name_of(std::uint64_t devices, std::uint8_t invoke_id, core::Direction direction, ApduType type) {
  const std::uint64_t rest =
      std::uint64_t{invoke_id} << 16 | core::index(direction) << 8 | static_cast<std::uint8_t>(type);
  return core::hash_combine(devices, rest);
}

Verdict judge_npdu(core::Bytes bytes) {
  Npdu npdu;
  std::optional<core::Bytes> content;
  if (read_npdu(bytes, npdu, content)) return Verdict::no;
  constexpr std::uint8_t reserved = 0x50;  // 6.2.2
  if ((*npdu.control & reserved) != 0) return Verdict::no;
  if (npdu.carries_message()) {
    NetworkMessage message;
    return read_network_message(*content, message) ? Verdict::no : Verdict::yes;
  }
  std::optional<Apdu> apdu;
  std::optional<core::Bytes> parameters;
  return read_apdu(*content, apdu, parameters) ? Verdict::no : Verdict::yes;
}

}  // namespace

const DecoderInfo& Decoder::info() {
  static const DecoderInfo info{
      .protocol = {"bacnet"},
      .title = "BACnet/IP, BACnet/IPv6, BACnet over Ethernet",
      .specification = "ANSI/ASHRAE 135-2020",
      .over_udp = true,
      .ports = ports,
      .links = links,
      .defects = defect_table(),
      .operations = operation_names(),
      .spaces = space_names(),
      .max_message = 65'535,
  };
  return info;
}

Verdict Decoder::probe(const Chunk& chunk) {
  if (chunk.transport == core::IpProtocol::none) return judge_npdu(chunk.bytes);
  LinkHeader link;
  std::optional<core::Bytes> npdu;
  if (read_link(chunk.bytes, link, npdu)) return Verdict::no;
  if (link.result && result_name(link.type, *link.result).empty()) return Verdict::no;
  return npdu ? judge_npdu(*npdu) : Verdict::yes;
}

Decoder::Decoder(const Opening& opening) {
  if (opening.from_client) requests_missed_ = {false, false};
}

void Decoder::on_gap(core::Direction direction) {
  requests_missed_[core::index(direction)] = true;
}

core::Progress Decoder::decode(const Chunk& chunk, Message& message) {
  message.clear();
  release_whole(*chunk.memory);
  const std::size_t size = chunk.bytes.size();
  const auto flaw = read(chunk, message);
  // Any program may be given this port for a moment: what doesn't even begin like BACnet is for others to read.
  const bool foreign = flaw && flaw->defect == Defect::bad_bvlc_type;
  if (foreign && !speaks_bacnet_) return core::Progress::not_mine();
  if (!foreign) speaks_bacnet_ = true;
  if (!flaw) return core::Progress::done(size);
  message.defect = flaw->defect;
  return core::Progress::malformed(size, static_cast<std::uint8_t>(flaw->defect), std::min(flaw->offset, size));
}

std::optional<Flaw> Decoder::read(const Chunk& chunk, Message& message) {
  if (chunk.transport == core::IpProtocol::none || !read_everyday(chunk.bytes, message)) {
    const auto flaw = read_layers(chunk, message);
    // What is wrong outside changes no state: nobody knows what its receiver makes of it.
    if (flaw && message.apdu && message.apdu->segmented) message.parameters.reset();
    if (flaw || !message.apdu) return flaw;
  }
  return read_application(chunk, message);
}

/// The headers of all layers that there are.
std::optional<Flaw> Decoder::read_layers(const Chunk& chunk, Message& message) {
  std::optional<Flaw> flaw;
  std::optional<core::Bytes> npdu = chunk.bytes, content;
  if (chunk.transport != core::IpProtocol::none) {
    npdu.reset();
    flaw = read_link(chunk.bytes, message.link, npdu);
    if (!flaw) match_link(chunk, message);
  }
  if (!npdu) return flaw;
  const auto offset_of = [&](core::Bytes part) { return static_cast<std::size_t>(part.data() - chunk.bytes.data()); };
  const auto note = [&](const std::optional<Flaw>& found, core::Bytes part) {
    if (found && !flaw) flaw = Flaw{found->defect, offset_of(part) + found->offset};
  };
  note(read_npdu(*npdu, message.npdu.emplace(), content), *npdu);
  if (!content) return flaw;
  if (message.npdu->carries_message()) {
    note(read_network_message(*content, message.network.emplace()), *content);
    return flaw;
  }
  note(read_apdu(*content, message.apdu, message.parameters), *content);
  return flaw;
}

/// The message has the parameters of its service, or a segment of them, if any.
std::optional<Flaw> Decoder::read_application(const Chunk& chunk, Message& message) {
  const Apdu& apdu = *message.apdu;
  const bool answers = is_answer(apdu);
  const std::uint64_t devices = devices_of(*message.npdu, answers);
  const OpenRequest* const request = answers ? find_request(chunk, devices, apdu) : nullptr;
  if (request) message.request = *request;
  const std::uint8_t* const begin = message.parameters ? message.parameters->data() : chunk.bytes.data();
  const auto behind_headers = [&](Defect defect, std::size_t offset) {
    return Flaw{defect, static_cast<std::size_t>(begin - chunk.bytes.data()) + offset};
  };
  if (apdu.segmented) {
    const core::Bytes segment = std::exchange(message.parameters, {}).value_or(core::Bytes{});
    if (const auto flaw = assemble(chunk, segment, devices, message)) return behind_headers(flaw->defect, flaw->offset);
  }
  if (apdu.type == ApduType::abort) abandon_segments(chunk, devices, apdu);
  std::optional<ServiceFlaw> flaw;
  if (message.parameters &&
      !scan_service(apdu.type, *apdu.service, *message.parameters, message.objects, message.device)) {
    Check check{message};
    flaw = walk(message, check);
  }
  if (apdu.type == ApduType::confirmed_request) open_request(chunk, devices, subject_of(message), message);
  const bool more_to_come = apdu.type == ApduType::segment_ack || (apdu.segmented && !message.parameters);
  if (answers && !more_to_come) close_request(chunk.direction, request, message);
  if (flaw) return behind_headers(flaw->defect, flaw->offset);
  return {};
}

/// What either side has sent of the exchange so far comes to nothing.
void Decoder::abandon_segments(const Chunk& chunk, std::uint64_t devices, const Apdu& apdu) {
  const core::Direction here = chunk.direction, there = core::opposite(here);
  const core::Direction asking = apdu.by_server ? there : here;
  abandon(*chunk.memory, name_of(devices, *apdu.invoke_id, asking, ApduType::confirmed_request));
  abandon(*chunk.memory, name_of(devices, *apdu.invoke_id, core::opposite(asking), ApduType::complex_ack));
}

/// One segment of a message, which with the last of them is whole.
std::optional<Flaw> Decoder::assemble(const Chunk& chunk, core::Bytes part, std::uint64_t devices, Message& message) {
  const Apdu& apdu = *message.apdu;
  const std::uint64_t name = name_of(devices, *apdu.invoke_id, chunk.direction, apdu.type);
  const Collected collected =
      collect(*chunk.memory, {.message = name,
                              .service = *apdu.service,
                              .sequence_number = *apdu.sequence_number,
                              .more_follows = apdu.more_follows,
                              .max_segments = message.request ? message.request->max_segments : 0u,
                              .bytes = part});
  message.repeated_segment = collected.repeated;
  if (collected.defect) return Flaw{*collected.defect, 0};
  if (!collected.whole) return {};
  whole_ = name;
  message.parameters = collected.whole;
  message.segments = collected.segments;
  return {};
}

void Decoder::release_whole(Memory& memory) {
  if (whole_) release(memory, *whole_);
  whole_.reset();
}

/// Results and tables belong to what was last asked for in the other direction (J.2.1). Broadcasts to be distributed
/// are not remembered: they are answered only where they were refused, and then the result says so.
void Decoder::match_link(const Chunk& chunk, Message& message) {
  if (!message.link.function) return;
  LinkRequest& asked = link_requests_[core::index(core::opposite(chunk.direction))];
  std::optional<LinkFunction> answers;
  switch (*message.link.function) {
    case LinkFunction::result:
      answers = refused_function(message.link.type, *message.link.result);
      if (!answers) answers = asked.function;
      break;
    case LinkFunction::read_broadcast_distribution_table_ack:
      answers = LinkFunction::read_broadcast_distribution_table;
      break;
    case LinkFunction::read_foreign_device_table_ack:
      answers = LinkFunction::read_foreign_device_table;
      break;
    case LinkFunction::address_resolution_ack:
      answers = LinkFunction::address_resolution;
      break;
    case LinkFunction::virtual_address_resolution_ack:
      answers = LinkFunction::virtual_address_resolution;
      break;
    case LinkFunction::write_broadcast_distribution_table:
    case LinkFunction::read_broadcast_distribution_table:
    case LinkFunction::register_foreign_device:
    case LinkFunction::read_foreign_device_table:
    case LinkFunction::delete_foreign_device_table_entry:
    case LinkFunction::address_resolution:
    case LinkFunction::virtual_address_resolution:
      link_requests_[core::index(chunk.direction)] = {chunk.frame, message.link.function};
      return;
    default:
      return;
  }
  message.asked_function = answers;
  if (!answers || asked.function != answers) return;
  message.asked_frame = asked.frame;
  asked = {};
}

void Decoder::open_request(const Chunk& chunk, std::uint64_t devices, const Subject& subject, const Message& message) {
  const Apdu& apdu = *message.apdu;
  const OpenRequest request{.frame = chunk.frame,
                            .devices = static_cast<std::uint32_t>(devices),
                            .subject = subject,
                            .invoke_id = *apdu.invoke_id,
                            .service = *apdu.service,
                            .max_segments = static_cast<std::uint8_t>(apdu.max_segments().value_or(0)),
                            .direction = chunk.direction};
  // Later segments say again what the first one said.
  if (apdu.segmented && *apdu.sequence_number != 0) requests_.erase(request);
  if (!requests_.add(request)) requests_missed_[core::index(chunk.direction)] = true;
}

const OpenRequest* Decoder::find_request(const Chunk& chunk, std::uint64_t devices, const Apdu& apdu) const {
  return requests_.find({.devices = static_cast<std::uint32_t>(devices),
                         .invoke_id = *apdu.invoke_id,
                         .service = apdu.service,
                         .direction = chunk.direction});
}

/// `request` as it was found, or nullptr.
void Decoder::close_request(core::Direction direction, const OpenRequest* request, Message& message) {
  bool& missed = requests_missed_[core::index(core::opposite(direction))];
  message.unmatched = request == nullptr && !missed;
  if (request == nullptr) return;
  requests_.erase_found(request);
  missed = false;
}

}  // namespace vedette::decoders::bacnet
