# webpubsub_embed(TARGET HEADER NAME FILE…)
#
# Compiles files into a target: its sources can include HEADER, which has them as the array NAME of names and
# contents. A program with its pages inside runs from any folder, and finds them wherever it is copied to.
function(webpubsub_embed target header name)
  set(entries "")
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE path)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    cmake_path(GET path FILENAME short)
    file(READ "${path}" content)
    string(APPEND entries "    {\"${short}\", R\"EMBEDDED(${content})EMBEDDED\"},\n")
  endforeach()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/embedded")
  # Written only if something has changed.
  file(CONFIGURE OUTPUT "${folder}/${header}" @ONLY CONTENT
"// Made by CMake.
#pragma once

#include <string_view>
#include <utility>

inline constexpr std::pair<std::string_view, std::string_view> @name@[] = {
@entries@};
")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
