# The initial cache of a build with AddressSanitizer and UndefinedBehaviorSanitizer:
#
#   cmake -C cmake/caches/address_sanitizer.cmake -S . -B build/address_sanitizer
#
# Or with ./tests/run --cache address_sanitizer, which runs the tests as well.
set(AZURE_MESSAGING_WEBPUBSUB_SANITIZE address,undefined CACHE STRING "")
# Optimized, GCC takes three times as long to compile the checks. Line numbers are all that a report needs.
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1" CACHE STRING "")
include(${CMAKE_CURRENT_LIST_DIR}/development.cmake)
