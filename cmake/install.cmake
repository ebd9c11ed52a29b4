# What `cmake --install` puts where. Nothing of ours that isn't part of the library gets there.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Someone who links a static library links what it stands on as well.
get_target_property(library_type azure-messaging-webpubsub TYPE)
set(library_is_static OFF)
set(pkgconfig_requires "")
if(library_type STREQUAL "STATIC_LIBRARY")
  set(library_is_static ON)
  set(pkgconfig_requires "libcurl, libcrypto")
endif()

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/azure-messaging-webpubsub")

get_target_property(header_sets azure-messaging-webpubsub INTERFACE_HEADER_SETS)
set(headers "")
foreach(header_set IN LISTS header_sets)
  list(APPEND headers FILE_SET ${header_set} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
endforeach()

install(TARGETS azure-messaging-webpubsub
  EXPORT azure-messaging-webpubsub-targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}"
  ${headers})

# CMake: find_package(azure-messaging-webpubsub CONFIG)
install(EXPORT azure-messaging-webpubsub-targets
  NAMESPACE Azure::
  DESTINATION "${package_dir}")
configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/azure-messaging-webpubsub-config.cmake.in"
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config.cmake"
  INSTALL_DESTINATION "${package_dir}"
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config-version.cmake"
  COMPATIBILITY SameMinorVersion)  # until 1.0, a minor version may break
install(FILES
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config.cmake"
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub-config-version.cmake"
  DESTINATION "${package_dir}")

# pkg-config: the paths are relative to the file, so that the installed tree can be moved.
set(pkgconfig_dir "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig")
file(RELATIVE_PATH includedir_from_pkgconfig "${pkgconfig_dir}" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
configure_file(
  "${CMAKE_CURRENT_LIST_DIR}/azure-messaging-webpubsub.pc.in"
  "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub.pc"
  @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/azure-messaging-webpubsub.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
