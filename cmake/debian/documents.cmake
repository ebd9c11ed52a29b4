# CPack runs this after it has installed the files and before it packs them. Adds the documents that a Debian
# package requires and `cmake --install` doesn't install.
find_program(GZIP gzip REQUIRED)

# Compresses the file in place, without a timestamp.
function(gzip file)
  execute_process(COMMAND "${GZIP}" -9n "${file}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# The manual page contains the output of --help.
function(write_manual program file)
  execute_process(COMMAND "${program}" --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\\" "\\\\" help "${help}")
  string(REPLACE "-" "\\-" help "${help}")
  file(WRITE "${file}" ".TH WEBPUBSUB-LOCAL 1 \"\" \"${CPACK_PACKAGE_NAME} ${CPACK_PACKAGE_VERSION}\"
.SH NAME
webpubsub-local \\- local stand-in for Azure Web PubSub
.SH DESCRIPTION
.nf
${help}.fi
")
  gzip("${file}")
endfunction()

get_filename_component(source "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} COMPONENT)
  set(package "${CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME}")
  set(root "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}/usr")
  set(documents "${root}/share/doc/${package}")

  configure_file("${source}/LICENSE" "${documents}/copyright" COPYONLY)
  configure_file("${source}/.github/CHANGELOG.md" "${documents}/changelog" COPYONLY)
  file(WRITE "${documents}/changelog.Debian"
"${CPACK_PACKAGE_NAME} (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * Made by CPack; what is new is in changelog.gz.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
  gzip("${documents}/changelog")
  gzip("${documents}/changelog.Debian")
  if(component STREQUAL "runtime")
    configure_file("${CMAKE_CURRENT_LIST_DIR}/lintian-overrides" "${root}/share/lintian/overrides/${package}" COPYONLY)
  endif()
  if(EXISTS "${root}/bin/webpubsub-local")
    write_manual("${root}/bin/webpubsub-local" "${root}/share/man/man1/webpubsub-local.1")
  endif()
endforeach()
