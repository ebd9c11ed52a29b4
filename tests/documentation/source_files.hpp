#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// Where the project's sources are.
inline const std::filesystem::path Root = WEBPUBSUB_SOURCE_DIR;

/// All that is in a file, which has to be there.
inline std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
