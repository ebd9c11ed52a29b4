# The programs of the consumer projects. Included by projects of their own, which have the target
# Azure::azure-messaging-webpubsub from somewhere. WEBPUBSUB_ALL_CONSUMERS says whether all of them are built,
# or the two that matter most.

# The library's headers have to stand the consumer's warnings: none is hidden as a system header's.
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
