// SPDX-License-Identifier: Apache-2.0
// How the schema's fields and enumerations are called in files: shared by reader and writer, nobody else.
#pragma once

#include <google/protobuf/descriptor.h>
#include <string>
#include <string_view>

#include "models/schema/options.pb.h"

namespace vedette::models {

inline v1::Text text_of(const google::protobuf::FieldDescriptor& field) {
  return field.options().GetExtension(v1::text);
}
inline bool one_or_list(const google::protobuf::FieldDescriptor& field) {
  return field.options().GetExtension(v1::one_or_list);
}

/// VLAN_IN_IDENTITY_AUTO of VlanInIdentity is "auto".
inline std::string token_of(const google::protobuf::EnumValueDescriptor& value) {
  std::size_t prefix = 0;  // the type's name with an underscore before each but the first capital, and one behind
  for (const char c : value.type()->name()) prefix += c >= 'A' && c <= 'Z' ? 2 : 1;
  std::string token = value.name().substr(prefix);
  for (char& c : token) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return token;
}

}  // namespace vedette::models
