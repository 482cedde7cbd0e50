// SPDX-License-Identifier: Apache-2.0
// Any message of the schema as YAML, the same bytes for the same content: fields by number, maps by key, messages that
// hold nothing but values on one line. What it writes, yaml_reader.h reads back equal; any YAML 1.1 or 1.2 reader sees
// the same texts and numbers.
#pragma once

#include <string>
#include <string_view>

namespace google::protobuf {
class Message;
}

namespace vedette::models {

std::string write_yaml(const google::protobuf::Message& message);

/// A text as a YAML scalar: plain where no reader could take it for something else, in double quotes otherwise.
std::string yaml_scalar(std::string_view text);

}  // namespace vedette::models
