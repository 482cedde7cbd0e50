// SPDX-License-Identifier: Apache-2.0
#include "models/model.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <limits>

#include "core/digest.h"
#include "models/file.h"
#include "models/model_codec.h"
#include "models/yaml_reader.h"
#include "models/yaml_writer.h"

namespace vedette::models {
namespace {

core::Result<LoadedModel> loaded(const core::Result<YamlFile>& file, const v1::Model& message) {
  if (!file) return std::unexpected(file.error());
  auto model = from_message(message, file->place());
  if (!model) return std::unexpected(model.error());
  return LoadedModel{std::move(*model), file->digest};
}

}  // namespace

core::Result<LoadedModel> load_model(const std::string& path) {
  v1::Model message;
  return loaded(read_yaml_file(path, message), message);
}

core::Result<LoadedModel> parse_model_yaml(const std::string& name, std::string_view text) {
  v1::Model message;
  return loaded(read_yaml(name, text, message), message);
}

std::string write_model(const Model& model) {
  return write_yaml(to_message(model));
}

std::string serialize_model(const Model& model) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream{&bytes};
  google::protobuf::io::CodedOutputStream coded{&stream};
  coded.SetSerializationDeterministic(true);  // maps in order of their keys
  to_message(model).SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

core::Result<Model> parse_model(const std::string& name, std::string_view bytes) {
  const google::protobuf::LogSilencer silencer;  // what is wrong is said below, once
  v1::Model message;
  if (bytes.size() > std::numeric_limits<int>::max() ||
      !message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return core::wrong_usage(fmt::format("{}: not a vedette model", name));
  }
  if (message.version() != file_version) {
    return core::wrong_usage(fmt::format("{}: version: found {}; allowed: {}{}", name, message.version(), file_version,
                                         message.version() > file_version ? " (written by a newer vedette)" : ""));
  }
  return from_message(message, Place{name, nullptr});
}

std::string digest(const Model& model) {
  return core::sha256_hex(write_model(model));
}

}  // namespace vedette::models
