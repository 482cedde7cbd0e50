// SPDX-License-Identifier: Apache-2.0
// What the tests of this folder share: an alert with every field set, keys, folders that vanish, journals.
#pragma once

#include <filesystem>
#include <google/protobuf/message.h>
#include <string>
#include <vector>

#include "core/alert.h"
#include "exporters/chain.h"
#include "exporters/journal.h"
#include "exporters/keys.h"

namespace vedette::exporters {

core::Alert full_alert();
core::Alert small_alert(std::uint64_t number);

/// Fails the test where the result is an error.
template <typename T>
T must(core::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

const PrivateKey& test_key();
const PrivateKey& other_key();

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// Envelopes 1 to `count` of one chain: alerts, and a closing checkpoint at the end.
std::vector<StoredEnvelope> make_chain(std::size_t count, const PrivateKey& key = test_key());

/// Writes rows as they are, with any number and content, as somebody who tampers would.
void write_rows(const std::filesystem::path& file, const std::vector<StoredEnvelope>& rows);
void run_sql(const std::filesystem::path& file, const std::string& sql);

/// One that no schema has.
void add_unknown_field(google::protobuf::Message& message);

std::string read_whole(const std::filesystem::path& file);
void write_whole(const std::filesystem::path& file, std::string_view bytes);

}  // namespace vedette::exporters
