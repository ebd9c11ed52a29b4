#pragma once

#include <azure/messaging/webpubsub/event_handler.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "local_service/tests/http_connection.hpp"

namespace Azure::Messaging::WebPubSub::Testing {

/// A sample of an event handler in its own process, which serves until it is killed.
class ServingSample {
 public:
  /// @param connection the connection string that it finds in its environment.
  ServingSample(const std::string& name, const std::string& connection)
      : pipe_(popen(("echo $$; WebPubSubConnectionString='" + connection +
                     "' exec " WEBPUBSUB_SAMPLES_FOLDER "/" + name + " 0 2>/dev/null")
                        .c_str(),
                    "r")),
        process_(std::atoi(NextLine().c_str())),
        url_(NextLine()),
        connection_(Port()) {}
  ~ServingSample() {
    if (process_ > 0) kill(process_, SIGKILL);
    pclose(pipe_);
  }
  ServingSample(const ServingSample&) = delete;
  ServingSample& operator=(const ServingSample&) = delete;

  LocalService::Testing::HttpResponse Exchange(const EventHandlerRequest& request) {
    connection_.Send(Serialize(request));
    auto response = connection_.Receive();
    EXPECT_TRUE(response) << request.Method;
    return response.value_or(LocalService::Testing::HttpResponse());
  }

 private:
  [[nodiscard]] std::uint16_t Port() const {
    return static_cast<std::uint16_t>(std::atoi(url_.c_str() + url_.rfind(':') + 1));
  }
  std::string NextLine() {
    char line[256] = {};
    return std::fgets(line, sizeof line, pipe_) != nullptr ? line : "";
  }
  static std::string Serialize(const EventHandlerRequest& request) {
    std::string bytes = request.Method + " /eventhandler/event HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& [name, value] : request.Headers) bytes += name + ": " + value + "\r\n";
    return bytes + "Content-Length: " + std::to_string(request.Body.size()) + "\r\n\r\n" +
           request.Body;
  }

  FILE* pipe_;
  int process_;
  std::string url_;
  LocalService::Testing::HttpConnection connection_;
};

}  // namespace Azure::Messaging::WebPubSub::Testing
