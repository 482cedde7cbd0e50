# SPDX-License-Identifier: Apache-2.0
# Compiler settings that every target shares.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(VEDETTE_SANITIZE "" CACHE STRING "Sanitizers for every target: empty, 'address,undefined' or 'thread'")
option(VEDETTE_FUZZ "Build the libFuzzer targets (clang only)" OFF)

# Where many objects are rebuilt with the same input, ccache saves most of the time, also from one checkout to the next.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1
                                  "${CCACHE}")
endif()
# mold 1.10 can't link for link-time optimisation, which the release build uses (below).
find_program(MOLD mold)
if(MOLD AND NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  add_link_options(-fuse-ld=mold)
endif()

# No contraction: the same arithmetic, and so the same bytes out, on every machine.
add_compile_options(-ffp-contract=off)
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-fno-omit-frame-pointer)
endif()
if(VEDETTE_SANITIZE)
  add_compile_options(-fsanitize=${VEDETTE_SANITIZE})
  add_link_options(-fsanitize=${VEDETTE_SANITIZE})
  if(VEDETTE_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()
if(VEDETTE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()

# The packet path runs through many small functions of several folders: link-time optimisation of the program alone is
# worth a tenth. Objects are fat: tests are linked from their ordinary half.
set(VEDETTE_LTO "")
set(VEDETTE_HOT "")
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND NOT VEDETTE_SANITIZE)
  set(VEDETTE_LTO -flto=auto)
  # g++ 12 warns of copies in std::string that can't be (its bug 105651) once it inlines that much.
  set(VEDETTE_HOT -O3 -Wno-restrict)
  # What is made anew for each message is a few hundred bytes, which g++ would clear by `rep stos`: that alone takes as
  # long as reading a header.
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    add_link_options(-mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign)
  endif()
endif()

add_library(vedette_warnings INTERFACE)
target_compile_options(vedette_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                                                  -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
