// One idea a file: each sample is short, is listed, and is run by a test.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "source_files.hpp"

namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;

// It has a folder of its own for what makes its picture.
constexpr const char* LongOne = "first_light";

TEST(Samples, AreShortAndListedAndRun) {
  const std::string list = Read(Root / "samples/README.md");
  const std::string tests =
      Read(Root / "tests/samples/sample_test.cpp") + Read(Root / "samples/CMakeLists.txt");
  std::size_t samples = 0;
  for (const auto& entry : fs::directory_iterator(Root / "samples")) {
    if (entry.path().extension() != ".cpp") continue;
    ++samples;
    const std::string name = entry.path().stem().string();
    SCOPED_TRACE(name);
    const std::string code = Read(entry.path());
    EXPECT_TRUE(name == LongOne || std::count(code.begin(), code.end(), '\n') < 80);
    EXPECT_THAT(list, HasSubstr("](" + name + ".cpp)"));
    EXPECT_THAT(tests, AnyOf(HasSubstr('"' + name + '"'), HasSubstr(" COMMAND " + name + ")")));
  }
  EXPECT_GT(samples, 20U);
}

}  // namespace
