#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "support/http_messages.hpp"

namespace Samples {

/// An HTTP server on 127.0.0.1, which only this machine can reach.
class HttpServer {
 public:
  /// Called on several threads at once. It may block, and must not throw.
  using Handler = std::function<Response(const Request& request)>;

  /// Listens. Clients that connect before Serve wait for it.
  /// @param port 0: a free port.
  /// @throws std::runtime_error if it can't listen.
  explicit HttpServer(std::uint16_t port);
  /// Calls Stop.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Serves from now on, on threads of its own. May be called once.
  void Serve(Handler handler);
  /// Ends all connections and joins the threads. Further calls do nothing.
  void Stop();

  [[nodiscard]] std::uint16_t Port() const { return port_; }
  /// For example `http://127.0.0.1:8000`.
  [[nodiscard]] std::string Url() const;

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
  std::uint16_t port_ = 0;
};

}  // namespace Samples
