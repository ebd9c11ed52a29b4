#include "recorded_response.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <regex>

namespace Azure::Messaging::WebPubSub::LocalService::Testing {
namespace {

using nlohmann::json;

constexpr const char* JsonType = "application/json; charset=utf-8";
constexpr const char* ProblemType = "application/problem+json; charset=utf-8";
constexpr const char* BadBodies[] = {"The request body is not a valid",
                                     "A nonempty list of valid group names is required."};
constexpr const char* Versions = "2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01";

/// The expected response.
struct Expected {
  int Status;
  std::string Body;
  std::map<std::string, std::optional<std::string>> Headers;
  /// Whether the response must have a Content-Length of any value. The comparison of the bodies
  /// checks the value.
  bool HasLength = false;
};

std::optional<std::string> Member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? std::nullopt : std::optional(found->get<std::string>());
}

bool IsHead(const std::string& request) { return request.rfind("HEAD ", 0) == 0; }

/// The rules that amend the recording, each with its source: R is recorded traffic of the real
/// service, K is a default of the emulator's web server, which implies nothing for the service.
class Rules {
 public:
  Rules(Expected& expected, const std::string& request, std::map<std::string, int>& counts)
      : expected_(expected), request_(request), counts_(counts) {}

  void Apply() {
    ForgetVersions();
    DropProblemDetails();
    CompleteErrorBodies();
    SendLengths();
  }

 private:
  void Count(const char* rule) { ++counts_[rule]; }

  void ForgetVersions() {
    const bool isHealth = expected_.Status == 200 && request_ == "HEAD /api/health";
    const bool isBadBody = std::any_of(
        std::begin(BadBodies), std::end(BadBodies),
        [&](const char* message) { return expected_.Body.find(message) != std::string::npos; });
    if (!isHealth && !isBadBody) return;
    Count("R: health and the responses to invalid bodies list no versions");
    expected_.Headers["api-supported-versions"].reset();
  }

  void DropProblemDetails() {
    auto& type = expected_.Headers["Content-Type"];
    if (type != ProblemType) return;
    if (expected_.Headers["x-ms-error-code"]) {
      Count("R: a response with an error code is application/json");
      type = JsonType;
      return;
    }
    Count("K: a response without an error code has no problem details, but no body");
    type.reset();
    expected_.Body.clear();
  }

  void CompleteErrorBodies() {
    if (expected_.Status < 400 || expected_.Headers["Content-Type"] != JsonType) return;
    Count("R: an error body has details and innererror, its header x-ms-error-code the code");
    const json body = json::parse(expected_.Body, nullptr, false);
    if (!body.is_discarded()) {
      expected_.Body.insert(expected_.Body.size() - 1, R"(,"details":null,"innererror":null)");
    }
    auto& code = expected_.Headers["x-ms-error-code"];
    if (!code) code = body.is_discarded() ? "Error.BadRequest" : body.at("code");
  }

  void SendLengths() {
    if (expected_.Status == 204) return;
    auto& length = expected_.Headers["Content-Length"];
    if (IsHead(request_)) {
      Count("R: the response to HEAD has the Content-Length of the response to GET");
    } else if (!length) {
      Count("K: bodies have a Content-Length, where the emulator's are chunked");
      expected_.HasLength = true;
    }
  }

  Expected& expected_;
  const std::string& request_;
  std::map<std::string, int>& counts_;
};

}  // namespace

std::string Anonymize(std::string text, std::uint16_t port) {
  static const std::regex Id("[0-9a-f]{32}");
  static const std::regex Token("continuationToken=[A-Za-z0-9_-]+");
  static const std::regex Jwt(R"("token":"[^"]+")");
  text = std::regex_replace(text, Token, "continuationToken=<token>");
  text = std::regex_replace(text, Jwt, R"("token":"<jwt>")");
  text = std::regex_replace(text, Id, "<id>");
  return ReplaceAll(text, "127.0.0.1:" + std::to_string(port), "127.0.0.1:18980");
}

void ExpectRecorded(const json& recorded, const std::string& request, const HttpResponse& response,
                    std::map<std::string, int>& amended) {
  const json& headers = recorded.at("headers");
  Expected expected{recorded.at("status"), recorded.at("body"), {}};
  for (const char* name :
       {"Content-Type", "Content-Length", "x-ms-error-code", "Allow", "Transfer-Encoding"}) {
    expected.Headers[name] = Member(headers, name);
  }
  expected.Headers["Transfer-Encoding"].reset();
  if (headers.contains("api-supported-versions")) {
    expected.Headers["api-supported-versions"] = Versions;
  } else {
    expected.Headers["api-supported-versions"].reset();
  }
  Rules(expected, request, amended).Apply();

  EXPECT_EQ(response.Status, expected.Status);
  EXPECT_EQ(response.Body, expected.Body);
  const bool isHead = IsHead(request);
  for (const auto& [name, value] : expected.Headers) {
    const bool isLength = name == "Content-Length";
    if (isLength && (isHead || expected.HasLength)) continue;
    EXPECT_EQ(response.Header(name), value) << name;
  }
  const std::string length = response.Header("Content-Length").value_or("0");
  const bool hasBody = expected.Headers["Content-Type"].has_value();
  if (isHead || expected.HasLength) {
    EXPECT_EQ(length != "0", hasBody) << length;
  }
}

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
