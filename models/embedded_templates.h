// SPDX-License-Identifier: Apache-2.0
// The files of models/templates/ as they stand, made into a source file by CMake. Of role_template.cpp alone.
#pragma once

#include <span>
#include <string_view>

namespace vedette::models {

struct EmbeddedFile {
  std::string_view name, text;
};
std::span<const EmbeddedFile> embedded_templates();

}  // namespace vedette::models
