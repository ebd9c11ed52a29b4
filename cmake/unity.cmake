# webpubsub_unity(TARGET SCOPE [BATCH NUMBER] [EXCEPT FILE…])
#
# Compiles the sources of a target several at a time, which takes a third of the time from an empty build folder:
# most of it goes to headers and templates that the files share. After an edit the whole batch is compiled again,
# so it is an option:
#
#   AZURE_MESSAGING_WEBPUBSUB_UNITY_BUILD=ALL    every target that calls this
#   AZURE_MESSAGING_WEBPUBSUB_UNITY_BUILD=TESTS  the targets of SCOPE TESTS, but not those of SCOPE LIBRARY
#   AZURE_MESSAGING_WEBPUBSUB_UNITY_BUILD=OFF    none, the default
#
# Files that declare the same name at the left margin, for example two structs Row in unnamed namespaces, come into
# different batches. What this doesn't see, the compiler does: then name the file after EXCEPT, and it is compiled
# alone.
set(AZURE_MESSAGING_WEBPUBSUB_UNITY_BUILD OFF CACHE STRING "Compile several files at a time: ALL, TESTS or OFF")
set_property(CACHE AZURE_MESSAGING_WEBPUBSUB_UNITY_BUILD PROPERTY STRINGS OFF TESTS ALL)

# Sets a variable to the names that a file declares at the left margin.
function(_webpubsub_declared_names file variable)
  file(STRINGS "${file}" lines REGEX "^[A-Za-z].*[({=;[]")
  set(names "")
  foreach(line IN LISTS lines)
    # Overloads of PrintTo and macros like TEST may be repeated.
    if(line MATCHES "^(namespace|template|return|using namespace|static_assert|[A-Z_]+\\()|PrintTo\\(")
      continue()
    endif()
    string(REPLACE "::" "." line "${line}")
    string(REGEX REPLACE "[[({=;:].*" "" line "${line}")
    string(STRIP "${line}" line)
    string(REGEX REPLACE " final$" "" line "${line}")
    # A member or a name of another namespace has a dot before it.
    if(line MATCHES "[ *&>]([A-Za-z0-9_]+)$")
      list(APPEND names "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  list(REMOVE_DUPLICATES names)
  set(${variable} "${names}" PARENT_SCOPE)
endfunction()

function(webpubsub_unity target scope)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "BATCH" "EXCEPT")
  set(wanted "${AZURE_MESSAGING_WEBPUBSUB_UNITY_BUILD}")
  if(NOT wanted STREQUAL "ALL" AND NOT wanted STREQUAL scope)
    return()
  endif()
  if(NOT arg_BATCH)
    set(arg_BATCH 8)
  endif()

  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  set(batches 0)
  foreach(source IN LISTS sources)
    cmake_path(GET source FILENAME short)
    if(short IN_LIST arg_EXCEPT)
      continue()
    endif()
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE path)
    _webpubsub_declared_names("${path}" names)
    # The first batch that has room and none of the names.
    set(batch 0)
    while(batch LESS batches)
      set(both ${names} ${names_${batch}})
      list(LENGTH both length)
      list(REMOVE_DUPLICATES both)
      list(LENGTH both distinct)
      if(size_${batch} LESS arg_BATCH AND length EQUAL distinct)
        break()
      endif()
      math(EXPR batch "${batch} + 1")
    endwhile()
    if(batch EQUAL batches)
      math(EXPR batches "${batches} + 1")
      set(names_${batch} "")
      set(size_${batch} 0)
    endif()
    list(APPEND names_${batch} ${names})
    math(EXPR size_${batch} "${size_${batch}} + 1")
    set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${batch})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
