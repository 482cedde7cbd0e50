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

/// A `#` within a word is no comment: filters of MQTT have it.
std::string_view without_comment(std::string_view text) {
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    if (at == 0 || text[at - 1] == ' ') return text.substr(0, at);
  }
  return text;
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

core::IpProtocol transport_from(std::string_view text) {
  if (text == "tcp") return core::IpProtocol::tcp;
  if (text == "udp") return core::IpProtocol::udp;
  if (text == "link") return core::IpProtocol::none;
  throw std::runtime_error("a message goes over tcp, udp or link");
}

core::Port port_from(std::string_view text) {
  core::Port port;
  if (std::from_chars(text.data(), text.data() + text.size(), port.number).ec != std::errc{})
    throw std::runtime_error("a port is a number");
  return port;
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
  } else if (key == "over") {
    fixture.opening.transport = transport_from(value);
  } else if (key == "port") {
    fixture.server_port = port_from(value);
  } else if (key == "opening") {
    const Opening opening = opening_from(value);
    fixture.opening.from_client = opening.from_client;
    fixture.opening.to_port = opening.to_port;
  } else if (key == "gap") {
    fixture.steps.push_back({Step::What::gap, direction_from(value), {}});
  } else if (key == "end") {
    fixture.steps.push_back({Step::What::end, direction_from(value), {}});
  } else if (key == "gaps change") {
    fixture.gaps_change = value;
  } else if (key == "expect") {
    fixture.expected.emplace_back(value);
  } else if (key == "observe") {
    fixture.observed.emplace_back(value);
  } else {
    throw std::runtime_error(
        fmt::format("'{}' is none of >, <, source, over, port, opening, gap, end, gaps change, expect, observe", key));
  }
}

fs::path folder_of(std::string_view protocol) {
  return fs::path{VEDETTE_SOURCE_DIR} / "tests" / "decoders" / fs::path{protocol};
}

}  // namespace

core::Port first_port(const DecoderInfo& info) {
  return {info.ports.empty() ? std::uint16_t{0} : info.ports[0]};
}

std::vector<core::IpProtocol> transports_of(const DecoderInfo& info) {
  std::vector<core::IpProtocol> all;
  if (info.over_tcp) all.push_back(core::IpProtocol::tcp);
  if (info.over_udp) all.push_back(core::IpProtocol::udp);
  if (!info.links.empty()) all.push_back(core::IpProtocol::none);
  return all;
}

Fixture read_fixture(const fs::path& file, const DecoderInfo& info) {
  Fixture fixture;
  fixture.name = file.stem().string();
  fixture.opening = opening_from("seen");
  fixture.opening.transport = transports_of(info).at(0);
  fixture.server_port = first_port(info);
  std::ifstream in{file};
  std::string text;
  for (unsigned number = 1; std::getline(in, text); ++number) {
    const std::string_view line = trimmed(without_comment(text));
    if (line.empty()) continue;
    try {
      read_line(line, fixture);
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
    }
  }
  if (fixture.opening.to_port) fixture.opening.port = fixture.server_port;
  if (fixture.source.empty()) throw std::runtime_error(fmt::format("{}: no source: line", file.string()));
  return fixture;
}

std::vector<Fixture> read_fixtures(const DecoderInfo& info) {
  std::vector<fs::path> files;
  const fs::path folder = folder_of(info.protocol.name) / "fixtures";
  for (const auto& entry : fs::directory_iterator{folder}) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Fixture> fixtures;
  for (const fs::path& file : files) fixtures.push_back(read_fixture(file, info));
  if (fixtures.empty()) throw std::runtime_error(fmt::format("no fixtures for {}", info.protocol.name));
  return fixtures;
}

fs::path corpus_folder(std::string_view protocol) {
  return folder_of(protocol) / "corpus";
}

}  // namespace vedette::decoders::suites
