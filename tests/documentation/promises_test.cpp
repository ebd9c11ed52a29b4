// Every test that the README names as the guard of a promise is there.

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "source_files.hpp"

namespace {

namespace fs = std::filesystem;

std::string Section(const std::string& markdown, const std::string& title) {
  const std::size_t begin = markdown.find("\n## " + title + "\n");
  if (begin == std::string::npos) return {};
  return markdown.substr(begin, markdown.find("\n## ", begin + 1) - begin);
}

// As "Suite.Name".
std::set<std::string> TestsNamedIn(const std::string& text) {
  const std::regex name(R"(`([A-Z]\w+\.[A-Z]\w+)`)");
  std::set<std::string> names;
  for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found) {
    names.insert((*found)[1]);
  }
  return names;
}

// All tests' code without blanks.
std::string CodeOfTests() {
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(Root / "tests")) {
    if (entry.path().extension() != ".cpp") continue;
    for (const char c : Read(entry.path())) {
      if (std::isspace(static_cast<unsigned char>(c)) == 0) all += c;
    }
  }
  return all;
}

// "Suite.Name" as it stands in TEST(Suite, Name) and the like.
std::string Declaration(std::string name) {
  return "(" + name.replace(name.find('.'), 1, ",") + ")";
}

TEST(Promises, HaveTheTestsThatTheReadmeNames) {
  const auto named = TestsNamedIn(Section(Read(Root / "README.md"), "What it promises"));
  const std::string code = CodeOfTests();
  EXPECT_GT(named.size(), 15U);
  for (const std::string& name : named) {
    EXPECT_NE(code.find(Declaration(name)), std::string::npos) << name;
  }
}

}  // namespace
