// SPDX-License-Identifier: Apache-2.0
// What an application decoder is: a folder decoders/<name>/ with a class `vedette::decoders::<name>::Decoder` that
// satisfies the concept below, and the word <name> in decoders/CMakeLists.txt. That word brings its sources, its place
// in the probe order, its tests in every suite and its fuzz target.
//
// A decoder is the state of one conversation, both directions. It is held inline in a closed variant, so it is small
// (see max_state_bytes), never allocates and is moved by copying; what doesn't fit inline (texts behind numbers, parts
// of messages) it puts into Chunk::memory, which is bounded and may forget. It never sees packets: the engine hands it
// contiguous bytes of one direction (a TCP stream from where the last message ended, one UDP datagram, or what one
// frame without IP carries) and keeps what it has not consumed. Framing, message decoding and output are apart:
//   decode()    finds one message at the start of the bytes and reads it into a Message
//   observe()   says what the message means, in the words of core::Observation
//   describe()  says all its fields by name, for `vedette decode`
// The engine holds a decoder to its word (decoders/message_loop.h): `done`, `partial`, `malformed` and `skipped`
// consume at least one byte; who asks for more than max_message, or for more of what is finished, has met a malformed
// message. A message longer than that is taken in parts. `handed_over` (after an HTTP upgrade) makes the engine ask the
// other decoders who goes on. The engine also makes the observation of what is malformed (Verb::malformed, operation:
// the defect's name) and writes `malformed{defect,offset}` behind describe(). 32 malformed messages, or 8 * max_message
// bytes skipped, without any good message end the decoder's part in the conversation, as `not_mine` does.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/bytes.h"
#include "core/field_writer.h"
#include "core/flow_key.h"
#include "core/observation.h"
#include "core/packet.h"
#include "core/progress.h"
#include "decoders/frame.h"
#include "decoders/keep.h"

namespace vedette::decoders {

struct DefectInfo {
  std::string_view name;     ///< token in outputs: "length_mismatch"
  std::string_view meaning;  ///< for `vedette describe`, with the section of the specification that it breaks
};

struct DecoderInfo {
  core::Protocol protocol;
  std::string_view title;          ///< "Modbus/TCP"
  std::string_view specification;  ///< where the format is defined
  bool over_tcp = false, over_udp = false;
  std::span<const std::uint16_t> ports;          ///< registered ports, of TCP and UDP alike: the server's side
  std::span<const LinkProtocol> links;           ///< carried by frames without IP under these numbers
  std::span<const DefectInfo> defects;           ///< core::Progress::defect indexes it
  std::span<const std::string_view> operations;  ///< names of Observation::operation, for files that scope by them
  std::span<const std::string_view> spaces;      ///< names of ObjectRef::space
  std::size_t max_message = 0;  ///< longest message in bytes; the engine never holds back more of a stream than this
  bool resynchronises = true;   ///< finds its next message behind a gap; else it says no more of that direction
};

enum class Verdict : std::uint8_t { no, maybe, yes };

/// What the engine knows about a conversation when its decoder begins.
struct Opening {
  std::optional<core::Direction> from_client{};  ///< seen: the direction of the one who opened it (SYN). Without it,
                                                 ///< the conversation was joined: its bytes may begin inside a message
  std::optional<core::Direction> to_port{};            ///< guessed: the direction towards a port of DecoderInfo::ports
  core::IpProtocol transport = core::IpProtocol::tcp;  ///< none: frames without IP
  core::Port port{};  ///< the one of DecoderInfo::ports that the conversation has; 0 where it was told by its bytes
};

/// Contiguous bytes of one direction.
struct Chunk {
  core::Bytes bytes;  ///< from the end of the last message; never empty
  core::Direction direction;
  core::Timestamp time;       ///< of the packet at hand
  std::uint64_t frame = 0;    ///< of the packet at hand
  bool segment_start = true;  ///< bytes begin where a segment (or datagram) began: a likely message boundary
  bool finished = false;      ///< no more will come in this direction (FIN, end of datagram)
  core::IpProtocol transport = core::IpProtocol::tcp;
  core::Port source_port{}, target_port{};  ///< 0 where the transport has none
  Memory* memory = nullptr;                 ///< of this conversation; there in decode(), not in probe()
};

/// What the engine knows of a message beside its content. What it refers to is the conversation's: valid for one call.
struct MessageContext {
  core::Timestamp time;        ///< monotonic packet time at which it became whole
  std::uint64_t seq = 0;       ///< frame at hand
  std::uint64_t frame = 0;     ///< highest-numbered frame that carries a byte of it
  core::Timestamp frame_time;  ///< as stamped on that frame: what decode prints
  core::TimePrecision precision = core::TimePrecision::microseconds;
  core::FlowId flow;
  const core::Endpoint &sender, &receiver;
  core::IpProtocol transport = core::IpProtocol::none;
  core::Direction direction = core::Direction::a_to_b;
  std::span<const Tunnel> tunnels;  ///< that the conversation came in, outermost first
};

/// Takes observations. add() fills in time, seq, part, flow, ends, protocol and transport from the context. An end
/// whose MAC or address is set already stays as it is, but for VLANs and network, which are those of the frame: a
/// message may speak of others than its sender and receiver (a forwarded broadcast, the lease of an address).
class Observer {
 public:
  virtual ~Observer() = default;
  /// The observation's text and values must stay valid only during the call: they are copied.
  virtual void add(const core::Observation& observation) = 0;
};

inline constexpr std::size_t max_state_bytes = 512;

template <typename D>
concept ApplicationDecoder =
    std::copyable<D> && std::constructible_from<D, const Opening&> && sizeof(D) <= max_state_bytes &&
    requires(D decoder, const D& fixed, const Chunk& chunk, typename D::Message& message,
             const typename D::Message& whole, core::Direction direction, core::FieldWriter& fields,
             Observer& observer) {
      { D::info() } -> std::same_as<const DecoderInfo&>;
      /// Is this the start of a message of this protocol? Called on the first bytes of either direction.
      { D::probe(chunk) } -> std::same_as<Verdict>;
      /// One message from the start of the chunk. Message may point into the chunk and into its memory; it is reused,
      /// so decode() begins by clearing what it says. After need_more it is called again with the same bytes and more:
      /// that must be cheap.
      /// A Message with a member `bool unmatched` has responses without request counted.
      { decoder.decode(chunk, message) } -> std::same_as<core::Progress>;
      /// Bytes were lost in this direction: what follows may begin inside a message.
      { decoder.on_gap(direction) };
      /// What it means. Called at once after decode() said done.
      { D::observe(whole, observer) };
      { D::describe(whole, fields) };
    };

/// Takes whole messages, for `vedette decode`. Called in order, from one thread.
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  virtual void begin(const MessageContext& context, const DecoderInfo& info) = 0;
  virtual core::FieldWriter& fields() = 0;
  virtual void end() = 0;
};

}  // namespace vedette::decoders
