# The initial cache of a build to work on the library, which ./tests/run starts from too:
#
#   cmake -C cmake/caches/development.cmake -S . -B build/development
#
# The tests are the ones that ./tests/run runs without --all. Their sources are compiled several at a time, and those of
# the library one by one, so that an edit in src/ compiles little.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON CACHE BOOL "")
set(AZURE_MESSAGING_WEBPUBSUB_BUILD_TESTS ON CACHE BOOL "")
set(AZURE_MESSAGING_WEBPUBSUB_BUILD_ALL_TESTS OFF CACHE BOOL "")
set(AZURE_MESSAGING_WEBPUBSUB_BUILD_SAMPLES OFF CACHE BOOL "")
set(AZURE_MESSAGING_WEBPUBSUB_UNITY_BUILD TESTS CACHE STRING "")
