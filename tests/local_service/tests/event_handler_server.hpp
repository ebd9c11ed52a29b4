#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/scripted_server.hpp"

namespace Azure::Messaging::WebPubSub::LocalService::Testing {

/// A request that an event handler has received.
struct HandlerRequest {
  std::string Method;
  std::string Target;
  /// With names in lower case, in order.
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;

  /// The value of a header; several with the same name are joined by `|`, and `-` means none.
  [[nodiscard]] std::string Header(const std::string& name) const;
  /// For example `connect` or `user.buy`.
  [[nodiscard]] std::string Event() const;
};

/// What an event handler does with a request.
struct HandlerReply {
  int Status = 204;
  std::vector<std::pair<std::string, std::string>> Headers;
  std::string Body;
  /// Never responds.
  bool Hangs = false;
  /// Closes the connection without a response.
  bool Drops = false;
};

HandlerReply TextReply(const std::string& text);
HandlerReply JsonReply(const std::string& json);
HandlerReply StatusReply(int status);
HandlerReply Hang();

/// An event handler over HTTP.
class EventHandlerServer {
 public:
  using Respond = std::function<HandlerReply(const HandlerRequest& request)>;

  /// @param respond is called on a thread of each connection, for events.
  /// @param validate the same for validations.
  explicit EventHandlerServer(Respond respond = {}, Respond validate = {});

  /// A URL with `{event}`.
  [[nodiscard]] std::string Url() const { return server_.Url() + "/events/{event}"; }
  /// The events that have arrived, in order, and the validations.
  [[nodiscard]] std::vector<HandlerRequest> Events() const;
  [[nodiscard]] std::vector<HandlerRequest> Validations() const;
  /// The names of the events that have arrived, separated by blanks.
  [[nodiscard]] std::string Names() const;
  /// Waits until this many events have arrived; the last of them.
  [[nodiscard]] HandlerRequest Wait(std::size_t count) const;

 private:
  [[nodiscard]] std::vector<HandlerRequest> Requests(bool areEvents) const;

  WebPubSub::Testing::ScriptedServer server_;
};

}  // namespace Azure::Messaging::WebPubSub::LocalService::Testing
