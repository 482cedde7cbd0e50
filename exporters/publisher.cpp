// SPDX-License-Identifier: Apache-2.0
#include "exporters/publisher.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <thread>
#include <utility>
#include <vector>

#include "exporters/boundary.h"
#include "exporters/chain.h"
#include "exporters/endpoint.h"
#include "exporters/journal.h"
#include "exporters/replay_server.h"
#include "exporters/sockets.h"

namespace vedette::exporters {
namespace {

// One flush of the disk serves all that arrives while a person would not notice the wait.
constexpr std::size_t max_group = 256;
constexpr std::chrono::milliseconds max_group_wait{5};
constexpr int linger_ms = 1000;

core::Timestamp wall_clock() {
  return core::Timestamp{
      std::chrono::duration_cast<core::Duration>(std::chrono::system_clock::now().time_since_epoch())};
}

/// Holds the journal of a publisher that was given none, so that there is one way for all.
class TemporaryFolder {
 public:
  static core::Result<TemporaryFolder> make() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "vedette-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr) {
      return core::unavailable(fmt::format("{}: temporary folder can't be made: {}", name, std::strerror(errno)));
    }
    return TemporaryFolder{std::move(name)};
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

/// Where records go out; absent without an endpoint.
struct Output {
  Socket publish;
  std::unique_ptr<ReplayServer> replay;

  static core::Result<std::unique_ptr<Output>> open(const std::string& endpoint_text,
                                                    const std::filesystem::path& journal) {
    const auto endpoint = Endpoint::parse_to_bind(endpoint_text);
    if (!endpoint) return std::unexpected(endpoint.error());
    auto reader = JournalReader::open(journal);
    if (!reader) return std::unexpected(reader.error());
    const Context context = make_context();
    Socket publish{context, ZMQ_PUB};
    publish.set(ZMQ_LINGER, linger_ms);
    if (auto bound = publish.bind(endpoint->publish); !bound) return std::unexpected(bound.error());
    auto replay = ReplayServer::start(context, endpoint->replay, std::move(*reader));
    if (!replay) return std::unexpected(replay.error());
    return std::make_unique<Output>(std::move(publish), std::move(*replay));
  }
  Output(Socket publish_socket, std::unique_ptr<ReplayServer> server)
      : publish(std::move(publish_socket)), replay(std::move(server)) {}
};

}  // namespace

/// Members are destroyed from the last: readers of the journal before it, and its folder at the very end.
class Publisher::Worker {
 public:
  Worker(PublisherOptions options, PrivateKey key, Channel& channel, std::optional<TemporaryFolder> folder,
         Journal journal, std::unique_ptr<Output> output)
      : options_(std::move(options)),
        channel_(channel),
        folder_(std::move(folder)),
        journal_(std::move(journal)),
        chain_(std::move(key), journal_.head(), options_.site, options_.sensor),
        output_(std::move(output)),
        thread_([this] { run(); }) {}

  ~Worker() { stop(); }

  core::Result<PublishSummary> finish() {
    stop();
    if (!result_) return std::unexpected(result_.error());
    if (output_) {
      summary_.acknowledged = output_->replay->wait_for_acknowledgement(summary_.last, options_.linger);
      summary_.bad_requests = output_->replay->refused();
    }
    return summary_;
  }

 private:
  void stop() {
    channel_.close();
    if (thread_.joinable()) thread_.join();
  }

  void run() {
    result_ = publish_all();
    if (!result_) channel_.close();
  }

  core::Result<void> publish_all() {
    std::vector<std::string> frames;
    while (collect(frames)) {
      std::vector<ChainWriter::Sealed> group;
      for (const std::string& frame : frames) {
        if (auto done = seal_frame(frame, group); !done) return done;
      }
      if (auto done = commit_and_publish(group); !done) return done;
    }
    std::vector<ChainWriter::Sealed> end;
    if (auto done = seal_body(Checkpoint{.closing = true}, end); !done) return done;
    return commit_and_publish(end);
  }

  /// The frames of one group; false at the end of the channel.
  bool collect(std::vector<std::string>& frames) {
    frames.clear();
    std::string frame;
    auto popped = channel_.pop(frame);
    const auto deadline = std::chrono::steady_clock::now() + max_group_wait;
    while (popped == Channel::Popped::frame) {
      frames.push_back(std::move(frame));
      if (frames.size() == max_group) break;
      popped = channel_.pop(frame, deadline);
    }
    return !frames.empty();
  }

  core::Result<void> seal_frame(const std::string& frame, std::vector<ChainWriter::Sealed>& group) {
    auto alert = decode(frame);
    if (!alert) {
      if (summary_.refused++ == 0) summary_.first_refusal = alert.error().message;
      return {};
    }
    ++summary_.alerts;
    if (auto done = seal_body(std::move(*alert), group); !done) return done;
    const bool due = options_.checkpoint_every > 0 && since_checkpoint_ >= options_.checkpoint_every;
    return due ? seal_body(Checkpoint{}, group) : core::Result<void>{};
  }

  core::Result<void> seal_body(std::variant<core::Alert, Checkpoint> body, std::vector<ChainWriter::Sealed>& group) {
    const bool is_checkpoint = std::holds_alternative<Checkpoint>(body);
    auto sealed = chain_.append(std::move(body), wall_clock());
    if (!sealed) return std::unexpected(sealed.error());
    since_checkpoint_ = is_checkpoint ? 0 : since_checkpoint_ + 1;
    group.push_back(std::move(*sealed));
    return {};
  }

  core::Result<void> commit_and_publish(std::vector<ChainWriter::Sealed>& group) {
    std::vector<StoredEnvelope> rows;
    rows.reserve(group.size());
    for (ChainWriter::Sealed& sealed : group) rows.push_back({sealed.record.sequence, std::move(sealed.envelope)});
    if (auto done = journal_.append(rows); !done) return done;
    summary_.last = chain_.head().sequence;
    if (!output_) return {};
    // What PUB drops, subscribers fetch from the journal.
    for (std::size_t i = 0; i < group.size(); ++i) output_->publish.send({topic_of(group[i].record), rows[i].envelope});
    return {};
  }

  PublisherOptions options_;
  Channel& channel_;
  std::optional<TemporaryFolder> folder_;
  Journal journal_;
  ChainWriter chain_;
  std::unique_ptr<Output> output_;
  std::uint64_t since_checkpoint_ = 0;
  PublishSummary summary_;
  core::Result<void> result_;
  std::thread thread_;
};

Publisher::Publisher(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}
Publisher::~Publisher() = default;

core::Result<std::unique_ptr<Publisher>> Publisher::start(PublisherOptions options, PrivateKey key, Channel& channel) {
  // Before a journal is made for it.
  if (options.endpoint) {
    if (const auto endpoint = Endpoint::parse_to_bind(*options.endpoint); !endpoint) {
      return std::unexpected(endpoint.error());
    }
  }
  std::optional<TemporaryFolder> folder;
  if (!options.journal) {
    auto made = TemporaryFolder::make();
    if (!made) return std::unexpected(made.error());
    folder = std::move(*made);
  }
  const auto path = folder ? folder->path() / "journal" : *options.journal;
  auto journal = Journal::open(path, key.public_key());
  if (!journal) return std::unexpected(journal.error());
  std::unique_ptr<Output> output;
  if (options.endpoint) {
    auto opened = Output::open(*options.endpoint, path);
    if (!opened) return std::unexpected(opened.error());
    output = std::move(*opened);
  }
  return std::unique_ptr<Publisher>{new Publisher{std::make_unique<Worker>(
      std::move(options), std::move(key), channel, std::move(folder), std::move(*journal), std::move(output))}};
}

core::Result<PublishSummary> Publisher::finish() {
  return worker_->finish();
}

}  // namespace vedette::exporters
