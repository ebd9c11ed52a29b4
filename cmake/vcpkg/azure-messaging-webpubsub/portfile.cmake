# An overlay port, which builds the source tree that contains it:
#
#   vcpkg install azure-messaging-webpubsub --overlay-ports=…/cmake/vcpkg
#
# Follows vcpkg's documentation but hasn't been run yet. A test only reads vcpkg.json.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DAZURE_MESSAGING_WEBPUBSUB_BUILD_TESTS=OFF
    -DAZURE_MESSAGING_WEBPUBSUB_BUILD_SAMPLES=OFF
    -DAZURE_MESSAGING_WEBPUBSUB_BUILD_LOCAL_SERVICE=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/azure-messaging-webpubsub)
vcpkg_fixup_pkgconfig()
vcpkg_copy_pdbs()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
