// SPDX-License-Identifier: Apache-2.0
// The little of SQLite that the journal needs. Inside exporters/ only. One connection belongs to one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/result.h"

namespace vedette::exporters {

class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, sqlite3_finalize) {}

  void bind(int index, std::int64_t value) { sqlite3_bind_int64(statement_.get(), index, value); }
  /// The bytes must stay until the next reset().
  void bind(int index, core::Bytes value);
  int step() { return sqlite3_step(statement_.get()); }  ///< SQLITE_ROW, SQLITE_DONE or an error
  void reset() { sqlite3_reset(statement_.get()); }
  std::int64_t integer(int column) { return sqlite3_column_int64(statement_.get(), column); }
  std::string bytes(int column);
  std::string text(int column) { return bytes(column); }
  bool is_blob(int column) { return sqlite3_column_type(statement_.get(), column) == SQLITE_BLOB; }

 private:
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_;
};

class Database {
 public:
  enum class Access { read, write };
  /// A file that is not there is made where it's opened for writing. Hardened against hostile files.
  static core::Result<Database> open(const std::filesystem::path& file, Access access);

  core::Result<void> execute(const char* sql);
  core::Result<Statement> prepare(const char* sql);
  /// The last error, as one line that names the file.
  core::Error error() const;
  const std::string& name() const { return name_; }

 private:
  Database(sqlite3* handle, std::string name) : handle_(handle, sqlite3_close_v2), name_(std::move(name)) {}

  std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)> handle_;
  std::string name_;
};

}  // namespace vedette::exporters
