# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ source that holds FILES as they stand.
set(source "// SPDX-License-Identifier: Apache-2.0\n// Made by models/EmbedTemplates.cmake.\n")
string(APPEND source "#include \"models/embedded_templates.h\"\n\n#include <array>\n\nnamespace vedette::models {\n")
string(APPEND source "std::span<const EmbeddedFile> embedded_templates() {\n  static constexpr std::array files{\n")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  string(APPEND source "      EmbeddedFile{\"${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
string(APPEND source "  };\n  return files;\n}\n}  // namespace vedette::models\n")
file(WRITE "${OUTPUT}" "${source}")
