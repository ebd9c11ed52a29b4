# Rules for `cmake --install`, in three components:
#
#   runtime      the shared library
#   development  the files to build with it: headers, CMake and pkg-config files, the static library
#   testing      for tests of programs that use the library: a scripted transport, and webpubsub-local if it is built
#
# Nothing else is installed.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/azure-messaging-webpubsub")

install(TARGETS azure-messaging-webpubsub
  EXPORT azure-messaging-webpubsub-targets
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT runtime NAMELINK_COMPONENT development
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT runtime
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development
  FILE_SET api DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development
  FILE_SET adapters DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development
  FILE_SET testing DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT testing)

# CMake: find_package(azure-messaging-webpubsub CONFIG [COMPONENTS testing])
get_target_property(library_type azure-messaging-webpubsub TYPE)
install(EXPORT azure-messaging-webpubsub-targets
  NAMESPACE Azure::
  DESTINATION "${package_dir}"
  COMPONENT development)
configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/azure-messaging-webpubsub-config.cmake.in"
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config.cmake"
  INSTALL_DESTINATION "${package_dir}"
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config-version.cmake"
  COMPATIBILITY SameMinorVersion)  # before 1.0, a minor version may break compatibility
install(FILES
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config.cmake"
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config-version.cmake"
  DESTINATION "${package_dir}"
  COMPONENT development)

# pkg-config: the paths are relative to the file, so that the installed tree can be moved. A consumer of the static
# library must link its dependencies too. They are public requirements, so that plain `pkg-config --libs` is enough.
# `--static` adds the dependencies of a static libcurl.
set(pkgconfig_requires "")
set(pkgconfig_cflags "")
set(pkgconfig_libs "")
if(library_type STREQUAL "STATIC_LIBRARY")
  set(pkgconfig_requires "libcurl >= 7.88, libssl >= 3.0.3, libcrypto >= 3.0.3")
  set(pkgconfig_cflags " -DAZURE_MESSAGING_WEBPUBSUB_STATIC")
  set(pkgconfig_libs " -pthread")
endif()
set(pkgconfig_dir "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH includedir_from_pkgconfig "${pkgconfig_dir}" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
configure_file(
  "${CMAKE_CURRENT_LIST_DIR}/azure-messaging-webpubsub.pc.in"
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub.pc"
  @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
  COMPONENT development)

# The local service has a separate export with the target Azure::webpubsub-local, for tests to run.
if(TARGET webpubsub-local AND AZURE_MESSAGING_WEBPUBSUB_BUILD_LOCAL_SERVICE)
  install(TARGETS webpubsub-local
    EXPORT azure-messaging-webpubsub-testing
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT testing)
  install(EXPORT azure-messaging-webpubsub-testing
    NAMESPACE Azure::
    DESTINATION "${package_dir}"
    COMPONENT testing)
endif()
