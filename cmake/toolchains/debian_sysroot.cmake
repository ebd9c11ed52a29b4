# Cross-compiles with Debian's compiler for WEBPUBSUB_TRIPLET, for example aarch64-linux-gnu, against the packages in
# the folder WEBPUBSUB_SYSROOT, and runs what it builds by the command WEBPUBSUB_EMULATOR. tests/architectures/run makes
# such a folder and gives the three.
set(CMAKE_SYSTEM_NAME Linux)
string(REGEX MATCH "^[^-]+" CMAKE_SYSTEM_PROCESSOR "${WEBPUBSUB_TRIPLET}")
# CMake reads this file for each of its own checks of the compiler too.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES WEBPUBSUB_TRIPLET WEBPUBSUB_SYSROOT WEBPUBSUB_EMULATOR)

set(CMAKE_CXX_COMPILER "${WEBPUBSUB_TRIPLET}-g++")
set(CMAKE_CXX_FLAGS_INIT -Wno-psabi)  # without GCC's notes about what it changed years ago
set(CMAKE_SYSROOT "${WEBPUBSUB_SYSROOT}")
set(CMAKE_LIBRARY_ARCHITECTURE "${WEBPUBSUB_TRIPLET}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
foreach(kind IN ITEMS LIBRARY INCLUDE PACKAGE)
  set(CMAKE_FIND_ROOT_PATH_MODE_${kind} ONLY)
endforeach()

set(CMAKE_CROSSCOMPILING_EMULATOR "${WEBPUBSUB_EMULATOR}")
