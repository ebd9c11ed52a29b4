// What the public headers promise of themselves.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

namespace {

namespace fs = std::filesystem;

// GCC takes such a member only if its type is qualified, and then the type has no name in its
// class.
TEST(PublicHeaders, NameNoMemberLikeItsType) {
  const std::regex likeItsType(R"(\b([A-Z]\w*)(<.*>|&|\*)* \1( = .*|\{.*\})?;)");
  EXPECT_TRUE(std::regex_search("  WebPubSub::Logger Logger;", likeItsType));
  EXPECT_TRUE(std::regex_search("  Level Level = Level::Low;", likeItsType));
  int headers = 0;
  for (const auto& entry : fs::recursive_directory_iterator(WEBPUBSUB_SOURCE_DIR "/include")) {
    if (entry.path().extension() != ".hpp") continue;
    ++headers;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      EXPECT_FALSE(std::regex_search(line, likeItsType)) << entry.path() << ": " << line;
    }
  }
  EXPECT_GT(headers, 20);
}

}  // namespace
