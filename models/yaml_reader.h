// SPDX-License-Identifier: Apache-2.0
// YAML into any message of the schema, by reflection: a field's name is its key, maps are mappings, enumerations their
// value in lower case without the type's prefix. Nothing is guessed: an unknown key, a wrong type or a number out of
// range is refused with where it stands, what was found and what is allowed.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "models/yaml_tree.h"

namespace google::protobuf {
class Message;
}

namespace vedette::models {

/// The version of every file that this release writes, and the only one so far that it reads.
inline constexpr std::uint32_t file_version = 1;

/// A file that was read, kept so that what checks its meaning can name places.
struct YamlFile {
  std::string name;
  std::string digest;  ///< SHA-256 of its bytes, in hex
  YamlNode root;
  Place place() const { return Place{name, &root}; }
};

/// Reads `text` into an empty message that has a field `version`. `name` is what errors call the file.
core::Result<YamlFile> read_yaml(std::string name, std::string_view text, google::protobuf::Message& into);
/// The same from a file on disk.
core::Result<YamlFile> read_yaml_file(const std::string& path, google::protobuf::Message& into);

}  // namespace vedette::models
