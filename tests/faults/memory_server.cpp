#include "memory_server.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace Azure::Messaging::WebPubSub::Testing {
namespace {

std::string Json(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Fine\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string PageOf(std::size_t lengthOfNames, const std::string& nextLink) {
  std::string page = R"({"value":[)";
  for (const char* const separator : {"", ",", ","}) {
    page += separator + std::string(R"({"connectionId":"the id of a connection","userId":")") +
            std::string(lengthOfNames, 'u') + R"("})";
  }
  page += "]";
  if (!nextLink.empty()) page += R"(,"nextLink":")" + nextLink + "\"";
  return page + "}";
}

std::string ResponseTo(const std::string& request) {
  static std::atomic<int> retries{0};
  const auto has = [&](std::string_view part) { return request.find(part) != std::string::npos; };
  if (has("/refused/")) {
    return Json(400, R"({"error":{"code":"BadThing","message":"It isn't good at all.","a":[{}]}})");
  }
  if (has("/retried/")) return PlainResponse(retries++ % 2 == 0 ? 503 : 202);
  if (has("/large/")) return Json(200, PageOf(100'000, {}));
  if (has("/pages/connections?page=2")) return Json(200, PageOf(30, {}));
  if (has("/pages/")) {
    return Json(200, PageOf(30, "/api/hubs/chat/groups/pages/connections?page=2"));
  }
  if (has("HEAD ")) return PlainResponse(200);
  if (has("PUT ")) return PlainResponse(200);
  return PlainResponse(202);
}

}  // namespace

void ServeMemoryScenarios(ScriptedConnection& connection, int /*index*/) {
  while (true) {
    const std::string request = connection.ReadRequest();
    if (request.empty()) return;
    if (request.find("/hang") != std::string::npos) return connection.WaitForClient();
    if (request.find("/slow/") != std::string::npos &&
        connection.WaitForClient(std::chrono::milliseconds(5))) {
      return;
    }
    if (!connection.Write(ResponseTo(request))) return;
  }
}

}  // namespace Azure::Messaging::WebPubSub::Testing
