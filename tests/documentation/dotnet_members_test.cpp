// Holds the table of .NET members in .github/dotnet.md against the list of those members, and
// against our public headers.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "source_files.hpp"

namespace {

struct Row {
  std::string DotNet;
  std::string Cpp;
};

std::vector<Row> TableRows() {
  std::istringstream text(Read(Root / ".github/dotnet.md"));
  const std::regex row(R"(\| (.+) \| (.+) \|)");
  std::vector<Row> rows;
  std::smatch cells;
  for (std::string line; std::getline(text, line);) {
    if (std::regex_match(line, cells, row) && cells[1] != ".NET")
      rows.push_back({cells[1], cells[2]});
  }
  return rows;
}

// `Type.Member(…)` without its parameters.
std::string MemberName(const std::string& cell) {
  std::smatch name;
  return std::regex_search(cell, name, std::regex(R"(^`([A-Za-z0-9_.]+))")) ? name[1].str() : "";
}

std::map<std::string, int> ExpectedMembers() {
  std::istringstream text(Read(Root / "tests/documentation/data/dotnet_members.txt"));
  std::map<std::string, int> members;
  for (std::string line; std::getline(text, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string name;
    int overloads = 0;
    words >> name >> overloads;
    members[name] = overloads;
  }
  return members;
}

std::string PublicHeaders() {
  std::string text;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(Root / "include")) {
    if (entry.path().extension() == ".hpp") text += Read(entry.path());
  }
  return text;
}

TEST(DotNetTable, HasEveryMemberOnceForEachOverload) {
  std::map<std::string, int> found;
  for (const Row& row : TableRows()) ++found[MemberName(row.DotNet)];
  const auto expected = ExpectedMembers();
  ASSERT_GT(expected.size(), 40U);
  for (const auto& [member, overloads] : expected) EXPECT_EQ(found[member], overloads) << member;
}

TEST(DotNetTable, NamesATwinInThePublicHeadersOrAReason) {
  const std::string headers = PublicHeaders();
  const std::regex code("`([^`]+)`");
  for (const Row& row : TableRows()) {
    if (row.Cpp.rfind("none: ", 0) == 0) {
      EXPECT_GT(row.Cpp.size(), 20U) << row.DotNet << " has no reason";
      continue;
    }
    auto name = std::sregex_iterator(row.Cpp.begin(), row.Cpp.end(), code);
    EXPECT_NE(name, std::sregex_iterator()) << row.DotNet << " has no twin";
    for (; name != std::sregex_iterator(); ++name) {
      EXPECT_TRUE(std::regex_search(headers, std::regex("\\b" + (*name)[1].str() + "\\b")))
          << (*name)[1] << ", the twin of " << row.DotNet << ", is not in the public headers";
    }
  }
}

}  // namespace
