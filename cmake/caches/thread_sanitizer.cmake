# The initial cache of a build with ThreadSanitizer:
#
#   cmake -C cmake/caches/thread_sanitizer.cmake -S . -B build/thread_sanitizer
#
# Run a program of this build with TSAN_OPTIONS=suppressions=tests/thread_sanitizer_suppressions.txt, or all tests with
# ./tests/run --cache thread_sanitizer, which sets it.
set(AZURE_MESSAGING_WEBPUBSUB_SANITIZE thread CACHE STRING "")
# Optimized, GCC takes three times as long to compile the checks. Line numbers are all that a report needs.
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1" CACHE STRING "")
include(${CMAKE_CURRENT_LIST_DIR}/development.cmake)
