// SPDX-License-Identifier: Apache-2.0
#include "tests/exporters/fixtures.h"

#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <google/protobuf/unknown_field_set.h>
#include <iterator>
#include <sqlite3.h>
#include <stdexcept>

namespace vedette::exporters {

core::Alert full_alert() {
  core::Alert alert;
  alert.id = "5f2b7c1d9e3a4b60";
  alert.revision = 2;
  alert.status = core::AlertStatus::updated;
  alert.site = "brewery-north";
  alert.sensor = "edge-1";
  alert.severity = core::Severity::high;
  alert.detector = "policy";
  alert.title = "historian-1 writes to plc-1";
  alert.explanation = "historian-1 may only read from plc-1, but writes registers 100 to 103.";
  alert.first_seen = must(core::parse_time("2026-03-02T08:00:00.000001Z"));
  alert.last_seen = must(core::parse_time("2026-03-02T08:12:00.500000Z"));
  alert.precision = core::TimePrecision::microseconds;
  alert.count = 37;
  alert.device = {"historian-1", "historian", "10.20.1.31", "00:1d:9c:00:00:31", "control", "unit 1"};
  alert.peer = {"plc-1", "plc", "10.20.1.11", "", "", ""};
  alert.protocol = "modbus";
  alert.object = "holding 100-103";
  alert.observed = "4 writes in 10 s";
  alert.expected = {"no writes", 0.0, 0.5, 8640};
  alert.p_value = 1.25e-9;
  alert.return_period_device_days = 125000;
  alert.contributions = {{"function", 0.75}, {"object", 0.25}};
  alert.nearest_normal = "hmi-1 writes holding 100-119";
  alert.evidence = {{1201, alert.first_seen, "1:wCb3OG7yAFWelaUydu0D+125CLM="}, {1209, alert.last_seen, ""}};
  alert.attack = {{"T0836", "Modify Parameter", "16.1"}};
  alert.response = {"ip:10.20.1.31", "control", "isolate-historian"};
  alert.incident = "inc-77";
  alert.model_digest = std::string(64, 'a');
  alert.site_digest = std::string(64, 'b');
  return alert;
}

core::Alert small_alert(std::uint64_t number) {
  core::Alert alert;
  alert.id = fmt::format("alert-{}", number);
  alert.detector = "policy";
  alert.title = fmt::format("alert number {}", number);
  alert.count = number;
  return alert;
}

const PrivateKey& test_key() {
  static const PrivateKey key = must(PrivateKey::generate());
  return key;
}

const PrivateKey& other_key() {
  static const PrivateKey key = must(PrivateKey::generate());
  return key;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "vedette-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<StoredEnvelope> make_chain(std::size_t count, const PrivateKey& key) {
  ChainWriter writer{key, ChainHead{.chain = random_id(), .sequence = 0, .digest = std::nullopt}, "site", "sensor"};
  std::vector<StoredEnvelope> rows;
  for (std::size_t i = 1; i <= count; ++i) {
    const auto time = core::timestamp_from_ns(static_cast<std::int64_t>(i));
    auto sealed =
        must(i < count ? writer.append(small_alert(i), time) : writer.append(Checkpoint{.closing = true}, time));
    rows.push_back({sealed.record.sequence, std::move(sealed.envelope)});
  }
  return rows;
}

namespace {
using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
Handle open_sqlite(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  if (sqlite3_open(file.c_str(), &handle) != SQLITE_OK) throw std::runtime_error("no database");
  return {handle, sqlite3_close};
}
void execute(sqlite3* handle, const std::string& sql) {
  if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(handle));
  }
}
}  // namespace

void write_rows(const std::filesystem::path& file, const std::vector<StoredEnvelope>& rows) {
  const Handle handle = open_sqlite(file);
  execute(handle.get(),
          "PRAGMA synchronous=OFF; BEGIN; CREATE TABLE records(sequence INTEGER PRIMARY KEY, envelope BLOB)");
  for (const StoredEnvelope& row : rows) {
    execute(handle.get(),
            fmt::format("INSERT INTO records VALUES ({}, x'{}')", row.sequence, to_hex(core::as_bytes(row.envelope))));
  }
  execute(handle.get(), "COMMIT");
}

void run_sql(const std::filesystem::path& file, const std::string& sql) {
  execute(open_sqlite(file).get(), sql);
}

void add_unknown_field(google::protobuf::Message& message) {
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(99, 1);
}

std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_whole(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace vedette::exporters
