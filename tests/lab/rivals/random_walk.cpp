// SPDX-License-Identifier: Apache-2.0
// Threshold random walk (Jung et al. 2004, sections 4 and 5): each first contact of a source succeeds or fails, and the
// likelihood ratio of a scanner against a harmless host walks up or down with it. Probabilities and bounds are the
// paper's: success 0.8 of harmless hosts, 0.2 of scanners; false alarms 0.01, detections 0.99. A contact is one of a
// host and a port of it, where the paper, which sits at the border of a network, takes hosts alone.
#include <deque>
#include <map>
#include <set>

#include "tests/lab/rivals/rival.h"

namespace vedette::rivals {
namespace {

constexpr double success_harmless = 0.8, success_scanner = 0.2;
constexpr double upper = 0.99 / 0.01, lower = (1 - 0.99) / (1 - 0.01);
constexpr core::Duration answer_within = std::chrono::seconds{5};  // else the contact has failed

class RandomWalk : public Rival {
 public:
  std::string_view name() const override { return "random_walk"; }
  std::string_view what() const override { return "first contacts that fail, threshold random walk"; }

  /// It has nothing to learn but who knows whom.
  void learn(const core::Observation& o) override {
    if (is_attempt(o)) known_.insert(contact_of(o));
  }
  void freeze() override {}

  void observe(const core::Observation& o, std::vector<Alarm>& alarms) override {
    while (!pending_.empty() && (pending_.front().at > o.time || o.time - pending_.front().at > answer_within)) {
      const Pending late = pending_.front();
      pending_.pop_front();
      if (open_.erase(late.contact) > 0) walk(late.contact, false, o, alarms);
    }
    if (o.verb != core::Verb::connect) return;
    const Contact contact = contact_of(o);
    if (is_attempt(o)) {
      if (!known_.insert(contact).second) return;
      open_.insert(contact);
      pending_.push_back({contact, o.time});
    } else if (o.kind == core::MessageKind::response && open_.erase(contact) > 0) {
      walk(contact, !o.refused, o, alarms);
    }
  }

 private:
  struct Contact {
    Device source, target;
    std::uint16_t port = 0;
    auto operator<=>(const Contact&) const = default;
  };
  struct Pending {
    Contact contact;
    core::Timestamp at;
  };

  static bool is_attempt(const core::Observation& o) {
    return o.verb == core::Verb::connect && o.kind == core::MessageKind::request;
  }
  static Contact contact_of(const core::Observation& o) {
    return {device_of(core::actor(o)), device_of(core::acted_on(o)), core::acted_on(o).port.number};
  }

  void walk(const Contact& contact, bool success, const core::Observation& o, std::vector<Alarm>& alarms) {
    double& ratio = ratios_.try_emplace(contact.source, 1.0).first->second;
    ratio *= success ? success_scanner / success_harmless : (1 - success_scanner) / (1 - success_harmless);
    if (ratio >= upper) alarms.push_back({contact.source, contact.target, o.time, "connects", {}, 0});
    // Either answer ends a walk; the next contact begins another.
    if (ratio >= upper || ratio <= lower) ratio = 1;
  }

  std::set<Contact> known_, open_;
  std::deque<Pending> pending_;
  std::map<Device, double> ratios_;
};

}  // namespace

std::unique_ptr<Rival> make_random_walk() {
  return std::make_unique<RandomWalk>();
}

}  // namespace vedette::rivals
