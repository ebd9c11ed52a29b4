# Makes a Debian package of each install component:
#
#   cmake -C cmake/debian/cache.cmake -S . -B build/debian && cmake --build build/debian --parallel
#   (cd build/debian && cpack)
#
# Only for a build of the shared library with the prefix /usr.
if(NOT library_type STREQUAL "SHARED_LIBRARY" OR NOT UNIX OR NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  return()
endif()

get_target_property(abi_version azure-messaging-webpubsub SOVERSION)
set(runtime_package "lib${PROJECT_NAME}${abi_version}")
set(development_package "lib${PROJECT_NAME}-dev")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "Azure Web PubSub for C++ <maintainers@azure-messaging-webpubsub.invalid>")
# This is CPack's default. CPack would prepend any other text to the description of each package.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_NAME} built using CMake")
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 0upstream1)  # older than any version that Debian itself releases
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_PRE_BUILD_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}/documents.cmake")

set(package_version "${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")
set(about "Sends messages to the WebSocket clients of Azure Web PubSub, and manages
their connections and groups. Unofficial: not affiliated with Microsoft.")

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME "${runtime_package}")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA "${CMAKE_CURRENT_LIST_DIR}/triggers")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "${PROJECT_DESCRIPTION} - shared library
${about}")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME "${development_package}")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${runtime_package} (= ${package_version})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "${PROJECT_DESCRIPTION} - development files
${about}
.
Headers, and files for CMake and pkg-config.")

if(TARGET webpubsub-local)
  list(APPEND CPACK_COMPONENTS_ALL testing)
  set(CPACK_DEBIAN_TESTING_PACKAGE_NAME webpubsub-local)
  set(CPACK_DEBIAN_TESTING_PACKAGE_SECTION devel)
  set(CPACK_DEBIAN_TESTING_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_TESTING_PACKAGE_SUGGESTS "${development_package} (= ${package_version})")
  set(CPACK_COMPONENT_TESTING_DESCRIPTION "local stand-in for Azure Web PubSub, for tests
Serves the REST API of Azure Web PubSub and its WebSocket clients, in
memory and on this machine. Includes a header for testing C++ programs
without any service. Unofficial: not affiliated with Microsoft.")
endif()

include(CPack)
