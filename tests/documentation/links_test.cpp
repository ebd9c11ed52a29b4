// What the project's pages link to or show is there.

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "source_files.hpp"

namespace {

namespace fs = std::filesystem;

// A page without its code, which is set off by ``` or stands between two `.
std::string WithoutCode(const std::string& markdown) {
  std::string text;
  std::istringstream lines(markdown);
  bool isCode = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("```", 0) == 0) isCode = !isCode;
    if (!isCode) text += std::regex_replace(line, std::regex("`[^`]*`"), "") + "\n";
  }
  return text;
}

std::set<std::string> LinksIn(const std::string& text) {
  const std::regex link(R"lit(\]\(([^)]+)\)|src(?:set)?="([^"]+)")lit");
  std::set<std::string> links;
  for (std::sregex_iterator found(text.begin(), text.end(), link), end; found != end; ++found) {
    links.insert((*found)[1].str() + (*found)[2].str());
  }
  return links;
}

// As GitHub makes it of a title: "The local service" is "the-local-service".
std::string AnchorOf(const std::string& title) {
  std::string anchor;
  for (const char c : title) {
    if (c == ' ') anchor += '-';
    if (c == '-' || std::isalnum(static_cast<unsigned char>(c)) != 0) {
      anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return anchor;
}

std::set<std::string> AnchorsOf(const std::string& text) {
  std::set<std::string> anchors;
  std::istringstream lines(text);
  std::smatch title;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, title, std::regex("#+ (.*)"))) anchors.insert(AnchorOf(title[1]));
  }
  return anchors;
}

TEST(Links, LeadSomewhere) {
  for (const char* name : {"README.md", "src/README.md", "samples/README.md",
                           ".github/CHANGELOG.md", ".github/CONTRIBUTING.md"}) {
    SCOPED_TRACE(name);
    const fs::path page = Root / name;
    const auto links = LinksIn(WithoutCode(Read(page)));
    EXPECT_FALSE(links.empty());
    for (const std::string& link : links) {
      if (link.rfind("https://", 0) == 0) continue;
      const std::string file = link.substr(0, link.find('#'));
      const fs::path target = file.empty() ? page : page.parent_path() / file;
      EXPECT_TRUE(fs::exists(target)) << link;
      if (file.size() == link.size()) continue;
      EXPECT_EQ(AnchorsOf(WithoutCode(Read(target))).count(link.substr(file.size() + 1)), 1U)
          << link;
    }
  }
}

}  // namespace
