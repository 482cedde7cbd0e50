// SPDX-License-Identifier: Apache-2.0
#include "tests/decoders/suites/flat_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace vedette::decoders::suites {
namespace {

std::vector<std::string> pairs_of(const std::string& line) {
  std::vector<std::string> pairs;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find("; ", at), line.size());
    pairs.push_back(line.substr(at, end - at));
    at = end + 2;
  }
  return pairs;
}

}  // namespace

std::string FlatText::path_of(std::string_view name) {
  if (scopes_.empty()) return std::string{name};
  Scope& scope = scopes_.back();
  return scope.array ? fmt::format("{}.{}", scope.path, scope.elements++) : fmt::format("{}.{}", scope.path, name);
}

void FlatText::open(std::string_view name, bool array) {
  scopes_.push_back({path_of(name), array});
}

void FlatText::put(std::string_view name, const std::string& value) {
  if (!scopes_.empty() && scopes_.back().array && scopes_.back().elements > 0) {
    ++scopes_.back().elements;
    line_ += "," + value;
    return;
  }
  if (!line_.empty()) line_ += "; ";
  const bool first = !scopes_.empty() && scopes_.back().array;
  if (first) ++scopes_.back().elements;
  line_ += (first ? scopes_.back().path : path_of(name)) + "=" + value;
}

std::string flat_text(const core::Observation& o) {
  std::string line = fmt::format("kind={}; verb={}; operation={}; code={}; unit={}; bytes={}", to_string(o.kind),
                                 to_string(o.verb), o.operation, o.code, o.unit, o.bytes);
  if (o.object.is_set()) {
    line += o.object.text.empty() ? fmt::format("; object={} {}+{}", o.object.space, o.object.first, o.object.count)
                                  : fmt::format("; object={} {}", o.object.space, o.object.text);
  }
  if (o.refused) line += fmt::format("; status={}; status_name={}", o.status, o.status_name);
  if (o.unmatched) line += "; unmatched=true";
  if (o.claim.kind != core::IdentityKind::none) {
    line += fmt::format("; claim={}", to_string(o.claim.kind));
    if (!o.claim.text.empty()) line += fmt::format(" {}", o.claim.text);
    if (o.claim.number != 0) line += fmt::format(" {}", o.claim.number);
  }
  const auto end = [&](std::string_view name, const core::Endpoint& said) {
    if (said.ip.is_set()) line += fmt::format("; {}_ip={}", name, said.ip.to_string());
    if (!said.mac.is_zero()) line += fmt::format("; {}_mac={}", name, said.mac.to_string());
  };
  end("source", o.source);
  end("target", o.target);
  std::vector<std::string> values;
  for (const core::Value& value : o.values) values.push_back(fmt::format("{}:{}", value.at, value.number));
  if (!values.empty()) line += fmt::format("; values={}", fmt::join(values, ","));
  return line;
}

std::string first_missing(const std::string& line, const std::string& wanted) {
  const std::vector<std::string> there = pairs_of(line);
  for (const std::string& pair : pairs_of(wanted)) {
    if (std::ranges::find(there, pair) == there.end()) return pair;
  }
  return {};
}

}  // namespace vedette::decoders::suites
