# SPDX-License-Identifier: Apache-2.0
# Lists what a folder holds: one .cpp file each, which defines one object named after the file. Writes OUTPUT.
#   cmake -DOUTPUT=… -DFOLDER_SCENARIOS=… -DFOLDER_HARD=… -DFOLDER_SITES=… -P registry.cmake
function(names_in folder result)
  file(GLOB files "${folder}/*.cpp")
  set(names)
  foreach(file IN LISTS files)
    get_filename_component(name "${file}" NAME_WE)
    list(APPEND names "${name}")
  endforeach()
  list(SORT names)
  set(${result} "${names}" PARENT_SCOPE)
endfunction()
names_in("${FOLDER_SCENARIOS}" scenarios)
names_in("${FOLDER_HARD}" hard)
names_in("${FOLDER_SITES}" sites)
set(declared "")
set(listed "")
foreach(name IN LISTS scenarios hard)
  string(APPEND declared "extern const Scenario ${name};\n")
  string(APPEND listed "    &${name},\n")
endforeach()
set(kinds "")
foreach(name IN LISTS sites)
  string(APPEND declared "extern const SiteKind ${name};\n")
  string(APPEND kinds "    &${name},\n")
endforeach()
set(text "// Made by registry.cmake from the files of scenarios/, hard_cases/ and sites/.
#include <algorithm>
#include <vector>

#include \"tests/lab/scenario.h\"

namespace vedette::lab {
${declared}
std::span<const SiteKind* const> all_site_kinds() {
  static const std::vector<const SiteKind*> all{
${kinds}  };
  return all;
}
std::span<const Scenario* const> all_scenarios() {
  static const std::vector<const Scenario*> all = [] {
    std::vector<const Scenario*> list{
${listed}    };
    std::ranges::stable_sort(list, {}, [](const Scenario* s) { return s->benign() ? 1000u : s->number; });
    return list;
  }();
  return all;
}

}  // namespace vedette::lab
")
file(CONFIGURE OUTPUT "${OUTPUT}" CONTENT "@text@" @ONLY)
