// Looks the code of the documents and of the public comments up in the files that are compiled
// here, and runs it.

#include "snippets.hpp"

#include <azure/messaging/webpubsub/testing/events.hpp>
#include <azure/messaging/webpubsub/testing/scripted_transport.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <memory>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "source_files.hpp"

namespace {

namespace fs = std::filesystem;
using namespace Azure::Messaging::WebPubSub;
using Testing::ScriptedTransport;

// Without comments and blanks, which may differ.
std::string Essence(const std::string& code) {
  std::string essence;
  std::istringstream lines(code);
  for (std::string line; std::getline(lines, line);) {
    const auto comment =
        std::regex_search(line, std::regex("https?://")) ? std::string::npos : line.find("//");
    for (const char c : line.substr(0, comment)) {
      if (std::isspace(static_cast<unsigned char>(c)) == 0) essence += c;
    }
  }
  return essence;
}

struct Snippet {
  std::string Place;
  std::string Code;
};

// Code between empty lines may stand in different functions.
class Collector {
 public:
  explicit Collector(std::string place) : place_(std::move(place)) {}

  void Line(const std::string& line) {
    if (line.empty()) return End();
    code_ += line + "\n";
  }
  void End() {
    if (!Essence(code_).empty()) Snippets.push_back({place_, code_});
    code_.clear();
  }

  std::vector<Snippet> Snippets;

 private:
  const std::string place_;
  std::string code_;
};

// What stands between ```cpp and ```.
std::vector<Snippet> SnippetsOfMarkdown(const fs::path& path) {
  Collector collector(fs::relative(path, Root).string());
  std::istringstream lines(Read(path));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("```", 0) == 0) {
      inside = line == "```cpp";
      collector.End();
    } else if (inside) {
      collector.Line(line);
    }
  }
  return collector.Snippets;
}

// What is set in by four blanks in a public comment.
std::vector<Snippet> SnippetsOfHeader(const fs::path& path) {
  Collector collector(fs::relative(path, Root).string());
  std::istringstream lines(Read(path));
  for (std::string line; std::getline(lines, line);) {
    std::smatch code;
    if (std::regex_match(line, code, std::regex(R"( *///     (.*))"))) {
      collector.Line(code[1]);
    } else {
      collector.End();
    }
  }
  return collector.Snippets;
}

std::vector<fs::path> FilesIn(const char* folder, const char* extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(Root / folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  return files;
}

// Without the snippets of src/README.md, which show how to write code that doesn't exist yet.
std::vector<Snippet> AllSnippets() {
  std::vector<Snippet> all = SnippetsOfMarkdown(Root / "README.md");
  const auto add = [&all](const std::vector<Snippet>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  for (const char* folder : {".github", "samples", "tests"}) {
    for (const fs::path& page : FilesIn(folder, ".md")) add(SnippetsOfMarkdown(page));
  }
  for (const fs::path& header : FilesIn("include", ".hpp")) add(SnippetsOfHeader(header));
  return all;
}

TEST(Snippets, AreCompiledAsTheyStand) {
  const fs::path folder = Root / "tests/documentation";
  std::string compiled;
  for (const char* file :
       {"first_lines.cpp", "asio_first_lines.cpp", "snippets.cpp", "document_snippets.cpp",
        "asio_snippets.cpp", "cookbook_snippets.cpp", "opentelemetry_snippets.cpp"}) {
    compiled += Essence(Read(folder / file));
  }
  const std::vector<Snippet> all = AllSnippets();
  EXPECT_GT(all.size(), 20U);
  for (const Snippet& snippet : all) {
    EXPECT_THAT(compiled, testing::HasSubstr(Essence(snippet.Code))) << snippet.Place << ":\n"
                                                                     << snippet.Code;
  }
}

HttpResponse RespondLikeTheService(const HttpRequest& request) {
  if (request.Method() == HttpMethod::Head) return HttpResponse(200);
  if (request.Method() == HttpMethod::Post) return HttpResponse(202);
  return HttpResponse(200, {}, R"({"value":[{"connectionId":"c1","userId":"ann"}]})");
}

class SnippetsRun : public testing::Test {
 protected:
  Snippets::Client MakeClient() {
    Transport->Otherwise(
        [](const HttpRequest& request, const Context&) { return RespondLikeTheService(request); });
    WebPubSubServiceClientOptions options;
    options.TransportAdapter = Transport;
    return {"https://wps.example", "chat", AzureKeyCredential("key"), options};
  }

  std::shared_ptr<ScriptedTransport> Transport = std::make_shared<ScriptedTransport>();
};

TEST_F(SnippetsRun, Credentials) { Snippets::Credentials("https://wps.example"); }

TEST_F(SnippetsRun, Blocking) {
  Snippets::Blocking(MakeClient());
  // Four sends to all, one question, two sends to users, a list twice.
  EXPECT_THAT(Transport->Requests(), testing::SizeIs(9));
}

TEST_F(SnippetsRun, Errors) {
  Snippets::Errors(MakeClient());
  Transport->WillRespond(404);
  Snippets::Errors(MakeClient());
}

TEST_F(SnippetsRun, Mock) { Snippets::Mock(); }

TEST_F(SnippetsRun, Hear) {
  Snippets::Hear("Endpoint=http://localhost;AccessKey=other;",
                 "Endpoint=http://localhost;AccessKey=key;");
  Snippets::HearInATest();
  const auto event = Testing::MakeUserEventRequest("key", "chat", "conn-1", "message", "hi");
  const auto reply = Snippets::HearAndReply("Endpoint=http://localhost;AccessKey=key;",
                                            event.Method, event.Headers, event.Body);
  EXPECT_EQ(reply.Body(), "You said: hi");
  Snippets::RotateKeys("old", "new");
  EXPECT_EQ(Snippets::TakeTurns().index(), 0U);
}

TEST_F(SnippetsRun, Asynchronous) {
  const auto client = MakeClient();
  Snippets::Futures(client).Wait();
  Snippets::AsynchronousList(client).Wait();
  Snippets::Asynchronous(client).Wait();
  Snippets::Shutdown(client);
  EXPECT_THAT(Transport->Requests(), testing::SizeIs(6));
}

TEST_F(SnippetsRun, Asio) {
  Snippets::Asio(MakeClient());
  // Five sends and a page.
  EXPECT_THAT(Transport->Requests(), testing::SizeIs(6));
}

}  // namespace
