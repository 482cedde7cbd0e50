// SPDX-License-Identifier: Apache-2.0
#include "decoders/application.h"

#include <algorithm>
#include <variant>

namespace vedette::decoders {
namespace {

// A test tool may send many broken messages before the first good one.
constexpr std::uint8_t max_malformed_in_a_row = 32;
constexpr std::size_t max_skipped_messages = 8;  // of the longest kind
constexpr std::size_t max_probe_bytes = 4096;
// Something is known to follow, in whatever pieces: clients of WebSockets send the first message octet by octet.
constexpr std::uint8_t probes_after_hand_over = 255;
static_assert(decoder_count <= 64, "Application::rejected has one bit per decoder");

bool runs_over(const DecoderInfo& info, core::IpProtocol transport) {
  return transport == core::IpProtocol::tcp ? info.over_tcp : transport == core::IpProtocol::udp && info.over_udp;
}
bool has_port(const DecoderInfo& info, core::Port port) {
  return std::ranges::find(info.ports, port.number) != info.ports.end();
}
bool is_rejected(std::uint64_t rejected, std::size_t decoder) {
  return (rejected >> decoder & 1) != 0;
}

}  // namespace

std::optional<PortMatch> match_port(const core::FlowKey& key, std::uint64_t rejected) {
  const auto infos = decoder_infos();
  std::optional<PortMatch> best;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    if (is_rejected(rejected, i) || !runs_over(*infos[i], key.protocol)) continue;
    const bool to_a = has_port(*infos[i], key.port_a);
    const bool to_b = has_port(*infos[i], key.port_b);
    if (to_a && to_b) return PortMatch{i, std::nullopt, key.port_a};
    const core::Port port = to_a ? key.port_a : key.port_b;
    // A client may have any high port, also one that is another protocol's: 44818 towards 53 asks for a name.
    if ((to_a || to_b) && (!best || port < best->port))
      best = PortMatch{i, to_a ? core::Direction::b_to_a : core::Direction::a_to_b, port};
  }
  return best;
}

std::optional<std::size_t> match_link(LinkProtocol protocol) {
  const auto infos = decoder_infos();
  for (std::size_t i = 0; i < infos.size(); ++i) {
    if (std::ranges::find(infos[i]->links, protocol) != infos[i]->links.end()) return i;
  }
  return std::nullopt;
}

/// What becomes of the messages of one conversation.
template <typename D>
class ApplicationLayer::Handler {
 public:
  Handler(ApplicationLayer& layer, Flow& flow, core::Direction direction)
      : layer_(layer), flow_(flow), direction_(direction) {}

  void on_message(const typename D::Message& message, std::size_t size, FrameMark mark) {
    ++layer_.stats_.messages;
    if constexpr (requires { message.unmatched; }) layer_.stats_.unmatched_responses += message.unmatched ? 1 : 0;
    flow_.application.malformed_in_a_row = 0;
    flow_.application.had_good_message = true;
    const MessageContext context = layer_.context_of(flow_, direction_, mark);
    layer_.emitter_.set_message(context, D::info().protocol, size);
    D::observe(message, layer_.emitter_);
    if (!layer_.sink_) return;
    layer_.sink_->begin(context, D::info());
    D::describe(message, layer_.sink_->fields());
    layer_.sink_->end();
  }

  bool on_malformed(const typename D::Message* message, std::size_t size, std::size_t code, const DefectInfo& defect,
                    std::size_t offset, FrameMark mark) {
    ++layer_.stats_.malformed;
    const MessageContext context = layer_.context_of(flow_, direction_, mark);
    layer_.emitter_.set_message(context, D::info().protocol, size);
    layer_.emitter_.add_malformed(defect.name, static_cast<std::uint32_t>(code));
    if (layer_.sink_) describe(context, message, defect, offset);
    Application& application = flow_.application;
    return application.had_good_message || ++application.malformed_in_a_row < max_malformed_in_a_row;
  }

  bool on_skipped(std::size_t size) {
    Application& application = flow_.application;
    application.skipped_bytes += size;
    return application.had_good_message || application.skipped_bytes < max_skipped_messages * D::info().max_message;
  }

 private:
  void describe(const MessageContext& context, const typename D::Message* message, const DefectInfo& defect,
                std::size_t offset) {
    layer_.sink_->begin(context, D::info());
    core::FieldWriter& fields = layer_.sink_->fields();
    if (message) D::describe(*message, fields);
    fields.begin_object("malformed");
    fields.text("defect", defect.name);
    fields.number("offset", offset);
    fields.end_object();
    layer_.sink_->end();
  }

  ApplicationLayer& layer_;
  Flow& flow_;
  core::Direction direction_;
};

void ApplicationLayer::open(Flow& flow, const std::optional<PortMatch>& match) {
  if (match) attach(flow, match->decoder, &*match);
}

void ApplicationLayer::open_as(Flow& flow, std::size_t decoder) {
  attach(flow, decoder, nullptr);
}

template <typename Source>
bool ApplicationLayer::identify(Flow& flow, core::Direction direction, Source& source) {
  Application& application = flow.application;
  if (application.phase != Application::Phase::probing || source.ready().empty()) return false;
  Chunk chunk = chunk_of(flow, direction, nullptr);
  chunk.bytes = source.ready();
  chunk.segment_start = source.at_segment_start();
  chunk.finished = source.is_finished();
  std::uint8_t& left = application.probes_left[core::index(direction)];
  bool undecided = false;
  if (left > 0) {
    --left;
    if (const auto decoder = probe(flow, chunk, undecided)) {
      attach(flow, *decoder, nullptr);
      return true;
    }
  }
  if (!undecided || left == 0 || chunk.finished || chunk.bytes.size() > max_probe_bytes) {
    source.consume(chunk.bytes.size());
  }
  if (application.probes_left == std::array<std::uint8_t, 2>{}) application.phase = Application::Phase::unknown;
  return false;
}

template <typename Source>
bool ApplicationLayer::feed(Flow& flow, core::Direction direction, Source& source) {
  Application& application = flow.application;
  if (application.phase == Application::Phase::unknown) source.consume(source.ready().size());
  if (application.phase != Application::Phase::attached) return false;
  Memory memory{keep_, flow.memory};
  const Taken taken = std::visit(
      [&]<typename D>(D& decoder) {
        if constexpr (std::same_as<D, std::monostate>) {
          return Taken::all;
        } else {
          Handler<D> handler(*this, flow, direction);
          return take_messages(decoder, std::get<typename D::Message>(messages_), chunk_of(flow, direction, &memory),
                               source, handler);
        }
      },
      application.decoder);
  const std::size_t decoder = application.decoder.index() - 1;
  if (taken == Taken::not_mine) reject(flow, direction, decoder);
  if (taken == Taken::handed_over) {
    detach(flow, decoder);
    application.probes_left.fill(probes_after_hand_over);
  }
  return taken == Taken::handed_over;
}

template bool ApplicationLayer::identify(Flow&, core::Direction, TcpStream&);
template bool ApplicationLayer::identify(Flow&, core::Direction, Datagram&);
template bool ApplicationLayer::feed(Flow&, core::Direction, TcpStream&);
template bool ApplicationLayer::feed(Flow&, core::Direction, Datagram&);

void ApplicationLayer::gap(Flow& flow, core::Direction direction) {
  std::visit(
      [&]<typename D>(D& decoder) {
        if constexpr (!std::same_as<D, std::monostate>) decoder.on_gap(direction);
      },
      flow.application.decoder);
}

std::optional<std::size_t> ApplicationLayer::probe(Flow& flow, const Chunk& chunk, bool& undecided) {
  std::optional<std::size_t> found;
  std::size_t at = 0;
  for_each_decoder([&]<typename D>(std::type_identity<D>) {
    const std::size_t i = at++;
    if (found || is_rejected(flow.application.rejected, i) || !runs_over(D::info(), flow.key.protocol)) return;
    const Verdict verdict = D::probe(chunk);
    if (verdict == Verdict::yes) found = i;
    undecided = undecided || verdict == Verdict::maybe;
  });
  return found;
}

void ApplicationLayer::attach(Flow& flow, std::size_t decoder, const PortMatch* match) {
  const Opening opening{.from_client = flow.from_client,
                        .to_port = match ? match->to_port : std::nullopt,
                        .transport = flow.key.protocol,
                        .port = match ? match->port : core::Port{}};
  std::size_t at = 0;
  for_each_decoder([&]<typename D>(std::type_identity<D>) {
    if (at++ == decoder) flow.application.decoder.emplace<D>(opening);
  });
  flow.application.phase = Application::Phase::attached;
}

// The conversation is on a port of a protocol that it doesn't speak, or was taken for one by its first bytes.
void ApplicationLayer::reject(Flow& flow, core::Direction direction, std::size_t decoder) {
  const MessageContext context = context_of(flow, direction, {emitter_.moment().seq, emitter_.moment().stamp});
  emitter_.set_message(context, decoder_infos()[decoder]->protocol, 0);
  emitter_.add_malformed(rejection_name(decoder), 0);
  detach(flow, decoder);
}

// The others are asked who goes on.
void ApplicationLayer::detach(Flow& flow, std::size_t decoder) {
  keep_.forget(flow.memory);
  const std::uint64_t rejected = flow.application.rejected | std::uint64_t{1} << decoder;
  flow.application = {};
  flow.application.rejected = rejected;
}

Chunk ApplicationLayer::chunk_of(const Flow& flow, core::Direction direction, Memory* memory) const {
  const Moment& moment = emitter_.moment();
  const Ends& ends = flow.ends[core::index(direction)];
  return {.bytes = {},
          .direction = direction,
          .time = moment.now,
          .frame = moment.seq,
          .transport = flow.key.protocol,
          .source_port = ends.sender.port,
          .target_port = ends.receiver.port,
          .memory = memory};
}

MessageContext ApplicationLayer::context_of(const Flow& flow, core::Direction direction, FrameMark mark) const {
  const Ends& ends = flow.ends[core::index(direction)];
  return {.time = emitter_.moment().now,
          .seq = emitter_.moment().seq,
          .frame = mark.frame,
          .frame_time = mark.time,
          .precision = precision_,
          .flow = flow.id,
          .sender = ends.sender,
          .receiver = ends.receiver,
          .transport = flow.key.protocol,
          .direction = direction,
          .tunnels = std::span{flow.tunnels}.first(flow.tunnel_count)};
}

}  // namespace vedette::decoders
