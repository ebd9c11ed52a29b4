# Warnings and sanitizers for this project's own targets. Nothing here affects a consumer.
#
#   AZURE_MESSAGING_WEBPUBSUB_WARNINGS_AS_ERRORS  ON in continuous integration
#   AZURE_MESSAGING_WEBPUBSUB_SANITIZE            for example "address,undefined" or "thread"
option(AZURE_MESSAGING_WEBPUBSUB_WARNINGS_AS_ERRORS "Treat warnings in our own code as errors" OFF)
set(AZURE_MESSAGING_WEBPUBSUB_SANITIZE "" CACHE STRING "Sanitizers for our own code, in the format of -fsanitize")

add_library(webpubsub_development INTERFACE)

if(PROJECT_IS_TOP_LEVEL AND CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(webpubsub_development INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
    # Where several files are compiled at a time, a local name may be that of another file.
    $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>
    # GoogleTest's macros have an optional name, which clang warns about.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-zero-variadic-macro-arguments>
    # GCC's -Wconversion doesn't include these in C++.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>
    $<$<BOOL:${AZURE_MESSAGING_WEBPUBSUB_WARNINGS_AS_ERRORS}>:-Werror>)
endif()

if(AZURE_MESSAGING_WEBPUBSUB_BUILD_FUZZERS)
  target_compile_options(webpubsub_development INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(AZURE_MESSAGING_WEBPUBSUB_SANITIZE)
  target_compile_options(webpubsub_development INTERFACE
    -fsanitize=${AZURE_MESSAGING_WEBPUBSUB_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND AZURE_MESSAGING_WEBPUBSUB_SANITIZE MATCHES "thread")
    # GCC warns about fences, which ThreadSanitizer doesn't support. Asio uses some.
    target_compile_options(webpubsub_development INTERFACE -Wno-tsan)
  endif()
  target_link_options(webpubsub_development INTERFACE
    -fsanitize=${AZURE_MESSAGING_WEBPUBSUB_SANITIZE})
endif()
