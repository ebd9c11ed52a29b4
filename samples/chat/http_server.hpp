#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "chat/http_messages.hpp"

namespace Chat {

/// Serves HTTP on 127.0.0.1, which only this machine can reach, from construction to destruction.
class HttpServer {
 public:
  /// Called on several threads at once. It may block, and must not throw.
  using Handler = std::function<Response(const Request& request)>;

  /// @param port 0: a free port.
  /// @throws std::runtime_error if it can't listen.
  HttpServer(std::uint16_t port, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t Port() const;

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace Chat
