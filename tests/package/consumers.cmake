# The programs of the consumer projects: the same small program in each language standard, and with
# the macros that the Windows headers are known for. Included by projects of their own, which have the
# target Azure::azure-messaging-webpubsub from somewhere.

# The library's headers have to stand the consumer's warnings: none is hidden as a system header's.
set(CMAKE_NO_SYSTEM_FROM_IMPORTED ON)
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

enable_testing()
function(add_consumer name standard)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE Azure::azure-messaging-webpubsub)
  set_target_properties(${name} PROPERTIES
    CXX_STANDARD ${standard} CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
  add_test(NAME ${name} COMMAND ${name})
endfunction()

add_consumer(consumer_cxx17 17 "${CMAKE_CURRENT_LIST_DIR}/consumer.cpp")
add_consumer(consumer_cxx20 20 "${CMAKE_CURRENT_LIST_DIR}/consumer.cpp")
add_consumer(blocking_api_cxx17 17 "${CMAKE_CURRENT_LIST_DIR}/blocking_api.cpp")
add_consumer(blocking_api_cxx23 23 "${CMAKE_CURRENT_LIST_DIR}/blocking_api.cpp")
target_compile_options(blocking_api_cxx17 PRIVATE -fno-rtti)
add_consumer(consumer_with_min_and_max_macros 17
  "${CMAKE_CURRENT_LIST_DIR}/consumer_with_min_and_max_macros.cpp")

# The example on the first screen of the README: it compiles as it stands there.
file(READ "${CMAKE_CURRENT_LIST_DIR}/../../README.md" readme)
string(REGEX MATCH "```cpp\n([^`]*)```" example "${readme}")
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/readme_example.cpp" "${CMAKE_MATCH_1}")
add_executable(readme_example "${CMAKE_CURRENT_BINARY_DIR}/readme_example.cpp")
target_link_libraries(readme_example PRIVATE Azure::azure-messaging-webpubsub)
