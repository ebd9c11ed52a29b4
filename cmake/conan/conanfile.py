"""A recipe for Conan 2, which packages the source tree that contains it:

    conan create cmake/conan --build=missing

Follows Conan's documentation but hasn't been run yet. A test only parses it.
"""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load


class AzureMessagingWebPubSub(ConanFile):
    name = "azure-messaging-webpubsub"
    description = "Azure Web PubSub service client for C++. Unofficial: not affiliated with Microsoft."
    license = "MIT"
    topics = ("azure", "web-pubsub", "websocket")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True}
    implements = ["auto_shared_fpic"]

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, "..", "..")

    def set_version(self):
        header = load(self, os.path.join(self._root, "include/azure/messaging/webpubsub/version.hpp"))
        self.version = ".".join(re.findall(r"_(?:MAJOR|MINOR|PATCH) (\d+)", header))

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def requirements(self):
        self.requires("libcurl/[>=7.88 <9]")
        self.requires("openssl/[>=3.0.3 <4]")
        self.requires("nlohmann_json/[>=3.11 <4]", visible=False)

    def validate(self):
        check_min_cppstd(self, 17)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        for part in ("TESTS", "SAMPLES", "LOCAL_SERVICE"):
            toolchain.cache_variables[f"AZURE_MESSAGING_WEBPUBSUB_BUILD_{part}"] = False
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "azure-messaging-webpubsub")
        self.cpp_info.set_property("cmake_target_name", "Azure::azure-messaging-webpubsub")
        self.cpp_info.libs = ["azure-messaging-webpubsub"]
        self.cpp_info.requires = ["libcurl::libcurl", "openssl::crypto"]
        if not self.options.shared:
            self.cpp_info.defines = ["AZURE_MESSAGING_WEBPUBSUB_STATIC"]
            if self.settings.os in ("Linux", "FreeBSD"):
                self.cpp_info.system_libs = ["pthread"]
