// SPDX-License-Identifier: Apache-2.0
#include "exporters/sqlite.h"

#include <fmt/format.h>

#include "exporters/record.h"

namespace vedette::exporters {
namespace {

constexpr int busy_timeout_ms = 5000;

/// A database file is input like any other: it may bring no code, and no value longer than an envelope.
void harden(sqlite3* handle) {
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, static_cast<int>(2 * max_envelope));
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  sqlite3_extended_result_codes(handle, 1);
}

core::Error error_of(sqlite3* handle, const std::string& name) {
  const int code = sqlite3_errcode(handle) & 0xFF;
  switch (code) {
    case SQLITE_NOTADB:
      return {core::ErrorKind::usage, fmt::format("{}: is not a journal: no SQLite file", name)};
    case SQLITE_CORRUPT:
      return {core::ErrorKind::usage, fmt::format("{}: is damaged: {}", name, sqlite3_errmsg(handle))};
    case SQLITE_TOOBIG:
      return {core::ErrorKind::usage, fmt::format("{}: is damaged: a value is too long", name)};
    default:
      return {core::ErrorKind::unavailable, fmt::format("{}: {}", name, sqlite3_errmsg(handle))};
  }
}

}  // namespace

void Statement::bind(int index, core::Bytes value) {
  sqlite3_bind_blob64(statement_.get(), index, value.data(), value.size(), SQLITE_STATIC);
}

std::string Statement::bytes(int column) {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return data == nullptr ? std::string{} : std::string{static_cast<const char*>(data), size};
}

core::Result<Database> Database::open(const std::filesystem::path& file, Access access) {
  const std::string name = file.string();
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return core::wrong_usage(fmt::format("{}: is a folder, not a journal", name));
  }
  if (access == Access::read && !std::filesystem::exists(file, error)) {
    return core::unavailable(fmt::format("{}: no such file", name));
  }
  const int flags = access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int opened =
      sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (handle == nullptr) return core::unavailable(fmt::format("{}: out of memory", name));
  Database database{handle, name};
  if (opened != SQLITE_OK) return std::unexpected(database.error());
  harden(handle);
  return database;
}

core::Result<void> Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return std::unexpected(error());
  return {};
}

core::Result<Statement> Database::prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql, -1, &statement, nullptr) != SQLITE_OK) return std::unexpected(error());
  return Statement{statement};
}

core::Error Database::error() const {
  return error_of(handle_.get(), name_);
}

}  // namespace vedette::exporters
