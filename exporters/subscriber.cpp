// SPDX-License-Identifier: Apache-2.0
#include "exporters/subscriber.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>

#include "exporters/chain.h"
#include "exporters/sockets.h"
#include "exporters/utf8.h"
#include "exporters/wire.h"

namespace vedette::exporters {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// An unanswered request is repeated after so long, and so is one into a silence: the last record that PUB dropped
/// would be noticed by nothing else.
constexpr milliseconds ask_again{1000};
constexpr milliseconds notice_stop{200};
constexpr int linger_ms = 1000;
constexpr int max_waiting_requests = 16;
constexpr std::int64_t max_received_frame = max_envelope + 4096;

class Subscription {
 public:
  Subscription(const SubscribeOptions& options, const Deliver& deliver)
      : options_(options),
        deliver_(deliver),
        verifier_(options.trusted, options.from),
        context_(make_context()),
        live_(context_, ZMQ_SUB),
        replay_(context_, ZMQ_DEALER) {}

  core::Result<SubscribeSummary> run() {
    if (auto done = connect(); !done) return std::unexpected(done.error());
    last_news_ = Clock::now();
    while (!end_) {
      wait();
      if (auto done = receive(); !done) return std::unexpected(done.error());
      acknowledge();
      ask();
      if (!end_) look_at_the_clock();
    }
    if (*end_ == SubscribeSummary::End::idle && !answered_) {
      return core::unavailable(fmt::format("endpoint '{}': nobody answers", options_.endpoint.publish));
    }
    summary_.end = *end_;
    return summary_;
  }

 private:
  using End = SubscribeSummary::End;

  core::Result<void> connect() {
    for (Socket* socket : {&live_, &replay_}) {
      zmq_setsockopt(socket->raw(), ZMQ_MAXMSGSIZE, &max_received_frame, sizeof max_received_frame);
    }
    live_.set(ZMQ_LINGER, 0);
    live_.subscribe_to_all();
    replay_.set(ZMQ_LINGER, linger_ms);  // the last acknowledgement still goes out
    replay_.set(ZMQ_IMMEDIATE, 1);       // requests wait here until there is somebody to ask
    replay_.set(ZMQ_SNDHWM, max_waiting_requests);
    if (auto done = live_.connect(options_.endpoint.publish); !done) return done;
    return replay_.connect(options_.endpoint.replay);
  }

  void wait() {
    const short replay_events = static_cast<short>(ZMQ_POLLIN | (ask_ ? ZMQ_POLLOUT : 0));
    std::array<zmq_pollitem_t, 2> items{{{live_.raw(), 0, ZMQ_POLLIN, 0}, {replay_.raw(), 0, replay_events, 0}}};
    zmq_poll(items.data(), static_cast<int>(items.size()), notice_stop.count());
    can_ask_ = (items[1].revents & ZMQ_POLLOUT) != 0;
  }

  /// A page at most of each, so that acknowledgements and the clock have their turn.
  core::Result<void> receive() {
    for (std::size_t i = 0; i <= replay_page && !end_; ++i) {
      const auto frames = replay_.receive();
      if (!frames) break;
      if (auto done = take_answer(*frames); !done) return done;
    }
    for (std::size_t i = 0; i <= replay_page && !end_; ++i) {
      const auto frames = live_.receive();
      if (!frames) break;
      if (auto done = take_live(*frames); !done) return done;
    }
    return {};
  }

  core::Result<void> take_answer(const Frames& frames) {
    answered_ = true;
    if (frames.size() == 1) return take_replayed(core::as_bytes(frames[0]));
    const auto last = frames.size() == 2 && frames[0] == end_of_page ? read_sequence_frame(frames[1]) : std::nullopt;
    if (!last)
      return refuse(verifier_.expected_sequence(), {Flaw::undecodable, "the answer to a replay has no meaning"});
    return take_end(*last);
  }

  core::Result<void> take_replayed(core::Bytes envelope) {
    auto record = open(envelope, options_.trusted);
    if (!record) return refuse_envelope(envelope, record.error());
    // Asked for twice, or published meanwhile.
    if (record->sequence < verifier_.expected_sequence() && of_this_chain(*record)) return {};
    return deliver(std::move(*record), envelope);
  }

  core::Result<void> take_end(std::uint64_t last) {
    const std::uint64_t reached = verifier_.head().sequence;
    if (reached > 0 && last < reached) {
      return refuse(last + 1, {Flaw::sequence, fmt::format("the publisher's journal ends before it, but record {} was "
                                                           "received: it was cut or replaced",
                                                           reached)});
    }
    if (options_.until_closed && closing_ && last == reached) end_ = End::closed;
    // A page was not all there is. Without progress it's the clock's turn to ask, not an endless loop's.
    if (last >= verifier_.expected_sequence() && verifier_.expected_sequence() > asked_for_) ask_ = true;
    acknowledged_ = 0;  // said again with each answer, should it have been lost
    waiting_ = false;
    return {};
  }

  core::Result<void> take_live(const Frames& frames) {
    answered_ = true;
    if (frames.size() != 2) {
      return refuse(verifier_.expected_sequence(), {Flaw::undecodable, "a publication has not two frames"});
    }
    const core::Bytes envelope = core::as_bytes(frames[1]);
    auto record = open(envelope, options_.trusted);
    if (!record) return refuse_envelope(envelope, record.error());
    if (topic_of(*record) != frames[0]) {
      return refuse(record->sequence, {Flaw::topic, fmt::format("published as '{}' instead of '{}'",
                                                                printable(frames[0]), topic_of(*record))});
    }
    if (!of_this_chain(*record) || record->sequence == verifier_.expected_sequence()) {
      const auto* checkpoint = std::get_if<Checkpoint>(&record->body);
      const bool closes = checkpoint != nullptr && checkpoint->closing;
      auto done = deliver(std::move(*record), envelope);
      if (done && closes && options_.until_closed && !end_) end_ = End::closed;
      return done;
    }
    // It was committed before it was published, so the replay holds it with all that is missing before it.
    if (record->sequence > verifier_.expected_sequence() && !waiting_) ask_ = true;
    return {};
  }

  bool of_this_chain(const Record& record) const {
    return verifier_.head().sequence == 0 || record.chain == verifier_.head().chain;
  }

  core::Result<void> deliver(Record record, core::Bytes envelope) {
    const std::uint64_t expected = verifier_.expected_sequence();
    const auto followed = verifier_.follow(std::move(record), envelope);
    if (!followed) {
      const bool missing = followed.error().flaw == Flaw::sequence;
      return missing ? refuse(expected, {Flaw::sequence, "is missing, and the publisher's journal has it no more"})
                     : refuse_envelope(envelope, followed.error());
    }
    const auto* checkpoint = std::get_if<Checkpoint>(&followed->body);
    closing_ = checkpoint != nullptr && checkpoint->closing;
    last_news_ = Clock::now();
    ++summary_.records;
    summary_.last = followed->sequence;
    if (!deliver_(*followed, envelope)) end_ = End::stopped;
    if (options_.count && summary_.records >= *options_.count) end_ = End::count;
    return {};
  }

  core::Result<void> refuse_envelope(core::Bytes envelope, const Rejection& rejection) {
    return refuse(claimed_sequence(envelope).value_or(verifier_.expected_sequence()), rejection);
  }
  core::Result<void> refuse(std::uint64_t sequence, const Rejection& rejection) {
    return core::answer_is_no(fmt::format("record {}: {}: {}", sequence, to_string(rejection.flaw), rejection.message));
  }

  void acknowledge() {
    const std::uint64_t reached = verifier_.head().sequence;
    if (reached > acknowledged_ && replay_.send({std::string{acknowledgement}, sequence_frame(reached)})) {
      acknowledged_ = reached;
    }
  }

  void ask() {
    if (!ask_ || !can_ask_ || end_) return;
    asked_for_ = verifier_.expected_sequence();
    if (!replay_.send({std::string{replay_request}, sequence_frame(asked_for_)})) return;
    ask_ = false;
    waiting_ = true;
    asked_at_ = Clock::now();
  }

  void look_at_the_clock() {
    const auto now = Clock::now();
    if (options_.stop != nullptr && options_.stop->load()) end_ = End::stopped;
    if (options_.idle && now - last_news_ >= *options_.idle) end_ = End::idle;
    if (now - asked_at_ >= ask_again) {
      ask_ = true;
      waiting_ = false;
    }
  }

  const SubscribeOptions& options_;
  const Deliver& deliver_;
  ChainVerifier verifier_;
  Context context_;
  Socket live_, replay_;
  SubscribeSummary summary_;
  std::optional<End> end_;
  Clock::time_point last_news_, asked_at_;
  std::uint64_t asked_for_ = 0, acknowledged_ = 0;
  bool ask_ = true;        ///< a replay request is due
  bool can_ask_ = false;   ///< and somebody is connected to take it
  bool waiting_ = false;   ///< one is on its way, and not yet overdue
  bool answered_ = false;  ///< anything ever came
  bool closing_ = false;   ///< the last record closes the chain
};

}  // namespace

core::Result<SubscribeSummary> subscribe(const SubscribeOptions& options, const Deliver& deliver) {
  return Subscription{options, deliver}.run();
}

}  // namespace vedette::exporters
