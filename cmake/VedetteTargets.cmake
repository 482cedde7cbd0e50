# SPDX-License-Identifier: Apache-2.0
# vedette_library(NAME [HOT] SOURCES ... LINKS ... PRIVATE_LINKS ...): one static library per folder, includes from the
# root. HOT: on the packet path.
function(vedette_library name)
  cmake_parse_arguments(ARG "HOT" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(vedette_${name} STATIC ${ARG_SOURCES})
  target_include_directories(vedette_${name} PUBLIC "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}/generated")
  target_link_libraries(vedette_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS} vedette_warnings)
  if(ARG_HOT AND VEDETTE_LTO)
    target_compile_options(vedette_${name} PRIVATE ${VEDETTE_LTO} -ffat-lto-objects ${VEDETTE_HOT})
  endif()
endfunction()

# vedette_test(NAME [OPTIMISED] SOURCES ... LINKS ...): one GoogleTest binary per folder, each of its tests known to
# ctest, labelled `unit`. OPTIMISED: what it measures belongs to the release build too.
function(vedette_test name)
  cmake_parse_arguments(ARG "OPTIMISED" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} GTest::gmock GTest::gtest_main rapidcheck rapidcheck_gtest
                                        vedette_warnings)
  if(VEDETTE_LTO)
    target_link_options(${name} PRIVATE -fno-lto)
  endif()
  target_compile_definitions(${name} PRIVATE VEDETTE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             VEDETTE_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
  set(label unit)
  if(ARG_OPTIMISED)
    set(label optimised)
    add_dependencies(program_tests ${name})
  endif()
  gtest_discover_tests(${name} PROPERTIES TIMEOUT 300 LABELS ${label} DISCOVERY_TIMEOUT 60)
endfunction()
