// SPDX-License-Identifier: Apache-2.0
#include "tests/decoders/suites/fixture.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>

namespace vedette::decoders::suites {
namespace {

namespace fs = std::filesystem;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::uint8_t> bytes_from_hex(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c != ' '; });
  if (digits.size() % 2 != 0) throw std::runtime_error("an odd number of hex digits");
  std::vector<std::uint8_t> bytes(digits.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char* const begin = digits.data() + i * 2;
    if (std::from_chars(begin, begin + 2, bytes[i], 16).ptr != begin + 2) throw std::runtime_error("not hex digits");
  }
  return bytes;
}

core::Direction direction_from(std::string_view text) {
  if (text == ">") return from_client;
  if (text == "<") return from_server;
  throw std::runtime_error("a direction is > or <");
}

Opening opening_from(std::string_view text) {
  if (text == "seen") return {.from_client = from_client, .to_port = from_client};
  if (text == "port") return {.from_client = {}, .to_port = from_client};
  if (text == "none") return {};
  throw std::runtime_error("an opening is seen, port or none");
}

void read_line(std::string_view line, Fixture& fixture) {
  if (line.starts_with('>') || line.starts_with('<')) {
    fixture.steps.push_back({Step::What::segment, direction_from(line.substr(0, 1)), bytes_from_hex(line.substr(1))});
    return;
  }
  const std::size_t colon = line.find(':');
  const std::string_view key = line.substr(0, colon);
  const std::string_view value = colon == std::string_view::npos ? "" : trimmed(line.substr(colon + 1));
  if (key == "source") {
    fixture.source = value;
  } else if (key == "opening") {
    fixture.opening = opening_from(value);
  } else if (key == "gap") {
    fixture.steps.push_back({Step::What::gap, direction_from(value), {}});
  } else if (key == "end") {
    fixture.steps.push_back({Step::What::end, direction_from(value), {}});
  } else if (key == "expect") {
    fixture.expected.emplace_back(value);
  } else if (key == "observe") {
    fixture.observed.emplace_back(value);
  } else {
    throw std::runtime_error(fmt::format("'{}' is none of >, <, source, opening, gap, end, expect, observe", key));
  }
}

fs::path folder_of(std::string_view protocol) {
  return fs::path{VEDETTE_SOURCE_DIR} / "tests" / "decoders" / fs::path{protocol};
}

}  // namespace

Fixture read_fixture(const fs::path& file) {
  Fixture fixture;
  fixture.name = file.stem().string();
  fixture.opening = opening_from("seen");
  std::ifstream in{file};
  std::string text;
  for (unsigned number = 1; std::getline(in, text); ++number) {
    const std::string_view line = trimmed(std::string_view{text}.substr(0, text.find('#')));
    if (line.empty()) continue;
    try {
      read_line(line, fixture);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
    }
  }
  if (fixture.source.empty()) throw std::runtime_error(fmt::format("{}: no source: line", file.string()));
  return fixture;
}

std::vector<Fixture> read_fixtures(std::string_view protocol) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{folder_of(protocol) / "fixtures"}) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Fixture> fixtures;
  for (const fs::path& file : files) fixtures.push_back(read_fixture(file));
  if (fixtures.empty()) throw std::runtime_error(fmt::format("no fixtures for {}", protocol));
  return fixtures;
}

fs::path corpus_folder(std::string_view protocol) {
  return folder_of(protocol) / "corpus";
}

}  // namespace vedette::decoders::suites
