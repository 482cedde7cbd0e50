// SPDX-License-Identifier: Apache-2.0
#include "models/role_template.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

#include "models/checks.h"
#include "models/embedded_templates.h"
#include "models/schema/template.pb.h"
#include "models/yaml_reader.h"

namespace vedette::models {
namespace {

const std::vector<std::string> features{"side", "sibling", "peer", "service", "function", "object"};
const std::vector<std::string> classes{"contact", "read", "write", "admin"};

Checked check_because(const Place& place, const std::string& because) {
  if (!because.empty()) return {};
  return place["because"].refuse("missing", "the reason for the numbers");
}

Checked read_priors(const Place& place, const v1::RoleTemplate& from, RoleTemplate& to) {
  Unique unique{"kind of first sight"};
  for (std::size_t i = 0; const auto& in : from.priors()) {
    const Place at = place[i++];
    if (auto ok = check_word(at["feature"], in.feature(), features); !ok) return ok;
    if (auto ok = check_word(at["class"], in.class_(), classes); !ok) return ok;
    const bool of_device = in.level() == v1::PRIOR_LEVEL_DEVICE;
    const auto key = fmt::format("{} {} {}", in.feature(), in.class_(), of_device ? "device" : "role");
    if (auto ok = unique.add(at["feature"], key); !ok) return ok;
    if (!(in.events() > 0))
      return at["events"].refuse(fmt::format("found {}", in.events()), "a number above 0: nothing is impossible");
    if (!(in.device_days() > 0))
      return at["device_days"].refuse(fmt::format("found {}", in.device_days()), "a number above 0");
    if (auto ok = check_because(at, in.because()); !ok) return ok;
    to.priors.push_back({in.feature(), in.class_(), of_device ? PriorLevel::device : PriorLevel::role, in.events(),
                         in.device_days(), in.because()});
  }
  return {};
}

Checked read_rates(const Place& place, const v1::RoleTemplate& from, RoleTemplate& to) {
  Unique unique{"rate and window"};
  for (std::size_t i = 0; const auto& in : from.rates()) {
    const Place at = place[i++];
    if (auto ok = check_name(at["rate"], in.rate()); !ok) return ok;
    if (in.window() <= 0)
      return at["window"].refuse(at["window"].node() ? "found no length" : "missing", "a duration such as 10s");
    if (!(in.shape_cap() > 0))
      return at["shape_cap"].refuse(fmt::format("found {}", in.shape_cap()), "a number above 0");
    if (!(in.floor() > 0)) return at["floor"].refuse(fmt::format("found {}", in.floor()), "a number above 0");
    if (auto ok = check_because(at, in.because()); !ok) return ok;
    if (auto ok = unique.add(at["rate"], fmt::format("{} {}", in.rate(), in.window())); !ok) return ok;
    to.rates.push_back({in.rate(), core::Duration{in.window()}, in.shape_cap(), in.floor(), in.because()});
  }
  return {};
}

Checked read_shares(const Place& place, const v1::RoleTemplate& from, RoleTemplate& to) {
  Unique unique{"family and class"};
  double sum = 0;
  for (std::size_t i = 0; const auto& in : from.budget_shares()) {
    const Place at = place[i++];
    if (auto ok = check_name(at["family"], in.family()); !ok) return ok;
    if (auto ok = unique.add(at["family"], in.family() + ' ' + in.class_()); !ok) return ok;
    if (!(in.share() > 0 && in.share() <= 1))
      return at["share"].refuse(fmt::format("found {}", in.share()), "a number above 0, at most 1");
    if (auto ok = check_because(at, in.because()); !ok) return ok;
    sum += in.share();
    to.budget_shares.push_back({in.family(), in.class_(), in.share(), in.because()});
  }
  // Nine digits: sums of decimal fractions in binary are off in the sixteenth.
  if (sum > 1 + 1e-9) return place.refuse(fmt::format("the shares add up to {:.4g}", sum), "at most 1");
  return {};
}

core::Result<RoleTemplate> checked(const core::Result<YamlFile>& file, const v1::RoleTemplate& from) {
  if (!file) return std::unexpected(file.error());
  const Place root = file->place();
  if (auto ok = check_name(root["name"], from.name()); !ok) return std::unexpected(ok.error());
  if (from.settle() < 0) return root["settle"].refuse("found a negative time", "a duration such as 60s");
  RoleTemplate out{.name = from.name(),
                   .title = from.title(),
                   .description = from.description(),
                   .likely = {from.likely().order(),
                              {from.likely().serves().begin(), from.likely().serves().end()},
                              {from.likely().uses().begin(), from.likely().uses().end()},
                              from.likely().because()},
                   .settle = core::Duration{from.settle()},
                   .priors = {},
                   .rates = {},
                   .budget_shares = {},
                   .digest = file->digest};
  for (const auto& ok : {read_priors(root["priors"], from, out), read_rates(root["rates"], from, out),
                         read_shares(root["budget_shares"], from, out)}) {
    if (!ok) return std::unexpected(ok.error());
  }
  return out;
}

std::vector<RoleTemplate> load_embedded() {
  std::vector<RoleTemplate> templates;
  for (const auto& file : embedded_templates()) {
    auto parsed = parse_role_template(std::string{file.name}, file.text);
    if (!parsed) {
      // What was built in can't be wrong at a user's: a test reads all of it.
      std::fprintf(stderr, "%s\n", parsed.error().message.c_str());
      std::abort();
    }
    templates.push_back(std::move(*parsed));
  }
  std::ranges::sort(templates, {}, [](const RoleTemplate& t) { return std::pair{t.likely.order, t.name}; });
  return templates;
}

}  // namespace

const FirstSightPrior* RoleTemplate::prior(std::string_view feature, std::string_view verb_class,
                                           PriorLevel level) const {
  const auto at = std::ranges::find_if(
      priors, [&](const auto& p) { return p.feature == feature && p.verb_class == verb_class && p.level == level; });
  return at == priors.end() ? nullptr : &*at;
}

const RatePrior* RoleTemplate::rate(std::string_view rate, core::Duration window) const {
  const auto at = std::ranges::find_if(rates, [&](const auto& r) { return r.rate == rate && r.window == window; });
  return at == rates.end() ? nullptr : &*at;
}

double RoleTemplate::share(std::string_view family, std::string_view verb_class) const {
  const auto at = std::ranges::find_if(budget_shares,
                                       [&](const auto& s) { return s.family == family && s.verb_class == verb_class; });
  return at == budget_shares.end() ? 0 : at->share;
}

core::Result<RoleTemplate> parse_role_template(const std::string& name, std::string_view text) {
  v1::RoleTemplate message;
  return checked(read_yaml(name, text, message), message);
}

core::Result<RoleTemplate> load_role_template(const std::string& path) {
  v1::RoleTemplate message;
  return checked(read_yaml_file(path, message), message);
}

const std::vector<RoleTemplate>& shipped_templates() {
  static const std::vector<RoleTemplate> templates = load_embedded();
  return templates;
}

const RoleTemplate* shipped_template(std::string_view name) {
  const auto at = std::ranges::find(shipped_templates(), name, &RoleTemplate::name);
  return at == shipped_templates().end() ? nullptr : &*at;
}

const RoleTemplate& likely_template(const std::vector<std::string_view>& serves,
                                    const std::vector<std::string_view>& uses) {
  const auto all_in = [](const std::vector<std::string>& wanted, const std::vector<std::string_view>& there) {
    return std::ranges::all_of(wanted, [&](const auto& w) { return std::ranges::find(there, w) != there.end(); });
  };
  for (const auto& candidate : shipped_templates()) {
    if (all_in(candidate.likely.serves, serves) && all_in(candidate.likely.uses, uses)) return candidate;
  }
  return shipped_templates().back();
}

}  // namespace vedette::models
