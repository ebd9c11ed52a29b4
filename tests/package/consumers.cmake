# The programs of the consumer projects. A project includes this file once it has the target
# Azure::azure-messaging-webpubsub. WEBPUBSUB_ALL_CONSUMERS selects all programs, or the two most important ones.

# The library's headers must compile without warnings, so CMake must not treat them as system headers.
set(CMAKE_NO_SYSTEM_FROM_IMPORTED ON)
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

enable_testing()
function(add_consumer source standard)
  set(name ${source}_cxx${standard})
  add_executable(${name} "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/${source}.cpp")
  target_link_libraries(${name} PRIVATE Azure::azure-messaging-webpubsub)
  set_target_properties(${name} PROPERTIES
    CXX_STANDARD ${standard} CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
  target_compile_options(${name} PRIVATE ${ARGN})
  add_test(NAME ${name} COMMAND ${name})
endfunction()

add_consumer(consumer 17)
add_consumer(exceptions 20)
if(WEBPUBSUB_ALL_CONSUMERS)
  add_consumer(blocking_api 17 -fno-rtti)
  add_consumer(exceptions 23 -fno-rtti)
  add_consumer(consumer_with_min_and_max_macros 17)
endif()
if(TARGET Azure::webpubsub-local)
  add_test(NAME local_service COMMAND Azure::webpubsub-local --help)
endif()
