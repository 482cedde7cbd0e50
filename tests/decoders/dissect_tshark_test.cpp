// SPDX-License-Identifier: Apache-2.0
// On real captures tshark is the oracle.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/byte_cursor.h"
#include "decoders/frame.h"

namespace vedette::decoders {
namespace {

using core::IpProtocol;
using core::LinkType;

// Rows of <capture>.tshark.tsv: one for each frame that carries the protocol, columns named in the first line.
using Row = std::map<std::string, std::string>;
std::vector<std::string> cells_of(const std::string& line) {
  std::istringstream in{line};
  std::vector<std::string> cells;
  for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
  return cells;
}
std::vector<Row> read_rows(const std::string& path) {
  std::ifstream file{path};
  std::string line;
  std::getline(file, line);
  const auto names = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const auto cells = cells_of(line);
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

std::string read_whole(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// A little-endian pcap is simple enough to be read here, without the folder that is tested elsewhere.
std::vector<core::Packet> packets_of(core::Bytes file) {
  core::ByteCursor in{file};
  in.skip(20);
  core::Packet packet;
  packet.link = static_cast<LinkType>(in.le32());
  std::vector<core::Packet> packets;
  while (!in.empty()) {
    in.skip(8);
    const std::size_t captured = in.le32();
    packet.wire_length = in.le32();
    packet.bytes = in.bytes(captured);
    if (in.ok()) packets.push_back(packet);
  }
  return packets;
}

std::string port_text(const Frame& frame, core::Port port, IpProtocol transport) {
  return frame.transport == transport ? std::to_string(port.number) : "";
}

class AgainstTshark : public ::testing::TestWithParam<const char*> {};

TEST_P(AgainstTshark, AddressesAndPortsAgree) {
  const std::string path = std::string{VEDETTE_SHARED_DIR} + "/pcaps/" + GetParam();
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const std::string content = read_whole(path);
  const auto packets = packets_of(core::as_bytes(content));
  const auto rows = read_rows(path + ".tshark.tsv");
  ASSERT_FALSE(rows.empty());
  for (const Row& row : rows) {
    const auto number = std::stoul(row.at("frame.number"));
    ASSERT_LE(number, packets.size());
    const Frame f = dissect(packets[number - 1]);
    const auto cell = [&](const char* name) { return row.contains(name) ? row.at(name) : std::string{}; };
    const bool v6 = f.source.ip.family() == core::IpFamily::v6;
    EXPECT_EQ(f.source.ip.to_string(), cell(v6 ? "ipv6.src" : "ip.src")) << "frame " << number;
    EXPECT_EQ(f.target.ip.to_string(), cell(v6 ? "ipv6.dst" : "ip.dst")) << "frame " << number;
    EXPECT_EQ(port_text(f, f.source.port, IpProtocol::tcp), cell("tcp.srcport")) << "frame " << number;
    EXPECT_EQ(port_text(f, f.target.port, IpProtocol::tcp), cell("tcp.dstport")) << "frame " << number;
    if (row.contains("udp.srcport")) {
      EXPECT_EQ(port_text(f, f.source.port, IpProtocol::udp), cell("udp.srcport")) << "frame " << number;
      EXPECT_EQ(port_text(f, f.target.port, IpProtocol::udp), cell("udp.dstport")) << "frame " << number;
    }
    if (!cell("eth.src").empty()) {
      EXPECT_EQ(f.source.mac.to_string(), cell("eth.src")) << "frame " << number;
      EXPECT_EQ(f.target.mac.to_string(), cell("eth.dst")) << "frame " << number;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Captures, AgainstTshark,
                         ::testing::Values("modbus/zeek/modbus-and-non-modbus-p502.pcap", "modbus/ITI/ModbusTCP.pcap",
                                           "mqtt/OISF/mqtt5-pub-qos1.pcap",  // IPv6
                                           "mqtt/l-laura/flood-train.pcap",  // Linux cooked
                                           "bacnet/EmreEkin/bacnet-ip.pcap"));

}  // namespace
}  // namespace vedette::decoders
